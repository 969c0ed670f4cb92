import os
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from kbassist.content.kinds import Channel
from kbassist.desk import calls
from kbassist.desk.store import Store
from kbassist.gui.flow import CallFlow
from kbassist.gui.recorder import Recorder

CONTROL = Qt.KeyboardModifier.ControlModifier
PATIENCE = 20_000  # ms; a machine under load may take its time


def kept(journal):
    """Return all calls, in the order in which they began, as another program reads them."""
    store = Store(journal)
    try:
        return store.run(calls.find)[::-1]
    finally:
        store.close()


def notes(journal):
    return [(call.note, call.ended is None) for call in kept(journal)]


def stored_bytes(journal):
    return b"".join(path.read_bytes() for path in journal.parent.iterdir() if path.is_file())


@pytest.fixture
def wait_for(qtbot, journal):
    """Return a function that waits until the calls on disk have these notes, each open or not."""

    def wait(*expected):
        qtbot.waitUntil(lambda: notes(journal) == list(expected), timeout=PATIENCE)

    return wait


def test_a_note_is_on_disk_soon_after_a_key(window, qtbot, wait_for):
    qtbot.keyClicks(window.notepad, "kartu hilang")
    wait_for(("kartu hilang", True))


def test_steady_typing_does_not_put_the_save_off(window, qtbot, journal):
    with qtbot.waitSignal(window._flow._recorder.saved, timeout=PATIENCE) as saved:
        for _key in range(1000):
            qtbot.keyClicks(window.notepad, "x", delay=20)
            if saved.signal_triggered:
                break
    assert kept(journal)[0].note


def test_the_open_call_comes_back_as_it_was(open_window, qtbot):
    first = open_window()
    qtbot.keyClicks(first.notepad, "kartu hilang, marah sekali")
    for _letter in "sekali":
        qtbot.keyClick(first.notepad, Qt.Key.Key_Left)
    qtbot.keyClicks(first.notepad, "besar ")
    first.strip.salutation.chosen.emit("Ibu")
    first.strip.channel.chosen.emit(Channel.CHAT)
    first._flow.set_name("Ratna")
    first._flow.give("nomor_resi", "JNE123")
    qtbot.keyClick(first.notepad, Qt.Key.Key_1, CONTROL)
    before = first._flow.call.copy()
    assert before.used[0].text
    assert before.moods
    first.close()
    first._flow.close()
    second = open_window()
    after = second._flow.call
    assert second.notepad.toPlainText() == "kartu hilang, marah besar sekali"
    assert second.strip.name.text() == "Ratna"
    assert (after.used, after.moods, after.values, after.channel, after.salutation, after.started) == (
        before.used,
        before.moods,
        before.values,
        Channel.CHAT,
        "Ibu",
        before.started,
    )
    qtbot.keyClicks(second.notepad, "dan kecewa ")
    assert second.notepad.toPlainText() == "kartu hilang, marah besar dan kecewa sekali"


def test_every_open_call_comes_back_the_one_in_front_too(open_window, qtbot):
    first = open_window()
    for note in ("kartu hilang", "tutup rekening", "resi"):
        qtbot.keyClicks(first.notepad, note)
        qtbot.keyClick(first.notepad, Qt.Key.Key_H, CONTROL)
    qtbot.keyClick(first.notepad, Qt.Key.Key_Tab, CONTROL)
    assert first.notepad.toPlainText() == "kartu hilang"
    first._flow.close()
    second = open_window()
    assert second.notepad.toPlainText() == "kartu hilang"
    assert [call.note for call in second._flow.held] == ["tutup rekening", "resi"]


def test_calls_on_hold_come_back_behind_a_blank_one(open_window, qtbot):
    first = open_window()
    qtbot.keyClicks(first.notepad, "kartu hilang")
    qtbot.keyClick(first.notepad, Qt.Key.Key_H, CONTROL)
    first._flow.close()
    second = open_window()
    assert second.notepad.toPlainText() == ""
    assert [call.note for call in second._flow.held] == ["kartu hilang"]


def test_a_call_that_was_ended_does_not_come_back(open_window, qtbot):
    first = open_window()
    qtbot.keyClicks(first.notepad, "kartu hilang")
    qtbot.keyClick(first.notepad, Qt.Key.Key_N, CONTROL)
    first._flow.close()
    assert open_window().notepad.toPlainText() == ""


