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


def kept(journal):
    store = Store(journal)
    try:
        return store.run(calls.open_call)
    finally:
        store.close()


def test_a_note_is_on_disk_soon_after_a_key(window, qtbot, journal):
    with qtbot.waitSignal(window._flow._recorder.saved, timeout=1000):
        qtbot.keyClicks(window.notepad, "kartu hilang")
    qtbot.waitUntil(lambda: kept(journal).note == "kartu hilang")


def test_steady_typing_does_not_put_the_save_off(window, qtbot, journal):
    with qtbot.waitSignal(window._flow._recorder.saved, timeout=1000) as saved:
        while not saved.signal_triggered:
            qtbot.keyClicks(window.notepad, "x", delay=20)
    assert kept(journal).note


def test_the_open_call_comes_back(open_window, qtbot):
    first = open_window()
    qtbot.keyClicks(first.notepad, "kartu hilang")
    first.strip.salutation.chosen.emit("Ibu")
    first.strip.channel.chosen.emit(Channel.CHAT)
    first._flow.set_name("Ratna")
    first.close()
    first._flow.close()
    second = open_window()
    assert second.notepad.toPlainText() == "kartu hilang"
    assert second.strip.name.text() == "Ratna"
    assert second._flow.call.channel is Channel.CHAT
    assert second._flow.call.salutation == "Ibu"


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


def test_a_number_is_not_written_while_it_is_typed(window, qtbot, journal):
    with qtbot.waitSignal(window._flow._recorder.saved):
        qtbot.keyClicks(window.notepad, "norek lama 4821")
    note = kept(journal).note
    assert "4821" not in note
    assert note.startswith("norek lama ")


def test_secrets_never_reach_the_disk(window, qtbot, journal):
    with qtbot.waitSignal(window._flow._recorder.saved):
        qtbot.keyClicks(window.notepad, "pin nya 482193, ")
    window._flow.close()
    assert not any(b"482193" in path.read_bytes() for path in journal.parent.iterdir() if path.is_file())


def test_a_disk_that_refuses_is_told_and_tried_again(window, qtbot, journal, monkeypatch):
    recorder = window._flow._recorder

    def refuse(_call):
        raise sqlite3.OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(recorder._journal, "save", refuse, raising=False)
        with qtbot.waitSignal(recorder.failed):
            qtbot.keyClicks(window.notepad, "kartu hilang")
        qtbot.waitUntil(lambda: "Not saved" in window.status._saved.text())
    with qtbot.waitSignal(recorder.saved, timeout=5000):
        pass
    assert kept(journal).note == "kartu hilang"


def calls_in(journal):
    connection = sqlite3.connect(journal)
    found = connection.execute("SELECT note, ended IS NULL FROM calls ORDER BY rowid").fetchall()
    connection.close()
    return found


def test_a_second_window_keeps_a_call_of_its_own(open_window, qtbot, journal):
    first = open_window()
    with qtbot.waitSignal(first._flow._recorder.saved):
        qtbot.keyClicks(first.notepad, "kartu hilang")
    second = open_window()
    assert second.notepad.toPlainText() == ""
    qtbot.keyClicks(second.notepad, "tutup rekening")
    first._flow.close()
    second._flow.close()
    assert calls_in(journal) == [("kartu hilang", 1), ("tutup rekening", 1)]


def test_a_lock_that_a_crash_left_does_not_keep_the_open_call_away(open_window, qtbot, journal):
    first = open_window()
    qtbot.keyClicks(first.notepad, "kartu hilang")
    lock = journal.with_name("calls.sqlite3.lock")
    left = lock.read_bytes()
    first._flow.close()
    lock.write_bytes(left.replace(str(os.getpid()).encode(), b"999999999"))
    assert open_window().notepad.toPlainText() == "kartu hilang"


def test_a_call_that_could_not_be_saved_at_its_end_is_saved_before_the_next(open_window, qtbot, journal):
    journal.mkdir()
    window = open_window()
    qtbot.keyClicks(window.notepad, "kartu hilang")
    with qtbot.waitSignal(window._flow._recorder.failed):
        qtbot.keyClick(window.notepad, Qt.Key.Key_N, CONTROL)
    qtbot.keyClicks(window.notepad, "tutup rekening")
    journal.rmdir()
    qtbot.waitUntil(lambda: journal.exists() and len(calls_in(journal)) == 2)
    assert calls_in(journal) == [("kartu hilang", 0), ("tutup rekening", 1)]


def test_a_disk_that_always_refuses_does_not_keep_the_window_open(open_window, qtbot, journal):
    journal.mkdir()
    window = open_window()
    qtbot.keyClicks(window.notepad, "kartu hilang")
    window._flow.close()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are listed in /proc alone")
def test_the_journal_is_closed_at_the_end(window, qtbot, journal):
    def is_open():
        return str(journal) in [os.path.realpath(file) for file in Path("/proc/self/fd").iterdir()]

    with qtbot.waitSignal(window._flow._recorder.saved):
        qtbot.keyClicks(window.notepad, "kartu hilang")
    assert is_open()
    window._flow.close()
    assert not is_open()


def test_what_was_noted_before_the_journal_was_there_is_kept_without_another_key(assistant, qtbot, journal):
    flow = CallFlow(assistant)
    flow.type_note("kartu hilang", 12)
    recorder = Recorder(Store(journal), flow)
    with qtbot.waitSignal(recorder.saved, timeout=1000):
        flow.keep(recorder)
    assert kept(journal).note == "kartu hilang"
    flow.close()


def test_what_was_noted_before_the_journal_was_there_joins_the_open_call(open_window, assistant, qtbot, journal):
    first = open_window()
    qtbot.keyClicks(first.notepad, "kartu hilang")
    first.strip.salutation.chosen.emit("Ibu")
    first._flow.set_name("Ratna")
    first._flow.close()
    flow = CallFlow(assistant)
    flow.type_note("norek 48", 8)
    flow.set_name("Sari")
    flow.set_channel(Channel.CHAT)
    recorder = Recorder(Store(journal), flow)
    flow.keep(recorder)
    assert flow.call.note == "kartu hilang\nnorek 48"
    assert (flow.call.name, flow.call.salutation, flow.call.channel) == ("Sari", "Ibu", Channel.CHAT)
    with qtbot.waitSignal(recorder.saved, timeout=1000):
        pass
    assert kept(journal).note == "kartu hilang\nnorek ••"
    flow.close()


def test_a_new_call_taken_back_leaves_one_call(window, qtbot, journal):
    qtbot.keyClicks(window.notepad, "kartu hilang")
    before = window._flow.call.id
    qtbot.keyClick(window.notepad, Qt.Key.Key_N, CONTROL)
    qtbot.keyClick(window.notepad, Qt.Key.Key_R, CONTROL)
    qtbot.keyClicks(window.notepad, " lagi")
    window._flow.close()
    assert calls_in(journal) == [("kartu hilang lagi", 1)]
    assert kept(journal).id == before


@pytest.fixture(autouse=True)
def quiet_log(caplog):
    """Expect what a refused save logs."""
    caplog.set_level("CRITICAL")
