"""The studio: articles at the left, the text in the middle, and beside it what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kbassist.content import life
from kbassist.gui import keys
from kbassist.gui.aside import Aside
from kbassist.gui.page import PageHead
from kbassist.gui.studio.benchpage import BenchPage
from kbassist.gui.studio.body import Body
from kbassist.gui.studio.document import Document
from kbassist.gui.studio.duepage import DuePage
from kbassist.gui.studio.editor import MarkdownEditor
from kbassist.gui.studio.faults import FaultsPage, marks_of
from kbassist.gui.studio.headform import HeaderForm
from kbassist.gui.studio.historypage import HistoryPage
from kbassist.gui.studio.library_words import LibraryCompletions
from kbassist.gui.studio.life import LifeButton
from kbassist.gui.studio.mergepage import MergePage
from kbassist.gui.studio.notice import Notice
from kbassist.gui.studio.overview import Overview
from kbassist.gui.studio.panel import Panel, Tab
from kbassist.gui.studio.preview import Preview
from kbassist.gui.studio.replaypage import ReplayPage
from kbassist.gui.studio.saver import Saver
from kbassist.gui.studio.strips import NewStrip, SaveStrip
from kbassist.gui.studio.tree import ArticleTree
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _, in_context

if TYPE_CHECKING:
    from kbassist.assistant import Assistant
    from kbassist.content.kinds import ArticleKind
    from kbassist.content.life import Step
    from kbassist.content.model import Cure
    from kbassist.content.versions import Version
    from kbassist.content.writing import Opened
    from kbassist.editing import Written

_READ_MS = 150
_DAYS_AHEAD = 30


class Studio(QWidget):
    """Where articles are written; `closed` puts it away, `told(words)` is for the status row.

    `shown` tells that what is written was read, and that what comes of it can be seen.

    The text in the editor is the one truth: pages beside it show what comes of it and hand back another text.
    """

    closed = Signal()
    told = Signal(str)
    shown = Signal()

    def __init__(self, assistant: Assistant, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with no article open."""
        super().__init__(parent)
        self._assistant, self._theme = assistant, theme
        self.editing = assistant.editing
        self.aside = Aside("studio", self)
        self.overview = Overview(self.editing, self.aside, self)
        self._written: Written | None = None
        self._formed = ""
        self._bench_is_behind = True
        self._theirs: Opened | None = None
        self._step: Step | None = None
        self._wanted = "", ""
        self.setObjectName("studio")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._make_parts()
        self.document = Document(self.editing, self.aside, self.editor.text, self)
        self.saver = Saver(assistant, self.document, self.editor, self.save_strip, self.notice, self.aside)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_READ_MS)
        self._soon.timeout.connect(self._read)
        self._lay_out()
        self._connect()
        self._make_shortcuts()
        self._show_state()

    def _make_parts(self) -> None:
        theme = self._theme
        self._over, self.head = QWidget(self), PageHead(_("Studio"), theme, self)
        self.status = LifeButton(self)
        self.save_button = QPushButton(_("Save"), self)
        self.new_button = QPushButton(in_context("article", "New"), self)
        self.save_button.setToolTip(_("Save ({key})").format(key=keys.SAVE_ARTICLE_KEY))
        self.new_button.setToolTip(_("New article ({key})").format(key=keys.NEW_ARTICLE_KEY))
        for button in (self.save_button, self.new_button):
            button.setObjectName("quietButton")
        self.notice = Notice(self)
        self.new_strip, self.save_strip = NewStrip(self), SaveStrip(self)
        self.tree = ArticleTree(theme, self)
        self.editor = MarkdownEditor(theme, LibraryCompletions(self._assistant.librarian), self)
        self.editor.setReadOnly(True)
        self.editor.setPlaceholderText(
            _("Choose an article from the list, or make a new one with {key}.").format(key=keys.NEW_ARTICLE_KEY)
        )
        self.preview, self.form = Preview(self._assistant, theme, self), HeaderForm(self)
        self.faults, self.bench = FaultsPage(theme, self), BenchPage(self._assistant, theme, self)
        self.replay = ReplayPage(self._assistant, theme, self)
        self.history, self.due = HistoryPage(theme, self), DuePage(theme, self)
        self.merge = MergePage(theme, self)

    def _lay_out(self) -> None:
        self.panel = Panel(
            {
                Tab.ARTICLES: self.tree,
                Tab.TEXT: self.editor,
                Tab.PREVIEW: self.preview,
                Tab.HEADER: self.form,
                Tab.FAULTS: self.faults,
                Tab.BENCH: self.bench,
                Tab.HISTORY: self.history,
                Tab.REPLAY: self.replay,
                Tab.SCHEDULE: self.due,
            },
            self,
        )
        # From the tabs one goes on to the page that they show.
        self.setTabOrder(self.new_button, self.panel.tabs)
        self._body = Body(self.editor, self.panel, self.tree, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._body)
        self._stack.addWidget(self.merge)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        buttons.setSpacing(GRID)
        for widget in (self.new_button, self.save_button, self.status):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        over = QVBoxLayout(self._over)
        over.setContentsMargins(0, 0, 0, 0)
        over.setSpacing(0)
        over.addWidget(self.head)
        over.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._over)
        for part in (self.notice, self.new_strip, self.save_strip):
            column.addWidget(part)
            part.hide()
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.head.closed.connect(self.leave)
        self.save_button.clicked.connect(self.save)
        self.new_button.clicked.connect(self.begin_new)
        self.status.step_chosen.connect(self.take_step)
        self.new_strip.made.connect(self._make_new)
        for strip in (self.new_strip, self.save_strip):
            strip.left.connect(self.leave)
        self.saver.told.connect(self.told)
        self.saver.faults_wanted.connect(partial(self.show_tab, Tab.FAULTS))
        self.panel.turned_to.connect(self._turn_to)
        self.tree.chosen.connect(self.open)
        self.tree.problems_wanted.connect(self.overview.count_problems)
        self.overview.changed.connect(self._list_entries)
        # Links and triggers are held against another library then.
        self.overview.read.connect(self._soon.start)
        self.due.chosen.connect(self.open)
        self.editor.edited.connect(self._on_edited)
        self.editor.cursorPositionChanged.connect(self._follow_cursor)
        self.form.text_changed.connect(self._take_text)
        self.faults.chosen.connect(self._go_to)
        self.faults.cure_chosen.connect(self._mend)
        self.bench.text_changed.connect(self._take_text)
        self.replay.article_requested.connect(self._open_line)
        self.replay.note_requested.connect(self._try_note)
        self.history.restore_requested.connect(self._restore)
        self.merge.merged.connect(self._save_merged)
        self.merge.left.connect(self._leave_merge)
        document = self.document
        document.opened.connect(self._show_text)
        document.amended.connect(self._amend)
        document.saved.connect(self._on_saved)
        document.conflicted.connect(self._show_conflict)
        document.failed.connect(self.notice.tell)
        document.draft_found.connect(self._tell_draft)
        self.aside.failed.connect(self.notice.tell)

    def _make_shortcuts(self) -> None:
        for pressed, handler in (
            (keys.SAVE_ARTICLE_KEY, self.save),
            (keys.NEW_ARTICLE_KEY, self.begin_new),
            (keys.LIFE_KEY, self.status.offer),
            (keys.TRY_KEY, partial(self.show_tab, Tab.BENCH)),
            (keys.HISTORY_KEY, partial(self.show_tab, Tab.HISTORY)),
            (keys.SCHEDULE_KEY, partial(self.show_tab, Tab.SCHEDULE)),
            (keys.NEXT_TAB_KEY, partial(self.panel.step, 1)),
            (keys.PREVIOUS_TAB_KEY, partial(self.panel.step, -1)),
        ):
            shortcut = QShortcut(QKeySequence(pressed), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(handler)

    def begin(self, path: str = "") -> None:
        """Take the keys; with a path, open that article."""
        self.refresh()
        if path and path != self.document.path:
            self.open(path)
        elif self.document.file:
            self._to_text()
        else:
            self.show_tab(Tab.ARTICLES)

    def refresh(self) -> None:
        """Look at the library again: what there is, and whether the open file has changed."""
        self.overview.load()
        self.document.follow()

    def open(self, path: str, line: str = "") -> None:
        """Open the article of a file, at one of its lines where it is named."""
        self._wanted = path, line
        if path == self.document.path:
            self._to_text()
            self._go_to_wanted()
        self.document.open(path)

    def save(self) -> None:
        """Save what is typed; who and why is asked where it is not known."""
        self.new_strip.hide()
        self.saver.save()

    def begin_new(self) -> None:
        """Ask what a new article is."""
        self.save_strip.hide()
        lang = self._written.article.lang if self._written else "id"
        langs = sorted(self.overview.langs | {"id", "en", lang}, reverse=True)
        self.new_strip.ask(langs, sorted(self.overview.categories), lang)
        self.new_strip.show()

    def leave(self) -> None:
        """Put away what is asked, else the studio; what is typed is kept."""
        if self.new_strip.isVisible() or self.save_strip.isVisible():
            self.new_strip.hide()
            self.save_strip.hide()
            self._to_text()
            return
        self.document.keep()
        self.closed.emit()

    def show_tab(self, tab: Tab) -> None:
        """Show a page beside the text, and give it the keys."""
        self.panel.show_tab(tab)
        pages = {
            Tab.ARTICLES: self.tree.search,
            Tab.BENCH: self.bench,
            Tab.FAULTS: self.faults.rows,
            Tab.HISTORY: self.history,
            Tab.REPLAY: self.replay,
            Tab.SCHEDULE: self.due,
        }
        pages.get(tab, self.editor).setFocus()

    def _to_text(self) -> None:
        self.panel.show_tab(Tab.TEXT)
        self.editor.setFocus()

    def _turn_to(self, at: int) -> None:
        if at == Tab.TEXT:
            self.editor.setFocus()
        elif at == Tab.BENCH and self._bench_is_behind:
            self._show_bench()
        elif at == Tab.HISTORY:
            self._load_history()
        elif at == Tab.REPLAY:
            self.replay.replay([self._written.article] if self._written else [])
        elif at == Tab.SCHEDULE:
            self.aside.newest("due", partial(self.editing.due, _DAYS_AHEAD), self.due.show_due)

    def _list_entries(self) -> None:
        entries = self.overview.entries
        self.tree.show_entries(entries)
        self.tree.mark(self.document.path)
        self.form.show_known(
            self.overview.categories,
            {tag for entry in entries for tag in entry.tags},
            {entry.id: entry.title for entry in entries},
        )

    def _show_text(self, text: str) -> None:
        self._written, self._step = None, None
        self.notice.hide()
        # Who saves and why was asked of the article before.
        self.save_strip.hide()
        self._leave_merge()
        path = Path(self.document.path)
        # What is pasted lies beside the copy of an article that came with the app.
        self.editor.folder, self.editor.article = self.editing.target(path).parent, path.stem
        self.editor.setReadOnly(False)
        self.editor.setPlaceholderText("")
        self.editor.show_text(text)
        self._to_text()
        self.tree.mark(self.document.path)
        if self.panel.tab is Tab.ARTICLES:
            self.panel.show_tab(Tab.PREVIEW)
        self._read()

    def _on_edited(self) -> None:
        self.document.edited()
        self._show_state()
        self._soon.start()

    def _read(self) -> None:
        """Read what is typed, and show what comes of it."""
        self._soon.stop()
        if self.document.file:
            job = partial(self.editing.read, self.editor.text(), Path(self.document.path))
            self.aside.newest("read", job, self._show_written)

    def _show_written(self, written: Written) -> None:
        if written.text != self.editor.text():
            return
        self._written = written
        if written.article:
            self.editor.write_in(written.article.lang)
        self.editor.show_marks(marks_of(written.faults))
        self.faults.show_faults(written.text, written.faults)
        self.panel.count(Tab.FAULTS, len(written.faults))
        self.form.show_text(written.text)
        self.preview.show_article(written.article)
        self._bench_is_behind = True
        if self.panel.tab is Tab.BENCH:
            self._show_bench()
        self._show_state()
        self._go_to_wanted()
        self.shown.emit()
        step, self._step = self._step, None
        if step:
            self.take_step(step)

    def _show_bench(self) -> None:
        self._bench_is_behind = False
        self.bench.show_draft(self._written.article if self._written else None, self.editor.text())

    def _show_state(self) -> None:
        document = self.document
        article = self._written.article if self._written else None
        if document.file is None:
            about = _("Where articles are written")
        else:
            state = _("Not saved yet, kept as a draft") if document.is_changed else _("Saved")
            about = f"{Path(document.path).name} · {state}"
        self.head.show_title(article.title if article else _("Studio"), about)
        self.save_button.setEnabled(document.is_changed)
        self.status.show_status(article.status if article else None)

    def _follow_cursor(self) -> None:
        if self.panel.tab is Tab.PREVIEW:
            self.preview.go_to(self.editor.textCursor().blockNumber() + 1)

    def _open_line(self, article: str, lang: str, line: str) -> None:
        """Open an article at one of its lines."""
        if path := self.overview.path_of(article, lang):
            self.open(path, line)

    def _go_to_wanted(self) -> None:
        """Go to the line that is wanted once its article is read."""
        path, line = self._wanted
        if line and self._written and path == self.document.path:
            self._wanted = "", ""
            rows = {each.id: each.row for each in self._written.article.lines}
            self.editor.go_to(rows.get(line, 1))

    def _try_note(self, note: str) -> None:
        self.bench.try_note(note)
        self.show_tab(Tab.BENCH)

    def _take_text(self, text: str) -> None:
        """Take what a page made of the text, unless more was typed into that meanwhile."""
        if self._written and self.editor.text() in {self._written.text, self._formed}:
            self._formed = text
            self.editor.replace_text(text)

    def _go_to(self, start: int) -> None:
        self.editor.go_to(self.editor.text().count("\n", 0, start) + 1)
        self._to_text()

    def _mend(self, cure: Cure) -> None:
        self.editor.replace_text(cure.applied(self.editor.text()))

    def take_step(self, step: Step) -> None:
        """Bring the article to the next state of its life once it is read as it is, unless something bars that."""
        written = self._written
        if written is None or written.text != self.editor.text():
            self._step = step
            self._read()
        elif step in life.steps(written.article.status):
            self.new_strip.hide()
            self.saver.take(step, written)

    def _amend(self, text: str) -> None:
        """Show the row end that saving adds behind what is typed; the cursor stays before it."""
        cursor = self.editor.textCursor()
        at = cursor.position()
        if text != self.editor.text():
            self.editor.replace_text(text)
            cursor.setPosition(at)
            self.editor.setTextCursor(cursor)

    def _on_saved(self, _path: str) -> None:
        self._leave_merge()
        self.notice.hide()
        self.told.emit(_("Saved"))
        self._show_state()
        self.tree.mark(self.document.path)
        self._read()
        self._load_history()

    def _load_history(self) -> None:
        if self.document.file and self.panel.tab is Tab.HISTORY:
            path = self.editing.target(Path(self.document.path))
            self.aside.newest("past", partial(self.editing.past, path), partial(self._show_history, path))

    def _show_history(self, path: Path, past: list[Version]) -> None:
        def load(version: str, then: Callable[[str], object]) -> None:
            self.aside.newest("version", partial(self.editing.versions(path).text, path, version), then)

        self.history.show_versions(past, load, self.editor.text())

    def _restore(self, text: str) -> None:
        self.editor.replace_text(text)
        self.notice.tell(_("This is the text as it was. {key} saves it.").format(key=keys.SAVE_ARTICLE_KEY))
        self._to_text()

    def _make_new(self, kind: ArticleKind, lang: str, category: str, title: str) -> None:
        self.new_strip.hide()
        self.aside.begin(partial(self.editing.create, kind, lang, category, title), self._open_new)

    def _open_new(self, path: Path) -> None:
        self.open(str(path))
        self.refresh()

    def _show_conflict(self, now: Opened | None) -> None:
        file = self.document.file
        if file is None:
            return
        if now is None:
            self.notice.tell(_("The file has gone. Saving makes it anew."), _("Save"), self.saver.put_anew)
            return
        self._theirs = now
        self.merge.show_texts(file.text, self.editor.text(), now.text)
        self._over.hide()
        self._stack.setCurrentWidget(self.merge)
        self.merge.take_focus()

    def _save_merged(self, text: str) -> None:
        self.editor.replace_text(text)
        self.saver.put(text, _("Brought together with a change by someone else"), self._theirs)

    def _leave_merge(self) -> None:
        if self._stack.currentWidget() is self.merge:
            self._over.show()
            self._stack.setCurrentWidget(self._body)
            self._to_text()

    def _tell_draft(self, when: datetime) -> None:
        words = _("Typed at {time} and not saved yet.").format(time=when.astimezone().strftime(_("%H:%M:%S")))
        self.notice.tell(words, _("Discard"), self.document.discard)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Keep what is typed."""
        super().hideEvent(event)
        self.document.keep()
