"""Opens, checks and keeps articles for those who write them: the editors' side of the facade.

Everything here reads or writes files and may take a while, so that the window asks for it in a thread.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kbassist import resources
from kbassist.content import (
    cures,
    drafts,
    library,
    life,
    pictures,
    places,
    reader,
    rules,
    templates,
    versions,
    writing,
)
from kbassist.content.kept import Kept
from kbassist.content.kinds import ArticleKind, Severity, Status
from kbassist.content.model import Article, Cure, Problem
from kbassist.content.writing import NotTextError

if TYPE_CHECKING:
    from kbassist.assistant import Assistant
    from kbassist.content.check import Checker
    from kbassist.content.drafts import Draft
    from kbassist.content.versions import Version
    from kbassist.content.writing import Opened


class Entry(NamedTuple):
    """One article as the list of all shows it; `problems` counts what `kbassist check` finds but for its tests."""

    path: str
    id: str
    lang: str
    title: str
    category: str
    status: Status
    is_overdue: bool
    is_translated: bool
    tags: tuple[str, ...] = ()
    problems: int = 0
    reports: int = 0


class Fault(NamedTuple):
    """A problem of a text: from where to where it is, and what would mend it."""

    problem: Problem
    start: int
    end: int
    cures: tuple[Cure, ...]


class Written(NamedTuple):
    """What a text comes to."""

    text: str
    article: Article
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> int:
        """Return how many faults leave something out."""
        return sum(fault.problem.severity is Severity.ERROR for fault in self.faults)


class Opening(NamedTuple):
    """A file to be edited, and what was last typed into it and not saved, if anything."""

    opened: Opened
    draft: Draft | None


class UnkeptError(Exception):
    """A text is saved, as `saved`, but not kept as a version; its words are a code of VersionsError or a reason."""

    def __init__(self, saved: Opened, reason: str) -> None:
        """Keep what the file holds now."""
        super().__init__(reason)
        self.saved = saved


class Editing:
    """The files of one library, for writing; `drafts` is where what was typed is kept until it is saved."""

    def __init__(self, assistant: Assistant, kept: Path | None) -> None:
        """Edit the library of `assistant`; None keeps no drafts."""
        self._assistant = assistant
        self._drafts = drafts.Drafts(kept) if kept else None
        self._checker: Checker | None = None

    @property
    def folders(self) -> tuple[Path, ...]:
        """Return the folders that are written to: not the starter library, unless it was named alone."""
        starter = resources.starter_library().resolve()
        every = self._assistant.folders
        return tuple(folder for folder in every if folder.resolve() != starter) or every

    def overview(self) -> tuple[Entry, ...]:
        """Return all articles in force, without counting their problems yet; drafts are checked against these."""
        articles = self._assistant.articles()
        self._checker = self._assistant.checker()
        today = _today()
        languages = Counter(article.id for article in articles)
        return tuple(
            Entry(
                article.path,
                article.id,
                article.lang,
                article.title,
                article.category,
                article.status,
                bool(article.review_by and article.review_by < today and article.status is Status.PUBLISHED),
                languages[article.id] > 1,
                article.tags,
            )
            for article in articles
        )

    def problems(self) -> Counter[str]:
        """Return how many problems each file has, by its path; takes its time in a large library."""
        from kbassist.content import check  # noqa: PLC0415 - few ask

        assistant = self._assistant
        found = (*assistant.problems(), *check.check_all(assistant.articles(), _today(), assistant.forbidden()))
        return Counter(problem.path for problem in found if problem.severity is not Severity.HINT)

    def open(self, path: Path) -> Opening:
        """Open a file, with its draft; raises OSError and NotTextError."""
        return Opening(writing.open_file(path), self._drafts.find(path) if self._drafts else None)

    def keep(self, opened: Opened, text: str) -> None:
        """Keep what was typed and not saved yet."""
        if self._drafts:
            self._drafts.keep(Path(opened.path), text, opened)

    def drop(self, path: str) -> None:
        """Forget what was typed into a file and not saved."""
        if self._drafts:
            self._drafts.drop(Path(path))

    def read(self, text: str, path: Path) -> Written:
        """Read and check a text as if it stood in a file."""
        problems: list[Problem] = []

        def report(code: str, severity: Severity, row: int, **values: str) -> None:
            problems.append(Problem(code, severity, str(path), row, values))

        source = library.source_of(path, self._assistant.folders)
        article = reader.read_text(text, source, report)
        if self._checker is None:
            self._checker = self._assistant.checker()
        found = (*problems, *self._checker.check(article, _today()))
        faults = (Fault(problem, *places.span(problem, text), cures.cures(problem, text)) for problem in found)
        return Written(text, article, tuple(faults))

    def target(self, path: Path) -> Path:
        """Return where a file is saved: an article of the starter library as a copy that overrides it."""
        starter = resources.starter_library().resolve()
        path = path.resolve()
        if path.is_relative_to(starter) and starter not in {folder.resolve() for folder in self.folders}:
            return self.folders[-1] / path.relative_to(starter)
        return path

    def versions(self, path: Path) -> versions.Versions:
        """Return the past of a file."""
        return versions.versions_for(path, self._folder(path))

    def is_clone(self, path: Path) -> bool:
        """Whether the versions of a file are the commits of a Git clone, which want a word of why."""
        return not isinstance(self.versions(path), Kept)

    def past(self, path: Path) -> list[Version]:
        """Return the versions of a file, the newest first."""
        return self.versions(path).of(path)

    def save(self, opened: Opened, text: str, who: str, message: str) -> Opened:
        """Save a text where it belongs and keep it as a version; it serves at once.

        A copy of an article of the starter library takes along the pictures that it shows.
        Raises ChangedOnDiskError, NotTextError, OSError, and UnkeptError when it is saved but could not be kept as a
        version.
        """
        here, target = Path(opened.path), self.target(Path(opened.path))
        past = self.versions(target)
        if target == here.resolve():
            # What others made of it that is no text is told by saving, what cannot be kept by keeping the new text.
            with suppress(NotTextError, versions.VersionsError):
                past.secure(here)
            saved = writing.save(opened, text)
        else:
            article = reader.read_text(text, library.source_of(here, self._assistant.folders), _tell_nobody)
            pictures.copy_shown(article, self._folder(here), self.folders[-1])
            saved = writing.create(target, text)
        self.drop(opened.path)
        return self._recorded(saved, who, message)

    def make_anew(self, path: Path, text: str, who: str) -> Opened:
        """Write a file again that has gone; raises as `save` does."""
        made = writing.create(path, text)
        self.drop(str(path))
        return self._recorded(made, who, "")

    def bars(self, opened: Opened, text: str, who: str) -> str:
        """Return the code of what bars `who` from saving a text in the place of what was opened; empty for nothing.

        Where four eyes are wanted nobody publishes words of their own, and nobody changes published words alone.
        """
        path = self.target(Path(opened.path))
        house = rules.read(self._folder(path))
        if life.unseen(opened.text, text, house):
            return life.FOUR_EYES
        is_published = versions.status_of(text) == Status.PUBLISHED != versions.status_of(opened.text)
        return life.hindrance(life.Step.PUBLISH, text, path, self.versions(path), who, house) if is_published else ""

    def create(self, kind: ArticleKind, lang: str, category: str, title: str) -> Path:
        """Make a new article from the template of its kind and return its file."""
        path = templates.place(self.folders[-1], lang, category, title)
        writing.create(path, templates.make(kind, lang, title, category))
        return path

    def due(self, days: int) -> list[life.Due]:
        """Return what is to be looked at within so many days."""
        return life.due(self._assistant.articles(), _today(), days)

    def _recorded(self, saved: Opened, who: str, message: str) -> Opened:
        self._assistant.update(patch=True)
        path = Path(saved.path)
        try:
            self.versions(path).record(path, who, message)
        except versions.VersionsError as error:
            raise UnkeptError(saved, error.code) from error
        except OSError as error:
            raise UnkeptError(saved, error.strerror or str(error)) from error
        return saved

    def _folder(self, path: Path) -> Path:
        return self._assistant.folders[library.source_of(path, self._assistant.folders).folder]


def _tell_nobody(*_problem: object, **_values: str) -> None:
    pass


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the desk's own day
