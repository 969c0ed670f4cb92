"""How to ask, on one page: what may be written into the search beside plain words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from kbassist.gui.theme import GRID
from kbassist.messages import _, in_context


def _examples() -> tuple[tuple[str, str], ...]:
    return (
        (in_context("query", "admin fee"), _("all the words, in any order; the last may be unfinished")),
        (in_context("query", '"admin fee"'), _("these words side by side")),
        (in_context("query", "fee -card"), _("without a word")),
        (in_context("query", "fee or charge"), _("one or the other")),
        (in_context("query", "title:fee"), _("in the title")),
        (in_context("query", "tag:debit"), _("with a tag")),
        (in_context("query", "kind:product"), _("of a kind")),
        (in_context("query", "category:cards"), _("of a category")),
        (in_context("query", "lang:en"), _("in a language")),
        (in_context("query", "before:2026-12-31"), _("to be reviewed before a day")),
        (in_context("query", "after:2026-06-30"), _("to be reviewed after a day")),
    )


def _keys() -> tuple[tuple[str, str], ...]:
    return (
        ("Enter", _("open")),
        ("Ctrl+Enter", _("open beside what is open")),
        ("Ctrl+C", _("copy the line that is shown")),
        ("Ctrl+Shift+C", _("put it into the notes")),
        ("Ctrl+D", _("pin")),
        ("F5 … F9", _("narrow; with Shift backwards")),
        ("Ctrl+Backspace", _("look everywhere again")),
        ("F10", _("let the note move the order, or not")),
        ("F1", _("back to what was found")),
    )


class SearchHelp(QScrollArea):
    """Examples of what may be written, and the keys of a search."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay the page out."""
        super().__init__(parent)
        self.setObjectName("sheetScroll")
        self.setAccessibleName(_("How to ask"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        body.setObjectName("searchHelp")
        column = QVBoxLayout(body)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.addLayout(_table(((_("How to ask"), _examples()), (_("Keys"), _keys()))))
        column.addStretch(1)
        self.setWidget(body)


def _table(parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 4)
    grid.setColumnStretch(1, 1)
    for title, pairs in parts:
        head = QLabel(title)
        head.setObjectName("articleTitle")
        grid.addWidget(head, grid.rowCount(), 0, 1, 2)
        for written, words in pairs:
            cap, meaning, row = QLabel(written), QLabel(words), grid.rowCount()
            cap.setObjectName("keyCap")
            meaning.setWordWrap(True)
            for label in (cap, meaning):
                label.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(meaning, row, 1)
    return grid
