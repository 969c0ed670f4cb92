"""A call that has ended, to be read."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from kbassist import moments
from kbassist.assist.kinds import MoodLevel
from kbassist.content.kinds import Channel
from kbassist.desk.calls import SavedCall
from kbassist.gui import labels
from kbassist.gui.call import duration, title_of
from kbassist.gui.keys import OwnKey, OwnKeys
from kbassist.gui.page import PageHead
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _
from kbassist.words import word


class CallPage(QScrollArea):
    """Shows a call that has ended, to read alone; Backspace or Left closes it."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with no call."""
        super().__init__(parent)
        self.setObjectName("sheetScroll")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget(self)
        self._body.setObjectName("sheet")
        self._head = PageHead("", theme, self._body)
        self._parts = QVBoxLayout(self._body)
        self._parts.setContentsMargins(0, 0, 0, 2 * GRID)
        self._parts.setSpacing(GRID)
        self._parts.addWidget(self._head)
        self._parts.addStretch(1)
        self._labels: list[QLabel] = []
        self.setWidget(self._body)
        self._head.closed.connect(self.closed)
        leave = self.closed.emit
        OwnKeys(self, [OwnKey(key, leave) for key in ("Backspace", "Left", "Alt+Left")])

    @property
    def words(self) -> list[str]:
        """What the page says."""
        return [label.text() for label in self._labels]

    def show_call(self, call: SavedCall, summary: str) -> None:
        """Show what was noted and said, and the summary of the wrap-up."""
        title = title_of(call.name, call.note)
        self._head.show_title(title, " · ".join(filter(None, _about(call))))
        self.setAccessibleName(title)
        for label in self._labels:
            self._parts.removeWidget(label)
            label.deleteLater()
        self._labels = []
        said = "\n".join(f"✓ {said.text or said.title or said.line}" for said in call.said)
        for title, words in ((_("Summary"), summary), (_("Notes"), call.note), (_("Said"), said)):
            if words:
                self._add(title, "section")
                self._add(words, "")
        self.verticalScrollBar().setValue(0)

    def _add(self, words: str, name: str) -> None:
        label = QLabel(words, self._body)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setIndent(0)
        label.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        self._parts.insertWidget(self._parts.count() - 1, label)
        self._labels.append(label)


def length(call: SavedCall) -> str:
    """Return how long a call took, empty while it is open."""
    return duration(call.ended - call.started) if call.ended else ""


def worst_mood(call: SavedCall) -> str:
    """Return the word for the worst mood of a call, empty for one that was calm throughout."""
    levels = [MoodLevel(mood.level) for mood in call.moods]
    return word(max(levels, key=list(MoodLevel).index)) if levels else ""


def _about(call: SavedCall) -> Iterator[str]:
    began = call.started.astimezone()
    yield f"{labels.day(began)}, {moments.clock(began)}"
    yield length(call)
    yield word(Channel(call.channel)) if call.channel else ""
    yield worst_mood(call)
