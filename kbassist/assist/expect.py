"""The articles' own tests: each `expect` note is put to the engine and held against what the editor wants."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from kbassist.assist.model import Advice, CallNote
from kbassist.content.kinds import Severity
from kbassist.content.model import Article, Expectation, Problem

Suggest = Callable[[CallNote], Advice]


class Tried(NamedTuple):
    """A test that was put to the engine: what was answered, and each wish that is not met with what came instead."""

    test: Expectation
    advice: Advice
    unmet: tuple[tuple[str, str], ...]


def check(articles: Iterable[Article], suggest: Suggest) -> Iterator[Problem]:
    """Yield a problem for each wish that is not met, at the line of its test."""
    articles = tuple(articles)
    ids = frozenset(article.id for article in articles)
    for article in articles:
        for test, _advice, unmet in attempts(article, ids, suggest):
            for wanted, got in unmet:
                values = {"note": test.note, "wanted": wanted, "got": got}
                yield Problem("expect-failed", Severity.ERROR, article.path, test.row, values)


def attempts(article: Article, ids: AbstractSet[str], suggest: Suggest) -> Iterator[Tried]:
    """Put the tests of an article to the engine; `ids` are those of all articles, which tests may name."""
    for test in article.expect:
        advice = suggest(note_of(article, test))
        yield Tried(test, advice, unmet(article, test, ids, advice))


def unmet(article: Article, test: Expectation, ids: AbstractSet[str], advice: Advice) -> tuple[tuple[str, str], ...]:
    """Return the wishes of a test that an answer does not meet, each with what came instead."""
    return tuple(_unmet(test, advice, _Names(article, ids)))


def note_of(article: Article, test: Expectation) -> CallNote:
    """Return the note that a test puts to the engine."""
    return CallNote(test.note, lang=article.lang)


class _Names:
    """Says which suggested lines a name in a test means: a line here, `article#line`, or all of an article."""

    def __init__(self, article: Article, ids: AbstractSet[str]) -> None:
        self._article = article
        self._ids = ids
        self._own = frozenset(line.id for line in article.lines)

    def mean(self, name: str, line: str) -> bool:
        if "#" in name:
            return line == name
        if name in self._own:
            return line == f"{self._article.id}#{name}"
        return name in self._ids and line.partition("#")[0] == name


def _unmet(expectation: Expectation, advice: Advice, names: _Names) -> Iterator[tuple[str, str]]:
    said = [suggestion.line for suggestion in advice.suggestions if not suggestion.locked]
    got = ", ".join(said[:4]) or "-"
    if expectation.first and not (said and names.mean(expectation.first, said[0])):
        yield f"first: {expectation.first}", got
    if expectation.any and not any(names.mean(name, line) for name in expectation.any for line in said):
        yield f"any: {', '.join(expectation.any)}", got
    for name in expectation.never:
        if bad := next((line for line in said if names.mean(name, line)), None):
            yield f"not: {name}", bad
    if expectation.mood and expectation.mood != advice.mood_level:
        yield f"mood: {expectation.mood}", f"{advice.mood_level} ({advice.mood:.2f})"
    yield from _unmet_lock(expectation, advice, names, said)


def _unmet_lock(
    expectation: Expectation, advice: Advice, names: _Names, said: Sequence[str]
) -> Iterator[tuple[str, str]]:
    locked = expectation.locked
    reasons = ", ".join(advice.lock_reasons) or "-"
    if isinstance(locked, bool) and locked != advice.offers_locked:
        yield f"locked: {str(locked).lower()}", reasons
    if isinstance(locked, tuple):
        for name in locked:
            if not advice.offers_locked or any(names.mean(name, line) for line in said):
                yield f"locked: {name}", reasons
