"""Words that may be misspelt, underlined lightly in the rows on screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor

from kbassist.content import vocabulary
from kbassist.gui.debounce import DebouncedSearch
from kbassist.gui.places import units
from kbassist.gui.studio import markup
from kbassist.gui.studio.highlighter import state_of
from kbassist.gui.studio.marks import underlined
from kbassist.gui.studio.markup import Look, Span, State, Zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QTextBlock
    from PySide6.QtWidgets import QTextEdit

    from kbassist.gui.studio.editor import MarkdownEditor
    from kbassist.gui.studio.speller import Speller
    from kbassist.gui.theme import Colours

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SHORTEST = 3
_PAUSE_MS = 250
_TITLE = re.compile(r"title:")
_PROSE = frozenset({Look.HEADING, Look.TITLE, Look.TABLE, Look.STRONG, Look.EMPHASIS})


def words_of(row: str, before: State | None) -> list[Span]:
    """Return the words of a row that are written for people: not keys, code, placeholders, links and phrases."""
    state, spans = markup.read(row, before)
    if before and before.zone is Zone.HEADER and not _TITLE.match(row):
        return []
    if state.callout in vocabulary.PHRASE_LISTS or any(span.look is Look.KEY for span in spans if state.callout):
        return []
    taken = [span for span in spans if span.look not in _PROSE and span.look is not Look.VALUE]
    return [
        Span(*found.span(), Look.TITLE)
        for found in _WORD.finditer(row)
        if _is_word(found[0]) and not any(span.start < found.end() and found.start() < span.end for span in taken)
    ]


def _is_word(word: str) -> bool:
    """Whether it is a word and not a short form or a name such as iPhone."""
    return len(word) >= _SHORTEST and all(part[1:].islower() or len(part) == 1 for part in re.split(r"[-'’]", word))


class Spelling(QObject):
    """Looks at the rows that are seen, in a thread; `changed` tells that other words are doubted."""

    changed = Signal()

    def __init__(self, editor: MarkdownEditor, speller: Speller) -> None:
        """Look at an editor's rows."""
        super().__init__(editor)
        self._editor, self._speller = editor, speller
        self._places: list[QTextCursor] = []
        self._search = DebouncedSearch(self._doubted, self)
        self._search.found.connect(self._take)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._look)
        editor.cursorPositionChanged.connect(self.look)
        editor.verticalScrollBar().valueChanged.connect(self.look)

    def look(self) -> None:
        """Look at the words that are seen once nothing has moved for a moment."""
        self._soon.start()

    def _look(self) -> None:
        words = {cursor.selectedText() for cursor in self._seen()}
        self._search.ask("\n".join([self._editor.lang, *sorted(words)]))

    def forget(self) -> None:
        """Doubt nothing, for another text."""
        self._places = []

    @property
    def is_busy(self) -> bool:
        """Whether it has yet to look at what is seen."""
        return self._soon.isActive() or self._search.is_busy

    def selections(self, colours: Colours) -> list[QTextEdit.ExtraSelection]:
        """Return the lines under the words that are doubted."""
        dots = QTextCharFormat.UnderlineStyle.DotLine
        return [underlined(cursor, colours.muted, dots) for cursor in self._places if cursor.hasSelection()]

    def at(self, position: int) -> QTextCursor | None:
        """Return the doubted word at a position in UTF-16, if it is one."""
        return next((word for word in self._places if word.selectionStart() <= position <= word.selectionEnd()), None)

    def suggest(self, word: str) -> list[str]:
        """Return what a word was probably meant to be."""
        return self._speller.suggest(word, self._editor.lang)

    def add(self, word: str) -> None:
        """Take a word for right from now on; raises OSError where it can't be kept."""
        self._speller.add(word)
        self.look()

    def _doubted(self, asked: str) -> frozenset[str]:
        lang, *words = asked.split("\n")
        return self._speller.doubted(frozenset(words), lang)

    def _take(self, doubted: frozenset[str]) -> None:
        # A word that is being typed is not misspelt yet.
        cursor = self._editor.textCursor()
        typed = cursor.position() if self._editor.hasFocus() and not cursor.hasSelection() else -1
        self._places = [
            word for word in self._seen() if word.selectedText() in doubted and word.selectionEnd() != typed
        ]
        self.changed.emit()

    def _seen(self) -> Iterator[QTextCursor]:
        """Yield the words that are seen, each selected."""
        for block, _place in self._editor.rows_seen():
            yield from _words_of(block)


def _words_of(block: QTextBlock) -> Iterator[QTextCursor]:
    row = block.text()
    for word in words_of(row, state_of(block.previous().userState())):
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + units(row, word.start))
        cursor.setPosition(block.position() + units(row, word.end), QTextCursor.MoveMode.KeepAnchor)
        yield cursor
