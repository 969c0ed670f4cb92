"""The page of a search: what narrows it, what was found, and without words what is at hand."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from kbassist import messages
from kbassist.assistant import Assistant
from kbassist.desk.habits import Used
from kbassist.gui.desk import Desk
from kbassist.gui.finding import rows
from kbassist.gui.finding.facets import CLEAR_KEY, KEYS, FacetBar
from kbassist.gui.finding.field import SearchField
from kbassist.gui.finding.help import SearchHelp
from kbassist.gui.finding.results import ResultList
from kbassist.gui.keys import COPY_KEY, HELP_KEY, INSERT_KEY, MEANT_KEY, NOTE_KEY, PIN_KEY, OwnKey, OwnKeys
from kbassist.gui.theme import GRID, Theme, set_state
from kbassist.librarian import Found, Hit
from kbassist.messages import _, plural

_BESIDE_KEYS = ("Ctrl+Return", "Shift+Return", "Ctrl+Enter", "Shift+Enter")
_MOST_HITS = 20
_SETTLED_MS = 2000  # after so long without a key, what was typed is what was meant


class SearchPage(QWidget):
    """Searches at each key of its field, and lets one open, copy and pin what was found by keys of the field.

    `opened(article, lang, words)` and `opened_beside` ask for an article, with the stems to mark in it.
    """

    opened = Signal(str, str, object)
    opened_beside = Signal(str, str, object)

    def __init__(
        self,
        assistant: Assistant,
        theme: Theme,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        follows_note: bool = True,
    ) -> None:
        """Search with `assistant` in the call of `desk`.

        `follows_note` is whether the words of the note move what is found.
        """
        super().__init__(parent)
        self._assistant, self._desk, self._follows_note = assistant, desk, follows_note
        self._field: SearchField | None = None
        self._query = self._missed = ""
        self._found = Found()
        self.facets = FacetBar(self)
        self.results = ResultList(assistant, theme, self)
        self.help = SearchHelp(self)
        self.meant, self.note, self._ask_help = QPushButton(self), QToolButton(self), QToolButton(self)
        self.count = QLabel(self)
        self._pages = QStackedWidget(self)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self.settle)
        self._lay_out()
        self._connect()

    def serve(self, field: SearchField) -> None:
        """Take the keys of the field that is typed in."""
        self._field = field
        field.returnPressed.connect(self.open_chosen)
        field.moved.connect(self._take_key)
        keys = [OwnKey(key, partial(self.facets.step, facet, 1), self._is_asked) for facet, key in KEYS.items()]
        keys += [
            OwnKey(f"Shift+{key}", partial(self.facets.step, facet, -1), self._is_asked) for facet, key in KEYS.items()
        ]
        keys += [OwnKey(key, self.open_beside) for key in _BESIDE_KEYS]
        keys += [
            OwnKey(CLEAR_KEY, self.facets.clear, lambda: bool(self.facets.narrowed)),
            OwnKey(NOTE_KEY, self._toggle_note),
            OwnKey(MEANT_KEY, self.take_meant, lambda: bool(self._found.meant)),
            OwnKey(PIN_KEY, self._toggle_pin),
            OwnKey(HELP_KEY, self.toggle_help),
            OwnKey(
                COPY_KEY,
                partial(self._say, self._desk.line_chosen),
                lambda: not field.hasSelectedText() and self.results.line is not None,
            ),
            OwnKey(INSERT_KEY, partial(self._say, self._desk.line_inserted), lambda: self.results.line is not None),
        ]
        OwnKeys(field, keys)

    def search(self, query: str) -> None:
        """Show what a query finds, or what is at hand where it is empty."""
        if not query.strip():
            self.settle()
            self.facets.narrowed = {}
        self._query = query if query.strip() else ""  # a blank at the end tells that the last word is whole
        self._pages.setCurrentWidget(self.results)
        self._search()
        self._settled.start()

    def show_again(self) -> None:
        """Search again: the library has changed."""
        self.results.forget()
        self._search()

    def settle(self) -> None:
        """Know that what was typed is what was meant: where nothing holds it, it is counted for the editors."""
        self._settled.stop()
        in_vain = self._found.is_near or not self._found.hits
        asked = self._query and self._query != self._missed and not self.facets.narrowed
        if asked and in_vain and self._assistant.article_count():
            self._missed = self._query
            self._assistant.habits.miss(self._query, self._desk.call().name)

    def leave(self) -> None:
        """Know that the agent is done searching."""
        self.settle()
        self.results.sayer.leave()
        self._missed = ""

    def open_chosen(self) -> None:
        """Open the article that is chosen."""
        self._open(self.results.hit)

    def open_beside(self) -> None:
        """Open the article that is chosen beside the one that is open."""
        if hit := self.results.hit:
            self.leave()
            self.opened_beside.emit(hit.article, hit.lang, frozenset(self._found.words))

    def take_meant(self) -> None:
        """Search for what was probably meant."""
        if self._found.meant and self._field:
            self._field.setText(self._found.meant)

    def toggle_help(self) -> None:
        """Show how to ask, or what was found again."""
        self._show_help(shows=self._pages.currentWidget() is not self.help)

    def _show_help(self, *, shows: bool) -> None:
        self._pages.setCurrentWidget(self.help if shows else self.results)
        self._show_facets()

    def _show_facets(self) -> None:
        """Show what narrows, where there is something to narrow or to widen again."""
        is_help = self._pages.currentWidget() is self.help
        self.facets.setVisible(not is_help and bool(self._found.hits or self.facets.narrowed) and bool(self._query))

    def _take_key(self, event: QKeyEvent) -> None:
        """Move among what was found, or through the help."""
        if self._pages.currentWidget() is self.help:
            self.help.keyPressEvent(event)
        else:
            self.results.take_key(event)

    def _is_asked(self) -> bool:
        return bool(self._query)

    def _search(self) -> None:
        call = self._desk.call()
        note, speaks = call.note if self._follows_note else "", call.lang or messages.language()
        librarian, narrowed = self._assistant.librarian, self.facets.narrowed
        how = {"note": note, "speaks": speaks}
        self._found = found = librarian.search(self._query, narrowed=narrowed, limit=_MOST_HITS, **how)
        if self._query:
            shown, words = rows.of_found(found, self._query.strip(), narrowed), found.words
        else:
            shown, words = rows.of_at_hand(self._assistant.habits.at_hand(), self._look_up), frozenset()
        self.facets.count_with(found.facets)
        self._show_facets()
        self._show_meant()
        self._show_count(has_rows=bool(shown))
        self._show_note()
        self.results.show_rows(shown, words, self._calm_words())

    def _look_up(self, used: Used) -> Hit | None:
        return self._assistant.librarian.look_up(used.article, used.lang)

    def _calm_words(self) -> str:
        if not self._query:
            return _("Type a word or two. What you read and pin will stand here.")
        if not self._assistant.article_count():
            return _("There are no articles yet.")
        if self.facets.narrowed:
            return _("Nothing here has these words. {key} looks everywhere again.").format(key=CLEAR_KEY)
        return _("No article holds these words. Try fewer or other ones.")

    def _show_meant(self) -> None:
        if self._found.meant:
            self.meant.setText(_("Did you mean “{words}”?").format(words=self._found.meant) + f"   {MEANT_KEY}")
        self.meant.setVisible(bool(self._found.meant))

    def _show_count(self, *, has_rows: bool) -> None:
        total = 0 if self._found.is_near else self._found.total
        if self._query:
            shown = len(self._found.hits)
            words = plural("{count} article", "{count} articles", total).format(count=total)
            if shown == _MOST_HITS:
                words = _("the best {shown} of {count}").format(shown=shown, count=total)
            self.count.setText(words if total else "")
        else:
            self.count.setText(_("Enter opens, {key} pins").format(key=PIN_KEY) if has_rows else "")

    def _show_note(self) -> None:
        words = _("{key} With the note: yes") if self._follows_note else _("{key} With the note: no")
        self.note.setText(words.format(key=NOTE_KEY))
        set_state(self.note, "chosen", not self._follows_note)
        self.note.setVisible(bool(self._query and self._desk.call().note.strip()))

    def _toggle_note(self) -> None:
        self._follows_note = not self._follows_note
        self._search()

    def _toggle_pin(self) -> None:
        if hit := self.results.hit:
            self._desk.tell_of_pin(self._assistant.habits.toggle_pin(hit.article, hit.lang))
            self.results.viewport().update()

    def _open(self, hit: Hit | None) -> None:
        self.leave()
        if hit:
            self.opened.emit(hit.article, hit.lang, frozenset(self._found.words))

    def _answer_with(self, hit: Hit | None) -> None:
        """Show the script line that says what was asked."""
        words = self._found.words
        call, librarian = self._desk.call(), self._assistant.librarian
        line = librarian.best_line(hit, words, call.channel) if hit and self._query and words else None
        self.results.show_line(self._assistant.suggestion(line, call) if line else None)

    def _copy(self) -> None:
        self._say(self._desk.line_chosen)

    def _insert(self) -> None:
        self._say(self._desk.line_inserted)

    def _say(self, then: SignalInstance) -> None:
        if line := self.results.line:
            self.results.sayer.say(line, then)

    def _focus_field(self) -> None:
        if self._field:
            self._field.setFocus()

    def _lay_out(self) -> None:
        self.meant.setObjectName("meant")
        self.meant.setFlat(True)
        self.count.setObjectName("muted")
        self._ask_help.setText(f"{HELP_KEY} ?")
        self._ask_help.setToolTip(_("How to ask ({key})").format(key=HELP_KEY))
        self._ask_help.setAccessibleName(_("How to ask"))
        for button in (self.note, self._ask_help):
            button.setObjectName("chip")
        for widget in (self.meant, self.note, self._ask_help):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_state(self.note, "chosen", not self._follows_note)
        self._pages.addWidget(self.results)
        self._pages.addWidget(self.help)
        below = QHBoxLayout()
        below.setContentsMargins(2 * GRID, GRID // 2, GRID, 0)
        below.addWidget(self.count, 1)
        below.addWidget(self.note)
        below.addWidget(self._ask_help)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.facets)
        column.addLayout(below)
        column.addWidget(self.meant)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        sayer = self.results.sayer
        self.facets.changed.connect(self._search)
        self.results.chosen.connect(self._answer_with)
        self.results.clicked_on.connect(self._open)
        self.meant.clicked.connect(self.take_meant)
        self.note.clicked.connect(self._toggle_note)
        self._ask_help.clicked.connect(self.toggle_help)
        sayer.filled.connect(self._desk.gap_filled)
        sayer.left.connect(self._focus_field)
