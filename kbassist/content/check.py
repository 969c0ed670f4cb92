"""What can only be seen with the whole library at hand: links, twins, tests that name lines that are not there."""

import posixpath
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from kbassist.content import guides, placeholders
from kbassist.content.kinds import ArticleKind, Group, LineKind, Severity, Status
from kbassist.content.library import Library
from kbassist.content.model import Article, Problem


def cross_check(library: Library, today: date) -> tuple[Problem, ...]:
    """Return the problems between articles, after those of the files themselves."""
    checks = _Checks(library)
    return tuple(problem for article in library.articles for problem in checks.of(article, today))


class _Checks:
    def __init__(self, library: Library) -> None:
        self._by_id: dict[str, list[Article]] = {}
        for article in library.articles:
            self._by_id.setdefault(article.id, []).append(article)
        self._paths = {article.path for article in library.articles}
        self._triggers: dict[tuple[str, str], Article] = {}

    def of(self, article: Article, today: date) -> Iterator[Problem]:
        yield from self._links(article)
        yield from self._names(article)
        yield from self._shared_triggers(article)
        yield from self._lines(article)
        yield from _steps(article)
        if article.bulletin:
            yield from _bulletin(article)
        if article.review_by and article.review_by < today and article.status is Status.PUBLISHED:
            values = {"date": article.review_by.isoformat()}
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
            targets = self._by_id.get(link.target) if link.target else [article]
            if not targets:
                yield Problem("link-broken", Severity.WARNING, article.path, link.row, {"target": link.target})
            elif link.fragment and not any(target.anchor_of(unquote(link.fragment)) for target in targets):
                target = f"{link.target}#{link.fragment}"
                yield Problem("link-broken", Severity.WARNING, article.path, link.row, {"target": target})
        for name in article.related:
            if name not in self._by_id:
                yield Problem("related-missing", Severity.WARNING, article.path, 1, {"id": name})

    def _names(self, article: Article) -> Iterator[Problem]:
        for expectation in article.expect:
            locked = expectation.locked if isinstance(expectation.locked, tuple) else ()
            for name in (expectation.first, *expectation.any, *expectation.never, *locked):
                if name and not self._names_a_line(article, name):
                    yield Problem("expect-unknown-line", Severity.ERROR, article.path, expectation.row, {"name": name})

    def _names_a_line(self, article: Article, name: str) -> bool:
        target, hash_sign, line = name.partition("#")
        if hash_sign:
            return any(line == other.id for twin in self._by_id.get(target, ()) for other in twin.lines)
        return name in self._by_id or any(name == other.id for other in article.lines)

    def _shared_triggers(self, article: Article) -> Iterator[Problem]:
        for trigger in article.triggers:
            other = self._triggers.setdefault((article.lang, trigger.casefold()), article)
            if other is not article:
                values = {"trigger": trigger, "other": other.id}
                yield Problem("trigger-shared", Severity.WARNING, article.path, 1, values)

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
