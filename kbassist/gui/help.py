"""All keys on one page, over the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from kbassist.gui.theme import GRID
from kbassist.messages import _


def _keys() -> tuple[tuple[str, str], ...]:
    return (
        ("Ctrl+1 … 9", _("copy the line with that number")),
        ("Alt+1 … 9", _("open its article")),
        ("Ctrl+Shift+1 … 9", _("take the line away")),
        ("Ctrl+0", _("show the offers that wait")),
        ("Ctrl+M", _("show the required lines not said yet")),
        ("Ctrl+I", _("why this line, and why not another")),
        ("Alt", _("hold to see the articles' titles")),
        ("Esc", _("back to the notes")),
        ("Ctrl+K", _("search; there F1 tells how to ask")),
        ("Ctrl+D", _("pin the article, or let it go")),
        ("Ctrl+N", _("new call")),
        ("Ctrl+R", _("undo what was just done")),
        ("Ctrl+P", _("next phase of the call")),
        ("Ctrl+B", _("form of address")),
        ("Ctrl+L", _("language of the lines")),
        ("Tab", _("search, call, notes, list in turn")),
        ("Enter", _("in the list: copy the chosen line")),
        ("Alt+←", _("in an article: back")),
        ("F2", _("what was learned")),
        ("F1", _("this page")),
    )


class HelpPage(QFrame):
    """Covers the window's middle; closed with Esc or F1."""

    def __init__(self, parent: QWidget) -> None:
        """Lay the page out, hidden until it is asked for."""
        super().__init__(parent)
        self.setObjectName("help")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Keys"))
        title = QLabel(_("Keys"), self)
        title.setObjectName("articleTitle")
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        for row, (keys, words) in enumerate(_keys()):
            cap, meaning = QLabel(keys, self), QLabel(words, self)
            cap.setObjectName("keyCap")
            meaning.setWordWrap(True)
            grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(meaning, row, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(title)
        column.addLayout(grid)
