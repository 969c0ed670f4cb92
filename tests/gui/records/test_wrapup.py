"""A call is wrapped up by keys; how many it takes is counted here."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kbassist import messages
from kbassist.desk import calls, feedback, follow_ups, wrapups
from kbassist.desk.feedback import FeedbackKind, FeedbackStatus
from kbassist.desk.store import Store
from kbassist.gui.reading.elements import Kind
from kbassist.gui.records.wrapup import WrapUpPage

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NOTE = "kartu blm datang 2 mgg, minta resi kartu"


@pytest.fixture(autouse=True)
def english():
    messages.use("en")


class Hands:
    """Types in a window, and counts the keys."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot, self.pressed = window, qtbot, 0

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self.pressed += 1
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifiers)

    def wrap_up(self):
        self.press(Qt.Key.Key_Return, CONTROL)

    def type(self, words):
        for letter in words:
            self.pressed += 1
            self.qtbot.keyClicks(QApplication.focusWidget(), letter)

    @property
    def page(self):
        return self.window.side.currentWidget()


@pytest.fixture
def hands(window, qtbot):
    return Hands(window, qtbot)


def note(hands, words=NOTE):
    hands.window.notepad.setFocus()
    hands.qtbot.keyClicks(hands.window.notepad, words)
    return hands.window._flow.call.id


@pytest.fixture
def kept(journal, qtbot):
    """Return a function that asks the tables, once `ready` says that all is written."""
    store = Store(journal)

    def ask(job, ready=bool):
        qtbot.waitUntil(lambda: bool(ready(store.run(job))))
        return store.run(job)

    yield ask
    store.close()


def test_the_mean_call_takes_three_keys(hands, kept):
    call = note(hands)
    hands.wrap_up()
    assert hands.page.values()["reason"] == "Kartu belum diterima"
    hands.press(Qt.Key.Key_1)
    hands.wrap_up()
    assert hands.pressed == 3
    saved = kept(partial(wrapups.find, call))
    assert (saved.outcome, saved.reason) == ("solved", "Kartu belum diterima")
    assert "Kartu belum diterima" in saved.summary
    assert kept(partial(calls.get, call)).wrapped
    window = hands.window
    assert window._flow.call.is_blank
    assert window.notepad.hasFocus()
    assert window.status._message.text() == "Wrapped up. New call"


def test_all_there_is_to_say_is_said_by_keys(hands, kept):
    call = note(hands, NOTE + ". tlp balik bsk 10.00")
    hands.window._flow.set_name("Sari")
    hands.wrap_up()
    hands.type("3")
    for _entry in ("reason", "product", "promise", "due"):
        hands.press(Qt.Key.Key_Return)
    hands.type("4")  # satisfaction goes on by itself
    hands.type("1")
    hands.type("kirim lewat kurir lain")
    hands.press(Qt.Key.Key_Return)
    hands.wrap_up()
    assert hands.pressed - len("kirim lewat kurir lain") == 10
    saved = kept(partial(wrapups.find, call))
    assert (saved.outcome, saved.csat) == ("call-back", 4)
    (promised,) = kept(follow_ups.to_do)
    tomorrow = datetime.now().astimezone() + timedelta(days=1)
    assert promised.due == tomorrow.replace(hour=10, minute=0, second=0, microsecond=0)
    assert (promised.promise, promised.call, promised.name) == ("tlp balik bsk 10.00", call, "Sari")
    (said,) = kept(feedback.find)
    assert (said.kind, said.words, said.reason) == (
        FeedbackKind.SUGGESTION,
        "kirim lewat kurir lain",
        "Kartu belum diterima",
    )
    assert "kirim lewat kurir lain" in saved.summary


