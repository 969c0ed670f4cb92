"""What can only be seen with the whole library at hand: links, twins, tests that name lines that are not there."""

import difflib
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from msgspec import structs

from kbassist.content import guides, lint, placeholders, places, reader
from kbassist.content.forbidden import Forbidden
from kbassist.content.kinds import ArticleKind, Group, LineKind, Severity, Status
from kbassist.content.model import Article, Problem
from kbassist.text import stopwords, tokens

Key = tuple[str, str]
_NOTHING_FORBIDDEN = Forbidden()
_LIKENESS = 0.75
_BEGINNING = 2  # letters
# Among more ids that begin alike a guess takes too long and says too little.
_MOST_ALIKE = 1_000


def check_all(
    articles: Sequence[Article], today: date, forbidden: Forbidden = _NOTHING_FORBIDDEN
) -> tuple[Problem, ...]:
    """Return what is wrong with articles beside the problems of their reading; their bodies are read as they are."""
    checker = Checker(articles, forbidden)
    return tuple(problem for article in articles for problem in _in_file(checker, article, today))


def _in_file(checker: "Checker", article: Article, today: date) -> Iterator[Problem]:
    text = reader.read_plain(article.path)
    whole = structs.replace(article, body=reader.body_in(text, article)) if text else article
    for problem in checker.check(whole, today):
        yield places.located(problem, text)


class Checker:
    """Checks one article against all of a library: built once, then quick for every draft."""

    def __init__(self, articles: Iterable[Article], forbidden: Forbidden = _NOTHING_FORBIDDEN) -> None:
        """Take all articles in force; their bodies are not needed. A draft takes the place of its own article."""
        self._forbidden = forbidden
        self._by_id: dict[str, list[Article]] = {}
        self._paths: set[str] = set()
        self._triggers: dict[tuple[str, tuple[str, ...]], list[tuple[Key, str]]] = {}
        self._titles: dict[tuple[str, frozenset[str]], list[Article]] = {}
        self._ids_by_beginning: dict[str, list[str]] = {}
        for article in articles:
            self._take(article)
        sizes = Counter(article.lang for twins in self._by_id.values() for article in twins)
        pairs = Counter((a.lang, b.lang) for twins in self._by_id.values() for a in twins for b in twins)
        # Where most articles of a language have a partner in another one, the rest is meant to have one too.
        self._partners = {
            lang: [b for (a, b), n in pairs.items() if a == lang != b and 2 * n > sizes[lang]] for lang in sizes
        }

    def _take(self, article: Article) -> None:
        if article.id not in self._by_id:
            self._ids_by_beginning.setdefault(article.id[:_BEGINNING], []).append(article.id)
        self._by_id.setdefault(article.id, []).append(article)
        self._paths.add(article.path)
        self._titles.setdefault((article.lang, _gist(article.title)), []).append(article)
        for trigger in article.triggers:
            self._triggers.setdefault((article.lang, _stems(trigger)), []).append((_key(article), trigger))

    def check(self, article: Article, today: date) -> tuple[Problem, ...]:
        """Return what is wrong with an article of the library or a draft, beside the problems of its reading.

        What is said of its body needs one; rows of the header are 1, `places.located` finds them.
        """
        return tuple(self._of(article, today))

    def _of(self, article: Article, today: date) -> Iterator[Problem]:
        yield from self._links(article)
        yield from self._names(article)
        yield from self._shared_triggers(article)
        yield from self._titles_alike(article)
        yield from self._translations(article)
        yield from self._lines(article)
        yield from lint.check(article, today, self._forbidden)
        yield from _steps(article)
        if article.bulletin:
            yield from _bulletin(article)
        if article.review_by and article.review_by < today and article.status is Status.PUBLISHED:
            values = {"date": f"{article.review_by}", "next": f"{_moved_on(article.review_by, today)}"}
            yield Problem("review-overdue", Severity.WARNING, article.path, 1, values)

        if article.status is Status.PUBLISHED:
            for fact in article.facts_over(today):
                values = {"name": fact.name, "date": f"{fact.valid_until}"}
                yield Problem("fact-over", Severity.WARNING, article.path, fact.row, values)

    def _links(self, article: Article) -> Iterator[Problem]:
        for link in article.links:
            if link.target.lower().endswith(".md"):
                path = posixpath.normpath(Path(article.path).parent.joinpath(unquote(link.target)).as_posix())
                if path not in self._paths and not Path(path).is_file():
                    yield Problem("link-broken", Severity.WARNING, article.path, link.row, {"target": link.target})
                continue
            targets = self._twins(article, link.target) if link.target else [article]
            if not targets:
                values = {"target": link.target, "nearest": self._nearest(link.target)}
                yield Problem("link-broken", Severity.WARNING, article.path, link.row, values)
            elif link.fragment and not any(target.anchor_of(unquote(link.fragment)) for target in targets):
                target = f"{link.target}#{link.fragment}"
                yield Problem("link-broken", Severity.WARNING, article.path, link.row, {"target": target})
        for name in article.related:
            if name not in self._by_id and name != article.id:
                values = {"id": name, "nearest": self._nearest(name)}
                yield Problem("related-missing", Severity.WARNING, article.path, 1, values)

    def _twins(self, article: Article, name: str) -> list[Article]:
        """Return the articles of an id, the one that is checked in the place of its published self."""
        twins = [twin for twin in self._by_id.get(name, ()) if twin.lang != article.lang or name != article.id]
        return [*twins, article] if name == article.id else twins

    def _nearest(self, name: str) -> str:
        """Return the known id that is most like a name, among those that begin like it; empty where none is."""
        name = name.lower()
        alike = self._ids_by_beginning.get(name[:_BEGINNING], ())
        found = difflib.get_close_matches(name, alike, 1, _LIKENESS) if len(alike) <= _MOST_ALIKE else ()
        return found[0] if found else ""

    def _names(self, article: Article) -> Iterator[Problem]:
        for expectation in article.expect:
            locked = expectation.locked if isinstance(expectation.locked, tuple) else ()
            for name in (expectation.first, *expectation.any, *expectation.never, *locked):
                if name and not self._names_a_line(article, name):
                    yield Problem("expect-unknown-line", Severity.ERROR, article.path, expectation.row, {"name": name})

    def _names_a_line(self, article: Article, name: str) -> bool:
        target, hash_sign, line = name.partition("#")
        if hash_sign:
            return any(line == other.id for twin in self._twins(article, target) for other in twin.lines)
        return bool(self._twins(article, name)) or any(name == other.id for other in article.lines)

    def _shared_triggers(self, article: Article) -> Iterator[Problem]:
        for trigger in article.triggers:
            others = self._triggers.get((article.lang, _stems(trigger)), ())
            for (name, _lang), same in [(key, same) for key, same in others if key != _key(article)][:1]:
                values = {"trigger": trigger, "other": name, "similar": same}
                if same.casefold() == trigger.casefold():
                    yield Problem("trigger-shared", Severity.WARNING, article.path, 1, values)
                else:
                    yield Problem("trigger-similar", Severity.WARNING, article.path, 1, values)

    def _titles_alike(self, article: Article) -> Iterator[Problem]:
        gist = _gist(article.title)
        others = self._titles.get((article.lang, gist), ()) if gist else ()
        for other in [other for other in others if _key(other) != _key(article)][:1]:
            values = {"title": article.title, "other": other.id, "similar": other.title}
            yield Problem("title-similar", Severity.WARNING, article.path, 1, values)

    def _translations(self, article: Article) -> Iterator[Problem]:
        if article.status is Status.RETIRED:
            return
        there = {twin.lang for twin in self._by_id.get(article.id, ())}
        for lang in self._partners.get(article.lang, ()):
            if lang not in there:
                values = {"title": article.title, "lang": lang}
                yield Problem("translation-missing", Severity.HINT, article.path, 1, values)

    def _lines(self, article: Article) -> Iterator[Problem]:
        for line in article.lines:
            if line.kind.lockable and not line.when:
                yield Problem("offer-without-condition", Severity.WARNING, article.path, line.row, {"id": line.id})
            if line.kind.group is Group.OFFER and line.kind is not LineKind.DOWN_SELL and not line.value:
                yield Problem("offer-without-value", Severity.WARNING, article.path, line.row, {"id": line.id})
            for name, default in placeholders.find(line.text):
                if default == "":
                    yield Problem("placeholder-empty-default", Severity.WARNING, article.path, line.row, {"name": name})


