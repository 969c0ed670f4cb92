"""Promises in the window: made from the call by keyboard, brought to mind in time, kept until confirmed."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from kbassist.desk import follow_ups, shift
from kbassist.desk.follow_ups import FollowUp, Status
from kbassist.desk.store import Store
from kbassist.desk.tables import CallRow, StepRow
from kbassist.gui.records.follow_up import FollowUpPage
from kbassist.gui.records.follow_ups import FollowUpsRegister

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def now():
    return datetime.now().astimezone()


@pytest.fixture
def tables(journal):
    """Return the tables as another process sees them."""
    store = Store(journal)
    yield store
    store.close()


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def type_words(qtbot, words):
    qtbot.keyClicks(QApplication.focusWidget(), words)


def promised(tables, **changed):
    made = FollowUp(**{"due": now() + timedelta(days=2), "promise": "tell about the card", "made": now(), **changed})
    tables.run(partial(follow_ups.save, made))
    return made


def open_list(qtbot, window):
    press(qtbot, Qt.Key.Key_D, CTRL | SHIFT)
    register = window.findChild(FollowUpsRegister)
    qtbot.waitUntil(lambda: register.rows.count() > 0)
    return register


def test_a_promise_of_the_note_is_kept_with_two_keys(qtbot, window, tables):
    type_words(qtbot, "card not here, will call back in 3 working days")
    press(qtbot, Qt.Key.Key_F, CTRL | SHIFT)
    page = window.findChild(FollowUpPage)
    assert page.promise.value() == "will call back in 3 working days"
    assert page.reading.isVisible()
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(tables.run(follow_ups.to_do)) == 1)
    (kept,) = tables.run(follow_ups.to_do)
    assert (kept.promise, kept.status) == ("will call back in 3 working days", Status.OPEN)
    assert kept.due.astimezone().strftime("%H:%M") == "17:00"
    qtbot.waitUntil(window.notepad.hasFocus)


def test_how_the_time_is_read_is_shown_at_every_key(qtbot, window):
    press(qtbot, Qt.Key.Key_F, CTRL | SHIFT)
    page = window.findChild(FollowUpPage)
    type_words(qtbot, "send the form")
    press(qtbot, Qt.Key.Key_Return)
    type_words(qtbot, "tomo")
    assert page.reading.text() == "Not a time ahead yet"
    type_words(qtbot, "rrow 10")
    type_words(qtbot, "am")
    assert "10:00" in page.reading.text()


def test_what_is_missing_is_told_and_nothing_is_kept(qtbot, window, tables):
    press(qtbot, Qt.Key.Key_F, CTRL | SHIFT)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    page = window.findChild(FollowUpPage)
    assert page.promise.field.hasFocus()
    assert page.isVisible()
    assert tables.run(follow_ups.to_do) == []


def test_what_was_filled_in_is_there_again_after_esc(qtbot, window):
    press(qtbot, Qt.Key.Key_F, CTRL | SHIFT)
    type_words(qtbot, "send the form")
    press(qtbot, Qt.Key.Key_Escape)
    assert window.notepad.hasFocus()
    press(qtbot, Qt.Key.Key_F, CTRL | SHIFT)
    assert window.findChild(FollowUpPage).promise.value() == "send the form"


def test_another_call_begins_with_an_empty_page(qtbot, window):
    type_words(qtbot, "will call back tomorrow")
    press(qtbot, Qt.Key.Key_F, CTRL | SHIFT)
    press(qtbot, Qt.Key.Key_Escape)
    press(qtbot, Qt.Key.Key_N, CTRL)
    press(qtbot, Qt.Key.Key_F, CTRL | SHIFT)
    page = window.findChild(FollowUpPage)
    assert (page.promise.value(), page.due.value()) == ("", "")


def test_late_ones_come_first_then_those_of_today_and_later_ones(qtbot, window, tables):
    end_of_day = now().replace(hour=23, minute=59, second=59)
    for name, due in (
        ("later", now() + timedelta(days=2)),
        ("late", now() - timedelta(days=1)),
        ("today", end_of_day),
    ):
        promised(tables, promise=name, due=due)
    done = promised(tables, promise="done", due=now() - timedelta(days=3))
    tables.run(partial(follow_ups.change, done.id, Status.DONE, now(), ""))
    register = open_list(qtbot, window)
    assert [row.title for row in register.rows.rows] == ["late", "today", "later", "done"]
    assert register.rows.hasFocus()


def test_a_promise_is_done_then_confirmed_by_keys_alone(qtbot, window, tables):
    promised(tables)
    register = open_list(qtbot, window)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(register.page.isVisible)
    press(qtbot, Qt.Key.Key_1)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: tables.run(follow_ups.to_do)[0].status is Status.DONE)
    qtbot.waitUntil(lambda: register.rows.hasFocus() and "confirmed" in register.rows.rows[0].below)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(register.page.isVisible)
    press(qtbot, Qt.Key.Key_2)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: tables.run(follow_ups.to_do) == [])
    qtbot.waitUntil(lambda: register.rows.count() == 0)


def test_the_date_is_moved_with_a_reason_only(qtbot, window, tables):
    made = promised(tables)
    register = open_list(qtbot, window)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(register.page.isVisible)
    press(qtbot, Qt.Key.Key_3)
    type_words(qtbot, "in 5 working days")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert register.page.words.field.hasFocus()
    type_words(qtbot, "the card is not printed yet")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: tables.run(follow_ups.to_do)[0].due > made.due)


def test_what_cannot_be_recorded_is_told_and_stays_written(qtbot, window, tables):
    promised(tables)
    register = open_list(qtbot, window)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(register.page.isVisible)
    press(qtbot, Qt.Key.Key_1)
    tables.run(lambda: StepRow._meta.database.execute_sql("ALTER TABLE steps RENAME TO gone"))
    with qtbot.waitSignal(window.records._front.clerk.failed):
        press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: any("It could not be kept" in label.text() for label in window.findChildren(QLabel)))
    tables.run(lambda: StepRow._meta.database.execute_sql("ALTER TABLE gone RENAME TO steps"))
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: tables.run(follow_ups.to_do)[0].status is Status.DONE)


def test_a_ready_message_speaks_the_customers_language(qtbot, window, tables):
    call = CallRow(id="c1", note="", channel="chat", salutation="Ibu", name="Sari", lang="id", phase="", used=[])
    call.started = datetime.now(UTC)
    tables.run(lambda: call.save(force_insert=True))
    promised(tables, call="c1", name="Sari")
    register = open_list(qtbot, window)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(register.page.isVisible)
    press(qtbot, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().endswith("Ibu Sari. Sesuai janji, kami menghubungi kembali.")


def test_alt_left_leads_back_to_the_list(qtbot, window, tables):
    promised(tables)
    register = open_list(qtbot, window)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(register.page.isVisible)
    press(qtbot, Qt.Key.Key_Left, ALT)
    assert register.rows.hasFocus()


def test_the_hand_over_is_copied_for_the_next_shift(qtbot, window, tables):
    promised(tables, promise="tell Ibu Sari about the card", due=now() - timedelta(days=1))
    open_list(qtbot, window)
    QGuiApplication.clipboard().clear()
    press(qtbot, Qt.Key.Key_C, CTRL)
    qtbot.waitUntil(lambda: "tell Ibu Sari about the card" in QGuiApplication.clipboard().text())


def test_the_hand_over_is_written_as_pdf(qtbot, window, tables, tmp_path):
    promised(tables)
    register = open_list(qtbot, window)
    assert register.paper(tables.run(partial(shift.read, now().date()))).save_pdf(tmp_path / "shift.pdf")
    assert (tmp_path / "shift.pdf").read_bytes().startswith(b"%PDF")


def test_late_ones_are_counted_at_the_start_and_told_once(qtbot, open_window, tables):
    promised(tables, due=now() - timedelta(days=1))
    window = open_window()
    due = window.status._due
    qtbot.waitUntil(due.isVisible)
    assert due.text() == "1 late  Ctrl+Shift+D"
    assert window.notepad.hasFocus()
    open_list(qtbot, window)
    assert not due.isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    with qtbot.waitSignal(window.records.watch.told, check_params_cb=lambda words: not words):
        window.records.watch.look()


def test_a_promise_that_is_due_soon_is_brought_to_mind(qtbot, open_window, tables):
    promised(tables, due=now() + timedelta(minutes=5), name="Sari")
    promised(tables, due=now() + timedelta(minutes=30), name="Budi")
    window = open_window()
    qtbot.waitUntil(window.status._due.isVisible)
    assert "Sari" in window.status._due.text()
    assert "Budi" not in window.status._due.text()
