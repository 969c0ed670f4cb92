"""Finds articles and opens them: the half of the facade that answers what an agent asks.

Whatever a window does not need to show itself is imported late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kbassist.content.kinds import ArticleKind

if TYPE_CHECKING:
    from kbassist.content.comparison import Table
    from kbassist.content.model import Article
    from kbassist.search.compiled import Compiled

# A passage is looked for in so many characters of an article, which is more than anybody reads during a call.
_SEARCHED_FOR_PASSAGES = 20_000


class Hit(NamedTuple):
    """An article found by a search; `marks` are the places of the words in `passage`."""

    article: str
    lang: str
    title: str
    kind: ArticleKind
    passage: str
    marks: tuple[tuple[int, int], ...]
    score: float


class Librarian:
    """Answers from the library in force, which may be another one at each call."""

    def __init__(self, library: Callable[[], Compiled | None]) -> None:
        """Ask `library` for what is in force; None while nothing is loaded."""
        self._library = library
        self._texts: tuple[Compiled | None, dict[str, str]] = None, {}

    def search(self, query: str, lang: str | None = None, limit: int = 20) -> list[Hit]:
        """Return the articles that fit the query, best first, each with its best passage."""
        from kbassist.search import query as queries  # noqa: PLC0415

        compiled = self._library()
        if compiled is None or not query.strip():
            return []
        if self._texts[0] is not compiled:
            self._texts = compiled, {}
        found = queries.find(compiled, query, limit, lang)
        stems = frozenset().union(*queries.words_of(compiled, query))
        articles = ((compiled.by_key(key), score) for key, score in found)
        return [self._hit(article, score, stems) for article, score in articles if article]

    def _hit(self, article: Article, score: float, stems: frozenset[str]) -> Hit:
        from kbassist.content.plain import readable  # noqa: PLC0415
        from kbassist.search import snippets  # noqa: PLC0415

        texts = self._texts[1]
        text = texts.get(article.path)
        if text is None:
            read = _read(article)
            text = texts[article.path] = readable(read.body)[:_SEARCHED_FOR_PASSAGES] if read else ""
        passage = snippets.best_passage(text, stems)
        return Hit(article.id, article.lang, article.title, article.kind, passage.text, passage.marks, round(score, 3))

    def article(self, article_id: str, lang: str) -> Article | None:
        """Return the article in that language, else in another, read from its file now; None when it is gone."""
        known = self._find(article_id, lang)
        return _read(known) if known else None

    def html(self, article: Article) -> str:
        """Return the article's body as HTML that is safe to show."""
        from kbassist import words  # noqa: PLC0415
        from kbassist.content.render import render  # noqa: PLC0415

        return render(article, lambda name: self.title_of(name, article.lang), words.callout_word)

    def products(self, lang: str) -> tuple[Article, ...]:
        """Return the products that are in force today, without their bodies, in that language where they have it."""
        return self._of_kind(ArticleKind.PRODUCT, lang)

    def guides(self, lang: str) -> tuple[Article, ...]:
        """Return the guides whose steps branch, as `products` does."""
        from kbassist.content import guides  # noqa: PLC0415

        return tuple(filter(guides.branches, self._of_kind(ArticleKind.GUIDE, lang)))

    def compare(self, articles: Iterable[tuple[str, str]]) -> Table:
        """Return some products side by side, given by id and language; one that is gone is left out."""
        from kbassist.content import comparison  # noqa: PLC0415

        read = [article for name, lang in articles if (article := self.article(name, lang))]
        lang = read[0].lang if read else ""
        return comparison.compare(read, lambda name: self.title_of(name, lang))

    def _of_kind(self, kind: ArticleKind, lang: str) -> tuple[Article, ...]:
        compiled = self._library()
        if compiled is None:
            return ()
        is_of_kind = compiled.column("kinds") == list(ArticleKind).index(kind)
        found: dict[str, Article] = {}
        for article in map(compiled.article, (is_of_kind & compiled.alive).nonzero()[0].tolist()):
            if article.id not in found or article.lang == lang:
                found[article.id] = article
        today = date.today()  # noqa: DTZ011 - the desk's own day
        return tuple(sorted(filter(lambda each: each.is_current(today), found.values()), key=lambda each: each.title))

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


def _read(known: Article) -> Article | None:
    """Read an article's file again; its name and language stay those under which the library knows it."""
    from msgspec import structs  # noqa: PLC0415

    from kbassist.content import reader  # noqa: PLC0415
    from kbassist.content.library import renamed  # noqa: PLC0415

    found = reader.read_again(known)
    return renamed(structs.replace(found, lang=known.lang), known.id) if found else None
