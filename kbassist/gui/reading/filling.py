"""Puts the sections of an article into a document, step by step, so that no step holds the window for long."""

from collections.abc import Callable, Iterator

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from kbassist.content.render import Rendering
from kbassist.gui.reading import elements
from kbassist.gui.reading.elements import Element

_SEAM = "\u2060"  # Qt gives the first block that it inserts the format of the place, so this one is put there and taken


class Filling:
    """What is in a document so far: where each section starts, and the elements in reading order."""

    def __init__(self, document: QTextDocument, rendering: Rendering, dress: Callable[[str], str]) -> None:
        """Begin with a document that is empty; `dress` makes of clean HTML what Qt shows."""
        self._document, self._rendering, self._dress = document, rendering, dress
        self._steps = self._work()
        self.starts: list[int] = []
        self.elements: list[Element] = []
        self.is_done = False

    def step(self) -> bool:
        """Do a moment's work; return whether there was something left to do."""
        self.is_done = next(self._steps, self) is self
        return not self.is_done

    def span(self, section: int) -> tuple[int, int]:
        """Return the places between which a section stands."""
        start, *following = self.starts[section : section + 2]
        return start, following[0] if following else self._document.characterCount() - 1

    def _work(self) -> Iterator[None]:
        for number in range(len(self._rendering)):
            section = self._rendering.html(number)
            yield
            self._append(self._dress(section))
            yield

    def _append(self, section: str) -> None:
        cursor = QTextCursor(self._document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        if not cursor.atBlockStart():
            cursor.insertBlock()
        cursor.setBlockFormat(QTextBlockFormat())
        cursor.setCharFormat(QTextCharFormat())
        start = cursor.position()
        cursor.insertHtml(f"<p>{_SEAM}</p>{section}")
        cursor.setPosition(start)
        cursor.deleteChar()
        following = QTextCursor(cursor.block().next())
        if not following.isNull() and following.currentFrame() == cursor.currentFrame():
            cursor.deleteChar()
        cursor.endEditBlock()
        self.starts.append(start)
        block = self._document.findBlock(start)
        while block.isValid():
            self.elements += elements.find(block)
            if block.length() == 1:
                _close(block)
            block = block.next()


def _close(block: QTextBlock) -> None:
    """Let an empty block that Qt needs around tables take no room."""
    cursor = QTextCursor(block)
    is_rule = block.blockFormat().hasProperty(QTextFormat.Property.BlockTrailingHorizontalRulerWidth)
    if not is_rule and cursor.currentTable() is None and cursor.currentList() is None:
        form = QTextBlockFormat()
        form.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.setBlockFormat(form)
