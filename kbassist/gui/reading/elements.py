"""What can be acted on in a page: links, boxes and script lines, found in reading order as the page fills."""

from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import NamedTuple, cast

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextLine,
)
from PySide6.QtWidgets import QTextEdit

from kbassist.content.links import LINE_ANCHOR
from kbassist.gui.theme import GRID, RADIUS, SMALL_SIZE, Colours, font
from kbassist.messages import _

CHECKED = QTextBlockFormat.MarkerType.Checked
UNCHECKED = QTextBlockFormat.MarkerType.Unchecked


class Kind(Enum):
    """What an element is, which decides what its keys do."""

    LINK = auto()
    BOX = auto()
    LINE = auto()


class Element(NamedTuple):
    """A piece of the text that can be acted on; `value` is where a link leads, or the id of a script line."""

    kind: Kind
    start: int
    end: int
    value: str = ""


def find(block: QTextBlock) -> Iterator[Element]:
    """Yield the elements of a block."""
    links: list[Element] = []
    lines: list[Element] = []
    for part in cast("Iterable[QTextBlock.iterator]", block):
        fragment = part.fragment()
        form = fragment.charFormat()
        if not form.isAnchor():
            continue
        start, end = fragment.position(), fragment.position() + fragment.length()
        lines += (
            Element(Kind.LINE, start, start, name.removeprefix(LINE_ANCHOR))
            for name in form.anchorNames()
            if name.startswith(LINE_ANCHOR)
        )
        target = form.anchorHref()
        if links and links[-1].end == start and links[-1].value == target:
            links[-1] = links[-1]._replace(end=end)
        elif target:
            links.append(Element(Kind.LINK, start, end, target))
    yield from lines
    if block.blockFormat().marker() in {CHECKED, UNCHECKED}:
        yield Element(Kind.BOX, block.position(), block.position() + block.length() - 1)
    yield from links


def anchor_before(document: QTextDocument, place: int) -> str:
    """Return the anchor that stands last before the end of the block of a place, empty where none does."""
    block = document.findBlock(place)
    while block.isValid():
        for part in reversed(list(cast("Iterable[QTextBlock.iterator]", block))):
            if names := part.fragment().charFormat().anchorNames():
                return names[-1]
        block = block.previous()
    return ""


def places(element: Element, document: QTextDocument) -> list[QRectF]:
    """Return the rectangles that an element takes in its document: one, or one for each row of a link."""
    layout = document.documentLayout()
    block = document.findBlock(element.start)
    if element.kind is Kind.LINE:
        table = QTextCursor(block).currentTable()
        if table is None:
            return [layout.blockBoundingRect(block)]
        margins = table.format().toTableFormat()
        return [layout.frameBoundingRect(table).adjusted(0, 0, 0, -margins.topMargin() - margins.bottomMargin())]
    whole = layout.blockBoundingRect(block)
    if element.kind is Kind.BOX:
        return [whole]
    rows = block.layout()
    start, end = element.start - block.position(), element.end - block.position()
    found = []
    for number in range(rows.lineCount()):
        row = rows.lineAt(number)
        first, last = max(start, row.textStart()), min(end, row.textStart() + row.textLength())
        if first < last:
            left, right = _x_of(row, first), _x_of(row, last)
            found.append(QRectF(left, row.y(), right - left, row.height()).translated(whole.topLeft()))
    return found


def _x_of(row: QTextLine, place: int) -> float:
    return cast("tuple[float, int]", row.cursorToX(place))[0]


def paint_frame(element: Element, page: QTextEdit, colours: Colours) -> None:
    """Paint a line around an element, and for a script line its keys at the foot of the page."""
    painter = QPainter(page.viewport())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-page.horizontalScrollBar().value(), -page.verticalScrollBar().value())
    pen = QPen(QColor(colours.calm))
    pen.setWidth(2)
    found = places(element, page.document())
    painter.setPen(pen)
    for place in found:
        painter.drawRoundedRect(place.adjusted(-2, 0, 2, 0), RADIUS / 2, RADIUS / 2)
    if element.kind is Kind.LINE and found:
        painter.resetTransform()
        _paint_keys(painter, QRectF(page.viewport().rect()), colours)
    painter.end()


def _paint_keys(painter: QPainter, room: QRectF, colours: Colours) -> None:
    words, letters = _("Enter copies · Ctrl+Enter inserts"), font(SMALL_SIZE)
    width = QFontMetricsF(letters).horizontalAdvance(words) + 2 * GRID
    place = QRectF(room.right() - width - GRID, room.bottom() - 4 * GRID, width, 3 * GRID)
    painter.setPen(QColor(colours.rule))
    painter.setBrush(QColor(colours.surface))
    painter.drawRoundedRect(place, RADIUS, RADIUS)
    painter.setFont(letters)
    painter.setPen(QColor(colours.muted))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
