"""The page of an article. It loads nothing but images of the article's own library."""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QRectF, QSettings, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from kbassist.content.links import LINE_ANCHOR
from kbassist.content.render import PASSAGE, Rendering
from kbassist.gui.keys import ENTER, SAVE_KEYS, OwnKey, OwnKeys
from kbassist.gui.reading import elements, images
from kbassist.gui.reading.dress import Dresser
from kbassist.gui.reading.elements import Element, Kind
from kbassist.gui.reading.filling import Filling
from kbassist.gui.theme import GRID, NOTE_SIZE, Theme, font
from kbassist.gui.ticks import Ticks
from kbassist.messages import _
from kbassist.text import tokens
from kbassist.text.passages import densest

ZOOM_SETTING = "reader/zoom"
_ZOOM_LEAST, _ZOOM_MOST, _ZOOM_STEP = 70, 200, 10  # %
_WIDEST = 80 * GRID  # px, about 85 characters a row
_SLICE = 2  # ms after which no further step is begun; a step takes about as long
_LEAD = 0.25  # of the height of the page stands above what was looked for
_SIZE = re.compile(r"(\d+)px")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_BY_MOUSE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
_NO_WORDS: frozenset[str] = frozenset()
_BOX_STATES = {True: elements.CHECKED, False: elements.UNCHECKED}


