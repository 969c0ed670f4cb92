"""The readers: one, or two side by side, and what can be done in the one that is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QSplitter, QWidget

from kbassist.assistant import Assistant
from kbassist.content.slugs import slug
from kbassist.gui.desk import Desk
from kbassist.gui.keys import (
    BACK_KEY,
    BESIDE_KEY,
    CLOSE_KEY,
    CONTENTS_KEY,
    FIND_KEY,
    FORWARD_KEY,
    PDF_KEY,
    PRINT_KEY,
    REPORT_KEY,
    TRANSLATE_KEY,
)
from kbassist.gui.reading.place import Place
from kbassist.gui.reading.reader import Reader
from kbassist.gui.theme import Theme, set_state
from kbassist.messages import _

_MUCH = 10_000  # px; what there is, is shared out in this proportion
_SIDE_BY_SIDE_FROM = 640  # px; two narrower ones stand one over the other


class ReadingPane(QSplitter):
    """Holds one reader or two; what is asked for happens in the one that had the keys last.

    `turned_to(article, lang)` tells what is read, `closed` that the agent is done, `guide_asked` is the wish to be led
    through the steps of what is read, `report_asked` to report it.
    """

    turned_to = Signal(str, str)
    closed = Signal()
    guide_asked = Signal()
    report_asked = Signal()

    def __init__(self, assistant: Assistant, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin with one reader that has nothing to read."""
        super().__init__(parent)
        self._assistant, self._theme, self._desk = assistant, theme, desk
        self.setObjectName("reading")
        self.setChildrenCollapsible(False)
        self._actions = list(self._make_actions())
        self.addActions(self._actions)
        self._readers: list[Reader] = []
        self.reader = self._add_reader()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)

    @property
    def is_double(self) -> bool:
        """Whether two articles are open."""
        return len(self._readers) > 1

    def read(self, place: Place, *, beside: bool = False) -> None:
        """Show an article in the reader in use, or beside what it shows."""
        if beside and self.reader.place:
            self._turn_to_other()
        self.reader.read(place)
        self.reader.page.setFocus()

    def open_beside(self) -> None:
        """Open what is read a second time beside, to go on from there; with two, turn to the other one."""
        place, was_double = self.reader.place, self.is_double
        if place:
            self._turn_to_other()
            if not was_double:
                self.reader.read(place)
            self.reader.page.setFocus()

    def close_reader(self) -> None:
        """Close the reader in use; the last one is kept, empty, and `closed` tells so."""
        self._close(self.reader)

    def clear(self) -> None:
        """Read nothing any more."""
        for other in self._readers[1:]:
            self._close(other)
        self.reader.clear()

    def show_again(self) -> None:
        """Show what is read as the library has it now."""
        for reader in self._readers:
            reader.show_again()

    def print_article(self) -> None:
        """Ask for a printer and print what is read."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - few ever print

        from kbassist.gui.reading.paper import set_up  # noqa: PLC0415

        if paper := self.reader.paper():
            printer = QPrinter()
            set_up(printer)
            dialog = QPrintDialog(printer, self)
            if dialog.exec():
                paper.print_(printer)
                self._desk.told.emit(_("Sent to the printer"))

    def save_pdf(self) -> None:
        """Ask for a file and write what is read as PDF."""
        paper = self.reader.paper()
        if paper is None or self.reader.article is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = QDir(folder).filePath(f"{slug(self.reader.article.title) or self.reader.article.id}.pdf")
        path, _kind = QFileDialog.getSaveFileName(self, _("Save as PDF"), proposed, "PDF (*.pdf)")
        if path:
            saved = paper.save_pdf(Path(path))
            self._desk.told.emit(_("PDF saved") if saved else _("The PDF could not be saved there"))

    def _make_actions(self) -> Iterator[QAction]:
        of_reader: tuple[tuple[str, str, Callable[[Reader], None]], ...] = (
            (_("Back"), BACK_KEY, Reader.go_back),
            (_("Forward"), FORWARD_KEY, Reader.go_forward),
            (_("Contents and related articles"), CONTENTS_KEY, Reader.show_contents),
            (_("In the other language"), TRANSLATE_KEY, Reader.translate),
        )
        for words, keys, act in of_reader:
            yield self._action(words, keys, partial(self._act, act))
        yield self._action(_("Find in this article") + f"\t{FIND_KEY}", "", partial(self._act, Reader.open_find))
        yield self._action(_("Report to the editors") + f"\t{REPORT_KEY}", "", self.report_asked.emit)
        for words, keys, handler in (
            (_("Second article beside"), BESIDE_KEY, self.open_beside),
            (_("Print"), PRINT_KEY, self.print_article),
            (_("Save as PDF"), PDF_KEY, self.save_pdf),
            (_("Close this article"), CLOSE_KEY, self.close_reader),
        ):
            yield self._action(words, keys, handler)

    def _action(self, words: str, keys: str, handler: Callable[[], None]) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(keys))
        action.setAutoRepeat(False)
        action.triggered.connect(handler)
        return action

    def _act(self, act: Callable[[Reader], None]) -> None:
        act(self.reader)

    def _add_reader(self) -> Reader:
        reader = Reader(self._assistant, self._theme, self._desk, self)
        set_state(reader, "used", False)
        reader.offer(self._actions)
        reader.turned_to.connect(self.turned_to)
        reader.guide_asked.connect(self.guide_asked)
        reader.closed.connect(partial(self._close, reader))
        self.addWidget(reader)
        self._readers.append(reader)
        return reader

    def _close(self, leaving: Reader) -> None:
        if not self.is_double:
            leaving.clear()
            self.closed.emit()
            return
        self._readers.remove(leaving)
        self._use(self._readers[0])
        leaving.hide()
        leaving.deleteLater()
        self.reader.page.setFocus()

    def _turn_to_other(self) -> None:
        if self.is_double:
            self._use(next(reader for reader in self._readers if reader is not self.reader))
        else:
            self._use(self._add_reader())
            self._share_out()

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._use(next((reader for reader in self._readers if now and reader.isAncestorOf(now)), self.reader))

    def _use(self, reader: Reader) -> None:
        """Let what is asked for happen in a reader; with two it is marked."""
        self.reader = reader
        for each in self._readers:
            set_state(each, "used", self.is_double and each is reader)

    def _share_out(self) -> None:
        is_wide = self.width() >= _SIDE_BY_SIDE_FROM
        self.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)
        self.setSizes([_MUCH] * len(self._readers))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Stand side by side where there is room."""
        super().resizeEvent(event)
        self._share_out()
