"""Two changes of one text brought together: what is at odds is decided part by part, the rest is merged already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kbassist import moments
from kbassist.content import differences, merging
from kbassist.content.differences import Sign
from kbassist.content.merging import Region, Side
from kbassist.gui.choice import Option
from kbassist.gui.keys import SAVE_ARTICLE_KEY, SAVE_KEY, SAVE_KEYS, OwnKey, OwnKeys
from kbassist.gui.page import PageHead
from kbassist.gui.records.entries import ChoiceEntry
from kbassist.gui.studio.difference import marked
from kbassist.gui.theme import GRID, NOTE_SIZE, Theme, font
from kbassist.messages import _, in_context, plural

_SIDE_BY_SIDE_FROM = 700  # px
_RESULT_ROWS = 8


class Take(StrEnum):
    """What is taken where two changes are at odds."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class Conflict(QFrame):
    """A part that both changed, the two wordings beside each other, and which of them is taken."""

    def __init__(self, region: Region, who: str, parent: QWidget) -> None:
        """Show both."""
        super().__init__(parent)
        self.region = region
        self.setObjectName("conflict")
        self.take = ChoiceEntry(
            [
                Option(Take.MINE, _("Mine")),
                Option(Take.THEIRS, who or _("The other")),
                Option(Take.BOTH, _("Both")),
            ]
        )
        self.take.name_it(_("Which one is taken"))
        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._sides.setSpacing(2 * GRID)
        mine, theirs = differences.changes(region.mine, region.theirs)
        for title, text, spans, sign in (
            (_("Mine"), region.mine, mine, Sign.IN),
            (who or _("The other"), region.theirs, theirs, Sign.IN),
        ):
            self._sides.addWidget(_wording(title, marked(text.rstrip("\n"), spans, sign)), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(self._sides)
        column.addWidget(self.take)

    @property
    def text(self) -> str | None:
        """What is taken, None while that is not decided."""
        match self.take.value():
            case Take.MINE:
                return self.region.mine
            case Take.THEIRS:
                return self.region.theirs
            case Take.BOTH:
                between = "" if self.region.mine.endswith("\n") or not self.region.mine else "\n"
                return self.region.mine + between + self.region.theirs
        return None

    def stand(self, *, beside: bool) -> None:
        """Let the wordings stand beside each other, or one over the other."""
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(direction)


class MergePage(QWidget):
    """Shows what is at odds between my text and what somebody saved meanwhile.

    `merged(text)` brings the text once all is decided, `left` tells that nothing is to be saved.
    """

    merged = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with nothing to bring together."""
        super().__init__(parent)
        self.setObjectName("merge")
        self._regions: Sequence[Region] = ()
        self._conflicts: dict[int, Conflict] = {}
        self._text: str | None = None
        self.head = PageHead(_("Two changes"), theme, self)
        self._foot = QLabel(self)
        self.result = QPlainTextEdit(self)
        self.save = QPushButton(in_context("merge", "Save") + f"  {SAVE_KEY}", self)
        self._scroll, self._body = QScrollArea(self), QWidget()
        self._lay_out()
        self.head.closed.connect(self.left)
        self.save.clicked.connect(self._finish)
        saves = (*SAVE_KEYS, SAVE_ARTICLE_KEY)
        OwnKeys(self, [OwnKey("Esc", self.left.emit), *(OwnKey(key, self._finish) for key in saves)])

    @property
    def conflicts(self) -> list[Conflict]:
        """Return what is to be decided, in the order of the text."""
        return list(self._conflicts.values())

    def show_texts(self, base: str, mine: str, theirs: str, who: str = "", when: datetime | None = None) -> None:
        """Bring together my text and theirs, which both grew out of `base`."""
        self._regions = merging.merge(base, mine, theirs)
        self._conflicts = {}
        self._body = QWidget()
        self._body.setObjectName("mergeBody")
        column = QVBoxLayout(self._body)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        for at, region in enumerate(self._regions):
            column.addWidget(self._part(at, region, who))
        column.addStretch(1)
        self._scroll.setWidget(self._body)
        decides = _("1 mine · 2 the other · 3 both · Esc: leave")
        self._foot.setText(decides if self._conflicts else _("Esc: leave"))
        walked = [*(conflict.take for conflict in self.conflicts), self.result, self.save]
        for one, following in pairwise(walked):
            self.setTabOrder(one, following)
        saved = _("Somebody else saved this article meanwhile.")
        if who and when:
            moment = moments.near(when, datetime.now().astimezone())
            saved = _("{who} saved this article meanwhile, {when}.").format(who=who, when=moment)
        self.head.show_title(_("Two changes"), f"{saved} {_count(len(self._conflicts))}")
        self._stand()
        self._follow()
        self.take_focus()

    def take_focus(self) -> None:
        """Take the keys, on the first part that is to be decided."""
        conflict = next((one for one in self.conflicts if one.text is None), None)
        place = conflict.take if conflict else self.save
        self.setFocusProxy(place)
        place.setFocus(Qt.FocusReason.TabFocusReason)
        if conflict:
            self._reveal(conflict)

    def _reveal(self, conflict: Conflict) -> None:
        """Bring a part into sight; it has its place only once the page is laid out."""
        QTimer.singleShot(0, conflict, partial(self._scroll.ensureWidgetVisible, conflict, 0, GRID))

    def _part(self, at: int, region: Region, who: str) -> QWidget:
        match region.side:
            case Side.CONFLICT:
                conflict = self._conflicts[at] = Conflict(region, who, self._body)
                conflict.take.changed.connect(self._follow)
                conflict.take.finished.connect(self.take_focus)
                return conflict
            case Side.AGREED:
                count = region.mine.count("\n") or 1
                words = plural("{count} row alike", "{count} rows alike", count).format(count=count)
                return _label(f"⋯ {words}", "muted")
            case Side.MINE:
                title = _("Changed by me alone")
            case Side.THEIRS:
                title = _("Changed by {who} alone").format(who=who) if who else _("Changed by the other alone")
        text = region.text or ""
        wording = _wording(title, marked(text.rstrip("\n"), (), Sign.SAME) or _("(taken out)"))
        wording.setObjectName("region")
        return wording

    def _follow(self) -> None:
        """Show the result as it is decided by now."""
        texts = [
            self._conflicts[at].text if at in self._conflicts else region.text
            for at, region in enumerate(self._regions)
        ]
        gap = "⋯ " + _("to be decided") + " ⋯\n"
        place = self.result.verticalScrollBar().value()
        shown = "".join(gap if text is None else text for text in texts)
        self._text = None if None in texts else shown
        self.result.setPlainText(shown)
        self.result.verticalScrollBar().setValue(place)
        self.save.setEnabled(self._text is not None)

    def _finish(self) -> None:
        """Hand on the text, or go to what is not decided yet."""
        if self._text is None:
            self.take_focus()
        else:
            self.merged.emit(self._text)

    def _stand(self) -> None:
        for conflict in self.conflicts:
            conflict.stand(beside=self.width() >= _SIDE_BY_SIDE_FROM)

    def _lay_out(self) -> None:
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.result.setObjectName("result")
        self.result.setReadOnly(True)
        self.result.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # by keys, too, it can be read to its end
        self.result.setTabChangesFocus(True)
        self.result.setFont(font(NOTE_SIZE))
        self.result.setAccessibleName(_("Result"))
        self.result.setFixedHeight(_RESULT_ROWS * self.result.fontMetrics().lineSpacing())
        self.save.setObjectName("save")
        self._foot.setObjectName("muted")
        self._foot.setWordWrap(True)
        under = QVBoxLayout()
        under.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, 0)
        under.setSpacing(GRID // 2)
        under.addWidget(_label(_("Result"), "entryLabel"))
        under.addWidget(self.result)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        foot.addWidget(self._foot, 1)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._scroll, 1)
        column.addLayout(under)
        column.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Begin where there is something to decide."""
        super().showEvent(event)
        if self.conflicts:
            self._reveal(self.conflicts[0])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Let wordings stand beside each other where there is room."""
        super().resizeEvent(event)
        self._stand()


def _count(conflicts: int) -> str:
    if not conflicts:
        return _("Both changes fit together.")
    words = plural("{count} part is to be decided.", "{count} parts are to be decided.", conflicts)
    return words.format(count=conflicts)


def _wording(title: str, html: str) -> QWidget:
    """Return a wording below who wrote it."""
    made = QWidget()
    text = QLabel(f'<p style="white-space: pre-wrap; margin: 0">{html}</p>')
    text.setTextFormat(Qt.TextFormat.RichText)
    text.setWordWrap(True)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(_label(title, "entryLabel"))
    column.addWidget(text)
    column.addStretch(1)
    return made


def _label(words: str, name: str) -> QLabel:
    label = QLabel(words)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setIndent(0)
    return label