class Page(QTextBrowser):
    """Shows an article section by section; links, boxes and script lines are worked with by keys.

    `link_followed(QUrl)` hands every link to its owner. `line_copied` and `line_inserted` (with the id of a script
    line) are wishes. `shown(is_same)` tells that another text is shown, or the same one in another look, `filled` that
    all of it is there.
    """

    link_followed = Signal(QUrl)
    line_copied = Signal(str)
    line_inserted = Signal(str)
    shown = Signal(bool)
    filled = Signal()

    def __init__(self, theme: Theme, ticks: Ticks, parent: QWidget | None = None) -> None:
        """Begin with an empty page that may load nothing; `ticks` knows which boxes were ticked before."""
        super().__init__(parent)
        self._theme, self._ticks = theme, ticks
        self.folder: Path | None = None
        self.roots: Sequence[Path] = ()
        self.values: Mapping[str, str] = {}
        self._rendering: Rendering | None = None
        self._filling: Filling | None = None
        self._anchor = ""
        self._boxes = 0
        self._current: Element | None = None
        self._passage: list[tuple[int, int]] = []
        self._found: Sequence[tuple[int, int]] = ()
        self._found_current = -1
        self._zoom = _within(QSettings().value(ZOOM_SETTING, 100))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._fill_on)
        self.setObjectName("page")
        self.setFont(font(NOTE_SIZE))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WordWrap)  # an amount is never broken
        self.setTextInteractionFlags(_BY_MOUSE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Article"))
        self.anchorClicked.connect(self.link_followed)
        OwnKeys(self, [OwnKey(key, self._insert, lambda: self._current is not None) for key in SAVE_KEYS])
        theme.changed.connect(self._show_again)

    @property
    def zoom(self) -> int:
        """Return how large the text is, in percent."""
        return self._zoom

    @property
    def current(self) -> Element | None:
        """Return the element that the keys act on."""
        return self._current

    @property
    def is_whole(self) -> bool:
        """Whether all of the article is in the page."""
        return self._filling is None or self._filling.is_done

    def show_rendering(self, rendering: Rendering, anchor: str = "", words: Collection[str] = _NO_WORDS) -> None:
        """Show an article at an anchor, else at the passage that holds most of `words` (stems); the rest follows."""
        self._rendering, self._anchor = rendering, anchor
        self._begin()
        target = rendering.section_of(anchor) if anchor else rendering.section_with(words) if words else None
        self._fill(target or 0)
        if anchor:
            line = anchor.removeprefix(LINE_ANCHOR)
            self._current = next((one for one in self._elements if one.kind is Kind.LINE and one.value == line), None)
            self.go_to(anchor)
        elif target is not None:
            self._mark_passage(target, words)
        self.shown.emit(False)

    def fill_in(self, values: Mapping[str, str]) -> None:
        """Put values in the place of their placeholders."""
        if values != self.values:
            self.values = values
            self._show_again()

    def show_nothing(self) -> None:
        """Show an empty page."""
        self._rendering = None
        self._begin()
        self.shown.emit(False)

    def finish(self) -> None:
        """Complete the page at once."""
        while self._timer.isActive():
            self._fill_on()

    def go_to(self, anchor: str) -> None:
        """Scroll to an anchor of the article."""
        if self._rendering and not self.is_whole:
            section = self._rendering.section_of(anchor)
            self._fill(len(self._rendering) if section is None else section)
        self.verticalScrollBar().setValue(0)
        self.scrollToAnchor(anchor)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - 2 * GRID)

    @property
    def top(self) -> int:
        """Return the place of the text that stands at the top, 0 at the beginning."""
        is_scrolled = self.verticalScrollBar().value() > 0
        return self.cursorForPosition(QPoint(0, 2 * GRID)).position() if is_scrolled else 0

    def go_to_place(self, place: int) -> None:
        """Scroll to a place of the text."""
        while self._filling and self.document().characterCount() <= place + 1 and self._filling.step():
            pass
        self._fill(max(len(self._filling.starts) - 1, 0) if self._filling else 0)
        self.verticalScrollBar().setValue(int(self._place_of(place).top()) - 2 * GRID if place else 0)

    def anchor_here(self) -> str:
        """Return the anchor of the heading or script line that one is reading, empty at the beginning."""
        if self.verticalScrollBar().value() == 0 and self._current is None:
            return ""
        room = self.viewport().rect()
        first, here, last = (
            self.cursorForPosition(QPoint(room.width(), y)).position() for y in (0, room.height() // 3, room.height())
        )
        is_seen = self._current and first <= self._current.start <= last
        return elements.anchor_before(self.document(), self._current.start if self._current and is_seen else here)

    def text(self) -> str:
        """Return the text so that a place in it is a place in the document."""
        return _ASTRAL.sub("\ufffc\ufffc", self.toPlainText())

    def mark_found(self, found: Sequence[tuple[int, int]], current: int = -1) -> None:
        """Mark places of the text, the current one more strongly, and bring that one into sight."""
        self._found, self._found_current = found, current
        self._show_marks()
        if 0 <= current < len(found):
            self._reveal(self._place_of(found[current][0]))

    def go_on_from(self, place: int) -> None:
        """Let the keys act on what stands at a place, or go on from there."""
        self._current = next((one for one in self._elements if one.start <= place < one.end), None)
        self.viewport().update()

    def set_zoom(self, percent: int) -> None:
        """Show the text in another size, at the same place, and remember the size."""
        if (percent := _within(percent)) != self._zoom:
            self._zoom = percent
            QSettings().setValue(ZOOM_SETTING, percent)
            self._show_again()

    @property
    def _elements(self) -> list[Element]:
        return self._filling.elements if self._filling else []

    def _begin(self) -> None:
        self._timer.stop()
        self._boxes, self._current, self._passage, self._found = 0, None, [], ()
        self.setExtraSelections([])
        self.clear()
        self._set_width()
        document = self.document()
        document.setDocumentMargin(2 * GRID)
        document.setIndentWidth(self._scaled(3 * GRID))
        document.setDefaultFont(font(self._scaled(NOTE_SIZE)))
        document.setDefaultStyleSheet(
            _SIZE.sub(lambda size: f"{self._scaled(int(size[1]))}px", self._theme.fill("article.css"))
        )
        self._filling = None
        if self._rendering:
            dresser = Dresser(self._theme.colours, self._anchor, self.values, self._next_box, self.loads)
            self._filling = Filling(document, self._rendering, dresser.dress)

    def _fill(self, section: int) -> None:
        """Fill the page up to a section and a screen below it; the rest follows."""
        filling = self._filling
        while filling and filling.step():
            if len(filling.starts) > section and self._height_from(filling.starts[section]) > self.viewport().height():
                self._timer.start(0)
                return
        self._timer.stop()

    def _fill_on(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self._filling and self._filling.step():
            if clock.elapsed() >= _SLICE:
                return
        self._timer.stop()
        self.filled.emit()

    def _height_from(self, place: int) -> float:
        document = self.document()
        layout = document.documentLayout()
        first, last = document.findBlock(place), document.lastBlock()
        return layout.blockBoundingRect(last).bottom() - layout.blockBoundingRect(first).top()

    def _next_box(self, written: bool) -> bool:
        """Return whether the box that comes next in the article is ticked."""
        self._boxes += 1
        article = self._rendering.article if self._rendering else None
        if article is None:
            return written
        return self._ticks.is_ticked(article.id, article.lang, self._boxes - 1, written=written)

    def _show_again(self) -> None:
        """Show the same place anew, in other colours or another size."""
        if self._filling is None:
            return
        top, current, passage = self.top, self._current, self._passage
        self._begin()
        self.go_to_place(top)
        self._current, self._passage = current, passage
        self._show_marks()
        self.shown.emit(True)

    def _mark_passage(self, section: int, words: Collection[str]) -> None:
        """Scroll to where most of the words stand close together in a section, and mark those there and near it."""
        start, end = self._filling.span(section) if self._filling else (0, 0)
        hits = [token for token in tokens.read(self.text()[start:end]) if token.stem in words]
        closest = densest(hits, PASSAGE)
        if closest:
            first, last = closest[0].start - PASSAGE, closest[-1].end + PASSAGE
            near = (token for token in hits if first <= token.start and token.end <= last)
            self._passage = [(start + token.start, start + token.end) for token in near]
            self._show_marks()
            top = self._place_of(start + closest[0].start).top()
            self.verticalScrollBar().setValue(int(top - _LEAD * self.viewport().height()))

    def _show_marks(self) -> None:
        colours = self._theme.colours
        marks = [self._mark(start, end, colours.gap, colours.text) for start, end in self._passage]
        for number, (start, end) in enumerate(self._found):
            is_current = number == self._found_current
            ground, letters = (colours.calm, colours.surface) if is_current else (colours.gap, colours.text)
            marks.append(self._mark(start, end, ground, letters))
        self.setExtraSelections(marks)

    def _mark(self, start: int, end: int, ground: str, letters: str) -> QTextEdit.ExtraSelection:
        cursor, form = QTextCursor(self.document()), QTextCharFormat()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        form.setBackground(QColor(ground))
        form.setForeground(QColor(letters))
        marked = QTextEdit.ExtraSelection()
        marked.cursor, marked.format = cursor, form
        return marked

    def _place_of(self, place: int) -> QRectF:
        """Return the rectangle of a place of the text, in the document."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        return QRectF(self.cursorRect(cursor)).translated(0, self.verticalScrollBar().value())

    def _reveal(self, place: QRectF) -> None:
        """Scroll no further than is needed to see a place of the document, with a little room around it."""
        bar = self.verticalScrollBar()
        top, bottom = int(place.top()) - 2 * GRID, int(place.bottom()) + 2 * GRID
        if top < bar.value() or bottom - top > self.viewport().height():
            bar.setValue(top)
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(bottom - self.viewport().height())

    def _next(self, step: int) -> Element | None:
        """Return the element one step on, the first in sight where there is none yet."""
        if step > 0 and self._elements and self._current == self._elements[-1]:
            self.finish()
        if self._current:
            number = self._elements.index(self._current) + step
            return self._elements[number] if 0 <= number < len(self._elements) else None
        first = self.cursorForPosition(QPoint(0, 0)).position()
        last = self.cursorForPosition(QPoint(self.viewport().width(), self.viewport().height())).position()
        if step > 0:
            return next((one for one in self._elements if one.start >= first), None)
        return next((one for one in reversed(self._elements) if one.start <= last), None)

    def _choose(self, element: Element) -> None:
        self._current = element
        places = elements.places(element, self.document())
        if places:
            self._reveal(places[0])
        self.viewport().update()

    def _is_near(self, element: Element) -> bool:
        """Whether an element is in sight, or would be after one step of scrolling."""
        bar, near = self.verticalScrollBar(), elements.places(element, self.document())
        reach = QRectF(0, bar.value() - bar.singleStep(), 1, self.viewport().height() + 2 * bar.singleStep())
        return bool(near) and near[0].top() >= reach.top() and near[0].top() + 2 * GRID <= reach.bottom()

    def _act(self, element: Element, *, inserts: bool = False) -> None:
        match element.kind:
            case Kind.LINK:
                self.link_followed.emit(QUrl(element.value))
            case Kind.BOX:
                self._tick(element)
            case Kind.LINE:
                (self.line_inserted if inserts else self.line_copied).emit(element.value)

    def _tick(self, box: Element) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(box.start)
        form = cursor.blockFormat()
        ticked = form.marker() != elements.CHECKED
        form.setMarker(_BOX_STATES[ticked])
        cursor.setBlockFormat(form)
        if self._rendering:
            article = self._rendering.article
            number = [one for one in self._elements if one.kind is Kind.BOX].index(box)
            self._ticks.tick(article.id, article.lang, number, ticked=ticked)

    def _scaled(self, size: float) -> int:
        return round(size * self._zoom / 100)

    def _set_width(self) -> None:
        """Keep rows readable: what a wide page has too much goes to both sides."""
        side = max(0, self.width() - self._scaled(_WIDEST)) // 2
        if self.viewportMargins().left() != side:
            self.setViewportMargins(side, 0, side, 0)
            # Qt does not lay out anew where no scroll bar comes or goes.
            self.document().setTextWidth(self.viewport().width())

    def loads(self, name: str) -> bool:
        """Whether an image can be shown."""
        return images.is_sound(images.find(QUrl(name), self.folder, self.roots))

    def _image(self, name: QUrl) -> QImage:
        return images.load(images.find(name, self.folder, self.roots))

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802
        """Return an image that lies in the library, and nothing else."""
        is_image = kind == QTextDocument.ResourceType.ImageResource.value
        return self._image(QUrl(name)) if is_image else None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Act on the current element, move to the next, or change the size; scroll otherwise."""
        current, key = self._current, event.key()
        with_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if with_control and (percent := self._asked_zoom(key)):
            self.set_zoom(percent)
        elif event.matches(QKeySequence.StandardKey.Copy) and not self.textCursor().hasSelection():
            if current and current.kind is Kind.LINE:
                self._act(current)
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            found = self._next(1 if key == Qt.Key.Key_Down else -1)
            if found and self._is_near(found):
                self._choose(found)
            else:
                super().keyPressEvent(event)
        elif current and key in ENTER:
            self._act(current)
        elif current and key == Qt.Key.Key_Insert and current.kind is Kind.LINE:
            self._act(current, inserts=True)
        elif current and key == Qt.Key.Key_Space and current.kind is Kind.BOX:
            self._act(current)
        else:
            super().keyPressEvent(event)

    def _insert(self) -> None:
        if self._current:
            self._act(self._current, inserts=True)

    def _asked_zoom(self, key: int) -> int:
        match key:
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                return self._zoom + _ZOOM_STEP
            case Qt.Key.Key_Minus:
                return self._zoom - _ZOOM_STEP
            case Qt.Key.Key_0:
                return 100
        return 0

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Move through the elements, and out of the page behind the last."""
        # Qt asks here too when something that lies over the page goes with the focus.
        if self.hasFocus() and (found := self._next(1 if forward else -1)):
            self._choose(found)
            return True
        return super().focusNextPrevChild(forward)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Tick the box, or choose the script line, that was clicked."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        if event.button() is not Qt.MouseButton.LeftButton or self.textCursor().hasSelection() or self.anchorAt(at):
            return
        place = (
            event.position()
            + QRectF(self.horizontalScrollBar().value(), self.verticalScrollBar().value(), 0, 0).topLeft()
        )
        for element in reversed(self._elements):
            if element.kind is not Kind.LINK and any(
                one.contains(place) for one in elements.places(element, self.document())
            ):
                self._choose(element)
                if element.kind is Kind.BOX:
                    self._tick(element)
                return

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Change the size with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            self.set_zoom(self._zoom + (_ZOOM_STEP if turned > 0 else -_ZOOM_STEP) * bool(turned))
            event.accept()
        else:
            super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Outline the current element, with its keys, while the page has the focus."""
        super().paintEvent(event)
        if self._current and self.hasFocus():
            elements.paint_frame(self._current, self, self._theme.colours)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep rows readable."""
        super().resizeEvent(event)
        self._set_width()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Keep the size that was chosen when the style comes with another."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.document().setDefaultFont(font(self._scaled(NOTE_SIZE)))


def _within(percent: object) -> int:
    """Return a size that can be used, whatever was remembered."""
    try:
        return min(max(int(str(percent)), _ZOOM_LEAST), _ZOOM_MOST)
    except ValueError:
        return 100
