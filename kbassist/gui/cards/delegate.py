"""How rows of the list look."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kbassist.assist.model import Suggestion
from kbassist.gui import icons
from kbassist.gui.cards import face
from kbassist.gui.cards.arrange import FOLD_KEYS, Fold, Row, RowKind
from kbassist.gui.cards.face import TextBlock
from kbassist.gui.cards.model import ARTICLE_TITLE, ROW, UNFOLDED
from kbassist.gui.theme import GRID, RADIUS, SMALL_SIZE, Theme, font

ASK_HEIGHT = 5 * GRID
_HALF = GRID // 2
_BAR = 4
TEXT_AT = 36  # from the card's left edge to its words
_TEXT_END = 12
_WHY_HEIGHT = 16
QUIET_HEIGHTS = {RowKind.HEADING: 3 * GRID, RowKind.FOLD: 4 * GRID, RowKind.USED: 3 * GRID}
_KEY = 18
_ICON_ROOM = 28
_CACHED = 256
_BETWEEN_KEY = "   "
Index = QModelIndex | QPersistentModelIndex


class CardDelegate(QStyledItemDelegate):
    """Paints headings, cards, the fold and used rows.

    `width` is the view's, scroll bar and all, `asking` names the card that makes room for a question, `mark` (0 to 1)
    is how strongly the bars of the cards in `fresh` stand out, `shows_titles` puts articles in the place of reasons.
    """

    def __init__(self, theme: Theme, parent: QObject) -> None:
        """Paint in the colours of `theme`."""
        super().__init__(parent)
        self._theme = theme
        self._blocks: dict[tuple[object, ...], TextBlock] = {}
        self.width = 0
        self.call_lang = "id"
        self.asking = ""
        self.mark = 0.0
        self.fresh: frozenset[str] = frozenset()
        self.shows_titles = False
        theme.changed.connect(self.forget_faces)

    def forget_faces(self) -> None:
        """Lay everything out anew: colours or fonts changed."""
        self._blocks.clear()

    def card_height(self, suggestion: Suggestion) -> int:
        """Return the height of a card at the view's width."""
        return round(self._said(suggestion).height) + _HALF + _WHY_HEIGHT + 2 * GRID + _HALF

    def _said(self, suggestion: Suggestion) -> TextBlock:
        key = suggestion.text, suggestion.gaps, self.width
        return self._blocks.get(key) or self._keep(key, face.said(suggestion, self._text_width, self._theme.colours))

    def _why(self, suggestion: Suggestion) -> TextBlock:
        kind, words = face.kind_of(suggestion, self.call_lang), face.words_of(suggestion)
        colour = self._theme.colours.of_group(suggestion.group)
        key = kind, words, colour, self.width
        return self._blocks.get(key) or self._keep(key, face.why(kind, words, self._text_width, colour))

    def _keep(self, key: tuple[object, ...], block: TextBlock) -> TextBlock:
        if len(self._blocks) >= _CACHED:
            self._blocks.clear()
        self._blocks[key] = block
        return block

    def _card_rect(self, rect: QRect) -> QRect:
        """Return the card's place, as wide with a scroll bar (in its right margin) as without."""
        return QRect(rect.left() + GRID, rect.top(), self.width - 2 * GRID, rect.height() - _HALF)

    @property
    def _text_width(self) -> int:
        return self.width - 2 * GRID - TEXT_AT - _TEXT_END

    def _paint_heading(self, painter: QPainter, rect: QRect, row: Row, text: str) -> None:
        letters = font(SMALL_SIZE, bold=True)
        letters.setCapitalization(QFont.Capitalization.AllUppercase)
        letters.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
        painter.setFont(letters)
        painter.setPen(QColor(self._theme.colours.of_group(row.group)) if row.group else painter.pen())
        place = rect.adjusted(2 * GRID, 0, -GRID, -_HALF)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, title: str) -> None:
        suggestion, colours = row.suggestion, self._theme.colours
        if suggestion is None:
            return
        locked = row.kind is RowKind.LOCKED
        card, state = self._card_rect(option.rect), option.state
        colour = QColor(colours.rule if locked else colours.of_group(suggestion.group))
        painter.setPen(Qt.PenStyle.NoPen)
        touched = state & QStyle.StateFlag.State_MouseOver
        selected = state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus
        painter.setBrush(QColor(colours.selection if selected else colours.hover if touched else colours.surface))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        painter.setBrush(colour)
        width = _BAR + round(_BAR * self.mark) if row.name in self.fresh else _BAR
        painter.save()
        painter.setClipRect(QRect(card.left(), card.top(), width, card.height()))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        painter.restore()
        self._paint_key(painter, card, row, colour)
        said = self._said(suggestion)
        x, y = card.left() + TEXT_AT, card.top() + GRID
        painter.setPen(QColor(colours.muted if locked else colours.text))
        said.draw(painter, x, y)
        painter.setPen(QColor(colours.muted))
        shows_title = title and (self.shows_titles or touched)
        below = face.title_row(title, self._text_width) if shows_title else self._why(suggestion)
        below.draw(painter, x, y + said.height + _HALF)

    def _paint_key(self, painter: QPainter, card: QRect, row: Row, colour: QColor) -> None:
        colours = self._theme.colours
        cap = QRect(card.left() + _BAR + 7, card.top() + GRID + 1, _KEY, _KEY)
        if row.kind is RowKind.LOCKED:
            icons.paint(painter, "lock", colours.muted, cap)
            return
        if not row.key:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(colours.rule))
        painter.drawRoundedRect(cap.adjusted(0, 0, -1, -1).toRectF().translated(0.5, 0.5), _HALF, _HALF)
        painter.setPen(colour)
        painter.setFont(font(SMALL_SIZE, bold=True))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, str(row.key))

    def _paint_quiet(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row that only stands by: what waits, what was said."""
        colours, row, text = self._theme.colours, index.data(ROW), index.data()
        state, rect = option.state, option.rect.adjusted(GRID, 0, -GRID, 0)
        fold = row.kind is RowKind.FOLD
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selection))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        name = ("down" if index.data(UNFOLDED) else "right") if fold else "check"
        colour = colours.offer if row.name == Fold.LOCKED else colours.text if fold else colours.muted
        icons.paint(painter, name, colour, QRect(rect.left(), rect.top(), _ICON_ROOM, rect.height()))
        place = rect.adjusted(_ICON_ROOM if fold else TEXT_AT, 0, -_TEXT_END, 0)
        painter.setFont(font(SMALL_SIZE, bold=fold))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.setPen(QColor(colour))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        key = FOLD_KEYS[Fold(row.name)] if fold else ""
        if key and metrics.horizontalAdvance(text + _BETWEEN_KEY + key) < place.width():
            painter.setFont(font(SMALL_SIZE))
            painter.setPen(QColor(colours.muted))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, key)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        row: Row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        match row.kind:
            case RowKind.HEADING:
                self._paint_heading(painter, option.rect, row, index.data())
            case RowKind.CARD | RowKind.LOCKED:
                self._paint_card(painter, option, row, index.data(ARTICLE_TITLE))
            case _:
                self._paint_quiet(painter, option, index)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the height that a row needs at the view's width."""
        row: Row = index.data(ROW)
        if row.suggestion is None:
            return QSize(0, QUIET_HEIGHTS[row.kind])
        return QSize(0, self.card_height(row.suggestion) + (ASK_HEIGHT if row.name == self.asking else 0))
