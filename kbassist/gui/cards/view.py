"""The list of cards as it is worked with: keys, mouse, the question for a gap, the mark at what is new."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from kbassist.assist.model import Advice, Suggestion
from kbassist.content.kinds import LineKind
from kbassist.gui import quiet
from kbassist.gui.call import UsedLine
from kbassist.gui.cards import arrange
from kbassist.gui.cards.arrange import MOST_USED, Fold, RowKind
from kbassist.gui.cards.delegate import ASK_HEIGHT, QUIET_HEIGHTS, TEXT_AT, CardDelegate
from kbassist.gui.cards.model import CardModel
from kbassist.gui.keys import REPORT_KEY, WHY_KEY
from kbassist.gui.saying import LineSayer
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _

_MARK_MS = 200
_REST_MS = 700  # after this long without a change, a card is taken for seen


class CardView(QListView):
    """The lines worth saying.

    `line_chosen(suggestion, text)` brings a line that is to be copied, every placeholder filled.
    `gap_filled(name, value)` brings what the agent said for a placeholder.
    `article_requested`, `why_asked` and `dismiss_requested(suggestion)`, `form_requested(line)`, `said_again(line)`
    and `report_asked` are wishes.
    `question_left` tells that a question was cancelled.
    """

    line_chosen = Signal(object, str)
    gap_filled = Signal(str, str)
    article_requested = Signal(object)
    why_asked = Signal(object)
    dismiss_requested = Signal(object)
    form_requested = Signal(str)
    said_again = Signal(str)
    report_asked = Signal()
    question_left = Signal()

    def __init__(self, title_of: Callable[[str, str], str], theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with an empty list; `title_of` gives the title of an article in a language."""
        super().__init__(parent)
        self.cards = cards = CardModel(title_of, self)
        self._theme = theme
        self._delegate = CardDelegate(theme, self)
        self._sayer = LineSayer(self.viewport())
        self._advice: Advice | None = None
        self._used: tuple[UsedLine, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(cards.settle)
        self._calm_words = ""
        self.setModel(cards)
        self.setItemDelegate(self._delegate)
        self.setObjectName("cards")
        quiet.set_up(self, _("Lines worth saying"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self._sayer.filled.connect(self.gap_filled)
        self._sayer.turned.connect(self._follow_question)
        self._sayer.left.connect(self.question_left)
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(_MARK_MS)
        self._animation.setStartValue(1.0)
        self._animation.setEndValue(0.0)
        self._animation.valueChanged.connect(self._fade_mark)
        cards.cards_came.connect(self._mark_new)
        cards.rowsInserted.connect(self._after_change)
        cards.rowsRemoved.connect(self._after_change)
        cards.rowsMoved.connect(self._after_change)
        cards.dataChanged.connect(self._after_change)
        self.activated.connect(self._act)
        self.clicked.connect(self._click)
        theme.changed.connect(self._repaint)

    def show_advice(self, advice: Advice, used: Sequence[UsedLine], calm_words: str) -> None:
        """Show what of an advice fits the list, and what was said before; `calm_words` where there is nothing."""
        self._advice, self._used, self._calm_words = advice, tuple(used), calm_words
        self._delegate.call_lang = advice.lang
        if not self._delegate.width:
            return  # nothing can be measured yet; the first resize comes back here
        groups = {suggestion.group for suggestion in advice.suggestions if not suggestion.locked}
        others = [RowKind.HEADING] * len(groups) + [RowKind.USED] * min(len(used), MOST_USED)
        others += [RowKind.FOLD] * (any(s.locked for s in advice.suggestions) + bool(advice.unsaid))
        room = self.viewport().height() - sum(QUIET_HEIGHTS[kind] for kind in others)
        self.cards.show(advice, arrange.fitting(advice.suggestions, self._delegate.card_height, room), used)
        self._rest.start()
        self.viewport().update()

    def show_titles(self, shows: bool) -> None:
        """Put article titles in the place of the reasons, as long as Alt is held."""
        if shows != self._delegate.shows_titles:
            self._delegate.shows_titles = shows
            self._repaint()

    def copy_key(self, key: int) -> None:
        """Copy the card under a digit."""
        self._act(self.cards.index_of_key(key))

    def open_key(self, key: int) -> None:
        """Open the article of the card under a digit."""
        self._emit_for(self.article_requested, self.cards.index_of_key(key))

    def dismiss_key(self, key: int) -> None:
        """Take away the card under a digit."""
        self._emit_for(self.dismiss_requested, self.cards.index_of_key(key))

    def toggle_locked(self) -> None:
        """Unfold the offers that wait, or fold them."""
        self._toggle(Fold.LOCKED)

    def toggle_unsaid(self) -> None:
        """Unfold the lines that must still be said, or fold them."""
        self._toggle(Fold.UNSAID)

    def _toggle(self, fold: Fold) -> None:
        self.cards.toggle(fold)
        self._repaint()
        if fold in self.cards.unfolded:
            self.executeDelayedItemsLayout()
            self.scrollTo(self.cards.index_of(RowKind.FOLD, fold), QListView.ScrollHint.PositionAtTop)

    def in_question(self) -> Suggestion | None:
        """Return the line that one means: the chosen one, else the first card, None when there is none."""
        chosen = self.currentIndex() if self.hasFocus() else QModelIndex()
        first = self.cards.index_of(RowKind.CARD)
        for index in (chosen, first, self.cards.index_of(RowKind.LOCKED)):
            if index.isValid() and (suggestion := self.cards.row(index).suggestion):
                return suggestion
        return None

    def leave_question(self) -> None:
        """Give up the question for a gap."""
        self._sayer.leave()

    def _follow_question(self) -> None:
        self._delegate.asking = self._sayer.line
        self._after_change()
        self._place_question()

    def _place_question(self) -> None:
        if not self._sayer.line:
            return
        index = self.cards.index_of(RowKind.CARD, self._sayer.line)
        if not index.isValid():
            self.leave_question()
            return
        self.scrollTo(index)
        row = self.visualRect(index)
        place = QRect(row.left(), row.bottom() - ASK_HEIGHT - GRID // 2, row.width(), ASK_HEIGHT)
        self._sayer.put(place.adjusted(GRID + TEXT_AT, 0, -2 * GRID, -GRID // 2))

    def _act(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if not index.isValid():
            return
        row = self.cards.row(index)
        match row.kind, row.suggestion:
            case RowKind.CARD, suggestion if suggestion and suggestion.kind is LineKind.FORM:
                self.form_requested.emit(suggestion.line)
            case RowKind.CARD, suggestion if suggestion:
                self._sayer.say(suggestion, self.line_chosen)
            case RowKind.LOCKED, suggestion if suggestion:
                self.article_requested.emit(suggestion)
            case RowKind.USED, _suggestion:
                self.said_again.emit(row.name)
            case RowKind.FOLD, _suggestion:
                self._toggle(Fold(row.name))

    def _click(self, index: QModelIndex) -> None:
        if self.cards.row(index).kind is RowKind.FOLD:
            self._act(index)

    def _emit_for(self, wish: SignalInstance, index: QModelIndex) -> None:
        suggestion = self.cards.row(index).suggestion if index.isValid() else None
        if suggestion:
            wish.emit(suggestion)

    def _mark_new(self) -> None:
        if self._theme.moves:
            self._delegate.fresh = self.cards.fresh
            self._animation.stop()
            self._animation.start()

    def _fade_mark(self, value: float) -> None:
        self._delegate.mark = value
        self.viewport().update()

    def _after_change(self) -> None:
        self.scheduleDelayedItemsLayout()

    def _repaint(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def _menu_for(self, key: int) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, keys, handler in (
            (_("Copy"), f"Ctrl+{key}", self._copy_current),
            (_("Open the article"), f"Alt+{key}", self._open_current),
            (_("Why this line"), WHY_KEY, self._ask_why),
            (_("Take away"), f"Ctrl+Shift+{key}", self._dismiss_current),
            (_("Report to the editors"), REPORT_KEY, self.report_asked.emit),
        ):
            action = menu.addAction(words)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(handler)
        return menu

    def _copy_current(self) -> None:
        self._act(self.currentIndex())

    def _open_current(self) -> None:
        self._emit_for(self.article_requested, self.currentIndex())

    def _ask_why(self) -> None:
        self._emit_for(self.why_asked, self.currentIndex())

    def _dismiss_current(self) -> None:
        self._emit_for(self.dismiss_requested, self.currentIndex())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer what the keys do."""
        index = self.indexAt(event.pos()) if event.reason() is QContextMenuEvent.Reason.Mouse else self.currentIndex()
        if index.isValid() and (row := self.cards.row(index)).suggestion and row.key:
            self.setCurrentIndex(index)
            self._menu_for(row.key).popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Let Space do what Enter does, and Delete take a card away."""
        match event.key():
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._act(self.currentIndex())
            case Qt.Key.Key_Delete:
                self._dismiss_current()
            case _:
                super().keyPressEvent(event)

    def updateGeometries(self) -> None:  # noqa: N802
        """Keep the question on its card."""
        super().updateGeometries()
        self._place_question()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay the cards out for the new width."""
        self._delegate.width = self.width()
        super().resizeEvent(event)
        if self._advice:
            self.show_advice(self._advice, self._used, self._calm_words)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Say calmly what to type next where there is nothing to show."""
        super().paintEvent(event)
        if self.cards.rowCount() == 0 and self._calm_words:
            quiet.say(self.viewport(), self._calm_words, self._theme.colours)