def test_a_new_call_taken_back_is_the_open_one_again(open_window, qtbot):
    first = open_window()
    qtbot.keyClicks(first.notepad, "kartu hilang")
    qtbot.keyClick(first.notepad, Qt.Key.Key_N, CONTROL)
    qtbot.keyClick(first.notepad, Qt.Key.Key_R, CONTROL)
    first._flow.close()
    assert open_window().notepad.toPlainText() == "kartu hilang"


def test_a_number_is_not_written_while_it_is_typed(window, qtbot, journal, wait_for):
    qtbot.keyClicks(window.notepad, "norek lama 4821")
    wait_for(("norek lama ••••", True))
    assert b"4821" not in stored_bytes(journal)
    qtbot.keyClicks(window.notepad, "93 ok")
    wait_for(("norek lama 482193 ok", True))


def test_secrets_never_reach_the_disk(window, qtbot, journal):
    qtbot.keyClicks(window.notepad, "pin nya 482193, ")
    window._flow.close()
    assert len(kept(journal)) == 1
    assert b"482193" not in stored_bytes(journal)


@pytest.mark.parametrize("way", ["a later word", "taken out"])
def test_a_number_that_must_go_leaves_every_file(window, qtbot, journal, wait_for, way):
    qtbot.keyClicks(window.notepad, "nsbh sebut 482193 itu")
    wait_for(("nsbh sebut 482193 itu", True))
    assert b"482193" in stored_bytes(journal)
    if way == "a later word":
        qtbot.keyClicks(window.notepad, " pinnya")
    else:
        window.notepad.selectAll()
        qtbot.keyClicks(window.notepad, "lain")
    qtbot.waitUntil(lambda: b"482193" not in stored_bytes(journal), timeout=PATIENCE)
    assert kept(journal)[0].note.startswith(("nsbh sebut ", "lain"))


