"""All keys, over the window: those of a call and then of the desk, or those of an article that is read or written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from kbassist.gui import keys
from kbassist.gui.theme import GRID
from kbassist.messages import _

if TYPE_CHECKING:
    from kbassist.gui.side import SidePane

Keys = Sequence[tuple[str, str]]


def keys_of_call() -> Keys:
    """Return the keys at hand in any call, and what they do."""
    return (
        ("Ctrl+1 … 9", _("copy the line with that number")),
        ("Alt+1 … 9", _("open its article")),
        ("Ctrl+Shift+1 … 9", _("take the line away")),
        ("Ctrl+0", _("show the offers that wait")),
        ("Ctrl+M", _("show the required lines not said yet")),
        (keys.WHY_KEY, _("why this line, and why not another")),
        ("Alt", _("hold to see the articles' titles")),
        ("Esc", _("back to the notes")),
        (keys.SEARCH_KEY, _("search; there F1 tells how to ask")),
        (keys.READ_KEY, _("to what is read, and back; there F1 tells its keys")),
        (keys.GUIDE_KEY, _("step by step, or from a need to a product")),
        (keys.COMPARE_KEY, _("compare products")),
        (keys.NEW_CALL_KEY, _("new call")),
        (keys.UNDO_KEY, _("undo what was just done")),
        (keys.REPORT_KEY, _("tell the editors that the line is wrong or out of date")),
        (keys.PHASE_KEY, _("next phase of the call")),
        (keys.SALUTATION_KEY, _("form of address")),
        (keys.LANG_KEY, _("language of the lines")),
        (keys.KEEP_KEY, _("keep the number before the cursor unmasked, or not")),
        ("Tab", _("search, call, notes, list in turn")),
        ("Enter", _("in the list: copy the chosen line")),
        (keys.LEARNED_KEY, _("what was learned")),
        (keys.HELP_KEY, _("this page")),
    )


def keys_of_desk() -> Keys:
    """Return the keys for what a call leaves behind, and what they do."""
    return (
        (keys.SAVE_KEY, _("wrap the call up; on a page that is filled in: save")),
        (keys.SUMMARY_KEY, _("on the wrap-up: copy the summary")),
        (keys.HOLD_KEY, _("put the call on hold and take another")),
        (keys.NEXT_CALL_KEY, _("next open call; with Shift the one before")),
        (keys.DESK_KEY, _("registers: calls, promises, complaints, orders, feedback, reports")),
        (keys.CUSTOMER_KEY, _("customer card; again: another customer")),
        (keys.FORM_KEY, _("fill in a form for an order")),
        (keys.HANDOVER_KEY, _("hand over to a unit, register a complaint")),
        (keys.FAVOUR_KEY, _("a gesture of goodwill")),
        (keys.FOLLOW_UP_KEY, _("promise a call back or an answer")),
        (keys.DUE_KEY, _("promises that are due")),
        (keys.BULLETIN_KEY, _("copy what to say of the bulletin; with Shift: fold it")),
        (keys.BULLETINS_KEY, _("whom a bulletin touches")),
        (keys.LOCK_KEY, _("lock the window, or change who is at the desk")),
        ("Ctrl+PgDn  Ctrl+PgUp", _("in the registers: the next one, the one before")),
    )


def keys_of_article() -> Keys:
    """Return the keys in an article, and what they do."""
    return (
        ("Tab", _("next link, box or line")),
        ("Enter", _("follow the link, tick the box, copy the line")),
        ("Ctrl+Enter", _("put the line into the notes")),
        (keys.FIND_KEY, _("find in this article; F3 next, Shift+F3 before")),
        (keys.CONTENTS_KEY, _("contents and related articles")),
        (keys.GUIDE_KEY, _("step by step, where the article has steps")),
        (keys.TRANSLATE_KEY, _("the same place in the other language")),
        ("Alt+←  Alt+→", _("back and forward")),
        (keys.BESIDE_KEY, _("second article beside; again: to the other one")),
        (keys.CLOSE_KEY, _("close this article")),
        (keys.PIN_KEY, _("pin the article, or let it go")),
        (keys.COMPARE_KEY, _("compare with other products")),
        ("Ctrl+  +  −  0", _("larger, smaller, as before")),
        (keys.REPORT_KEY, _("tell the editors that it is wrong or out of date")),
        (keys.PRINT_KEY, _("print")),
        (keys.PDF_KEY, _("save as PDF")),
        (keys.READ_KEY, _("to the notes, and back")),
        ("Esc", _("back to the notes")),
    )


def keys_of_studio() -> Keys:
    """Return the keys where articles are written, and what they do."""
    return (
        (keys.SAVE_ARTICLE_KEY, _("save")),
        (keys.NEW_ARTICLE_KEY, _("new article")),
        (keys.COMPLETE_KEY, _("in the text: what fits here")),
        (keys.MARK_KEY, _("in the text: next problem; with Shift the one before")),
        (keys.CURE_KEY, _("mend the problem at the cursor")),
        ("Ctrl+Z  Ctrl+Y", _("undo, and do again")),
        (keys.TRY_KEY, _("try a note on what is written")),
        (keys.KEEP_TEST_KEY, _("there: keep the note as a test")),
        (keys.LIFE_KEY, _("next step: to review, published, retired")),
        (keys.HISTORY_KEY, _("earlier versions, and back to one of them")),
        (keys.SCHEDULE_KEY, _("articles that are due")),
        ("Ctrl+PgDn  Ctrl+PgUp", _("next page beside the text, the one before")),
        (keys.STUDIO_KEY, _("to the studio, from anywhere")),
        (keys.HELP_KEY, _("this page")),
        ("Esc", _("back to the notes")),
    )


def keys_at_hand(side: SidePane) -> Sequence[Keys]:
    """Return the pages of keys that count where the focus is."""
    if side.has_readers_focus:
        return [keys_of_article()]
    return [keys_of_studio()] if side.has_studios_focus else [keys_of_call(), keys_of_desk()]


class HelpPage(QFrame):
    """Covers the window's middle, until it is left."""

    def __init__(self, parent: QWidget) -> None:
        """Build the page, hidden until it is asked for."""
        super().__init__(parent)
        self._before: QWidget | None = None
        self._pages: Sequence[Keys] = ()
        self._shown = 0
        self._keys, self._more = QWidget(self), QLabel(self)
        self._more.setObjectName("muted")
        self.setObjectName("help")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Keys"))
        title = QLabel(_("Keys"), self)
        title.setObjectName("articleTitle")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        self._column.setSpacing(2 * GRID)
        self._column.addWidget(title)
        self._column.addWidget(self._keys)
        self._column.addWidget(self._more)
        self.hide()

    def turn(self, pages: Sequence[Keys], column: QRect) -> None:
        """Show the first of some pages over a column, or of those that are shown the next; behind the last go away."""
        if self.isHidden():
            self._before, self._pages = QApplication.focusWidget(), pages
        shown = 0 if self.isHidden() else self._shown + 1
        if shown >= len(self._pages):
            self.leave()
            return
        self._shown = shown
        more = shown + 1 < len(self._pages)
        self._more.setText(_("{key}: keys of the desk").format(key=keys.HELP_KEY) if more else "")
        self._more.setVisible(more)
        before, self._keys = self._keys, _table(self._pages[shown])
        self._column.replaceWidget(before, self._keys)
        before.deleteLater()
        self._keys.show()  # a hidden table would count for nothing in the height
        self.place(column)
        self.show()
        self.raise_()
        self.setFocus()

    def place(self, column: QRect) -> None:
        """Take what room is needed of a column."""
        room = column.adjusted(GRID, GRID, -GRID, -GRID)
        self.setGeometry(room.x(), room.y(), room.width(), min(self.heightForWidth(room.width()), room.height()))

    def leave(self) -> bool:
        """Go away, back to where one was; false where the page is not shown."""
        if self.isHidden():
            return False
        self.hide()
        if self._before:
            self._before.setFocus()
        return True


def _table(shown: Keys) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.setColumnStretch(1, 1)
    for row, (key, words) in enumerate(shown):
        cap, meaning = QLabel(key), QLabel(words)
        cap.setObjectName("keyCap")
        meaning.setWordWrap(True)
        grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(meaning, row, 1)
    return made
