"""The quiet row at the bottom: saved, the library, problems, help, and what can be taken back."""

from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from kbassist.assistant import LibraryState
from kbassist.gui.keys import DUE_KEY, HELP_KEY, UNDO_KEY
from kbassist.gui.theme import GRID, set_state
from kbassist.messages import _, plural

_OFFER_MS = 10_000


class Saved(StrEnum):
    """How the note stands, for the colour of its sign."""

    NOTHING = "nothing"
    SAVED = "saved"
    LOST = "lost"


class StatusRow(QFrame):
    """Says how things are, each with at most one action.

    Wishes: `take_back_requested`, `reload_requested`, `problems_requested`, `due_requested`, `help_requested`.
    """

    take_back_requested = Signal()
    reload_requested = Signal()
    problems_requested = Signal()
    due_requested = Signal()
    help_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing to say."""
        super().__init__(parent)
        self.setObjectName("status")
        self._sign, self._saved, self._library = QLabel("●", self), QLabel(self), QLabel(self)
        self._sign.setObjectName("savedSign")
        self._message = QLabel(self)
        self._take_back = QPushButton(_("Undo"), self)
        self._take_back.setObjectName("action")
        self._reload = QPushButton(_("Try again"), self)
        self._reload.setObjectName("action")
        self._problems = QPushButton(self)
        self._due = QPushButton(self)
        self._due.setObjectName("action")
        self._due.hide()
        self._help = QPushButton(_("{key} help").format(key=HELP_KEY), self)
        self._library_words = ""
        self._take_back.setToolTip(_("Bring back") + f" ({UNDO_KEY})")
        self._offer = QTimer(self)
        self._offer.setSingleShot(True)
        self._offer.setInterval(_OFFER_MS)
        self._offer.timeout.connect(self.withdraw)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID // 2)
        for widget in (self._sign, self._saved, self._message, self._take_back):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self._library, self._reload, self._problems, self._due, self._help):
            row.addWidget(widget)
        for button in (self._take_back, self._reload, self._problems, self._due, self._help):
            button.setFlat(True)
        self._take_back.clicked.connect(self._ask_back)
        self._reload.clicked.connect(self.reload_requested)
        self._problems.clicked.connect(self.problems_requested)
        self._due.clicked.connect(self.due_requested)
        self._help.clicked.connect(self.help_requested)
        self.show_saved(None)
        self.show_problems(0)
        self.withdraw()
        self._reload.hide()

    def show_saved(self, when: datetime | None) -> None:
        """Say when the note reached the disk; None says nothing."""
        words = _("Saved {time}").format(time=when.strftime(_("%H:%M:%S"))) if when else ""
        self._show_note_state(Saved.SAVED if when else Saved.NOTHING, words)

    def show_lost(self) -> None:
        """Say that the note could not be saved."""
        self._show_note_state(Saved.LOST, _("Not saved yet, trying again"))

    def _show_note_state(self, state: Saved, words: str) -> None:
        self._is_lost = state is Saved.LOST
        self._saved.setText(words)
        if self._is_lost:
            self._saved.show()
        self._sign.setVisible(state is not Saved.NOTHING)
        set_state(self, "saved", state.value)

    def show_library(self, state: LibraryState, articles: int, failure: str = "") -> None:
        """Say how the library is; one that is ready says so on hover alone.

        `failure` tells why it could not be brought up to date.
        """
        if state is LibraryState.READY and articles == 0:
            state = LibraryState.EMPTY
        words = {
            LibraryState.EMPTY: _("No articles here yet"),
            LibraryState.LOADING: _("Opening the library"),
            LibraryState.BUILDING: _("Reading the library"),
            LibraryState.READY: _("Not up to date") if failure else "",
            LibraryState.BROKEN: _("The library can't be read"),
        }
        self._library_words = words[state]
        self._library.setText(self._library_words)
        self._library.setToolTip(failure)
        self._reload.setToolTip(failure)
        needs_action = bool(failure) or state in {LibraryState.EMPTY, LibraryState.BROKEN}
        self._reload.setVisible(needs_action)
        self._help.setHidden(needs_action)
        count = plural("{count} article", "{count} articles", articles).format(count=articles)
        self.setToolTip(count if state is LibraryState.READY else "")

    def show_progress(self, done: int, total: int) -> None:
        """Say how far the reading is, until all is read."""
        reading = _("Reading {done} of {total}").format(done=done, total=total)
        self._library.setText(reading if done < total else self._library_words)

    def show_problems(self, count: int) -> None:
        """Say how many articles have a fault that leaves something out."""
        self._problems.setText(plural("{count} problem", "{count} problems", count).format(count=count))
        self._problems.setVisible(count > 0)

    def show_due(self, words: str) -> None:
        """Say which promise is due; empty words say nothing."""
        self._due.setText(f"{words}  {DUE_KEY}")
        self._due.setToolTip(_("Follow-ups ({key})").format(key=DUE_KEY))
        self._due.setVisible(bool(words))

    def offer_back(self, words: str) -> None:
        """Say what was just done, and let it be taken back for a while."""
        self.say(words)
        self._take_back.show()

    def say(self, words: str) -> None:
        """Say what was just done, for a while; that a note is not saved is said beside it."""
        self._saved.setVisible(self._is_lost)
        self._take_back.hide()
        self._message.setText(words)
        self._message.show()
        self._offer.start()

    def withdraw(self) -> None:
        """Stop offering to take anything back."""
        self._offer.stop()
        self._message.hide()
        self._take_back.hide()
        self._saved.show()

    def _ask_back(self) -> None:
        self.withdraw()
        self.take_back_requested.emit()