def test_what_is_missing_is_said_where_it_is_missing(hands):
    note(hands)
    hands.wrap_up()
    hands.wrap_up()
    page = hands.page
    assert page._problems["outcome"].text() == "Please fill this in."
    assert page.entries["outcome"].hasFocus()
    hands.type("3")  # asks for a follow-up
    page.entries["due"].setFocus()
    hands.type("segera")
    hands.wrap_up()
    assert page._problems["promise"].isVisible()
    assert page._problems["due"].isVisible()
    assert not page._problems["outcome"].isVisible()
    hands.type("tlp balik")
    page.entries["due"].field.selectAll()
    hands.window.side.currentWidget().entries["due"].setFocus()
    hands.type("3 hari kerja")
    assert not page._problems["due"].isVisible()
    hands.wrap_up()
    assert hands.window._flow.call.is_blank


def test_an_offer_is_asked_for_only_where_one_was_made(hands, qtbot, kept):
    call = note(hands, "resi kartu udah ada, makasih. mau notifikasi kartu")
    hands.wrap_up()
    assert hands.page.entries["offer_result"].isHidden()
    hands.press(Qt.Key.Key_Escape)
    flow = hands.window._flow
    offer = flow._assistant.librarian.line("kartu#notifikasi", "id")
    flow.use(flow._assistant.suggestion(offer, flow.as_note()), "")
    hands.wrap_up()
    page = hands.page
    assert page.entries["offer_reason"].isHidden()
    hands.type("1")
    page.entries["offer_result"].setFocus()
    hands.type("31")  # declined, no need
    hands.wrap_up()
    saved = kept(partial(wrapups.find, call))
    assert (saved.offer, saved.offer_result, saved.offer_reason) == ("kartu#notifikasi", "declined", "no-need")
    assert "Offer: Kabar lewat notifikasi – declined (no need for it)" in saved.summary


def test_the_summary_is_composed_until_the_agent_writes_another(hands, kept):
    call = note(hands)
    hands.wrap_up()
    summary = hands.page.entries["summary"]
    before = summary.value()
    hands.type("4")
    assert "Outcome: Not solved" in summary.value()
    assert "Outcome" not in before
    summary.setFocus()
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.type("Kartu 4111 1111 1111 1111 belum datang")
    hands.press(Qt.Key.Key_C, CONTROL | SHIFT)
    assert QGuiApplication.clipboard().text().startswith("Kartu ")
    assert "1111 1111" not in QGuiApplication.clipboard().text()
    hands.wrap_up()
    assert kept(partial(wrapups.find, call)).summary.endswith("belum datang")


def test_what_was_filled_in_waits_behind_escape(hands):
    note(hands)
    hands.wrap_up()
    hands.type("4")
    hands.press(Qt.Key.Key_Escape)
    assert hands.window.notepad.hasFocus()
    hands.qtbot.keyClicks(hands.window.notepad, " tutup rekening")
    hands.wrap_up()
    assert hands.page.values()["outcome"] == "not-solved"


def test_a_wrap_up_goes_on_after_a_restart(hands, open_window, kept):
    call = note(hands)
    hands.wrap_up()
    hands.type("4")
    hands.page.entries["kind"].setFocus()
    hands.type("2")
    hands.type("pin saya 482193 ketahuan")
    hands.press(Qt.Key.Key_Escape)
    draft = kept(partial(wrapups.draft, call))
    assert "482193" not in str(draft)
    hands.window._flow.close()
    again = Hands(open_window(), hands.qtbot)
    again.wrap_up()
    hands.qtbot.waitUntil(lambda: again.page.values()["outcome"] == "not-solved")
    assert again.page.values()["kind"] == "complaint"
    assert again.page.values()["words"].startswith("pin saya")


def test_a_call_that_is_wrapped_up_can_be_brought_back(hands, kept):
    call = note(hands)
    hands.wrap_up()
    hands.type("1")
    hands.page.entries["kind"].setFocus()
    hands.type("1")
    hands.type("antre")
    hands.wrap_up()
    kept(feedback.find)
    hands.press(Qt.Key.Key_R, CONTROL)
    assert hands.window._flow.call.id == call
    assert kept(partial(calls.get, call), lambda saved: not saved.wrapped).ended is None
    hands.wrap_up()
    assert hands.page.values()["outcome"] == "solved"
    hands.page.entries["kind"].setFocus()
    hands.press(Qt.Key.Key_Backspace)
    hands.wrap_up()
    assert kept(feedback.find, lambda found: not found) == []
    assert kept(partial(calls.get, call), lambda saved: saved.wrapped)


