"""The score sheet of one line: what becomes of it, the numbers, and what speaks for it or against it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from kbassist.assist.sheet import Aspect, Item, Sheet, Verdict
from kbassist.gui import icons, labels
from kbassist.gui.bar import Bar
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _
from kbassist.words import word

_SIGNS = {Verdict.SHOWN: ("check", "calm"), Verdict.LOCKED: ("lock", "offer")}
_AGAINST = {Aspect.BETTER_ARTICLE, Aspect.VETO}
_NAMES_WIDTH = 21 * GRID
_WIDEST = 560  # px


class SheetBody(QWidget):
    """Shows a sheet; made anew for another."""

    def __init__(self, sheet: Sheet, theme: Theme) -> None:
        """Show `sheet`."""
        super().__init__()
        self._theme = theme
        self.setObjectName("sheet")
        inner = QWidget(self)
        inner.setMaximumWidth(_WIDEST)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        self._column.setSpacing(GRID)
        self._add_verdict(sheet)
        self._add_score(sheet)
        if sheet.items:
            self._add_items(sheet)
        self._column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inner, 1)
        row.addStretch(0)

    def _add_verdict(self, sheet: Sheet) -> None:
        name, colour = _SIGNS.get(sheet.verdict, ("close", "muted"))
        sign = QLabel(self)
        sign.setPixmap(icons.icon(name, getattr(self._theme.colours, colour)).pixmap(icons.SIZE, icons.SIZE))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_label(verdict_words(sheet), "verdict"), 1)
        self._column.addLayout(row)
        more = [word(lock) for lock in sheet.locks] if sheet.verdict is Verdict.LOCKED else []
        if sheet.missing:
            more.append(_("To be known first: {names}").format(names=", ".join(map(labels.gap, sheet.missing))))
        for words in more:
            self._column.addWidget(_label(f"· {words}", "muted"))

    def _add_score(self, sheet: Sheet) -> None:
        self._column.addWidget(_label(_("Score"), "section"))
        factors, grid = sheet.factors, _grid()
        rows = (
            (_("Relevance"), factors.relevance),
            (_("× fit to the moment"), factors.fit),
            (_("× value of the offer"), factors.value),
            (_("× taken by agents before"), factors.acceptance),
        )
        for at, (words, factor) in enumerate(rows):
            _add_row(grid, at, _label(words), factor)
        grid.addWidget(Bar(self._theme, "talk", factors.relevance, tick=sheet.threshold), 0, 1)
        _add_row(grid, len(rows), _label(_("= what it is worth"), "strong"), sheet.worth)
        self._column.addLayout(grid)
        least = _("A line needs a relevance of {least} to be shown; the mark on the bar stands there.")
        self._column.addWidget(_label(least.format(least=labels.number(sheet.threshold, 2)), "muted"))

    def _add_items(self, sheet: Sheet) -> None:
        self._column.addWidget(_label(_("What speaks for it, and against it"), "section"))
        grid = _grid()
        for at, item in enumerate(sheet.items):
            self._add_item(grid, 2 * at, item)
        self._column.addLayout(grid)

    def _add_item(self, grid: QGridLayout, row: int, item: Item) -> None:
        against = item.aspect in _AGAINST
        _add_row(grid, row, _label(word(item.aspect)), -item.amount if against else item.amount)
        grid.addWidget(Bar(self._theme, "muted" if against else "talk", item.amount), row, 1)
        if item.words:
            grid.addWidget(_label(", ".join(f"“{words}”" for words in item.words), "muted"), row + 1, 0, 1, 3)


def verdict_words(sheet: Sheet) -> str:
    """Return what becomes of a line, with its place where it is shown."""
    words, is_shown = word(sheet.verdict), sheet.verdict is Verdict.SHOWN
    return _("{words} Place {place}.").format(words=words, place=sheet.place) if is_shown else words


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.setColumnMinimumWidth(0, _NAMES_WIDTH)
    grid.setColumnStretch(1, 1)
    return grid


def _add_row(grid: QGridLayout, row: int, name: QLabel, value: float) -> None:
    grid.addWidget(name, row, 0)
    amount = _label(labels.number(value, 2), name.objectName())
    amount.setWordWrap(False)
    amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    grid.addWidget(amount, row, 2)


def _label(words: str, name: str = "") -> QLabel:
    label = QLabel(words)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setIndent(0)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label
