"""Search as it is typed, over the compiled arrays; and the same query as Whoosh would be asked it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kbassist.content.model import Article
from kbassist.search.documents import ARTICLE_FIELDS, KEY
from kbassist.text import tokens

if TYPE_CHECKING:
    from whoosh.index import FileIndex

    from kbassist.search.compiled import Compiled

# Among how many of the best an article whose title is the query itself is looked for.
_TITLES_COMPARED = 100


def find(
    compiled: "Compiled", articles: Mapping[str, Article], query: str, limit: int, lang: str | None = None
) -> list[tuple[str, float]]:
    """Return the keys of the articles that fit the query, best first, each with its score.

    All words are required, the last one also as the beginning of a word while no space follows it; when nothing has
    them all, any will do. An article whose title is the query comes first. `articles` are by key.
    """
    hits = compiled.articles.find(words_of(compiled, query), len(articles) if lang else max(limit, _TITLES_COMPARED))
    if lang:
        hits = [hit for hit in hits if hit[0].startswith(f"{lang}/")]
    title = " ".join(query.casefold().split())
    best, rest = hits[:_TITLES_COMPARED], hits[_TITLES_COMPARED:]
    best.sort(key=lambda hit: " ".join(articles[hit[0]].title.casefold().split()) != title)
    return [*best, *rest][:limit]


def words_of(compiled: "Compiled", query: str) -> list[frozenset[str]]:
    """Return for each word of a query the stems that would do for it."""
    read = tokens.read(query)
    words = [frozenset({token.stem}) for token in read]
    if read and read[-1].end == len(query):
        begun = read[-1].surface.lower()
        words[-1] |= frozenset(compiled.completions(begun))
    return list(dict.fromkeys(words))


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