def test_what_another_process_still_reads_leaves_every_file_once_it_is_done(window, qtbot, journal, wait_for):
    qtbot.keyClicks(window.notepad, "nsbh sebut 482193 itu")
    wait_for(("nsbh sebut 482193 itu", True))
    reader = sqlite3.connect(journal, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT note FROM calls").fetchall()
    qtbot.keyClicks(window.notepad, " pinnya")
    other = sqlite3.connect(journal)
    qtbot.waitUntil(lambda: "482193" not in other.execute("SELECT note FROM calls").fetchone()[0], timeout=PATIENCE)
    other.close()
    assert b"482193" in stored_bytes(journal)
    reader.execute("COMMIT")
    reader.close()
    qtbot.waitUntil(lambda: b"482193" not in stored_bytes(journal), timeout=PATIENCE)


def test_a_disk_that_refuses_is_told_and_tried_again(open_window, qtbot, journal, wait_for):
    journal.mkdir()
    window = open_window()
    with qtbot.waitSignal(window._flow._recorder.failed, timeout=PATIENCE):
        qtbot.keyClicks(window.notepad, "kartu hilang")
    qtbot.waitUntil(lambda: "Not saved" in window.status._saved.text())
    journal.rmdir()
    qtbot.waitUntil(lambda: "Saved" in window.status._saved.text(), timeout=PATIENCE)
    wait_for(("kartu hilang", True))


def test_a_job_that_can_never_be_done_keeps_no_note_waiting(window, qtbot, wait_for):
    with qtbot.waitSignal(window._flow._recorder.failed, timeout=PATIENCE):
        window._flow.record(lambda: int("x"))
    qtbot.keyClicks(window.notepad, "kartu hilang")
    wait_for(("kartu hilang", True))


def test_a_second_window_keeps_calls_of_its_own(open_window, qtbot, journal, wait_for):
    first = open_window()
    qtbot.keyClicks(first.notepad, "kartu hilang")
    wait_for(("kartu hilang", True))
    second = open_window()
    assert second.notepad.toPlainText() == ""
    qtbot.keyClicks(second.notepad, "tutup rekening")
    first._flow.close()
    second._flow.close()
    assert notes(journal) == [("kartu hilang", True), ("tutup rekening", True)]


def test_a_lock_that_a_crash_left_does_not_keep_the_open_call_away(open_window, qtbot, journal):
    first = open_window()
    qtbot.keyClicks(first.notepad, "kartu hilang")
    lock = journal.with_name("calls.sqlite3.lock")
    left = lock.read_bytes()
    first._flow.close()
    lock.write_bytes(left.replace(str(os.getpid()).encode(), b"999999999"))
    assert open_window().notepad.toPlainText() == "kartu hilang"


def test_a_call_that_could_not_be_saved_at_its_end_is_saved_before_the_next(open_window, qtbot, journal, wait_for):
    journal.mkdir()
    window = open_window()
    qtbot.keyClicks(window.notepad, "kartu hilang")
    with qtbot.waitSignal(window._flow._recorder.failed, timeout=PATIENCE):
        qtbot.keyClick(window.notepad, Qt.Key.Key_N, CONTROL)
    qtbot.keyClicks(window.notepad, "tutup rekening")
    journal.rmdir()
    qtbot.waitUntil(journal.is_file, timeout=PATIENCE)
    wait_for(("kartu hilang", False), ("tutup rekening", True))


def test_a_disk_that_always_refuses_does_not_keep_the_window_open(open_window, qtbot, journal):
    journal.mkdir()
    window = open_window()
    qtbot.keyClicks(window.notepad, "kartu hilang")
    window._flow.close()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are listed in /proc alone")
def test_the_file_is_closed_at_the_end(window, qtbot, journal, wait_for):
    def is_open():
        return str(journal) in [os.path.realpath(file) for file in Path("/proc/self/fd").iterdir()]

    qtbot.keyClicks(window.notepad, "kartu hilang")
    wait_for(("kartu hilang", True))
    assert is_open()
    window._flow.close()
    assert not is_open()


def test_what_was_noted_before_the_file_was_there_is_kept_without_another_key(assistant, qtbot, journal, wait_for):
    flow = CallFlow(assistant)
    flow.type_note("kartu hilang", 12)
    flow.keep(Recorder(Store(journal), flow))
    wait_for(("kartu hilang", True))
    flow.close()


def test_what_was_noted_before_the_file_was_there_joins_the_open_call(open_window, assistant, qtbot, journal, wait_for):
    first = open_window()
    qtbot.keyClicks(first.notepad, "kartu hilang")
    first.strip.salutation.chosen.emit("Ibu")
    first._flow.set_name("Ratna")
    first._flow.close()
    flow = CallFlow(assistant)
    flow.type_note("norek 48", 8)
    flow.set_name("Sari")
    flow.set_channel(Channel.CHAT)
    flow.keep(Recorder(Store(journal), flow))
    qtbot.waitUntil(lambda: flow.call.name == "Sari" and "hilang" in flow.call.note, timeout=PATIENCE)
    assert flow.call.note == "kartu hilang\nnorek 48"
    assert (flow.call.name, flow.call.salutation, flow.call.channel) == ("Sari", "Ibu", Channel.CHAT)
    wait_for(("kartu hilang\nnorek ••", True))
    flow.close()


def test_a_window_that_is_closed_at_once_keeps_what_was_noted(assistant, journal):
    flow = CallFlow(assistant)
    flow.type_note("kartu hilang", 12)
    flow.keep(Recorder(Store(journal), flow))
    flow.close()
    assert notes(journal) == [("kartu hilang", True)]


def test_a_new_call_taken_back_leaves_one_call(window, qtbot, journal):
    qtbot.keyClicks(window.notepad, "kartu hilang")
    before = window._flow.call.id
    qtbot.keyClick(window.notepad, Qt.Key.Key_N, CONTROL)
    qtbot.keyClick(window.notepad, Qt.Key.Key_R, CONTROL)
    qtbot.keyClicks(window.notepad, " lagi")
    window._flow.close()
    assert notes(journal) == [("kartu hilang lagi", True)]
    assert kept(journal)[0].id == before


def test_a_blank_call_that_gives_way_leaves_nothing(window, qtbot, journal, wait_for):
    qtbot.keyClicks(window.notepad, "kartu hilang")
    qtbot.keyClick(window.notepad, Qt.Key.Key_H, CONTROL)
    qtbot.keyClicks(window.notepad, "salah")
    wait_for(("kartu hilang", True), ("salah", True))
    window.notepad.selectAll()
    qtbot.keyClick(window.notepad, Qt.Key.Key_Delete)
    qtbot.keyClick(window.notepad, Qt.Key.Key_H, CONTROL)
    wait_for(("kartu hilang", True))
    assert window.notepad.toPlainText() == "kartu hilang"


@pytest.fixture(autouse=True)
def quiet_log(caplog):
    """Expect what a refused save logs."""
    caplog.set_level("CRITICAL")
