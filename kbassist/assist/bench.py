"""The bench: what would be suggested with drafts in force, beside what is suggested now."""

from collections.abc import Iterable, Mapping
from functools import partial

from msgspec import Struct, structs

from kbassist.assist import expect
from kbassist.assist.engine import Engine
from kbassist.assist.expect import Tried
from kbassist.assist.kinds import THRESHOLD, Change
from kbassist.assist.model import Advice, CallNote
from kbassist.assist.sheet import Sheet
from kbassist.content.kinds import Status
from kbassist.content.model import Article
from kbassist.search import parts
from kbassist.search.compiled import Compiled, Part
from kbassist.search.documents import article_key
from kbassist.search.parts import Known


class Comparison(Struct, frozen=True):
    """The answers to one note, and what becomes of each line of either by its name."""

    published: Advice
    draft: Advice
    changes: Mapping[str, Change]


class Bench:
    """A library with a draft in the place of what is published under its id and language, or beside all.

    It has engines of its own, so that it can be asked in another thread than the window's. What was learned from
    agents is left out, as it is from the articles' tests.
    """

    def __init__(self, published: Engine, drafted: Engine, draft: Article | None, ids: frozenset[str]) -> None:
        """Hold two engines against each other; `ids` are those of all articles."""
        self.draft = draft
        self._published, self._drafted, self._ids = published, drafted, ids

    def compare(self, call: CallNote) -> Comparison:
        """Return what is suggested for a note with and without the draft."""
        before, after = (advise(engine, call) for engine in (self._published, self._drafted))
        return Comparison(before, after, changes(before, after))

    def explain(self, call: CallNote, line: str, *, drafted: bool = True) -> Sheet | None:
        """Return the score sheet of a line, with the draft or without it."""
        return (self._drafted if drafted else self._published).explain(call, line, threshold=THRESHOLD)

    def tests(self) -> tuple[Tried, ...]:
        """Return how the draft does in its own tests."""
        return tuple(expect.attempts(self.draft, self._ids, partial(advise, self._drafted))) if self.draft else ()


class Ground:
    """A library as it is published, over which drafts are tried one after another."""

    def __init__(self, compiled: Compiled, known: Known) -> None:
        """Make ready what no draft changes; `known` are the statistics of its generation."""
        self.library = compiled
        self._compiled, self._known = compiled.trying(), known
        self._published = Engine(self._compiled)
        keys = compiled.keys()
        self._ids = frozenset(key.partition("/")[2] for key in keys)

    def bench(self, draft: Article | None) -> Bench:
        """Return the bench of a draft with its body, without one that of the library as it is."""
        if draft is None:
            return Bench(self._published, self._published, None, self._ids)
        return Bench(self._published, Engine(self.drafted((draft,))), draft, self._ids | {draft.id})

    def drafted(self, drafts: Iterable[Article]) -> Compiled:
        """Return the library as if drafts, given with their bodies, were published and in force today."""
        by_key = {article_key(draft): _in_force(draft) for draft in drafts}
        arrays = parts.patch([by_key[key] for key in sorted(by_key)], self._known)
        about = structs.replace(self._compiled.about, dead=())
        return self._compiled.trying(Part({**arrays, "about": parts.encoded(about)}))


def _in_force(draft: Article) -> Article:
    return structs.replace(draft, status=Status.PUBLISHED, valid_from=None, valid_until=None)


def advise(engine: Engine, call: CallNote) -> Advice:
    """Return what everyone would see, whatever they set and whatever their agents taught."""
    return engine.advise(call, threshold=THRESHOLD)


def changes(before: Advice, after: Advice) -> dict[str, Change]:
    """Return what becomes of each line between two answers; one that only makes room for others stays the same."""
    old, new = ({found.line: found.locked for found in advice.suggestions} for advice in (before, after))
    was = {line: (old[line], place) for place, line in enumerate(line for line in old if line in new)}
    now = {line: (new[line], place) for place, line in enumerate(line for line in new if line in old)}
    found = {line: _move(was[line], now[line]) if line in old else Change.NEW for line in new}
    return found | {line: Change.GONE for line in old if line not in new}


def _move(was: tuple[bool, int], now: tuple[bool, int]) -> Change:
    """Return how a line moved; one that waits stands below all that may be said."""
    if was == now:
        return Change.SAME
    return Change.UP if now < was else Change.DOWN
