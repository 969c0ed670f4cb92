"""The facade that joins the core for both front ends.

It reads the last snapshot in a moment, lets a process of its own bring the index up to date, and serves from the last
good library meanwhile. What happens is told by a closed list of events; callbacks may come from another thread.
Whatever a window does not need to show itself is imported late.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from kbassist.assist.kinds import THRESHOLD, Outcome
from kbassist.content.kinds import Severity, Status
from kbassist.librarian import Librarian
from kbassist.pace import Pace

if TYPE_CHECKING:
    from kbassist.assist.bench import Bench, Ground
    from kbassist.assist.engine import Engine
    from kbassist.assist.learning import Learned
    from kbassist.assist.model import Advice, CallNote, Suggestion
    from kbassist.assist.replay import Replay
    from kbassist.assist.sheet import Sheet
    from kbassist.content.check import Checker
    from kbassist.content.forbidden import Forbidden
    from kbassist.content.model import Article, Line, Problem
    from kbassist.desk.history import Forgotten
    from kbassist.editing import Editing
    from kbassist.experience import Experience
    from kbassist.habits import Habits
    from kbassist.rehearsal import Rehearsal
    from kbassist.search.compiled import Compiled, Part
    from kbassist.search.store import Manifest
    from kbassist.search.updater import Updater
    from kbassist.search.worker import Done


class LibraryState(StrEnum):
    """How the library stands."""

    EMPTY = "empty"
    LOADING = "loading"
    BUILDING = "building"
    READY = "ready"
    BROKEN = "broken"


class Event(StrEnum):
    """What the assistant tells its subscribers."""

    STATE_CHANGED = "state-changed"
    PROGRESS = "progress"
    LIBRARY_CHANGED = "library-changed"
    PROBLEMS_CHANGED = "problems-changed"


class DeskFiles(NamedTuple):
    """Where it is kept what lines come to, what is read, the calls, and what editors typed; None keeps nothing."""

    history: Path | None = None
    habits: Path | None = None
    calls: Path | None = None
    drafts: Path | None = None


_NO_FILES = DeskFiles()


class _Serving(NamedTuple):
    """Everything that answers from one generation of the library and a patch over it."""

    manifest: Manifest
    generation: Part
    patch: str
    compiled: Compiled
    engine: Engine


class Assistant:
    """Owns library, index and engine; a context manager that ends the process at work when it closes."""

    def __init__(
        self,
        folders: Sequence[Path],
        cache: Path,
        *,
        threshold: float = THRESHOLD,
        values: Mapping[str, str] | None = None,
        desk: DeskFiles = _NO_FILES,
        learns: bool = True,
        refusal_days: int = 0,
    ) -> None:
        """Prepare for the library of `folders`, index in `cache`; `values` fill placeholders of every line.

        What lines come to is learned, and what is read is kept, in the files of the `desk` for the agent among
        `values`; refusals are kept for so many days.
        """
        self.folders = tuple(folders)
        self.state = LibraryState.EMPTY
        self.failure = ""
        self.failure_detail = ""
        self._cache = cache
        self._threshold = threshold
        self._values = dict(values or {})
        self._desk, self._learns, self._refusal_days = desk, learns, refusal_days
        self._serving: _Serving | None = None
        self._asked: CallNote | None = None
        self._pace = Pace()
        self.librarian = Librarian(lambda: self._serving.compiled if self._serving else None, self._last_good)
        self.editors: frozenset[str] = frozenset()
        self._subscribers: dict[Event, list[Callable[..., None]]] = {event: [] for event in Event}
        self._complete = threading.Event()
        self._complete.set()
        self._lock = threading.Lock()
        self._ground: Ground | None = None
        self._updater: Updater | None = None

    @classmethod
    def from_settings(
        cls, folders: Sequence[Path], cache: Path, settings: Mapping[str, Any], desk: DeskFiles = _NO_FILES
    ) -> Self:
        """Return an assistant with the threshold, the names and the way of learning that the user has set."""
        made = cls(
            folders,
            cache,
            threshold=settings["threshold"],
            values={name: settings[name] for name in ("bank", "agent", "branch") if settings[name]},
            desk=desk,
            learns=settings["learning"],
            refusal_days=settings["refusal_days"],
        )
        made.editors = frozenset(map(str.casefold, settings["editors"]))
        return made

    @cached_property
    def _root(self) -> Path:
        from kbassist.search import store  # noqa: PLC0415

        return store.place(self.folders, self._cache)

    @cached_property
    def _experience(self) -> Experience:
        from kbassist.experience import Experience  # noqa: PLC0415

        return Experience(self._desk.history, agent=self.agent, learns=self._learns, refusal_days=self._refusal_days)

    @cached_property
    def habits(self) -> Habits:
        """Return what the agent reads."""
        from kbassist.habits import Habits  # noqa: PLC0415

        return Habits(self._desk.habits, self.agent)

    @cached_property
    def editing(self) -> Editing:
        """Return the files of the library, for those who write them."""
        from kbassist.editing import Editing  # noqa: PLC0415

        return Editing(self, self._desk.drafts)

    def __enter__(self) -> Self:
        """Return the assistant."""
        return self

    def __exit__(self, *_exception: object) -> None:
        """Close the assistant."""
        self.close()

    def subscribe(self, event: Event, callback: Callable[..., None]) -> None:
        """Call `callback` at every `event` with its values; perhaps from another thread."""
        self._subscribers[event].append(callback)

    def load(self, patch: str = "") -> bool:
        """Serve from the generation in force and a patch over it; false when there is none that fits."""
        if self.state is LibraryState.EMPTY:
            self._enter(LibraryState.LOADING)
        # A worker may replace a generation while it is being read; the next one is whole again.
        found = self._read_generation(patch) or self._read_generation(patch)
        if found is None:
            return False
        if self._asked and found is not self._serving:
            # What the first answer has to wait for, the window must not.
            self._pace.give_way()
            found.engine.advise(self._asked, threshold=self._threshold, acceptance=self._experience.factors)
            self._pace.give_way()
        changed, self._serving = found is not self._serving, found
        self._enter(LibraryState.READY)
        if changed:
            self._publish(Event.LIBRARY_CHANGED)
            self._publish(Event.PROBLEMS_CHANGED, sum(1 for problem in self.problems() if _is_error(problem)))
        self._experience.load()
        return True

    def _read_generation(self, patch: str) -> _Serving | None:
        """Return what serves from the generation in force, the present one where that is it; None when damaged."""
        from kbassist.assist.engine import Engine  # noqa: PLC0415 - numpy comes after the first window
        from kbassist.search import learned, store  # noqa: PLC0415
        from kbassist.search.compiled import Compiled, Part  # noqa: PLC0415

        manifest = store.read_manifest(self._root)
        if manifest is None:
            return None
        present = self._serving
        same = present is not None and present.manifest.identity == manifest.identity
        if present and same and present.manifest == manifest and present.patch == patch:
            return present
        try:
            self._pace.give_way()
            generation = present.generation if present and same else Part.of_generation(self._root, manifest)
            as_before = present and present.manifest.learned == manifest.learned
            known = present.compiled.learned if present and as_before else learned.load(self._root, manifest)
            self._pace.give_way()
            compiled = Compiled(generation, Part.of_patch(self._root / patch) if patch else None, known)
        except store.Damaged:
            return None
        return _Serving(manifest, generation, patch, compiled, Engine(compiled))

    def _last_good(self, path: str) -> Article | None:
        from kbassist.search.lastgood import LastGood  # noqa: PLC0415

        with LastGood(self._root) as good:
            found = good.find(path)
        return found[1] if found else None

    def warm(self) -> None:
        """Make ready what the first misspelt word and the first search would have to wait for."""
        if self._serving:
            self._pace.give_way()
            self._serving.compiled.speller  # noqa: B018 - it is made when it is first asked for
            self.librarian.warm(self._pace.give_way)

    def update(self, *, patch: bool = False) -> None:
        """Bring the index up to date in a process of its own; returns at once, events tell the rest.

        With `patch` a few changed articles serve at once, and the index takes them in when it is quiet. Does nothing
        while an update is under way.
        """
        self._ask(patch=patch)

    def watch(self) -> None:
        """Bring the index up to date as `update` does, and take up whatever any program changes from then on."""
        self._ask(patch=True, watch=True)

    def _ask(self, *, patch: bool, watch: bool = False) -> None:
        with self._lock:
            if not self._complete.is_set():
                return
            self._complete.clear()
            updater = self._updater = self._updater or self._new_updater()
        if self._serving is None:
            self._enter(LibraryState.BUILDING)
        updater.ask(patch=patch, watch=watch)

    def _new_updater(self) -> Updater:
        from kbassist.search.updater import Updater  # noqa: PLC0415

        return Updater(
            self.folders,
            self._cache,
            on_progress=self._on_progress,
            on_done=self._on_done,
            on_failed=self._on_failed,
            on_settled=self._on_settled,
        )

    def wait(self) -> bool:
        """Block until the update is over; false when it failed."""
        self._complete.wait()
        return not self.failure

    def close(self) -> None:
        """End the process at work, if any."""
        with self._lock:
            updater, self._updater = self._updater, None
        if updater is not None:
            updater.close()
        self._complete.set()
        self._experience.close()
        self.habits.close()

    def forget(self) -> None:
        """Throw the index away; the next update builds it anew."""
        import shutil  # noqa: PLC0415

        shutil.rmtree(self._root, ignore_errors=True)

    def suggest(self, call: CallNote, threshold: float | None = None) -> Advice:
        """Return what to say now; no suggestions while nothing is loaded. Takes about a millisecond."""
        call, learned = self._completed(call), self._experience
        self._asked = call
        self._pace.asked()
        return self._advise(call, self._threshold if threshold is None else threshold, learned.factors)

    def suggestion(self, line: Line, call: CallNote) -> Suggestion:
        """Return a line that was found rather than suggested, with what is known of the call filled in."""
        from kbassist.assist.engine import suggestion_of  # noqa: PLC0415

        return suggestion_of(line, self._completed(call))

    def explain(self, call: CallNote, line: str, threshold: float | None = None) -> Sheet | None:
        """Return the score sheet of a line ("article#line") for a note; None when no article in force has it."""
        if self._serving is None:
            return None
        least = self._threshold if threshold is None else threshold
        engine, learned = self._serving.engine, self._experience
        return engine.explain(self._completed(call), line, threshold=least, acceptance=learned.factors)

    def _advise(self, call: CallNote, threshold: float, acceptance: Mapping[str, float]) -> Advice:
        if self._serving is None:
            from kbassist.assist import unserved  # noqa: PLC0415

            return unserved.advise(call)
        return self._serving.engine.advise(call, threshold=threshold, acceptance=acceptance)

    def _completed(self, call: CallNote) -> CallNote:
        """Return the call with what is known of bank, agent and branch, and of the customer's earlier refusals."""
        from msgspec import structs  # noqa: PLC0415

        owner = self._serving.compiled.about.owner if self._serving else ""
        values = {"bank": owner, **self._values, **call.values}
        refused = (*call.refused, *self._experience.refused_by(call.name))
        return structs.replace(call, values=values if any(values.values()) else call.values, refused=refused)

    @property
    def agent(self) -> str:
        """Return the name of who is served, empty where nobody said."""
        return self._values.get("agent", "")

    @property
    def edits(self) -> bool:
        """Whether who is served edits articles: everyone does where nobody is named."""
        return not self.editors or self.agent.casefold() in self.editors

    def become(self, agent: str) -> None:
        """Serve another agent: their name in every line, what they taught, what they read."""
        self._values["agent"] = agent
        self._experience.become(agent)
        self.habits.become(agent)

    def record(self, outcome: Outcome, *lines: str) -> None:
        """Learn what became of some lines; returns at once."""
        if lines:
            self._experience.record(outcome, lines)

    def withdraw(self, outcome: Outcome, *lines: str) -> None:
        """Take back what was recorded of some lines; returns at once."""
        if lines:
            self._experience.record(outcome, lines, by=-1)

    def remember_refusals(self, customer: str, articles: Sequence[str]) -> None:
        """Keep the offers of some articles from a customer of this name, as long as the user set; returns at once."""
        self._experience.refuse(customer, articles)

    def learning(self) -> tuple[Learned, ...]:
        """Return what was learned of each line; raises OSError or sqlite3.Error when it can't be read."""
        return self._experience.learned()

    def forget_learning(self) -> Forgotten:
        """Forget what was learned and every refusal; raises OSError or sqlite3.Error when it can't be done."""
        return self._experience.forget()

    def bench(self, draft: Article | None = None) -> Bench | None:
        """Return the bench of a draft with its body, without one that of what is published; None while nothing is.

        The first one of a library takes a moment: not to be called in the window's thread.
        """
        ground = self.ground()
        return ground.bench(draft) if ground else None

    def ground(self) -> Ground | None:
        """Return what drafts are tried over, as `bench` does."""
        from kbassist.assist.bench import Ground  # noqa: PLC0415
        from kbassist.search import parts, store  # noqa: PLC0415

        serving = self._serving
        if serving is None:
            return None
        if self._ground is None or self._ground.library is not serving.compiled:
            try:
                known = parts.known_of(self._root, serving.manifest)
            except store.Damaged:  # a new generation has taken its place, and will be told of
                return None
            self._ground = Ground(serving.compiled, known)
        return self._ground

    def rehearse(
        self,
        drafts: Iterable[Article],
        *,
        on_progress: Callable[[int, int], None],
        on_done: Callable[[Replay], None],
        on_failed: Callable[[str], None],
    ) -> Rehearsal | None:
        """Begin a replay of what drafts, given with their bodies, would change; None while nothing is loaded.

        The callbacks come from another thread.
        """
        from kbassist.rehearsal import Job, Rehearsal  # noqa: PLC0415

        if self._serving is None:
            return None
        calls = str(self._desk.calls or "")
        job = Job(str(self._root), self._serving.patch, tuple(drafts), calls)
        return Rehearsal(job, on_progress=on_progress, on_done=on_done, on_failed=on_failed)

    def unpublished(self) -> tuple[Article, ...]:
        """Return the articles in draft and in review, read with their bodies."""
        waiting = (known for known in self.articles() if known.status in {Status.DRAFT, Status.REVIEW})
        read = (self.librarian.article(known.id, known.lang) for known in waiting)
        return tuple(article for article in read if article)

    def articles(self) -> tuple[Article, ...]:
        """Return all articles in force, without their bodies."""
        return tuple(self._serving.compiled.articles()) if self._serving else ()

    def article_count(self) -> int:
        """Return how many articles are in force."""
        return len(self._serving.compiled.keys()) if self._serving else 0

    def problems(self) -> tuple[Problem, ...]:
        """Return the problems found when the library was last read."""
        return self._serving.compiled.about.problems if self._serving else ()

    def check(self) -> tuple[Problem, ...]:
        """Return every problem: of the files, between articles, and of the articles' own tests."""
        from kbassist.assist import expect  # noqa: PLC0415
        from kbassist.content import check  # noqa: PLC0415

        articles = self.articles()
        between = check.check_all(articles, date.today(), self.forbidden())  # noqa: DTZ011 - the desk's own day
        # What was learned here is left out: an article's tests hold everywhere or nowhere.
        return (*self.problems(), *between, *expect.check(articles, lambda call: self._advise(call, THRESHOLD, {})))

    def checker(self) -> Checker:
        """Return what checks drafts against the library as it is now; takes seconds for thousands of articles."""
        from kbassist.content import check  # noqa: PLC0415

        return check.Checker(self.articles(), self.forbidden())

    def forbidden(self) -> Forbidden:
        """Return what the library forbids to say."""
        from kbassist.content.forbidden import Forbidden  # noqa: PLC0415

        return Forbidden(self._serving.compiled.about.forbidden if self._serving else {})

    def _enter(self, state: LibraryState) -> None:
        if state is not self.state:
            self.state = state
            self._publish(Event.STATE_CHANGED, state)

    def _publish(self, event: Event, *values: Any) -> None:  # noqa: ANN401 - each event has values of its own
        for callback in self._subscribers[event]:
            callback(*values)

    def _on_progress(self, done: int, total: int) -> None:
        self._publish(Event.PROGRESS, done, total)

    def _on_done(self, done: Done) -> None:
        if self._take_up(done.patch):
            self._finish()

    def _take_up(self, patch: str) -> bool:
        had_failed, self.failure, self.failure_detail = bool(self.failure), "", ""
        try:
            loaded = self.load(patch)
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it is
            self._on_failed("internal", repr(error))
            return False
        if not loaded:
            self._on_failed("cache", str(self._root))
            return False
        if not patch:  # which comes while somebody types, and is soon part of a generation
            self.warm()
        if had_failed:
            self._publish(Event.STATE_CHANGED, self.state)
        return True

    def _on_failed(self, reason: str, detail: str) -> None:
        self.failure, self.failure_detail = reason, detail
        if self._serving is None:
            self.state = LibraryState.BROKEN
        self._finish()
        self._publish(Event.STATE_CHANGED, self.state)

    def _on_settled(self, patch: str) -> None:
        self._take_up(patch)

    def _finish(self) -> None:
        self._complete.set()


def _is_error(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR
