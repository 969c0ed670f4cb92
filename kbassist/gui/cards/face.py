"""The face of a card: its texts laid out for one width, so that measuring and painting agree."""

import re
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from kbassist.assist.model import Suggestion
from kbassist.gui import labels
from kbassist.gui.places import apart, units
from kbassist.gui.theme import LINE_SIZE, SMALL_SIZE, Colours, font

BETWEEN = " · "
_NO_BREAK = "\u00a0"
_CUT = "…"
_ITEM = re.compile(r"(?:[☐•]|\d+[.)]) ")
_LEADING = 1.3  # a row's height over the size of its letters


class TextBlock:
    """Wrapped text with formats on parts of it, laid out once."""

    def __init__(
        self,
        text: str,
        face: QFont,
        width: float,
        formats: Sequence[QTextLayout.FormatRange] = (),
        *,
        most_rows: int = 0,
    ) -> None:
        """Lay `text` out for `width`; items of a list hang from their sign, and what `most_rows` do not hold is cut."""
        self.height = 0
        self._face, self._rows_left = face, most_rows or len(text) + 1
        self._end, self._is_cut = QPointF(), False
        self._paragraphs: list[QTextLayout] = []
        start = 0
        for paragraph in text.split("\n"):
            length = units(paragraph, len(paragraph))
            own = [span(f.start - start, f.length, f.format) for f in formats if start <= f.start <= start + length]
            if not self._rows_left:
                self._is_cut = True
                break
            self._paragraphs.append(self._lay_out(paragraph, face, width, own))
            start += length + 1

    def _lay_out(self, text: str, face: QFont, width: float, formats: Sequence[QTextLayout.FormatRange]) -> QTextLayout:
        layout = QTextLayout(text, face)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(formats)
        sign = _ITEM.match(text)
        hang = QFontMetricsF(face).horizontalAdvance(sign[0]) if sign else 0
        indent = 0.0
        row_height = round(face.pixelSize() * _LEADING)
        layout.beginLayout()
        while self._rows_left and (row := layout.createLine()).isValid():
            self._rows_left -= 1
            row.setLineWidth(width - indent - (0 if self._rows_left else QFontMetricsF(face).horizontalAdvance(_CUT)))
            row.setPosition(QPointF(indent, self.height + (row_height - row.height()) / 2))
            self.height += row_height
            self._end = QPointF(row.x() + row.naturalTextWidth(), row.y() + row.ascent())
            self._is_cut = not self._rows_left and row.textStart() + row.textLength() < units(text, len(text))
            indent = hang
        layout.endLayout()
        return layout

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw it with its upper left corner at a place, in the painter's pen."""
        for paragraph in self._paragraphs:
            paragraph.draw(painter, QPointF(x, y))
        if self._is_cut:
            painter.setFont(self._face)
            painter.drawText(self._end + QPointF(x, y), _CUT)


def title_row(title: str, width: float) -> TextBlock:
    """Lay out an article's title on one row."""
    shown = QFontMetricsF(font(SMALL_SIZE)).elidedText(title, Qt.TextElideMode.ElideRight, width)
    return TextBlock(shown, font(SMALL_SIZE), width)


def said(suggestion: Suggestion, width: float, colours: Colours, *, most_rows: int = 0) -> TextBlock:
    """Lay out the line as it will be said, its open placeholders as marked gaps, in at most so many rows."""
    gap_format = QTextCharFormat()
    gap_format.setBackground(QColor(colours.gap))
    gap_format.setForeground(QColor(colours.text))
    text = ""
    formats = []
    for part, name in _parts(suggestion):
        if name:
            shown = _NO_BREAK + labels.gap(name).replace(" ", _NO_BREAK) + _NO_BREAK
            formats.append(span(len(text), len(shown), gap_format))
            text += shown
        else:
            text += part
    ranges = [span(units(text, f.start), f.length, f.format) for f in formats]
    return TextBlock(text, font(LINE_SIZE), width, ranges, most_rows=most_rows)


def words_of(suggestion: Suggestion) -> tuple[str, ...]:
    """Return the words of the note that speak for a line, as its card shows them, each once."""
    return tuple(dict.fromkeys(reason.shown for reason in apart(suggestion.because)))


def kind_of(suggestion: Suggestion, call_lang: str) -> str:
    """Return kind or stage of a line, and its language where it is not that of the call."""
    kind = labels.card_kind(suggestion)
    return kind if suggestion.lang == call_lang else f"{kind} ({suggestion.lang.upper()})"


def why(kind: str, words: Sequence[str], width: float, colour: str) -> TextBlock:
    """Lay out kind or stage and the words that speak for a line, as many as one row holds."""
    words = _fitting(kind, words, width)
    kind_format, words_format = QTextCharFormat(), QTextCharFormat()
    kind_format.setForeground(QColor(colour))
    kind_format.setFontWeight(QFont.Weight.DemiBold)
    spans = [span(0, units(kind, len(kind)), kind_format)]
    text = kind
    for word in words:
        spans.append(span(units(text, len(text)) + len(BETWEEN), units(word, len(word)), words_format))
        text += BETWEEN + word
    return TextBlock(text, font(SMALL_SIZE), width, spans)


def _fitting(kind: str, words: Iterable[str], width: float) -> list[str]:
    """Return those of some words that one row holds beside `kind`; the first one shortened where it alone is longer."""
    metrics = QFontMetricsF(font(SMALL_SIZE, bold=True))
    left = width - metrics.horizontalAdvance(kind)
    fitting: list[str] = []
    for word in words:
        needed = metrics.horizontalAdvance(BETWEEN + word)
        if needed <= left:
            fitting.append(word)
        elif not fitting:
            room = left - metrics.horizontalAdvance(BETWEEN)
            fitting.append(metrics.elidedText(word, Qt.TextElideMode.ElideRight, room))
        left -= needed
    return fitting


def _parts(suggestion: Suggestion) -> list[tuple[str, str]]:
    """Return the text in parts: (words, "") or ("", name of an open placeholder)."""
    if not suggestion.gaps:
        return [(suggestion.text, "")]
    pattern = "|".join(re.escape(f"{{{name}}}") for name in suggestion.gaps)
    pieces = re.split(f"({pattern})", suggestion.text)
    return [("", piece[1:-1]) if at % 2 else (piece, "") for at, piece in enumerate(pieces)]


def span(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    """Return a format for a stretch of text, in UTF-16 units."""
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made
