"""How rows of the list of articles look. Their height does not depend on the passage, which is read when painted."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kbassist.assist.model import Suggestion
from kbassist.gui import icons, labels
from kbassist.gui.cards import face
from kbassist.gui.cards.face import TextBlock, span
from kbassist.gui.finding.model import DOUBT, PASSAGE, PINNED, ROW
from kbassist.gui.finding.rows import Row
from kbassist.gui.keys import COPY_KEY, INSERT_KEY
from kbassist.gui.places import units
from kbassist.gui.theme import GRID, NOTE_SIZE, RADIUS, SMALL_SIZE, Theme, font
from kbassist.librarian import Hit, Passage
from kbassist.messages import _
from kbassist.words import word

ASK_HEIGHT = 5 * GRID
_HALF = GRID // 2
_BAR = 4
_TITLE_ROWS, _PASSAGE_ROWS, _LINE_ROWS = 2, 2, 5
_QUIET_HEIGHT = 2 * GRID
_HEADING_HEIGHT = 3 * GRID
_CACHED = 256
Index = QModelIndex | QPersistentModelIndex


class HitDelegate(QStyledItemDelegate):
    """Paints headings and articles.

    `width` is the view's, scroll bar and all. `line` is the script line that the chosen article answers with, and
    `is_asking` makes room for a question about it.
    """

    def __init__(self, theme: Theme, parent: QObject) -> None:
        """Paint in the colours of `theme`."""
        super().__init__(parent)
        self._theme = theme
        self._blocks: dict[tuple[object, ...], TextBlock] = {}
        self.width = 0
        self.chosen: Row | None = None
        self.line: Suggestion | None = None
        self.is_asking = False
        theme.changed.connect(self.forget_faces)

    def forget_faces(self) -> None:
        """Lay everything out anew: colours or fonts changed."""
        self._blocks.clear()

    @property
    def _inner(self) -> int:
        return self.width - 6 * GRID

    def _title(self, hit: Hit) -> TextBlock:
        key = "title", hit.title, self.width
        width = self._inner - icons.SIZE - _HALF  # a pin may stand beside it
        return self._blocks.get(key) or self._keep(
            key, TextBlock(hit.title, font(NOTE_SIZE, bold=True), width, most_rows=_TITLE_ROWS)
        )

    def _passage(self, passage: Passage) -> TextBlock:
        key = passage, self.width
        return self._blocks.get(key) or self._keep(key, self._lay_out_passage(passage))

    def _lay_out_passage(self, passage: Passage) -> TextBlock:
        form = QTextCharFormat()
        form.setForeground(QColor(self._theme.colours.text))
        form.setFontWeight(QFont.Weight.DemiBold)
        text = passage.text
        marks = [(units(text, start), units(text, end)) for start, end in passage.marks]
        formats = [span(start, end - start, form) for start, end in marks]
        return TextBlock(text, font(SMALL_SIZE), self._inner, formats, most_rows=_PASSAGE_ROWS)

    def _said(self, line: Suggestion) -> TextBlock:
        key = line.text, line.gaps, self.width
        width = self._inner - 3 * GRID
        return self._blocks.get(key) or self._keep(
            key, face.said(line, width, self._theme.colours, most_rows=_LINE_ROWS)
        )

    def _keep(self, key: tuple[object, ...], block: TextBlock) -> TextBlock:
        if len(self._blocks) >= _CACHED:
            self._blocks.clear()
        self._blocks[key] = block
        return block

    def _line_of(self, row: Row) -> Suggestion | None:
        return self.line if row == self.chosen else None

    def _line_height(self, line: Suggestion) -> int:
        return round(self._said(line).height) + _QUIET_HEIGHT + 2 * GRID + (ASK_HEIGHT if self.is_asking else 0)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the height that a row needs at the view's width."""
        row: Row = index.data(ROW)
        if row.hit is None:
            return QSize(0, _HEADING_HEIGHT)
        height = round(self._title(row.hit).height) + _QUIET_HEIGHT + 2 * GRID + _HALF
        if not row.brief:
            height += _HALF + _PASSAGE_ROWS * _QUIET_HEIGHT
        line = self._line_of(row)
        return QSize(0, height + (_HALF + self._line_height(line) if line else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        row: Row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.hit is None:
            self._paint_heading(painter, option.rect, row.heading)
        else:
            self._paint_hit(painter, option, index, row.hit)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, words: str) -> None:
        painter.setFont(font(SMALL_SIZE, bold=True))
        painter.setPen(QColor(self._theme.colours.muted))
        place = rect.adjusted(2 * GRID, 0, -GRID, -_HALF)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, shown)

    def _paint_hit(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, hit: Hit) -> None:
        row: Row = index.data(ROW)
        colours, place = self._theme.colours, option.rect
        card = QRect(place.left() + GRID, place.top(), self.width - 2 * GRID, place.height() - _HALF)
        chosen = option.state & QStyle.StateFlag.State_Selected
        touched = option.state & QStyle.StateFlag.State_MouseOver
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.selection if chosen else colours.hover if touched else colours.surface))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        x, y = card.left() + 2 * GRID, card.top() + GRID
        if index.data(PINNED):
            sign = QRect(card.right() - GRID - icons.SIZE, y, icons.SIZE, icons.SIZE)
            icons.paint(painter, "pin", colours.muted, sign)
        painter.setPen(QColor(colours.text))
        title = self._title(hit)
        title.draw(painter, x, y)
        y += round(title.height)
        self._paint_about(painter, QRect(x, y, self._inner, _QUIET_HEIGHT), hit, index.data(DOUBT))
        y += _QUIET_HEIGHT + _HALF
        if not row.brief:
            painter.setPen(QColor(colours.muted))
            self._passage(index.data(PASSAGE)).draw(painter, x, y)
            y += _PASSAGE_ROWS * _QUIET_HEIGHT + _HALF
        if line := self._line_of(row):
            self._paint_line(painter, QRect(x, y, self._inner, self._line_height(line)), line)

    def _paint_about(self, painter: QPainter, place: QRect, hit: Hit, doubt: str) -> None:
        """Paint kind, category and language, and what speaks against the article."""
        painter.setFont(font(SMALL_SIZE))
        painter.setPen(QColor(self._theme.colours.muted))
        kind = word(hit.kind)
        category = hit.category if hit.category.lower() != kind.lower() else ""
        about = face.BETWEEN.join(filter(None, (kind, category, hit.lang.upper())))
        ends_at = painter.fontMetrics().horizontalAdvance(face.BETWEEN + doubt) if doubt else 0
        shown = painter.fontMetrics().elidedText(about, Qt.TextElideMode.ElideRight, place.width() - ends_at)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        if doubt:
            beside = place.adjusted(painter.fontMetrics().horizontalAdvance(shown), 0, 0, 0)
            painter.setPen(QColor(self._theme.colours.offer))
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, face.BETWEEN + doubt)

    def _paint_line(self, painter: QPainter, card: QRect, line: Suggestion) -> None:
        colours = self._theme.colours
        colour = colours.of_group(line.group)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        painter.save()
        painter.setClipRect(QRect(card.left(), card.top(), _BAR, card.height()))
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        painter.restore()
        x, y = card.left() + 2 * GRID, card.top() + GRID
        painter.setPen(QColor(colours.text))
        said = self._said(line)
        said.draw(painter, x, y)
        painter.setPen(QColor(colours.muted))
        self._below(line, colour).draw(painter, x, y + said.height)

    def _below(self, line: Suggestion, colour: str) -> TextBlock:
        """Lay out what stands below a line: its kind, and the keys that hand it out."""
        key = line.kind, line.stage, colour, self.width
        if key not in self._blocks:
            keys = (_("{key} copies").format(key=COPY_KEY), _("{key} into the notes").format(key=INSERT_KEY))
            self._keep(key, face.why(labels.card_kind(line), keys, self._inner - 3 * GRID, colour))
        return self._blocks[key]
