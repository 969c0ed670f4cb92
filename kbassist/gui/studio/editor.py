"""Where an article is written: Markdown that is coloured as it is read, helped along, and marked where it is wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QToolTip, QWidget

from kbassist import paths
from kbassist.content import header
from kbassist.gui.keys import CURE_KEYS, MARK_KEY, PREVIOUS_MARK_KEY, OwnKey, OwnKeys
from kbassist.gui.places import code_points
from kbassist.gui.studio import markup, pictures
from kbassist.gui.studio.changes import Change, changes
from kbassist.gui.studio.choices import Choices
from kbassist.gui.studio.helping import Helper
from kbassist.gui.studio.highlighter import Highlighter, state_of
from kbassist.gui.studio.margin import Foot, Margin
from kbassist.gui.studio.marks import Cure, Mark, Marks, of_severity, place, selected
from kbassist.gui.studio.offers import Offer
from kbassist.gui.studio.speller import Speller
from kbassist.gui.studio.spelling import Spelling
from kbassist.gui.theme import GRID, NOTE_SIZE, Theme, font
from kbassist.messages import _, language, mark, said_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from PySide6.QtGui import QTextBlock

    from kbassist.gui.studio.offers import Completions

    _Remedy = tuple[str, Callable[[], object]]

_BAR = 3  # px
_PARAGRAPH_END = "\u2029"


class MarkdownEditor(QPlainTextEdit):
    """Holds the text of one article. `edited` tells of every change of it, by whatever hand.

    `cure_chosen(cure)` tells that one was made. Places in the text count code points. Its host tells the
    language, the id of the `article`, and the `folder` it is saved in, None where it is not yet.
    """

    edited = Signal()
    cure_chosen = Signal(Cure)

    def __init__(self, theme: Theme, words: Completions, parent: QWidget | None = None) -> None:
        """Begin with an empty text; `words` know what may stand in it."""
        super().__init__(parent)
        self._theme = theme
        self.lang = language()
        self.folder: Path | None = None
        self.article = ""
        self._text = ""
        self._count = 0
        self.setObjectName("editor")
        self.setFont(font(NOTE_SIZE))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setCenterOnScroll(True)
        self.setAccessibleName(_("Text of the article"))
        self.document().setDocumentMargin(2 * GRID)
        self._highlighter = Highlighter(theme, self.document())
        self._marks = Marks(self.document())
        self._spelling = Spelling(self, Speller(paths.own_words()))
        self._spelling.changed.connect(self._underline)
        self._margin, self.foot = Margin(theme, self), Foot(self)
        self._under_bar = QWidget(self)
        self.addScrollBarWidget(self._under_bar, Qt.AlignmentFlag.AlignBottom)
        self.blockCountChanged.connect(self._fit)
        self.blockCountChanged.connect(self._show_signs)
        self._margin.asked.connect(self._offer_cures_of_row)
        self.textChanged.connect(self._tell)
        self.cursorPositionChanged.connect(self._say_place)
        theme.changed.connect(self._underline)
        self._choices = Choices(theme, self)
        self._helper = Helper(self, words, self._choices)
        # Of two that want a key, the one that came last has it.
        self._own_keys = [OwnKeys(self, keys) for keys in (self._keys(), self._helper.keys(), self._choices.keys())]
        self._fit()
        self._say_place()

    def text(self) -> str:
        """Return the text as it is now."""
        return self._text

    @property
    def row(self) -> int:
        """Return the row of the cursor, counted from 1."""
        return self.textCursor().blockNumber() + 1

    def write_in(self, lang: str) -> None:
        """Know the language of the text, for its spelling and for what is added to it."""
        if lang != self.lang:
            self.lang = lang
            self._spelling.look()

    def show_text(self, text: str) -> None:
        """Show another text, with nothing to undo and no marks; this is no edit."""
        self._marks.show((), "")
        self._spelling.forget()
        self._text = text
        self.setPlainText(text)
        self._learn_text()
        self._underline()
        self._say_place()
        self._spelling.look()

    def replace_text(self, text: str) -> None:
        """Make the text another one by the fewest changes, in one step to undo; cursor and view stay."""
        self._make(changes(self._text, text))

    def insert_text(self, text: str) -> None:
        """Put text in the place of what is selected, as if it were typed."""
        self.textCursor().insertText(text)
        self.ensureCursorVisible()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Underline other problems; they move with the text until the next ones come."""
        self._marks.show(marks, self._text)
        self._underline()
        self._say_words()

    def go_to(self, row: int) -> None:
        """Put the cursor at the beginning of a row, counted from 1, where it can be seen."""
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(min(row, self.blockCount()) - 1)))

    def rows_seen(self) -> Iterator[tuple[QTextBlock, QRect]]:
        """Yield the rows in view and the place of each on the viewport."""
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid():
            seen = self.blockBoundingGeometry(block).translated(offset).toRect()
            if seen.top() > self.viewport().height():
                break
            yield block, seen
            block = block.next()

    def cursor_place(self) -> QRect:
        """Return where the cursor is seen in the editor."""
        return self.cursorRect().translated(self.viewport().pos())

    def _keys(self) -> list[OwnKey]:
        return [
            *(OwnKey(keys, self.offer_cures) for keys in CURE_KEYS),
            OwnKey(MARK_KEY, lambda: self._go_to_mark(forward=True)),
            OwnKey(PREVIOUS_MARK_KEY, lambda: self._go_to_mark(forward=False)),
            OwnKey("Ctrl+Y", self.redo),
        ]

    # What changes

    def _make(self, made: Iterable[Change]) -> None:
        """Make changes, the last one first, as one step to undo."""
        top = QTextCursor(self.firstVisibleBlock())
        beyond = self.verticalScrollBar().value() - top.block().firstLineNumber()
        cursor = QTextCursor(self.document())
        text = self._text
        places = [(change, selected(self.document(), text, change.start, change.end)) for change in made]
        cursor.beginEditBlock()
        for change, changed in places:
            changed.insertText(change.text)
        cursor.endEditBlock()
        self.verticalScrollBar().setValue(top.block().firstLineNumber() + beyond)

    def _tell(self) -> None:
        text = self.document().toRawText().replace(_PARAGRAPH_END, "\n")
        if text != self._text:
            self._text = text
            self._choices.hide()
            self._learn_text()
            self.edited.emit()

    def _learn_text(self) -> None:
        self._count = len(header.split(self._text)[1].split())

    # Problems

    def offer_cures(self) -> None:
        """Offer what mends the word or the problems at the cursor, each with its number."""
        self._offer(self._remedies(self.textCursor().position()))

    def _offer_cures_of_row(self, row: int) -> None:
        self.go_to(row + 1)
        self.setFocus()
        self._offer(self._for_marks(self._marks.of_row(row)))

    def _offer(self, remedies: Sequence[_Remedy]) -> None:
        offers = [Offer(words) for words, _act in remedies]
        self._choices.offer(offers, self.cursor_place(), lambda number: remedies[number][1](), numbered=True)

    def _remedies(self, position: int) -> list[_Remedy]:
        return [*self._for_word(position), *self._for_marks(self._marks.at(position))]

    def _for_marks(self, marks: Sequence[Mark]) -> list[_Remedy]:
        return [(cure.words, partial(self._cure, cure)) for cure in self._marks.cures(marks)]

    def _for_word(self, position: int) -> list[_Remedy]:
        """Return what a doubted word was probably meant to be, and that it is right as it stands."""
        found = self._spelling.at(position)
        if found is None:
            return []
        word, at = found.selectedText(), place(found)
        meant = [(each, partial(self._cure, Cure(each, *at, each))) for each in self._spelling.suggest(word)]
        return [*meant, (_("Add “{word}” to my words").format(word=word), partial(self._add_word, word))]

    def _add_word(self, word: str) -> None:
        try:
            self._spelling.add(word)
        except OSError as error:
            self.foot.show_words(_("The word could not be kept: {reason}").format(reason=error.strerror or error))

    def _cure(self, cure: Cure) -> None:
        self._make([Change(cure.start, cure.end, cure.replacement)])
        self.cure_chosen.emit(cure)

    def _go_to_mark(self, *, forward: bool) -> None:
        found = self._marks.beyond(self.textCursor().position(), forward=forward)
        if found is not None:
            cursor = self.textCursor()
            cursor.setPosition(found)
            self.setTextCursor(cursor)

    def _underline(self) -> None:
        colours = self._theme.colours
        self.setExtraSelections([*self._spelling.selections(colours), *self._marks.selections(colours)])
        self._show_signs()

    def _show_signs(self) -> None:
        """Show a lamp at the rows with something that can be mended at once."""
        colours, find = self._theme.colours, self.document().findBlock
        curable = [(mark, cursor) for mark, cursor in self._marks if mark.cures]
        rows = {find(cursor.selectionStart()).blockNumber(): mark.severity for mark, cursor in curable}
        self._margin.show_signs({row: of_severity(severity, colours) for row, severity in rows.items()})

    # What is seen around

    def _say_place(self) -> None:
        self._choices.hide()
        cursor = self.textCursor()
        column = code_points(cursor.block().text(), cursor.positionInBlock()) + 1
        self.foot.show_place(cursor.blockNumber() + 1, column, self._count)
        self._margin.update()
        self._say_words()

    def _say_words(self) -> None:
        words = " ".join(mark.words for mark in self._marks.at(self.textCursor().position()))
        self.foot.show_words(words)
        self.setAccessibleDescription(words)

    def _fit(self) -> None:
        self.foot.fit(self.width())
        width, height = self._margin.sizeHint().width(), self.foot.height()
        self.setViewportMargins(width, 0, 0, height)
        self._under_bar.setFixedHeight(height)  # the bar ends where the text does
        inner = self.contentsRect()
        self._margin.setGeometry(inner.left(), inner.top(), width, inner.height() - height)
        self.foot.setGeometry(inner.left(), inner.bottom() - height + 1, inner.width(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay out what stands around the text."""
        super().resizeEvent(event)
        self._fit()
        self._spelling.look()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802
        """Take pictures as well as text."""
        return pictures.has_pictures(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Paste or drop: pictures are kept beside the article and linked, all else is plain text."""
        if not pictures.has_pictures(source):
            self.insert_text(self._helper.quoted(source.text()))
            return
        try:
            links = pictures.keep(source, self.folder, self.article)
        except pictures.RefusedError as refused:
            self.foot.show_words(str(refused))
            return
        alt = said_in(self.lang, mark("Picture"))
        self.insert_text("\n\n".join(f"![{alt}]({link})" for link in links))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Type, and complete what was typed."""
        super().keyPressEvent(event)
        if (event.text().isprintable() and event.text()) or event.key() == Qt.Key.Key_Backspace:
            self._helper.complete(unasked=True)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer what mends the word or the problems that were clicked, above what can be done with any text."""
        remedies = self._remedies(self.cursorForPosition(event.pos()).position())
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = menu.actions()[0]
        for words, act in remedies:
            action = QAction(words.replace("&", "&&"), menu)
            action.triggered.connect(act)
            menu.insertAction(first, action)
        if remedies:
            menu.insertSeparator(first)
        menu.popup(event.globalPos())

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Put the choices away."""
        super().focusOutEvent(event)
        self._choices.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the text, and a bar beside each callout in the colour of its group."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        colours = self._theme.colours
        for block, at in self.rows_seen():
            state = state_of(block.userState())
            if state and state.callout:
                group = markup.group(state.callout)
                colour = colours.of_group(group) if group else colours.rule
                painter.fillRect(GRID, at.top(), _BAR, at.height(), QColor(colour))
        painter.end()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Say what is wrong where the mouse points."""
        if isinstance(event, QHelpEvent):
            at = self.cursorForPosition(event.pos()).position()
            QToolTip.showText(event.globalPos(), "\n".join(mark.words for mark in self._marks.at(at)), self)
            return True
        return super().viewportEvent(event)
