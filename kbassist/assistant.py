"""The facade that joins the core for both front ends.

It reads the last snapshot in a moment, lets a process of its own bring the index up to date, and serves from the last
good library meanwhile. What happens is told by a closed list of events; callbacks may come from another thread.
Whatever a window does not need to show itself is imported late.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from kbassist.assist.kinds import THRESHOLD, MoodLevel, Phase
from kbassist.content.kinds import ArticleKind, Severity

if TYPE_CHECKING:
    from kbassist.assist.engine import Engine
    from kbassist.assist.model import Advice, CallNote
    from kbassist.content.model import Article, Problem
    from kbassist.search.compiled import Compiled
    from kbassist.search.updater import Updater

# A passage is looked for in so many characters of an article, which is more than anybody reads during a call.
_SEARCHED_FOR_PASSAGES = 20_000


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


class Hit(NamedTuple):
    """An article found by a search; `marks` are the places of the words in `passage`."""

    article: str
    lang: str
    title: str
    kind: ArticleKind
    passage: str
    marks: tuple[tuple[int, int], ...]
    score: float


class _Serving(NamedTuple):
    """Everything that answers from one generation of the library."""

    generation: int
    articles: Mapping[str, Article]
    problems: tuple[Problem, ...]
    compiled: Compiled
    engine: Engine
    texts: dict[str, str]
    owner: str


class Assistant:
    """Owns library, index and engine; a context manager that ends the process at work when it closes."""

    def __init__(
        self,
        folders: Sequence[Path],
        cache: Path,
        *,
        threshold: float = THRESHOLD,
        values: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare for the library of `folders`, index in `cache`; `values` fill placeholders of every line."""
        self.folders = tuple(folders)
        self.state = LibraryState.EMPTY
        self.failure = ""
        self.failure_detail = ""
        self._cache = cache
        self._threshold = threshold
        self._values = dict(values or {})
        self._serving: _Serving | None = None
        self._subscribers: dict[Event, list[Callable[..., None]]] = {event: [] for event in Event}
        self._complete = threading.Event()
        self._lock = threading.Lock()
        self._updater: Updater | None = None

    @classmethod
    def from_settings(cls, folders: Sequence[Path], cache: Path, settings: Mapping[str, Any]) -> Self:
        """Return an assistant with the threshold and the names of bank, agent and branch that the user has set."""
        values = {name: settings[name] for name in ("bank", "agent", "branch") if settings[name]}
        return cls(folders, cache, threshold=settings["threshold"], values=values)

    @cached_property
    def _root(self) -> Path:
        from kbassist.search import store  # noqa: PLC0415

        return store.place(self.folders, self._cache)

    def __enter__(self) -> Self:
        """Return the assistant."""
        return self

    def __exit__(self, *_exception: object) -> None:
        """Close the assistant."""
        self.close()

    def subscribe(self, event: Event, callback: Callable[..., None]) -> None:
        """Call `callback` at every `event` with its values; perhaps from another thread."""
        self._subscribers[event].append(callback)

    def load(self) -> bool:
        """Serve from the snapshot in force; false when there is none that fits."""
        if self.state is LibraryState.EMPTY:
            self._enter(LibraryState.LOADING)
        # A worker may replace a generation while it is being read; the next one is whole again.
        found = self._read_generation() or self._read_generation()
        if found is None:
            return False
        changed, self._serving = found is not self._serving, found
        self._enter(LibraryState.READY)
        if changed:
            self._publish(Event.LIBRARY_CHANGED)
            self._publish(Event.PROBLEMS_CHANGED, sum(1 for problem in found.problems if _is_error(problem)))
        return True

    def _read_generation(self) -> _Serving | None:
        """Return what serves from the generation in force, the present one where that is it; None when damaged."""
        from kbassist.assist.engine import Engine  # noqa: PLC0415 - numpy comes after the first window
        from kbassist.search import store  # noqa: PLC0415
        from kbassist.search.compiled import Compiled  # noqa: PLC0415

        loaded = store.open_snapshot(self._root)
        if loaded is None:
            return None
        if self._serving is not None and self._serving.generation == loaded.manifest.generation:
            return self._serving
        try:
            compiled = Compiled.load(self._root, loaded.manifest)
        except store.Damaged:
            return None
        snapshot = loaded.snapshot
        articles = {f"{article.lang}/{article.id}": article for article in snapshot.articles}
        engine = Engine(snapshot.articles, snapshot.phrases, compiled)
        return _Serving(loaded.manifest.generation, articles, snapshot.problems, compiled, engine, {}, snapshot.owner)

    def update(self) -> None:
        """Bring the index up to date in a process of its own; returns at once, events tell the rest.

        Does nothing while an update is under way.
        """
        from kbassist.search.updater import Updater  # noqa: PLC0415

        with self._lock:
            if self._updater is not None:
                return
            self._complete.clear()
            updater = Updater(self.folders, self._cache, self._on_progress, self._on_done, self._on_failed)
            self._updater = updater
        if self._serving is None:
            self._enter(LibraryState.BUILDING)
        updater.start()

    def wait(self) -> bool:
        """Block until the update is over; false when it failed."""
        self._complete.wait()
        return not self.failure

    def close(self) -> None:
        """End the process at work, if any."""
        with self._lock:
            updater, self._updater = self._updater, None
        if updater is not None:
            updater.cancel()
        self._complete.set()

    def forget(self) -> None:
        """Throw the index away; the next update builds it anew."""
        import shutil  # noqa: PLC0415

        shutil.rmtree(self._root, ignore_errors=True)

    def suggest(self, call: CallNote, threshold: float | None = None) -> Advice:
        """Return what to say now; no suggestions while nothing is loaded. Takes about a millisecond."""
        if self._serving is None:
            return _without_library(call)
        values = {"bank": self._serving.owner, **self._values}
        if any(values.values()):
            from msgspec import structs  # noqa: PLC0415

            call = structs.replace(call, values={**values, **call.values})
        return self._serving.engine.advise(call, threshold=self._threshold if threshold is None else threshold)

    def search(self, query: str, lang: str | None = None, limit: int = 20) -> list[Hit]:
        """Return the articles that fit the query, best first, each with its best passage."""
        from kbassist.search import query as queries  # noqa: PLC0415

        if self._serving is None or not query.strip():
            return []
        serving = self._serving
        found = queries.find(serving.compiled, serving.articles, query, limit, lang)
        stems = frozenset().union(*queries.words_of(serving.compiled, query))
        return [self._hit(serving.articles[key], score, stems, serving.texts) for key, score in found]

    def _hit(self, article: Article, score: float, stems: frozenset[str], texts: dict[str, str]) -> Hit:
        from kbassist.content.plain import readable  # noqa: PLC0415
        from kbassist.search import snippets  # noqa: PLC0415

        text = texts.get(article.path)
        if text is None:
            read = self._read(article)
            text = texts[article.path] = readable(read.body)[:_SEARCHED_FOR_PASSAGES] if read else ""
        passage = snippets.best_passage(text, stems)
        return Hit(article.id, article.lang, article.title, article.kind, passage.text, passage.marks, round(score, 3))

    def article(self, article_id: str, lang: str) -> Article | None:
        """Return the article in that language, else in another, read from its file now; None when it is gone."""
        known = self._find(article_id, lang)
        return self._read(known) if known else None

    def html(self, article: Article) -> str:
        """Return the article's body as HTML that is safe to show."""
        from kbassist import words  # noqa: PLC0415
        from kbassist.content.render import render  # noqa: PLC0415

        return render(article, lambda name: self.title_of(name, article.lang), words.callout_word)

    def title_of(self, article_id: str, lang: str) -> str:
        """Return the title of an article, empty when there is none."""
        known = self._find(article_id, lang)
        return known.title if known else ""

    def articles(self) -> tuple[Article, ...]:
        """Return all articles in force, without their bodies."""
        return tuple(self._serving.articles.values()) if self._serving else ()

    def problems(self) -> tuple[Problem, ...]:
        """Return the problems found when the library was last read."""
        return self._serving.problems if self._serving else ()

    def check(self) -> tuple[Problem, ...]:
        """Return every problem: of the files, between articles, and of the articles' own tests."""
        from kbassist.assist import expect  # noqa: PLC0415
        from kbassist.content.check import cross_check  # noqa: PLC0415
        from kbassist.content.library import Library  # noqa: PLC0415

        articles = self.articles()
        between = cross_check(Library(articles, ()), date.today())  # noqa: DTZ011 - the desk's own day
        return (*self.problems(), *between, *expect.check(articles, lambda call: self.suggest(call, THRESHOLD)))

    def _find(self, article_id: str, lang: str) -> Article | None:
        if self._serving is None:
            return None
        articles = self._serving.articles
        exact = articles.get(f"{lang}/{article_id}")
        return exact or next((article for article in articles.values() if article.id == article_id), None)

    def _read(self, known: Article) -> Article | None:
        """Read an article's file again; its name and language stay those under which the library knows it."""
        from msgspec import structs  # noqa: PLC0415

        from kbassist.content import reader  # noqa: PLC0415
        from kbassist.content.library import renamed  # noqa: PLC0415

        found = reader.read_again(known)
        return renamed(structs.replace(found, lang=known.lang), known.id) if found else None

    def _enter(self, state: LibraryState) -> None:
        if state is not self.state:
            self.state = state
            self._publish(Event.STATE_CHANGED, state)

    def _publish(self, event: Event, *values: Any) -> None:  # noqa: ANN401 - each event has values of its own
        for callback in self._subscribers[event]:
            callback(*values)

    def _on_progress(self, done: int, total: int) -> None:
        self._publish(Event.PROGRESS, done, total)

    def _on_done(self, _changed: int, _generation: int) -> None:
        had_failed, self.failure, self.failure_detail = bool(self.failure), "", ""
        try:
            loaded = self.load()
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it is
            self._on_failed("internal", repr(error))
            return
        if not loaded:
            self._on_failed("cache", str(self._root))
            return
        if had_failed:
            self._publish(Event.STATE_CHANGED, self.state)
        self._finish()

    def _on_failed(self, reason: str, detail: str) -> None:
        self.failure, self.failure_detail = reason, detail
        if self._serving is None:
            self.state = LibraryState.BROKEN
        self._finish()
        self._publish(Event.STATE_CHANGED, self.state)

    def _finish(self) -> None:
        with self._lock:
            self._updater = None
        self._complete.set()


def _is_error(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR


def _without_library(call: CallNote) -> Advice:
    from kbassist.assist.model import Advice  # noqa: PLC0415
    from kbassist.text import language, privacy  # noqa: PLC0415

    note = privacy.mask(call.note)
    phase = call.phase or Phase.OPENING
    return Advice(note, call.lang or language.guess(note), 0.0, MoodLevel.CALM, phase, offers_locked=False)
