"""The versions of an article: who changed it, when and why, what differs, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from kbassist import moments
from kbassist.content.kinds import Status
from kbassist.gui.keys import SAVE_KEY, SAVE_KEYS, OwnKey, OwnKeys
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.studio.difference import DifferenceView
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _, in_context, plural
from kbassist.words import word

if TYPE_CHECKING:
    from kbassist.content.versions import Version

Load = Callable[[str, Callable[[str], object]], object]
_SIDE_BY_SIDE_FROM = 700  # px
_SHARES = (2, 3)
_MUCH = 1000  # px; what there is, is shared out in this proportion


class HistoryPage(QWidget):
    """Lists versions, and shows how the chosen one differs from the text now, or from the version before it.

    `restore_requested(text)` asks to bring the text of a version back.
    """

    restore_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin without an article."""
        super().__init__(parent)
        self._versions: Sequence[Version] = ()
        self._load: Load | None = None
        self._now, self._text = "", ""
        self._shown = ""
        self._from_before = True
        self.head, self.hint = QLabel(self), QLabel(_hint(), self)
        self.rows = RowList(_("Versions"), theme, self)
        self.difference = DifferenceView(theme, self)
        self.with_before, self.with_now = QPushButton(_("1 What it changed"), self), QPushButton(_("2 With now"), self)
        self.restore = QPushButton(in_context("version", "Restore") + f"  {SAVE_KEY}", self)
        self._split = QSplitter(self)
        self._lay_out()
        self.rows.currentRowChanged.connect(self._choose)
        self.rows.itemActivated.connect(self.difference.setFocus)
        self.with_before.clicked.connect(partial(self.compare, from_before=True))
        self.with_now.clicked.connect(partial(self.compare, from_before=False))
        self.restore.clicked.connect(self._restore)
        own = [
            OwnKey("1", self.with_before.click),
            OwnKey("2", self.with_now.click),
            *(OwnKey(key, self._restore) for key in SAVE_KEYS),
        ]
        for place in (self, self.rows):  # the list would take them for its own
            OwnKeys(place, own)

    def show_versions(self, versions: Sequence[Version], load: Load, now: str) -> None:
        """Show versions, the newest first, and how they differ from the text now.

        `load(version, then)` reads the text of a version outside the window's thread and gives it to `then`.
        """
        chosen = self.rows.chosen
        self._versions, self._load, self._now = versions, load, now
        count = plural("{count} version", "{count} versions", len(versions)).format(count=len(versions))
        self.head.setText(count if versions else _("No version yet: the first one is kept when it is saved."))
        self.rows.blockSignals(True)
        self.rows.show_rows([_row(version) for version in versions])
        names = [version.id for version in versions]
        if chosen and chosen.name in names:
            self.rows.setCurrentRow(names.index(chosen.name))
        self.rows.blockSignals(False)
        self._choose()

    def compare(self, *, from_before: bool) -> None:
        """Compare the version chosen with the one before it, else with the text now."""
        self._from_before = from_before
        self.with_now.setChecked(not from_before)
        self.with_before.setChecked(from_before)
        self._choose()

    def _choose(self, _row: int = 0) -> None:
        """Read the version that is chosen, and the one before it where that is wanted."""
        self.restore.setEnabled(False)
        self._shown = self.rows.chosen.name if self.rows.chosen else ""
        if self._shown and self._load:
            self.difference.say(_("Reading …"))
            self._load(self._shown, partial(self._take, self._shown))
        else:
            self.difference.say("")

    def _take(self, version: str, text: str) -> None:
        if version != self._shown or self._load is None:
            return  # another is chosen by now
        self._text = text
        self.restore.setEnabled(text != self._now)
        before = next((one.id for one in self._older()), "")
        if not self._from_before:
            self.difference.show_texts(text, self._now)
        elif before:
            self._load(before, partial(self._take_before, version))
        else:
            self.difference.show_texts("", text)

    def _take_before(self, version: str, text: str) -> None:
        if version == self._shown and self._from_before:
            self.difference.show_texts(text, self._text)

    def _older(self) -> Sequence[Version]:
        """Return the versions before the one that is chosen."""
        names = [version.id for version in self._versions]
        return self._versions[names.index(self._shown) + 1 :]

    def _restore(self) -> None:
        if self.restore.isEnabled():
            self.restore_requested.emit(self._text)

    def _lay_out(self) -> None:
        self.setFocusProxy(self.rows)
        self.head.setObjectName("registerWords")
        self.head.setWordWrap(True)
        self.hint.setObjectName("muted")
        self.hint.setWordWrap(True)
        self.restore.setObjectName("save")
        self.restore.setEnabled(False)
        ways = QHBoxLayout()
        ways.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID // 2)
        ways.setSpacing(GRID // 2)
        for button, is_chosen in ((self.with_before, True), (self.with_now, False)):
            button.setObjectName("pill")
            button.setCheckable(True)
            button.setChecked(is_chosen)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            ways.addWidget(button)
        ways.addStretch(1)
        beside = QWidget(self)
        inner = QVBoxLayout(beside)
        inner.setContentsMargins(0, GRID // 2, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(ways)
        inner.addWidget(self.difference, 1)
        self._split.setObjectName("reading")
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.rows)
        self._split.addWidget(beside)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        column.addWidget(self.head)
        column.addWidget(self._split, 1)
        column.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Stand side by side where there is room."""
        super().resizeEvent(event)
        is_wide = self.width() >= _SIDE_BY_SIDE_FROM
        self._split.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)
        self._split.setSizes([share * _MUCH for share in _SHARES])


def _hint() -> str:
    return _("Enter: read the difference · Shift+Tab: back to the versions")


def _row(version: Version) -> TextRow:
    when = moments.near(version.when, datetime.now().astimezone())
    status = word(Status(version.status)) if version.status else ""
    return TextRow(
        version.message or _("Changed"), " · ".join(filter(None, (when, version.who, status))), "", version.id
    )
