"""Finds articles and opens them: the half of the facade that answers what an agent asks.

Whatever a window does not need to show itself is imported late.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from kbassist.content.kinds import ArticleKind, Channel, LineKind
from kbassist.search.facets import Facet
from kbassist.search.snippets import Passage

if TYPE_CHECKING:
    from kbassist.content.comparison import Table
    from kbassist.content.forms import Form
    from kbassist.content.model import Article, Line
    from kbassist.content.render import Rendering
    from kbassist.content.standing import Doubt
    from kbassist.search.compiled import Compiled
    from kbassist.search.narrowing import Counts
    from kbassist.search.query import Searcher
    from kbassist.search.snippets import Passages

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
    score: float


class Found(NamedTuple):
    """What a search found: the best articles, how many there are in all, and `facets` to count which have what.

    `meant` is the query as it was probably meant, empty where it was understood as written. With `is_near` no article
    holds what was asked, and these are the nearest. `words` are the stems to mark.
    """

    hits: tuple[Hit, ...] = ()
    facets: Callable[[], Counts] = dict
    total: int = 0
    meant: str = ""
    is_near: bool = False
    words: AbstractSet[str] = frozenset()


class Reference(NamedTuple):
    """An article that another one leads to."""

    article: str
    lang: str
    title: str
    kind: ArticleKind


class Librarian:
    """Answers from the library in force, which may be another one at each call."""

    def __init__(
        self, library: Callable[[], Compiled | None], last_good: Callable[[str], Article | None] = lambda _path: None
    ) -> None:
        """Ask `library` for what is in force, None while nothing is loaded.

        `last_good` has the article of a path whose file is half saved or broken.
        """
        self._library, self._last_good = library, last_good
        self._searching: tuple[Compiled, Searcher, Passages] | None = None

    def _in_force(self) -> tuple[Compiled, Searcher, Passages] | None:
        """Return the library in force, and what searches it and its texts."""
        from kbassist.search.query import Searcher  # noqa: PLC0415
        from kbassist.search.snippets import Passages  # noqa: PLC0415

        compiled = self._library()
        if compiled is None:
            return None
        known = self._searching
        if known is None or known[0] is not compiled:
            known = self._searching = compiled, Searcher(compiled), Passages(self._text)
        return known

    def warm(self, give_way: Callable[[], None]) -> None:
        """Make ready what the first search would have to wait for; gives way between its steps."""
        if found := self._in_force():
            found[1].warm(give_way)
            give_way()
            for hit in self.search("a", limit=1).hits:
                self.passage(hit, frozenset())

    def search(
        self,
        query: str,
        *,
        narrowed: Mapping[Facet, str] = _ANYTHING,
        note: str = "",
        speaks: str = "",
        limit: int = 20,
    ) -> Found:
        """Return the articles that fit the query, best first, narrowed to values of facets.

        Words of the `note` of a call bias their order gently, and so does the language that one `speaks`. Of an
        article and its translation only one is among the hits.
        """
        found = self._in_force() if query.strip() else None
        if found is None:
            return Found()
        compiled, searcher, _ = found
        answer = searcher.search(query, narrowed=narrowed, note=note, speaks=speaks, limit=2 * limit)
        best: dict[str, tuple[int, float]] = {}
        for number, score in answer.best:
            lang, _, name = compiled.article_keys[number].partition("/")
            if name not in best:
                best[name] = number, score
            elif lang == speaks:
                best[name] = number, best[name][1]
        hits = islice(best.values(), limit)
        return Found(tuple(_hit(compiled, number, score) for number, score in hits), *answer[1:])

    def look_up(self, article_id: str, lang: str) -> Hit | None:
        """Return an article as a search would find it; None when it is gone."""
        compiled = self._library()
        numbers = compiled.numbers(article_id) if compiled else []
        if compiled is None or not numbers:
            return None
        wanted = f"{lang}/{article_id}"
        return _hit(compiled, next((n for n in numbers if compiled.article_keys[n] == wanted), numbers[0]), 0.0)

    def passage(self, hit: Hit, words: Collection[str]) -> Passage:
        """Return the passage of an article found that holds most of the words, given by their stems."""
        found = self._in_force()
        known = self._find(hit.article, hit.lang)
        return found[2].of(known, words) if found and known else Passage("", ())

    def doubts(self, hit: Hit) -> tuple[Doubt, ...]:
        """Return what speaks against an article found today, the gravest first."""
        from kbassist.content.standing import doubts  # noqa: PLC0415

        known = self._find(hit.article, hit.lang)
        return doubts(known, date.today()) if known else ()  # noqa: DTZ011 - the desk's own day

    def best_line(self, hit: Hit, words: Collection[str], channel: Channel | None = None) -> Line | None:
        """Return the script line of an article found that says most of the words and may be said now, if any does.

        Offers are left out: they wait for their moment. A form says nothing.
        """
        from kbassist.text import tokens  # noqa: PLC0415

        article, today = self._find(hit.article, hit.lang), date.today()  # noqa: DTZ011

        def may_be_said(line: Line) -> bool:
            fits = not line.channels or channel is None or channel in line.channels
            return fits and line.is_current(today) and not line.kind.lockable and not line.fields

        def said(line: Line) -> int:
            return len({stem for stem in tokens.words_and_stems(f"{line.title} {line.text}")[1] if stem in words})

        lines = filter(may_be_said, article.lines) if article and article.is_current(today) else ()
        best = max(lines, key=said, default=None)
        return best if best and said(best) else None

    def related(self, article: Article) -> tuple[Reference, ...]:
        """Return the articles that an article calls related."""
        return _references(self._find(name, article.lang) for name in article.related)

    def linking(self, article: Article) -> tuple[Reference, ...]:
        """Return the articles that lead to an article, by a link or as related; of a pair of twins its own language."""
        found = self._in_force()
        if found is None:
            return ()
        names = {other.id: None for other in map(found[0].article, found[1].linking(article.id))}
        return _references(self._find(name, article.lang) for name in names if name != article.id)

    def similar(self, article: Article, limit: int = 5) -> tuple[Reference, ...]:
        """Return the articles in its language that have most of an article's telling words."""
        found = self._in_force()
        return _references(map(found[0].article, found[1].similar(article, limit))) if found else ()

    def translation(self, article: Article) -> Reference | None:
        """Return the same article in the other language."""
        compiled = self._library()
        others = map(compiled.article, compiled.numbers(article.id)) if compiled else ()
        return next(iter(_references(other for other in others if other.lang != article.lang)), None)

    def article(self, article_id: str, lang: str) -> Article | None:
        """Return the article in that language, else in another, read from its file now; None when it is gone."""
        known = self._find(article_id, lang)
        return self._read(known) if known else None

    def _read(self, known: Article) -> Article | None:
        """Read an article's file again; its name and language stay those under which the library knows it."""
        from msgspec import structs  # noqa: PLC0415

        from kbassist.content import reader  # noqa: PLC0415
        from kbassist.content.library import renamed  # noqa: PLC0415

        found = self._kept(known) or reader.read_again(known)
        return renamed(structs.replace(found, lang=known.lang), known.id) if found else None

    def _kept(self, known: Article) -> Article | None:
        """Return the last good version of an article whose file is half saved or broken."""
        compiled = self._library()
        return self._last_good(known.path) if compiled and known.path in compiled.about.kept else None

    def article_at(self, path: Path, folders: Iterable[Path]) -> Reference | None:
        """Return the article in force whose file stands at a path within folders, None where there is none."""
        from kbassist.content import reader  # noqa: PLC0415
        from kbassist.content.library import Source  # noqa: PLC0415

        path, compiled = path.resolve(), self._library()
        if compiled is None or not any(path.is_relative_to(folder.resolve()) for folder in folders):
            return None
        read = reader.read(Source(str(path), 0, "", 0, 0, path.name)).article
        known = map(compiled.article, compiled.numbers(read.id)) if read else ()
        return next(iter(_references(article for article in known if Path(article.path) == path)), None)

    def rendering(self, article: Article) -> Rendering:
        """Return the article's body, ready to be shown section by section."""
        from kbassist import words  # noqa: PLC0415
        from kbassist.content.render import Rendering  # noqa: PLC0415

        return Rendering(article, lambda name: self.title_of(name, article.lang), words.callout_word)

    def products(self, lang: str) -> tuple[Article, ...]:
        """Return the products that are in force today, without their bodies, in that language where they have it."""
        return self._of_kind(ArticleKind.PRODUCT, lang)

    def bulletins(self, lang: str, today: date) -> tuple[Article, ...]:
        """Return the bulletins that are in force on a day, as `products` does; the one that ends first comes first."""
        bulletins = (each for each in self._of_kind(ArticleKind.POLICY, lang, today) if each.bulletin)
        return tuple(sorted(bulletins, key=lambda each: each.valid_until or date.max))

    def lines(self, article_id: str, lang: str) -> tuple[Line, ...]:
        """Return the lines of an article in that language, else in another, as the library knows them."""
        known = self._find(article_id, lang)
        return known.lines if known else ()

    def line(self, name: str, lang: str) -> Line | None:
        """Return the line "article#line", as `lines` does."""
        article_id, _, line_id = name.partition("#")
        return next((line for line in self.lines(article_id, lang) if line.id == line_id), None)

    def form(self, name: str, lang: str) -> Form | None:
        """Return the form that the line "article#line" opens, as `line` does."""
        from kbassist.content import forms  # noqa: PLC0415

        known = self._find(name.partition("#")[0], lang)
        return next((form for form in forms.read(known) if form.name == name), None) if known else None

    def forms(self, lang: str) -> tuple[Form, ...]:
        """Return the forms of the articles that are in force today, in that language where they have it."""
        from kbassist.content import forms  # noqa: PLC0415

        compiled = self._library()
        if compiled is None:
            return ()
        is_form = compiled.column("line_kinds") == list(LineKind).index(LineKind.FORM)
        numbers = dict.fromkeys(compiled.article_of[is_form.nonzero()[0]].tolist())
        articles = (compiled.article(number) for number in numbers if compiled.alive[number])
        today = date.today()  # noqa: DTZ011 - the desk's own day
        return tuple(form for article in _current(articles, lang, today) for form in forms.read(article))

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

    def _of_kind(self, kind: ArticleKind, lang: str, today: date | None = None) -> tuple[Article, ...]:
        compiled = self._library()
        if compiled is None:
            return ()
        is_of_kind = compiled.column("kinds") == list(ArticleKind).index(kind)
        articles = map(compiled.article, (is_of_kind & compiled.alive).nonzero()[0].tolist())
        return _current(articles, lang, today or date.today())  # noqa: DTZ011 - the desk's own day

    def values(self, facet: Facet) -> list[str]:
        """Return the values that articles have of a facet."""
        compiled = self._library()
        return compiled.facets.values(facet) if compiled else []

    def named(self, part: str, lang: str, limit: int = 50) -> tuple[Reference, ...]:
        """Return articles whose id or title holds a part, those whose id begins with it first; of twins one."""
        compiled = self._library()
        if compiled is None:
            return ()
        part, found = part.casefold(), dict[str, int]()
        for key in sorted(compiled.keys(), key=lambda key: not key.startswith(f"{lang}/")):
            name, number = key.partition("/")[2], compiled.number(key)
            if number is not None and (part in name or part in compiled.title(number).casefold()):
                found.setdefault(name, number)
        best = sorted(found, key=lambda name: (not name.startswith(part), name))[:limit]
        return _references(compiled.article(found[name]) for name in best)

    def title_of(self, article_id: str, lang: str) -> str:
        """Return the title of an article, empty when there is none."""
        known = self._find(article_id, lang)
        return known.title if known else ""

    def _text(self, known: Article) -> str:
        """Return the beginning of an article as it is read, empty when its file is gone."""
        from kbassist.content.plain import readable  # noqa: PLC0415
        from kbassist.content.reader import read_body  # noqa: PLC0415

        kept = self._kept(known)
        body = kept.body if kept else read_body(known)
        return readable(body[:_SEARCHED_FOR_PASSAGES], lambda name: self.title_of(name, known.lang))

    def _find(self, article_id: str, lang: str) -> Article | None:
        compiled = self._library()
        if compiled is None:
            return None
        numbers = compiled.numbers(article_id)
        return compiled.by_key(f"{lang}/{article_id}") or (compiled.article(numbers[0]) if numbers else None)


def _current(articles: Iterable[Article], lang: str, today: date) -> tuple[Article, ...]:
    """Return the articles that are in force on a day by title, of twins the one in a language."""
    found: dict[str, Article] = {}
    for article in articles:
        if article.id not in found or article.lang == lang:
            found[article.id] = article
    return tuple(sorted(filter(lambda each: each.is_current(today), found.values()), key=lambda each: each.title))


def _hit(compiled: Compiled, number: int, score: float) -> Hit:
    lang, _, name = compiled.article_keys[number].partition("/")
    facets = compiled.facets
    return Hit(
        name,
        lang,
        compiled.title(number),
        ArticleKind(facets.value(Facet.KIND, number)),
        facets.value(Facet.CATEGORY, number),
        round(score, 3),
    )


def _references(articles: Iterable[Article | None]) -> tuple[Reference, ...]:
    return tuple(Reference(found.id, found.lang, found.title, found.kind) for found in articles if found)
