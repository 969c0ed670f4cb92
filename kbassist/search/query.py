"""Search as it is typed, over the compiled arrays; and the same query as Whoosh would be asked it."""

from typing import TYPE_CHECKING

from kbassist.content.model import Article
from kbassist.search.documents import ARTICLE_FIELDS, KEY
from kbassist.text import tokens

if TYPE_CHECKING:
    from whoosh.index import FileIndex

    from kbassist.search.compiled import Compiled

# So many of the best are compared for how closely they say the words of the query, and what that counts.
_COMPARED = 50
_CLOSENESS = 1.0
# Of more words than these some may be missing: it is a sentence, not a query.
_ALL_REQUIRED = 3
# Among how many of the best an article whose title is the query itself is looked for.
_TITLES_COMPARED = 100


def find(compiled: "Compiled", query: str, limit: int, lang: str | None = None) -> list[tuple[str, float]]:
    """Return the keys of the articles that fit the query, best first, each with its score.

    Of a few words all are required, of a sentence or where nothing has them all any will do. The last word may be the
    beginning of one while no space follows it. An article whose title is the query comes first.
    """
    most = len(compiled.article_keys) if lang else max(limit, _TITLES_COMPARED)
    words = words_of(compiled, query)
    hits = compiled.find(words, most, all_required=len(words) <= _ALL_REQUIRED)
    if lang:
        hits = [hit for hit in hits if hit[0].startswith(f"{lang}/")]
    best, rest = hits[:_COMPARED], hits[_COMPARED:]
    numbers = [number for key, _ in best if (number := compiled.number(key)) is not None]
    close = compiled.closeness(numbers, [token.stem for token in tokens.read(query)])
    best = [(key, score + _CLOSENESS * float(near)) for (key, score), near in zip(best, close, strict=True)]
    hits = [*sorted(best, key=lambda hit: -hit[1]), *rest]
    title = " ".join(query.casefold().split())
    best, rest = hits[:_TITLES_COMPARED], hits[_TITLES_COMPARED:]
    best.sort(key=lambda hit: _title(compiled.by_key(hit[0])) != title)
    return [*best, *rest][:limit]


def _title(article: Article | None) -> str:
    return " ".join(article.title.casefold().split()) if article else ""


def words_of(compiled: "Compiled", query: str) -> list[frozenset[str]]:
    """Return for each word of a query the stems that would do for it; a word that no article has is put right."""
    read = tokens.read(query)
    words = [frozenset({token.stem}) for token in read]
    if read and read[-1].end == len(query) and not (len(words) > _ALL_REQUIRED and compiled.knows(read[-1].stem)):
        begun = read[-1].surface.lower()
        words[-1] |= frozenset(compiled.completions(begun))
    if all(any(map(compiled.knows, stems)) for stems in words):
        return list(dict.fromkeys(words))
    right = compiled.speller.correct(read).tokens
    return list(
        dict.fromkeys(
            stems if any(map(compiled.knows, stems)) else frozenset({token.stem})
            for stems, token in zip(words, right, strict=True)
        )
    )


def whoosh_search(index: "FileIndex", words: list[frozenset[str]], limit: int) -> list[tuple[str, float]]:
    """Ask Whoosh itself: the reference for `Postings.find`, and the place to start from for a query language."""
    from whoosh.collectors import TopCollector  # noqa: PLC0415 - as-you-type search works without Whoosh
    from whoosh.query.compound import And, Or  # noqa: PLC0415
    from whoosh.query.terms import Term  # noqa: PLC0415

    each = [
        Or([Term(name, stem, weight) for name, weight in ARTICLE_FIELDS.items() for stem in stems]) for stems in words
    ]
    with index.searcher() as searcher:
        for query in (And(each), Or(each)):
            # With matchers replaced on the way, Whoosh loses documents of nested queries.
            collector = TopCollector(limit, usequality=True, replace=0)  # type: ignore[no-untyped-call]
            searcher.search_with_collector(query, collector)
            hits = [(searcher.stored_fields(number)[KEY], score) for score, number in collector.results().top_n]
            if hits:
                return hits
    return []