def test_a_call_that_was_ended_waits_to_be_wrapped_up(hands, kept):
    call = note(hands)
    hands.press(Qt.Key.Key_N, CONTROL)
    kept(partial(calls.to_wrap_up, hands.window._flow.call.agent))
    hands.wrap_up()
    hands.qtbot.waitUntil(lambda: isinstance(hands.page, WrapUpPage))
    hands.type("1")
    hands.wrap_up()
    assert kept(partial(wrapups.find, call)).outcome == "solved"
    hands.wrap_up()
    hands.qtbot.waitUntil(lambda: "waits" in hands.window.status._message.text())
    assert not hands.window.side.is_open


def test_an_answer_of_the_unit_outlives_another_wrap_up(hands, kept):
    call = note(hands)
    hands.wrap_up()
    hands.type("1")
    hands.page.entries["kind"].setFocus()
    hands.type("1")
    hands.type("antre")
    hands.wrap_up()
    kept(feedback.find)
    answer = partial(feedback.answer, call, FeedbackStatus.DONE, "loket ditambah", datetime.now().astimezone(), "")
    kept(answer, lambda _nothing: True)
    hands.press(Qt.Key.Key_R, CONTROL)
    hands.wrap_up()
    hands.wrap_up()
    (said,) = kept(feedback.find)
    assert (said.status, said.answer) == (FeedbackStatus.DONE, "loket ditambah")


def test_in_search_and_article_the_key_means_what_it_meant(hands):
    note(hands)
    hands.press(Qt.Key.Key_K, CONTROL)
    hands.qtbot.keyClicks(hands.window.search, "rekening")
    hands.wrap_up()
    assert not isinstance(hands.page, WrapUpPage)
    assert hands.window.side.reader.article.id == "tutup-rekening"
    page = hands.window.side.reader.page
    page.setFocus()
    while not (page._current and page._current.kind is Kind.LINE):
        hands.press(Qt.Key.Key_Tab)
        assert page.hasFocus()
    hands.wrap_up()
    assert "Boleh saya tahu" in hands.window.notepad.toPlainText()
    hands.press(Qt.Key.Key_Escape)
    hands.wrap_up()
    assert isinstance(hands.page, WrapUpPage)


def test_any_call_of_the_register_can_be_wrapped_up(hands, kept):
    first = note(hands)
    hands.press(Qt.Key.Key_H, CONTROL)
    second = note(hands, "mau tutup rekening")
    hands.wrap_up()
    hands.type("1")
    hands.page.entries["promise"].setFocus()
    hands.type("telepon balik")
    hands.page.entries["due"].setFocus()
    hands.type("3 hari kerja")
    hands.wrap_up()
    kept(follow_ups.to_do)
    for call, reason in ((second, "Menutup rekening"), (first, "Kartu belum diterima")):
        hands.press(Qt.Key.Key_O, CONTROL)
        calls_register = hands.page._stack.currentWidget()
        hands.qtbot.waitUntil(lambda shown=calls_register: shown.rows.count() > 0)
        names = [row.name for row in calls_register.rows.rows]
        hands.qtbot.waitUntil(lambda names=names: {first, second} <= set(names))
        calls_register.rows.setCurrentRow(names.index(call))
        hands.wrap_up()
        hands.qtbot.waitUntil(lambda: isinstance(hands.page, WrapUpPage))
        assert hands.page.values()["reason"] == reason
        if call == second:
            assert hands.page.values()["promise"] == "telepon balik"
        hands.page.entries["outcome"].setFocus()
        hands.type("4")
        hands.wrap_up()
        assert kept(partial(wrapups.find, call), lambda found: found and found.outcome == "not-solved")
    assert len(kept(follow_ups.to_do)) == 1
    assert not hands.window._flow.held
