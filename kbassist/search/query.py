"""Search as it is typed, over the compiled arrays; and the same query as Whoosh would be asked it."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kbassist import resources
from kbassist.content.model import Article
from kbassist.search.documents import ARTICLE_FIELDS, KEY
from kbassist.text import tokens
from kbassist.text.tokens import Token

if TYPE_CHECKING:
    from whoosh.index import FileIndex

    from kbassist.search.compiled import Compiled

# So many of the best are compared for how closely they say the words of the query, and what that counts.
_COMPARED = 50
_CLOSENESS = 1.5
# Of more words than these some may be missing: it is a sentence, not a query.
_ALL_REQUIRED = 3
# Among how many of the best an article whose title is the query itself is looked for.
_TITLES_COMPARED = 100
# With more stems than these a word is still being typed, and near nothing yet.
_MOST_MEANINGS = 8
# What is written without a space has parts of at least so many letters, and is no longer than this.
_SHORTEST_PART, _LONGEST_PARTED = 3, 24


def find(compiled: "Compiled", query: str, limit: int, lang: str | None = None) -> list[tuple[str, float]]:
    """Return the keys of the articles that fit the query, best first, each with its score.

    Of a few words all are required, of a sentence or where nothing has them all any will do. The last word may be the
    beginning of one while no space follows it. An article whose title is the query comes first.
    """
    most = len(compiled.article_keys) if lang else max(limit, _TITLES_COMPARED)
    read = _read(compiled, query)
    words = list(dict.fromkeys(stems for _, stems in read))
    hits = compiled.find(words, most, all_required=len(words) <= _ALL_REQUIRED)
    if lang:
        hits = [hit for hit in hits if hit[0].startswith(f"{lang}/")]
    best, rest = hits[:_COMPARED], hits[_COMPARED:]
    numbers = [number for key, _ in best if (number := compiled.number(key)) is not None]
    instead = {other: stem for stem, stems in read if len(stems) <= _MOST_MEANINGS for other in stems}
    close = compiled.closeness(numbers, [stem for stem, _ in read], instead)
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
    return list(dict.fromkeys(stems for _, stems in _read(compiled, query)))


def _read(compiled: "Compiled", query: str) -> list[tuple[str, frozenset[str]]]:
    """Return the stem of each word of a query, and all stems that would do for it."""
    every = tokens.read(query)
    whole = not every or every[-1].end < len(query)
    begun = [] if whole else compiled.completions(every[-1].surface.lower())
    finished = every[:-1] if begun else every
    read = [*(part for token in finished for part in _put_right(compiled, token)), *every[len(finished) :]]
    words = [_meant(token) for token in read]
    if begun and not (len(every) > _ALL_REQUIRED and compiled.knows(read[-1].stem)):
        words[-1] |= frozenset(begun)
    for place, (first, second) in enumerate(pairwise(read)):
        # "top up" does for "topup".
        joined = tokens.read(first.surface + second.surface)
        if len(joined) == 1 and joined[0].stem != second.stem and compiled.knows(joined[0].stem):
            words[place] |= {joined[0].stem}
            words[place + 1] |= {joined[0].stem}
    return list(zip((token.stem for token in read), words, strict=True))


def _put_right(compiled: "Compiled", token: Token) -> Sequence[Token]:
    """Return an unknown word as the library has it, or the two words that it is made of: "kartuhilang"."""
    if any(map(compiled.knows, _meant(token))):
        return (token,)
    right = compiled.speller.correct((token,)).tokens
    if right[0].stem != token.stem or not token.word.isalpha() or len(token.word) > _LONGEST_PARTED:
        return right
    for cut in range(_SHORTEST_PART, len(token.word) - _SHORTEST_PART + 1):
        parts = tokens.read(f"{token.word[:cut]} {token.word[cut:]}")
        if all(compiled.knows(part.stem) for part in parts):
            return parts
    return right


def _meant(token: Token) -> frozenset[str]:
    return _meanings().get(token.stem, frozenset()) | {token.stem}


@cache
def _meanings() -> dict[str, frozenset[str]]:
    """Return by stem the stems of what a word is used for, or of what says the same."""
    rows = (row.split("\t") for row in resources.read_text("words/meanings.tsv").splitlines())
    return {tokens.read(word)[0].stem: frozenset(token.stem for token in tokens.read(others)) for word, others in rows}


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
