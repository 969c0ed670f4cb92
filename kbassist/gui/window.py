"""The agent's window: one column beside the phone, and beside or over its list what is read."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QMoveEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kbassist.content.kinds import LineKind
from kbassist.gui import keys
from kbassist.gui.flow import CallFlow
from kbassist.gui.notepad import Notepad
from kbassist.gui.theme import GRID, Theme, set_state
from kbassist.messages import _

if TYPE_CHECKING:
    from kbassist.assist.model import Advice, Suggestion
    from kbassist.assistant import Assistant
    from kbassist.desk.rules import Rules
    from kbassist.gui.cards.view import CardView
    from kbassist.gui.finding.field import SearchField
    from kbassist.gui.help import HelpPage
    from kbassist.gui.hint import HintRow
    from kbassist.gui.recorder import Recorder
    from kbassist.gui.side import SidePane
    from kbassist.gui.status import StatusRow
    from kbassist.gui.strip import Strip

COLUMN = 420  # px
_ABOVE_NOTES = 122  # px, about what search and strip take
WIDE_FROM = 840  # px
NARROWEST = 360  # px
_NO_LIMIT = 16_777_215  # Qt's QWIDGETSIZE_MAX


class AssistantWindow(QWidget):
    """Joins the parts; the flow holds the call, the assistant the knowledge.

    What takes keys is there at once; `complete` makes the rest, after the first paint.
    """

    search: SearchField
    strip: Strip
    status: StatusRow
    hint: HintRow
    cards: CardView
    side: SidePane

    def __init__(
        self,
        assistant: Assistant,
        flow: CallFlow,
        theme: Theme,
        *,
        breath: bool = True,
        learns: bool = True,
        follows_note: bool = True,
    ) -> None:
        """Build what is seen first; `breath` is whether a minute is offered after a hard call.

        `learns` is whether the assistant learns from what becomes of its lines, `follows_note` whether the words of
        the note move what a search finds.
        """
        super().__init__()
        self._assistant, self._flow, self._theme = assistant, flow, theme
        self._offers_breath, self._learns, self._follows_note = breath, learns, follows_note
        self._is_complete = self._wide = self._column_left = False
        self._stood_at, self._problems = self.x(), 0
        self._help: HelpPage | None = None
        self.setObjectName("window")
        self.setWindowTitle("kbassist")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.notepad = Notepad(theme, self)
        self._stack = QStackedWidget(self)
        self._column = QWidget(self)
        self._row = QHBoxLayout(self)
        self._lay_out()
        self.notepad.noted.connect(flow.type_note)
        self.notepad.left.connect(flow.leave_note)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.notepad.setFocus()

    def complete(self, recorder: Recorder, rules: Rules | None = None) -> None:
        """Make all around the notes, and the keys; `recorder` tells how the note stands.

        Without `rules` of the desk our own hold.
        """
        from kbassist.desk.rules import load  # noqa: PLC0415 - all of these after the first paint
        from kbassist.desk.workdays import Workdays  # noqa: PLC0415
        from kbassist.gui.cards.view import CardView  # noqa: PLC0415
        from kbassist.gui.desk import Desk  # noqa: PLC0415
        from kbassist.gui.finding.field import SearchField  # noqa: PLC0415
        from kbassist.gui.hint import HintRow  # noqa: PLC0415
        from kbassist.gui.qtwords import QtWords  # noqa: PLC0415
        from kbassist.gui.records.clerk import Clerk  # noqa: PLC0415
        from kbassist.gui.records.front import Front  # noqa: PLC0415
        from kbassist.gui.records.records import Records  # noqa: PLC0415
        from kbassist.gui.side import SidePane  # noqa: PLC0415
        from kbassist.gui.status import StatusRow  # noqa: PLC0415
        from kbassist.gui.strip import Strip  # noqa: PLC0415
        from kbassist.gui.switchboard import Switchboard  # noqa: PLC0415

        QCoreApplication.installTranslator(QtWords(self))
        self.search = SearchField(self._theme, self)
        self.strip = Strip(self._flow, self._theme, self)
        self.status = StatusRow(self)
        self.hint = HintRow(self._theme, self)
        self._lay_out_around_notes()
        self.cards = CardView(self._assistant.librarian.title_of, self._theme, self)
        ways = {"learns": self._learns, "follows_note": self._follows_note}
        self.desk = Desk(self._flow.as_note, self)
        self.side = SidePane(self._assistant, self._theme, self.desk, self, **ways)
        clerk = Clerk(recorder.store, self)
        recorder.closing.connect(clerk.close)
        rules = rules or load(None)
        workdays = Workdays(rules.calendar)
        tell, note = self.status.say, self.notepad.add_rows
        read = self.side.open_at
        front = Front(self._flow, self._assistant, clerk, rules, workdays, self._theme, tell, note, read)
        self.records = Records(front, self.side, self.cards, self)
        self._parts.insertWidget(self._parts.indexOf(self._stack), self.records.pinned)
        self._stack.addWidget(self.cards)
        set_state(self.side, "column", "above")
        self._stack.addWidget(self.side)
        self.switchboard = Switchboard(self._flow, self, self._theme, breath=self._offers_breath)
        self._is_complete = True
        self._connect(recorder)
        self._make_shortcuts()
        self._order_tabs()
        self._fit()
        self._show_library()
        self.records.watch.start()

    def back_to_notes(self) -> None:
        """Put away what is in front of the list, and give the keys to the notes; the page of keys goes by itself."""
        if self._help and self._help.leave():
            return
        self.cards.leave_question()
        self.switchboard.end_breath()
        self.side.leave_walk()
        self.notepad.setFocus()
        self.side.leave_search()
        self.search.clear()
        if not self._wide:
            self.side.close_page()

    def show_help(self) -> None:
        """Show the keys of a call, then of the desk, or of the article that is read or written; then put them away."""
        from kbassist.gui import help as pages  # noqa: PLC0415

        self._help = self._help or pages.HelpPage(self)
        self._help.turn(pages.keys_at_hand(self.side), self._column.geometry())

    def copy_text(self, text: str) -> None:
        """Put plain text on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def _copy_line(self, suggestion: Suggestion, text: str) -> None:
        self._copy_found(suggestion, text)
        if not self.cards.hasFocus():
            self.notepad.setFocus()

    def _copy_found(self, suggestion: Suggestion, text: str) -> None:
        if suggestion.kind is LineKind.FORM:
            self.records.open_form(suggestion.line)
            return
        self.copy_text(text)
        self._flow.use(suggestion, text)
        if suggestion.kind.lockable:
            self.records.notices.warn_of_offer()
        self.status.offer_back(_("Copied"))

    def _tell_copied(self) -> None:
        self.status.offer_back(_("Copied"))

    def _insert_line(self, suggestion: Suggestion, text: str) -> None:
        self.notepad.add_rows(text)
        self._flow.insert(suggestion)
        self.status.say(_("In the notes"))

    def _copy_again(self, line: str) -> None:
        text = next((said.text for said in self._flow.call.used if said.line == line), "")
        if text:
            self.copy_text(text)
            self.status.say(_("Copied"))

    def _dismiss_line(self, suggestion: Suggestion) -> None:
        self._flow.dismiss(suggestion)
        self.status.offer_back(_("Taken away"))

    def _ask_why(self) -> None:
        suggestion = self.cards.in_question()
        self.side.explain(self._flow.call.as_note(), suggestion.line if suggestion else "")

    def _ask_why_line(self, suggestion: Suggestion) -> None:
        self.side.explain(self._flow.call.as_note(), suggestion.line)

    def _show_learned(self) -> None:
        self.side.open_learned(self._lang)

    def _guide(self) -> None:
        self.side.guide(self._lang)

    def _compare(self) -> None:
        self.side.compare(self._lang)

    def _go_to_reading(self) -> None:
        """Go from the notes to what is read, and back."""
        if self.side.hasFocus() or self.side.isAncestorOf(QApplication.focusWidget() or self):
            self.notepad.setFocus()
        else:
            self.side.return_to_reading()

    @property
    def _lang(self) -> str:
        """The language of the call, empty while nothing is known."""
        return self._flow.advice.lang if self._flow.advice else ""

    def _show_advice(self, advice: Advice) -> None:
        if not advice.note.strip():
            words = _("Note what the customer says: the product, what happened, how it feels.")
        else:
            words = _("Nothing fits yet. Add the product or what went wrong, or search with {key}.")
        self.cards.show_advice(advice, self._flow.call.used, words.format(key=self.search.key))
        self.notepad.show_advice(advice)
        self.side.follow(self._flow.call)
        self._show_hint()

    def _show_hint(self) -> None:
        """Show what matters most: a secret was typed, the call before, the mood, a number is masked, who it may be."""
        advice, notice = self._flow.advice, self.notepad.notice
        if notice and notice.is_secret:
            self.hint.show_discretion(notice.words)
        elif self.switchboard.reminder:
            self.hint.remind(self.switchboard.reminder)
        elif advice and advice.hints:
            self.hint.show_hint(advice.hints[0])
        elif notice and notice.words:
            self.hint.show_discretion(notice.words)
        else:
            self.hint.remind(self.records.notices.words)

    def _toggle_kept(self) -> None:
        """Keep the number before the cursor as it is typed, or mask it again; a secret is never kept."""
        from kbassist.gui import discretion  # noqa: PLC0415

        found = discretion.number_before(self._flow.call.note, self.notepad.place)
        if found is None:
            self.status.say(discretion.no_number())
        elif found.is_secret:
            self.hint.show_discretion(discretion.never_kept())
        else:
            self._flow.toggle_kept(found.value)

    def _show_call(self) -> None:
        self.notepad.show_note(self._flow.call.note, self._flow.call.cursor, self._flow.call.kept)
        self._show_problems(self._problems)  # another agent may have come
        if self._flow.call.is_blank:
            self.status.show_saved(None)

    def _show_library(self) -> None:
        from kbassist.words import failure  # noqa: PLC0415

        assistant = self._assistant
        why = failure(assistant.failure, assistant.failure_detail) if assistant.failure else ""
        self.status.show_library(assistant.state, assistant.article_count(), why)

    def _show_problems(self, count: int) -> None:
        """Tell of what is wrong in the articles, to those who can mend it."""
        self._problems = count
        self.status.show_problems(count if self._assistant.edits else 0)

    def _reload_library(self) -> None:
        """Try again to read the library; what the last try told no longer stands."""
        self.status.show_library(self._assistant.state, self._assistant.article_count())
        self._assistant.update(patch=True)

    def _library_changed(self) -> None:
        self._show_library()
        self.side.show_again()
        self.records.pinned.show_again()
        self._flow.refresh_soon()

    def _show_saved(self, when: datetime) -> None:
        self.status.show_saved(when)

    def _show_lost(self) -> None:
        self.status.show_lost()

    def _open_side(self) -> None:
        if not self._wide:
            self._stack.setCurrentWidget(self.side)

    def _close_side(self) -> None:
        self._uncover_cards()
        self.notepad.setFocus()

    def _uncover_cards(self) -> None:
        if not self._wide:
            self._stack.setCurrentWidget(self.cards)

    def _search(self) -> None:
        """Show what the field asks for; one that is cleared from elsewhere asks for nothing."""
        query = self.search.text()
        if query.strip() or self.search.hasFocus():
            self.side.search(query)

    def _leave_search(self) -> None:
        if not self.search.text().strip():
            self.side.leave_search()

    def _go_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _lay_out(self) -> None:
        self._column.setObjectName("column")
        self._column.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addSpacing(_ABOVE_NOTES)
        column.addWidget(self.notepad)
        column.addWidget(self._stack, 1)
        self._parts = column
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._column)
        self.setMinimumSize(NARROWEST, 480)

    def _lay_out_around_notes(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(GRID, GRID, GRID, GRID)
        head.addWidget(self.search)
        self._parts.takeAt(0)
        self._parts.insertLayout(0, head)
        self._parts.insertWidget(1, self.strip)
        self._parts.insertWidget(3, self.hint)
        self._parts.addWidget(self.status)

    def _order_tabs(self) -> None:
        strip = self.strip
        call = (strip.phase, strip.channel, strip.salutation, strip.name, strip.lang)
        for before, after in pairwise((self.search, *call, self.notepad, self.cards, self.side, self.status)):
            self.setTabOrder(before, after)

    def _connect(self, recorder: Recorder) -> None:
        from kbassist.gui.bridge import Bridge  # noqa: PLC0415

        self._flow.call_changed.connect(self._show_call)
        flow, cards, side, status = self._flow, self.cards, self.side, self.status
        bridge = Bridge(self._assistant, self)
        queued = Qt.ConnectionType.QueuedConnection
        side.finding.serve(self.search)
        self.desk.line_chosen.connect(self._copy_found)
        self.desk.line_inserted.connect(self._insert_line)
        self.desk.gap_filled.connect(flow.give)
        self.desk.told.connect(status.say)
        self.desk.noted.connect(self.notepad.add_rows)
        side.uncovered.connect(self._uncover_cards)
        self.records.wrapped.connect(self.switchboard.wrap_up)
        self.search.textChanged.connect(self._search)
        self.search.entered.connect(self._search)
        self.search.left.connect(self._leave_search)
        self.notepad.noticed.connect(self._show_hint)
        flow.advised.connect(self._show_advice)
        self.records.notices.changed.connect(self._show_hint)
        flow.settled.connect(status.withdraw)
        recorder.saved.connect(self._show_saved, queued)
        recorder.failed.connect(self._show_lost, queued)
        cards.cards.cards_shown.connect(flow.show)
        cards.cards.cards_seen.connect(flow.see)
        cards.line_chosen.connect(self._copy_line)
        cards.gap_filled.connect(flow.give)
        cards.article_requested.connect(side.open_line)
        cards.why_asked.connect(self._ask_why_line)
        cards.dismiss_requested.connect(self._dismiss_line)
        cards.form_requested.connect(self.records.open_form)
        cards.said_again.connect(self._copy_again)
        cards.question_left.connect(self.notepad.setFocus)
        side.opened.connect(self._open_side)
        side.closed.connect(self._close_side)
        status.take_back_requested.connect(self.switchboard.take_back)
        status.reload_requested.connect(self._reload_library)
        status.problems_requested.connect(side.open_problems)
        status.help_requested.connect(self.show_help)
        status.due_requested.connect(self.records.open_follow_ups)
        self.records.watch.told.connect(status.show_due)
        self.records.pinned.copied.connect(self._tell_copied)
        bridge.state_changed.connect(self._show_library, queued)
        bridge.progress.connect(status.show_progress, queued)
        bridge.library_changed.connect(self._library_changed, queued)
        bridge.problems_changed.connect(self._show_problems, queued)

    def _make_shortcuts(self) -> None:
        from kbassist.gui.cards.arrange import FOLD_KEYS, Fold  # noqa: PLC0415

        for prefix, take_digit in (
            ("Ctrl", self.cards.copy_key),
            ("Alt", self.cards.open_key),
            ("Ctrl+Shift", self.cards.dismiss_key),
        ):
            keys.DigitKeys(prefix, self).pressed.connect(take_digit)
        for pressed, handler in (
            ("Esc", self.back_to_notes),
            (keys.SEARCH_KEY, self._go_to_search),
            *self.switchboard.shortcuts(),
            (keys.PHASE_KEY, self.strip.next_phase),
            (keys.SALUTATION_KEY, self.strip.salutation.step),
            (keys.LANG_KEY, self.strip.lang.step),
            (keys.KEEP_KEY, self._toggle_kept),
            (FOLD_KEYS[Fold.LOCKED], self.cards.toggle_locked),
            (FOLD_KEYS[Fold.UNSAID], self.cards.toggle_unsaid),
            (keys.WHY_KEY, self._ask_why),
            (keys.LEARNED_KEY, self._show_learned),
            (keys.PIN_KEY, self.side.toggle_pin),
            (keys.GUIDE_KEY, self._guide),
            (keys.COMPARE_KEY, self._compare),
            (keys.READ_KEY, self._go_to_reading),
            (keys.HELP_KEY, self.show_help),
            *self.records.shortcuts(),
        ):
            shortcut = QShortcut(QKeySequence(pressed), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(handler)
        keys.PassedKey(keys.CUSTOMER_KEY, self)

    def _restyle(self) -> None:
        self.setStyleSheet(self._theme.fill("window.qss"))

    def _fit(self) -> None:
        """Let what is read stand beside the column, or over its list."""
        wide = self.width() >= WIDE_FROM
        if wide == self._wide or not self._is_complete:
            return
        self._wide, typed_in = wide, self.focusWidget()
        self._column.setMaximumWidth(COLUMN if wide else _NO_LIMIT)
        self._column.setMinimumWidth(COLUMN if wide else NARROWEST)
        self.side.stand(("left" if self._column_left else "right") if wide else "above")
        if wide:
            self._row.insertWidget(1 if self._column_left else 0, self.side, 1)
            self.side.show()
            self._stack.setCurrentWidget(self.cards)
        else:
            self._stack.addWidget(self.side)
            self._stack.setCurrentWidget(self.side if self.side.is_open else self.cards)
        if typed_in and typed_in.isVisible():  # what moves to another place loses the keys
            typed_in.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Show titles while Alt is held."""
        if self._is_complete:
            self.cards.show_titles(event.key() == Qt.Key.Key_Alt)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Show reasons again."""
        if self._is_complete:
            self.cards.show_titles(False)
        super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Show reasons again when Alt took the agent to another window."""
        super().changeEvent(event)
        if self._is_complete and event.type() is QEvent.Type.ActivationChange:
            self.cards.show_titles(False)

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: N802
        """Know where the left edge stands, to tell later whether it was drawn out."""
        super().moveEvent(event)
        if self.width() < WIDE_FROM:
            self._stood_at = self.x()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the column where it is; give the rest to what is read."""
        super().resizeEvent(event)
        wide = event.size().width() >= WIDE_FROM
        if wide and not self._wide and self.isVisible():
            # Which edge was drawn out; a frame that the system adds later may shift the left one a little.
            self._column_left = abs(self.x() - self._stood_at) <= GRID
        self._stood_at = self.x()
        self._fit()
        if self._help:
            self._help.place(self._column.geometry())

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Keep the note and the window's place."""
        self._flow.leave_note()
        QSettings().setValue("window/geometry", self.saveGeometry())
        super().closeEvent(event)
