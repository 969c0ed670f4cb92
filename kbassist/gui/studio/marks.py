"""What is marked in a text that is written: problems with their words and cures, which move with what is typed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from kbassist.content.kinds import Severity
from kbassist.gui.places import code_points, units
from kbassist.gui.theme import Colours


class Cure(NamedTuple):
    """A change that mends something: its words, and what takes the place of which code points."""

    words: str
    start: int
    end: int
    replacement: str


class Mark(NamedTuple):
    """A problem in a text: the code points that it is about, its words, and its cures."""

    start: int
    end: int
    severity: Severity
    words: str
    cures: tuple[Cure, ...] = ()


class _Placed(NamedTuple):
    mark: Mark
    cursor: QTextCursor
    cures: tuple[QTextCursor, ...]


class Marks:
    """The marks of one document, where they stand now."""

    def __init__(self, document: QTextDocument) -> None:
        """Begin with none."""
        self._document = document
        self._placed: list[_Placed] = []

    def show(self, marks: Sequence[Mark], text: str) -> None:
        """Take other marks, given in places of `text`, which is that of the document."""
        self._placed = [self._place(mark, text) for mark in sorted(marks)]

    def __iter__(self) -> Iterator[tuple[Mark, QTextCursor]]:
        """Yield each mark that still has a place, and its place, in their order."""
        return ((placed.mark, placed.cursor) for placed in self._placed if placed.cursor.hasSelection())

    def at(self, position: int) -> list[Mark]:
        """Return the marks at a position in UTF-16, else those of its row."""
        touched = [mark for mark, cursor in self if cursor.selectionStart() <= position <= cursor.selectionEnd()]
        return touched or self.of_row(self._document.findBlock(position).blockNumber())

    def of_row(self, row: int) -> list[Mark]:
        """Return the marks that begin in a row, counted from 0."""
        find = self._document.findBlock
        return [mark for mark, cursor in self if find(cursor.selectionStart()).blockNumber() == row]

    def cures(self, marks: Sequence[Mark]) -> list[Cure]:
        """Return the cures of some marks, in places of the text as it is now."""
        return [
            Cure(cure.words, *place(cursor), cure.replacement)
            for placed in self._placed
            if placed.mark in marks
            for cure, cursor in zip(placed.mark.cures, placed.cures, strict=True)
        ]

    def beyond(self, position: int, *, forward: bool) -> int | None:
        """Return where the next mark begins, or the one before; from the last one on the first, None without any."""
        places = sorted({cursor.selectionStart() for _mark, cursor in self})
        if not places:
            return None
        if forward:
            return next((place for place in places if place > position), places[0])
        return next((place for place in reversed(places) if place < position), places[-1])

    def selections(self, colours: Colours) -> list[QTextEdit.ExtraSelection]:
        """Return the lines under them, warnings below errors."""
        found = sorted(self, key=lambda each: each[0].severity is Severity.ERROR)
        return [underlined(cursor, of_severity(mark.severity, colours)) for mark, cursor in found]

    def _place(self, mark: Mark, text: str) -> _Placed:
        cursor = selected(self._document, text, mark.start, mark.end)
        if not cursor.hasSelection():
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cures = (selected(self._document, text, cure.start, cure.end) for cure in mark.cures)
        return _Placed(mark, cursor, tuple(cures))


def selected(document: QTextDocument, text: str, start: int, end: int) -> QTextCursor:
    """Return a cursor that selects what stands between two code-point places of a document's text."""
    cursor = QTextCursor(document)
    cursor.setPosition(position(document, text, start))
    cursor.setPosition(position(document, text, end), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def place(cursor: QTextCursor) -> tuple[int, int]:
    """Return the code-point places between which a cursor selects."""
    text = cursor.document().toRawText()
    return code_points(text, cursor.selectionStart()), code_points(text, cursor.selectionEnd())


def position(document: QTextDocument, text: str, place: int) -> int:
    """Return the UTF-16 position of a code-point place in a document's text; one outside is brought inside."""
    place = min(max(place, 0), len(text))
    block = document.findBlockByNumber(text.count("\n", 0, place))
    return block.position() + units(block.text(), place - text.rfind("\n", 0, place) - 1)


def of_severity(severity: Severity, colours: Colours) -> str:
    """Return the colour that stands for how grave a problem is."""
    return colours.alarm if severity is Severity.ERROR else colours.offer


def underlined(
    cursor: QTextCursor,
    colour: str,
    style: QTextCharFormat.UnderlineStyle = QTextCharFormat.UnderlineStyle.WaveUnderline,
) -> QTextEdit.ExtraSelection:
    """Return a line under a place."""
    made = QTextEdit.ExtraSelection()
    form = QTextCharFormat()
    form.setUnderlineStyle(style)
    form.setUnderlineColor(QColor(colour))
    made.cursor, made.format = QTextCursor(cursor), form
    return made
