"""What is indexed of an article: its kinds of documents, their keys, their fields and what each field weighs."""

from collections.abc import Iterator, Mapping

from kbassist.content import placeholders
from kbassist.content.model import Article, Line

KEY = "key"
# How much a hit in each field counts: an editor's title and triggers say more than a passing word of the body.
ARTICLE_FIELDS: Mapping[str, float] = {
    "title": 3.0,
    "triggers": 2.5,
    "tags": 2.0,
    "headings": 2.0,
    "lines": 1.2,
    "examples": 1.0,
    "body": 1.0,
}
LINE_FIELDS: Mapping[str, float] = {"line_when": 2.0, "line_title": 1.5, "line_say": 1.0}
# Each example note is a document too: a note is like one of them, not like all of them at once.
EXAMPLE_FIELDS: Mapping[str, float] = {"example": 1.0}
# Each kind has a Whoosh index of its own, so that its statistics (how rare, how long) are its own.
KINDS: Mapping[str, Mapping[str, float]] = {
    "articles": ARTICLE_FIELDS,
    "lines": LINE_FIELDS,
    "examples": EXAMPLE_FIELDS,
}


def article_key(article: Article) -> str:
    """Return the key of an article's document, its language and its id: "id/kartu-hilang"."""
    return f"{article.lang}/{article.id}"


def keyed_lines(article: Article) -> Iterator[tuple[str, Line]]:
    """Yield the lines of an article with their keys: "id/kartu-hilang#empati", then "…#empati~2" for a variant."""
    seen: dict[str, int] = {}
    for line in article.lines:
        count = seen[line.id] = seen.get(line.id, 0) + 1
        variant = f"~{count}" if count > 1 else ""
        yield f"{article_key(article)}#{line.id}{variant}", line


def phrases(article: Article) -> Iterator[str]:
    """Yield what notes are searched for on behalf of an article: triggers, and what its lines hope for or shun."""
    yield from article.triggers
    for line in article.lines:
        yield from line.when
        yield from line.unless


def keys(article: Article) -> dict[str, list[str]]:
    """Return the keys of the documents of an article by kind, each kind sorted."""
    key = article_key(article)
    return {
        "articles": [key],
        "lines": sorted(line for line, _ in keyed_lines(article)),
        "examples": sorted(example_key(key, number) for number in range(len(article.examples))),
    }


def example_key(article: str, number: int) -> str:
    """Return the key of an example; the number is padded, so that the order of keys is the order of examples."""
    return f"{article}!{number:05d}"


def documents(article: Article) -> dict[str, list[dict[str, str]]]:
    """Return the texts to index by kind, field by field."""
    lines = [
        {
            KEY: key,
            "line_title": line.title,
            "line_say": placeholders.spoken(line.text),
            "line_when": "\n".join(line.when),
        }
        for key, line in keyed_lines(article)
    ]
    whole = {
        KEY: article_key(article),
        "title": article.title,
        "triggers": "\n".join(article.triggers),
        "tags": "\n".join((*article.tags, article.category)),
        "headings": "\n".join(heading.text for heading in article.headings),
        "lines": "\n".join(f"{line['line_title']}\n{line['line_say']}" for line in lines),
        "examples": "\n".join(article.examples),
        "body": _without_lines(article),
    }
    examples = [
        {KEY: example_key(article_key(article), number), "example": text}
        for number, text in enumerate(article.examples)
    ]
    return {"articles": [whole], "lines": lines, "examples": examples}


def _without_lines(article: Article) -> str:
    """Return the body without its script lines, which have a field of their own.

    Their `unless` words would else speak for the article.
    """
    rows = article.body.split("\n")
    for line in article.lines:
        row = line.row - article.body_row
        while 0 <= row < len(rows) and rows[row].lstrip().startswith(">"):
            rows[row] = ""
            row += 1
    return "\n".join(rows)
