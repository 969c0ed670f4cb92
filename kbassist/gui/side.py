"""What is read besides the cards: results, an article, problems and more. Over the list, or beside the column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QWidget

from kbassist.content.kinds import ArticleKind
from kbassist.gui.desk import Desk
from kbassist.gui.finding.page import SearchPage
from kbassist.gui.reading.place import Place
from kbassist.gui.theme import Theme, set_state
from kbassist.messages import _

if TYPE_CHECKING:
    from kbassist.assist.model import CallNote, Suggestion
    from kbassist.assistant import Assistant
    from kbassist.content.model import Article
    from kbassist.gui.call import Call
    from kbassist.gui.learned import LearnedPage
    from kbassist.gui.problems import ProblemList
    from kbassist.gui.reading.compare import ComparePage
    from kbassist.gui.reading.needs import NeedList
    from kbassist.gui.reading.pane import ReadingPane
    from kbassist.gui.reading.reader import Reader
    from kbassist.gui.reading.walk import Walker
    from kbassist.gui.studio.studio import Studio
    from kbassist.gui.why import WhyPage


class SidePane(QStackedWidget):
    """Holds one page at a time, made when first needed; `opened` and `closed` tell whether there is one.

    `uncovered` tells that a search was left and nothing is read any more, `report_asked` is the wish to report what is
    read.
    """

    opened = Signal()
    closed = Signal()
    uncovered = Signal()
    report_asked = Signal()

    def __init__(
        self,
        assistant: Assistant,
        theme: Theme,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        learns: bool = True,
        follows_note: bool = True,
    ) -> None:
        """Begin with nothing to read in the call of `desk`.

        `learns` is whether the assistant learns from what becomes of its lines, `follows_note` whether the words of
        the note move what a search finds.
        """
        super().__init__(parent)
        self._assistant, self._theme, self._desk, self._learns = assistant, theme, desk, learns
        self.setObjectName("side")
        self._nothing = QLabel(_("Alt and a number open the article of a line, Ctrl+K searches."), self)
        self._nothing.setObjectName("sideHint")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self.addWidget(self._nothing)
        self._behind: QWidget = self._nothing
        self.finding = SearchPage(assistant, theme, desk, self, follows_note=follows_note)
        self.finding.opened.connect(self.open_article)
        self.finding.opened_beside.connect(self.open_beside)
        self.addWidget(self.finding)
        self._reading: ReadingPane | None = None
        self._read_now: tuple[str, str] | None = None
        self.articles_read: list[str] = []
        self._problems: ProblemList | None = None
        self.walker: Walker | None = None
        self.comparison: ComparePage | None = None
        self.needs: NeedList | None = None
        self.why: WhyPage | None = None
        self.learned: LearnedPage | None = None
        self.studio: Studio | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is being read."""
        return self.currentWidget() is not self._nothing

    @property
    def shows_results(self) -> bool:
        """Whether the results of a search are in front."""
        return self.currentWidget() is self.finding

    @property
    def has_readers_focus(self) -> bool:
        """Whether an article has the keys."""
        return self._reading is not None and self._reading.isAncestorOf(QApplication.focusWidget() or self)

    @property
    def has_studios_focus(self) -> bool:
        """Whether an article is being written."""
        return self.studio is not None and self.studio.isAncestorOf(QApplication.focusWidget() or self)

    @property
    def article_in_front(self) -> Article | None:
        """Return the article that is read, unless something else is in front."""
        return self.reader.article if self.currentWidget() is self._reading else None

    @property
    def reading(self) -> ReadingPane:
        """Return the readers."""
        if self._reading is None:
            from kbassist.gui.reading.pane import ReadingPane  # noqa: PLC0415 - this and what follows when first needed

            self._reading = reading = ReadingPane(self._assistant, self._theme, self._desk, self)
            reading.closed.connect(self.close_page)
            reading.turned_to.connect(self._count_reading)
            reading.guide_asked.connect(self.guide)
            reading.report_asked.connect(self.report_asked)
            self.addWidget(reading)
        return self._reading

    @property
    def reader(self) -> Reader:
        """Return the reader in use."""
        return self.reading.reader

    def stand(self, column: str) -> None:
        """Stand beside the agent's column, which is `left` or `right` of it with a line between them, or `above`."""
        set_state(self, "column", column)
        self.setContentsMargins(int(column == "left"), 0, int(column == "right"), 0)

    def search(self, query: str) -> None:
        """Show what a query finds, or what is at hand where it is empty."""
        if not self.shows_results:
            self._behind = self.currentWidget() or self._nothing
            self._turn_to(self.finding)
        self.finding.search(query)

    def leave_search(self) -> None:
        """Return to what was read before the search."""
        if self.shows_results:
            self.finding.leave()
            self.setCurrentWidget(self._behind)
            if not self.is_open:
                self.uncovered.emit()

    def open_article(self, article: str, lang: str, words: frozenset[str] = frozenset()) -> None:
        """Open an article where it has most of some words, given by their stems, else at its beginning."""
        self._read(Place(article, lang, words=words))

    def open_beside(self, article: str, lang: str, words: frozenset[str] = frozenset()) -> None:
        """Open an article beside the one that is read."""
        self._read(Place(article, lang, words=words), beside=True)

    def toggle_pin(self) -> None:
        """Pin the article that is read, or let it go."""
        article = self.article_in_front
        if article:
            self._desk.tell_of_pin(self._assistant.habits.toggle_pin(article.id, article.lang))

    def begin_call(self) -> None:
        """Put away all that belongs to the call before."""
        self.articles_read.clear()
        self.leave_walk()
        self._desk.ticks.clear()
        if self._reading:
            self._reading.clear()
        self.close_page()

    def show_again(self) -> None:
        """Show what is found and read as the library has it now."""
        if self._reading:
            self._reading.show_again()
        if self.shows_results:
            self.finding.show_again()
        if self.studio and self.currentWidget() is self.studio:
            self.studio.refresh()

    def open_line(self, suggestion: Suggestion) -> None:
        """Open the article of a line, scrolled to it."""
        self._read(Place(suggestion.article, suggestion.lang, suggestion.line.partition("#")[2]))

    def open_problems(self) -> None:
        """Show what is wrong in the articles."""
        if self._problems is None:
            from kbassist.gui.problems import ProblemList  # noqa: PLC0415

            self._problems = ProblemList(self._theme, self)
            self._problems.closed.connect(self.close_page)
            self.addWidget(self._problems)
        self._problems.show_problems(self._assistant.problems())
        self._turn_to(self._problems)

    def guide(self, lang: str = "") -> None:
        """Lead step by step through the article that is read, else show the guides from a need to a product."""
        article = self.article_in_front
        if not (article and self._walk(article, self.reader.page.anchor_here())):
            self._show_needs(lang)

    def compare(self, lang: str) -> None:
        """Show products side by side; a product that is read is one of them."""
        if self.comparison is None:
            from kbassist.gui.reading.compare import ComparePage  # noqa: PLC0415

            self.comparison = ComparePage(self._assistant.librarian, self._theme, self)
            self.comparison.article_requested.connect(self.open_article)
            self.comparison.closed.connect(self.return_to_reading)
            self.addWidget(self.comparison)
        article = self.article_in_front
        marked = (article.id,) if article and article.kind is ArticleKind.PRODUCT else ()
        self._turn_to(self.comparison)
        self.comparison.choose(lang, marked)

    def leave_walk(self) -> None:
        """Leave guided steps, if one is in the middle of them; what was done is told."""
        if self.walker and self.currentWidget() is self.walker:
            self.walker.leave()

    def return_to_reading(self) -> None:
        """Go back to the article that was read, if any."""
        if self._reading and self._reading.reader.place:
            self._turn_to(self._reading)
            self._reading.reader.page.setFocus()
        else:
            self.close_page()

    def _walk(self, article: Article, anchor: str) -> bool:
        """Begin the guided steps of an article, if it has any."""
        from kbassist.content import guides  # noqa: PLC0415

        guide = guides.read(article)
        if guide is None:
            return False
        if self.walker is None:
            from kbassist.gui.reading.walk import Walker  # noqa: PLC0415

            self.walker = Walker(self._assistant.librarian.title_of, self._theme, self)
            self.walker.noted.connect(self._desk.noted)
            self.walker.article_requested.connect(self.open_at)
            self.walker.closed.connect(self.return_to_reading)
            self.addWidget(self.walker)
        self._turn_to(self.walker)
        self.walker.walk(guide, self._desk.values(), anchor)
        return True

    def _show_needs(self, lang: str) -> None:
        if self.needs is None:
            from kbassist.gui.reading.needs import NeedList  # noqa: PLC0415

            self.needs = NeedList(self._theme, self)
            self.needs.chosen.connect(self._begin_guide)
            self.needs.closed.connect(self.return_to_reading)
            self.addWidget(self.needs)
        self.needs.show_guides(self._assistant.librarian.guides(lang))
        self._turn_to(self.needs)
        self.needs.setFocus()

    def _begin_guide(self, article_id: str, lang: str) -> None:
        if article := self._assistant.librarian.article(article_id, lang):
            self._walk(article, "")

    def open_at(self, article: str, lang: str, anchor: str) -> None:
        """Open an article at a line or a heading."""
        self._read(Place(article, lang, anchor))

    def explain(self, call: CallNote, line: str) -> None:
        """Show why a line is suggested for a call, or why not; without a line one may ask for one."""
        if self.why is None:
            from kbassist.gui.why import WhyPage  # noqa: PLC0415

            self.why = WhyPage(self._assistant, self._theme, self)
            self.why.closed.connect(self.close_page)
            self.addWidget(self.why)
        self.why.ask(call, line)
        self._turn_to(self.why)
        self.why.setFocus()

    def follow(self, call: Call) -> None:
        """Let what is explained be that of the call as it is now."""
        if self.why and self.currentWidget() is self.why:
            self.why.follow(call.as_note())

    def open_learned(self, lang: str) -> None:
        """Show what was learned, with titles in a language."""
        if self.learned is None:
            from kbassist.gui.learned import LearnedPage  # noqa: PLC0415

            self.learned = LearnedPage(self._assistant, self._theme, self, learns=self._learns)
            self.learned.closed.connect(self.close_page)
            self.addWidget(self.learned)
        self._turn_to(self.learned)
        self.learned.show_learned(lang)

    def open_studio(self) -> None:
        """Show where articles are written: on the one that is read, if any."""
        article = self.reader.article if self._reading and self.currentWidget() is self._reading else None
        if not self._assistant.edits:
            self._desk.told.emit(_("Articles are written by others here."))
            return
        if self.studio is None:
            from kbassist.gui.studio.studio import Studio  # noqa: PLC0415

            self.studio = Studio(self._assistant, self._theme, self)
            self.studio.told.connect(self._desk.told)
            self.studio.closed.connect(self.close_page)
            self.addWidget(self.studio)
        self._turn_to(self.studio)
        self.studio.begin(article.path if article else "")

    def show_page(self, page: QWidget) -> None:
        """Show a page that someone else made; its `closed` puts it away."""
        if self.indexOf(page) < 0:
            page.closed.connect(self.close_page)  # type: ignore[attr-defined]
            self.addWidget(page)
        self._turn_to(page)

    def close_page(self) -> None:
        """Put away what was read."""
        self.setCurrentWidget(self._nothing)
        self.closed.emit()

    def _read(self, place: Place, *, beside: bool = False) -> None:
        self._turn_to(self.reading)
        self.reading.read(place, beside=beside)

    def _count_reading(self, article: str, lang: str) -> None:
        """Know which article is in front, each time that it is another one."""
        if self._read_now != (article, lang):
            self._read_now = article, lang
            self.articles_read.append(article)
            self._assistant.habits.open(article, lang)

    def _turn_to(self, page: QWidget) -> None:
        if self.walker and page not in {self.walker, self.finding}:
            self.walker.stop()
        self.setCurrentWidget(page)
        self.opened.emit()
