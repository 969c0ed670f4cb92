"""Finds articles and opens them: the half of the facade that answers what an agent asks.

Whatever a window does not need to show itself is imported late.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from kbassist.content.kinds import ArticleKind
from kbassist.search.facets import Facet
from kbassist.search.snippets import Passage

if TYPE_CHECKING:
    from datetime import date

    from kbassist.content.model import Article, Line
    from kbassist.search.compiled import Compiled

__all__ = ["Facet", "Found", "Hit", "Librarian", "Passage", "Reference"]

# A passage is looked for in so many characters of an article, which is more than anybody reads during a call.
_SEARCHED_FOR_PASSAGES = 20_000
_ANYTHING: Mapping[Facet, str] = MappingProxyType({})


class Hit(NamedTuple):
    """An article found by a search."""

    article: str
    lang: str
    title: str
    kind: ArticleKind
    category: str
    review_by: date | None
    valid_until: date | None
    score: float


class Found(NamedTuple):
    """What a search found: the best articles, and of all of them how many have which value of each facet, most first.

    `meant` is the query as it was probably meant, empty where it was understood as written. With `is_near` no article
    holds what was asked, and these are the nearest. `words` are the stems to mark.
    """

    hits: tuple[Hit, ...] = ()
    counts: Mapping[Facet, tuple[tuple[str, int], ...]] = MappingProxyType({})
    total: int = 0
    meant: str = ""
    is_near: bool = False
    words: frozenset[str] = frozenset()


class Reference(NamedTuple):
    """An article that another one leads to."""

    article: str
    lang: str
    title: str
    kind: ArticleKind


class Librarian:
    """Answers from the library in force, which may be another one at each call."""

    def __init__(self, library: Callable[[], Compiled | None]) -> None:
        """Ask `library` for what is in force; None while nothing is loaded."""
        self._library = library
        self._texts: tuple[Compiled | None, dict[str, str]] = None, {}

    def search(
        self,
        query: str,
        *,
        narrowed: Mapping[Facet, str] = _ANYTHING,  # noqa: ARG002
        note: str = "",  # noqa: ARG002
        lang: str | None = None,
        limit: int = 20,
    ) -> Found:
        """Return the articles that fit the query, best first, narrowed to values of facets.

        Words of the `note` of a call bias their order gently.
        """
        from kbassist.search import query as queries  # noqa: PLC0415

        compiled = self._library()
        if compiled is None or not query.strip():
            return Found()
        found = queries.find(compiled, query, limit, lang)
        articles = ((compiled.by_key(key), score) for key, score in found)
        hits = tuple(_hit(article, score) for article, score in articles if article)
        return Found(hits, total=len(hits), words=frozenset().union(*queries.words_of(compiled, query)))

    def look_up(self, article_id: str, lang: str) -> Hit | None:
        """Return an article as a search would find it; None when it is gone."""
        known = self._find(article_id, lang)
        return _hit(known, 0.0) if known else None

    def passage(self, hit: Hit, words: Collection[str]) -> Passage:
        """Return the passage of an article found that holds most of the words, given by their stems."""
        from kbassist.content.plain import readable  # noqa: PLC0415
        from kbassist.search import snippets  # noqa: PLC0415

        compiled = self._library()
        if self._texts[0] is not compiled:
            self._texts = compiled, {}
        texts = self._texts[1]
        key = f"{hit.lang}/{hit.article}"
        text = texts.get(key)
        if text is None:
            read = self.article(hit.article, hit.lang)
            text = texts[key] = readable(read.body)[:_SEARCHED_FOR_PASSAGES] if read else ""
        return snippets.best_passage(text, words)

    def best_line(self, hit: Hit, words: Collection[str]) -> Line | None:
        """Return the script line of an article found that says most of the words, if any does."""
        from kbassist.text import tokens  # noqa: PLC0415

        article = self._find(hit.article, hit.lang)

        def said(line: Line) -> int:
            return len({stem for stem in tokens.words_and_stems(f"{line.title} {line.text}")[1] if stem in words})

        best = max(article.lines if article else (), key=said, default=None)
        return best if best and said(best) else None

    def related(self, article: Article) -> tuple[Reference, ...]:
        """Return the articles that an article calls related."""
        return _references(self._find(name, article.lang) for name in article.related)

    def linking(self, article: Article) -> tuple[Reference, ...]:  # noqa: ARG002
        """Return the articles that lead to an article, by a link or as related."""
        return ()

    def similar(self, article: Article, limit: int = 5) -> tuple[Reference, ...]:  # noqa: ARG002
        """Return the articles that have most of an article's telling words."""
        return ()

    def translation(self, article: Article) -> Reference | None:
        """Return the same article in the other language."""
        compiled = self._library()
        numbers = compiled.numbers(article.id) if compiled else []
        others = (compiled.article(number) for number in numbers) if compiled else ()
        return next(iter(_references(other for other in others if other.lang != article.lang)), None)

    def article(self, article_id: str, lang: str) -> Article | None:
        """Return the article in that language, else in another, read from its file now; None when it is gone."""
        known = self._find(article_id, lang)
        return _read(known) if known else None

    def html(self, article: Article) -> str:
        """Return the article's body as HTML that is safe to show."""
        from kbassist import words  # noqa: PLC0415
        from kbassist.content.render import render  # noqa: PLC0415

        return render(article, lambda name: self.title_of(name, article.lang), words.callout_word)

    def title_of(self, article_id: str, lang: str) -> str:
        """Return the title of an article, empty when there is none."""
        known = self._find(article_id, lang)
        return known.title if known else ""

    def _find(self, article_id: str, lang: str) -> Article | None:
        compiled = self._library()
        if compiled is None:
            return None
        numbers = compiled.numbers(article_id)
        return compiled.by_key(f"{lang}/{article_id}") or (compiled.article(numbers[0]) if numbers else None)


def _hit(found: Article, score: float) -> Hit:
    return Hit(
        found.id,
        found.lang,
        found.title,
        found.kind,
        found.category,
        found.review_by,
        found.valid_until,
        round(score, 3),
    )


def _references(articles: Iterable[Article | None]) -> tuple[Reference, ...]:
    return tuple(Reference(found.id, found.lang, found.title, found.kind) for found in articles if found)


def _read(known: Article) -> Article | None:
    """Read an article's file again; its name and language stay those under which the library knows it."""
    from msgspec import structs  # noqa: PLC0415

    from kbassist.content import reader  # noqa: PLC0415
    from kbassist.content.library import renamed  # noqa: PLC0415

    found = reader.read_again(known)
    return renamed(structs.replace(found, lang=known.lang), known.id) if found else None
