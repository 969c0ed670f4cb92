"""The article that is open in the studio: its file, its draft, and whether what is typed is saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kbassist.content.writing import ChangedOnDiskError, NotTextError, Opened
from kbassist.editing import UnkeptError
from kbassist.messages import _
from kbassist.words import unkept

if TYPE_CHECKING:
    from collections.abc import Callable

    from kbassist.editing import Editing, Opening
    from kbassist.gui.aside import Aside

_DRAFT_MS = 700


class Document(QObject):
    """Opens and saves one file at a time, in a thread; what is typed is kept as a draft within a second.

    `opened(text)` tells that another file, or another state of it, is to be shown; `amended(text)` how what is shown
    was saved; `saved(path)` that it is on disk; `conflicted(now)` that the file is another by now (None: it has gone);
    `failed(words)` why it could not be done; `draft_found(when)` that what is shown was typed before and never saved.
    """

    opened = Signal(str)
    amended = Signal(str)
    saved = Signal(str)
    conflicted = Signal(object)
    failed = Signal(str)
    draft_found = Signal(object)

    def __init__(self, editing: Editing, aside: Aside, text: Callable[[], str], parent: QObject | None = None) -> None:
        """Take what is typed from `text`."""
        super().__init__(parent)
        self._editing, self._aside, self._text = editing, aside, text
        self.file: Opened | None = None
        self._has_draft = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_DRAFT_MS)
        self._soon.timeout.connect(self.keep)

    @property
    def path(self) -> str:
        """Return the path of the file, empty while none is open."""
        return self.file.path if self.file else ""

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.file is not None and self._text() != self.file.text

    def open(self, path: str) -> None:
        """Open a file; what was typed into the one before is kept as its draft. The one that is open stays as it is."""
        if path == self.path:
            self._aside.forget("open")
            self.follow()
            return
        self.keep()
        self._aside.newest("open", lambda: self._tried(partial(self._editing.open, Path(path))), self._show)

    def follow(self) -> None:
        """Show what the file holds by now, unless something was typed: that is told when it is saved."""
        if self.file and not self.is_changed:
            path, known = self.file.path, self.file.digest
            found = partial(self._editing.open, Path(path))

            def show(opening: Opening) -> None:
                if self.path == path and not self.is_changed and opening.opened.digest != known:
                    self._show(opening)

            self._aside.newest("follow", lambda: self._tried(found, quietly=True), show)

    def edited(self) -> None:
        """Keep what is typed, soon."""
        self._soon.start()

    def keep(self) -> None:
        """Keep what was typed as a draft, now; one that says what the file says is none."""
        self._soon.stop()
        if self.file is None:
            return
        if self.is_changed:
            self._has_draft = True
            self._aside.begin(partial(self._editing.keep, self.file, self._text()))
        elif self._has_draft:
            # Never one that another window keeps for the same file.
            self._has_draft = False
            self._aside.begin(partial(self._editing.drop, self.file.path))

    def discard(self) -> None:
        """Go back to what the file says."""
        if self.file:
            self._has_draft = False
            self._aside.begin(partial(self._editing.drop, self.file.path))
            self.opened.emit(self.file.text)
            # The draft may have begun with less than the file says by now.
            self.follow()

    def save(self, text: str, who: str, message: str, *, over: Opened | None = None) -> None:
        """Save a text; `over` is the state of the file that it is known to replace, else the one that was opened."""
        before = over or self.file
        if before is None:
            return
        self._begin_saving(partial(self._editing.save, before, text, who, message), before.path, text)

    def make_anew(self, text: str, who: str) -> None:
        """Write the file again that has gone."""
        self._begin_saving(partial(self._editing.make_anew, Path(self.path), text, who), self.path, text)

    def _begin_saving(self, job: Callable[[], Opened], path: str, text: str) -> None:
        self._soon.stop()

        def work() -> Opened | Exception:
            try:
                return job()
            except (ChangedOnDiskError, NotTextError, UnkeptError, OSError) as error:
                return error

        self._aside.begin(work, partial(self._after_saving, path, text))

    def _after_saving(self, path: str, text: str, outcome: Opened | Exception) -> None:
        if isinstance(outcome, Opened):
            self._go_on_from(path, text, outcome)
        elif isinstance(outcome, UnkeptError):
            self._go_on_from(path, text, outcome.saved)
            self.failed.emit(_("Saved, but not kept as a version: {reason}").format(reason=unkept(str(outcome))))
        elif isinstance(outcome, ChangedOnDiskError) and self.path == path:
            self.conflicted.emit(outcome.now)
        elif isinstance(outcome, FileExistsError):
            self.failed.emit(_("It could not be saved: {path} is there already.").format(path=outcome))
        else:
            self.failed.emit(_("It could not be saved: {reason}").format(reason=unkept(str(outcome))))

    def _go_on_from(self, path: str, text: str, saved: Opened) -> None:
        if self.path != path:
            return  # another is open by now
        self.file = saved
        if self._text() == text:
            self.amended.emit(saved.text)
        else:
            # What was typed since goes on from what is saved now.
            self._soon.start()
        self.saved.emit(saved.path)

    def _tried(self, job: Callable[[], Opening], *, quietly: bool = False) -> Opening | None:
        try:
            return job()
        except (OSError, NotTextError) as error:
            if not quietly:
                self.failed.emit(_("The file cannot be opened: {reason}").format(reason=unkept(str(error))))
            return None

    def _show(self, opening: Opening) -> None:
        if opening.opened.path != self.path:
            # Typed while the other was read.
            self.keep()
        self.file = opening.opened
        draft = opening.draft
        self._has_draft = draft is not None
        if draft and draft.text != opening.opened.text:
            if draft.base_digest != opening.opened.digest:
                # The draft goes on from what it was typed into; saving it brings both together.
                self.file = Opened(
                    opening.opened.path, draft.base_text, draft.base_digest, opening.opened.newline, opening.opened.bom
                )
            self.opened.emit(draft.text)
            self.draft_found.emit(draft.when)
        else:
            self.opened.emit(opening.opened.text)
