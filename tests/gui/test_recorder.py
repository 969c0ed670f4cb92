import sqlite3

import pytest
from PySide6.QtCore import Qt

from kbassist.content.kinds import Channel
from kbassist.desk.journal import Journal

CONTROL = Qt.KeyboardModifier.ControlModifier


def kept(journal):
    return Journal(journal).open_call()


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


@pytest.fixture(autouse=True)
def quiet_log(caplog):
    """Expect what a refused save logs."""
    caplog.set_level("CRITICAL")
