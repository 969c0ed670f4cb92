"""A replay: many notes put to a library as it was and as it would be, and what that changes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from msgspec import Struct

from kbassist.assist import expect
from kbassist.assist.bench import advise, changes
from kbassist.assist.engine import Engine
from kbassist.assist.kinds import Change
from kbassist.assist.model import Advice, CallNote
from kbassist.content.model import Article, Expectation
from kbassist.search.compiled import Compiled
from kbassist.search.documents import article_key

Report = Callable[[int, int], None]


class Asked(Struct, frozen=True):
    """A note that was put to both: of an article's test, or of a recorded call, which has no article."""

    note: str
    lang: str
    article: str = ""


class Changed(Struct, frozen=True):
    """A note that is answered otherwise: the lines in their order before and after, and what became of which.

    `broken` are the wishes of its test that were met before and are not any more, each with what came instead.
    """

    asked: Asked
    before: tuple[str, ...]
    after: tuple[str, ...]
    changes: Mapping[str, Change]
    broken: tuple[tuple[str, str], ...] = ()


class Replay(Struct, frozen=True):
    """What came of a replay, by the library as it would be.

    `silent` are lines in force today that no note brought; `unanswered` are the notes that brought none.
    """

    notes: int
    changed: tuple[Changed, ...]
    silent: tuple[str, ...]
    unanswered: tuple[Asked, ...]


def replay(before: Compiled, after: Compiled, calls: Iterable[CallNote], report: Report) -> Replay:
    """Put the tests of all articles and the notes of recorded calls to both libraries.

    `report` is told how many notes of how many are done.
    """
    articles = tuple(after.articles())
    notes = tuple(_notes(articles, calls))
    asking = _Asking(before, after)
    changed: list[Changed] = []
    unanswered: list[Asked] = []
    brought: set[str] = set()
    for number, (call, article, test) in enumerate(notes, 1):
        old, new = asking.both(call)
        brought.update(found.line for found in (*new.suggestions, *new.unsaid))
        asked = Asked(new.note, new.lang, article.id if article else "")
        if not new.suggestions:
            unanswered.append(asked)
        became = {line: change for line, change in changes(old, new).items() if change is not Change.SAME}
        broken = asking.broken(article, test, old, new) if article and test else ()
        if became or broken:
            changed.append(Changed(asked, _lines(old), _lines(new), became, broken))
        report(number, len(notes))
    silent = (name for name in _in_force(articles) if name not in brought)
    return Replay(len(notes), tuple(changed), tuple(silent), tuple(unanswered))


class _Asking:
    """Two libraries that are asked the same."""

    def __init__(self, before: Compiled, after: Compiled) -> None:
        self._library = before
        self._before, self._after = Engine(before), Engine(after)
        keys = before.keys(), after.keys()
        self._ids = tuple(frozenset(key.partition("/")[2] for key in found) for found in keys)

    def both(self, call: CallNote) -> tuple[Advice, Advice]:
        return advise(self._before, call), advise(self._after, call)

    def broken(self, article: Article, test: Expectation, old: Advice, new: Advice) -> tuple[tuple[str, str], ...]:
        # A name means a line that the article had then.
        then = self._library.by_key(article_key(article)) or article
        missed = {wanted for wanted, _got in expect.unmet(then, test, self._ids[0], old)}
        now = expect.unmet(article, test, self._ids[1], new)
        return tuple(found for found in now if found[0] not in missed)


def _notes(
    articles: Iterable[Article], calls: Iterable[CallNote]
) -> Iterator[tuple[CallNote, Article | None, Expectation | None]]:
    """Yield each note once for each test, and once for all calls that are alike."""
    for article in articles:
        for test in article.expect:
            yield expect.note_of(article, test), article, test
    seen: set[tuple[object, ...]] = set()
    for call in calls:
        key = call.note, call.lang, call.channel
        if call.note.strip() and key not in seen:
            seen.add(key)
            yield call, None, None


def _lines(advice: Advice) -> tuple[str, ...]:
    return tuple(found.line for found in advice.suggestions)


def _in_force(articles: Iterable[Article]) -> Iterator[str]:
    """Yield the names of the lines that may be suggested today, each once."""
    today = date.today()  # noqa: DTZ011 - the desk's own day
    current = filter(partial(Article.is_current, today=today), articles)
    yield from dict.fromkeys(line.name for article in current for line in article.lines if line.is_current(today))