def _bulletin(article: Article) -> Iterator[Problem]:
    if not article.valid_until:
        yield Problem("bulletin-without-end", Severity.WARNING, article.path, 1)
    if article.kind is not ArticleKind.POLICY:
        yield Problem("bulletin-not-policy", Severity.WARNING, article.path, 1)
    if not article.lines:
        yield Problem("bulletin-without-line", Severity.WARNING, article.path, 1)


def _steps(article: Article) -> Iterator[Problem]:
    guide = guides.read(article) if guides.branches(article) else None
    if guide is None:
        return
    for station, item in guides.dead_ends(guide, article):
        values = {"item": item.text, "target": f"#{item.fragment}"}
        yield Problem("branch-without-steps", Severity.WARNING, article.path, station.row, values)
    for station in guides.out_of_reach(guide, article):
        yield Problem("steps-out-of-reach", Severity.WARNING, article.path, station.row, {"title": station.title})


def _key(article: Article) -> Key:
    return article.id, article.lang


def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(tokens.words_and_stems(phrase)[1])


def _gist(title: str) -> frozenset[str]:
    """Return the stems of a title that say something of the matter."""
    return frozenset(_stems(title)) - stopwords.stems()


def _moved_on(day: date, today: date) -> date:
    """Return the next day after today on which a yearly date comes round."""
    year = today.year + ((today.month, today.day) >= (day.month, day.day))
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)
