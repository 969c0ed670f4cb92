from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt

from kbassist.desk import calls
from kbassist.desk.calls import Mood, Said, SavedCall
from kbassist.desk.store import Store
from kbassist.desk.tables import WrapUpRow
from kbassist.gui.records.calls import CallsRegister

CONTROL = Qt.KeyboardModifier.ControlModifier
NOW = datetime.now(UTC)
ENDED = SavedCall(
    "sari",
    NOW - timedelta(days=40),
    "kartu blm datang",
    channel="chat",
    name="Sari",
    ended=NOW - timedelta(days=40, minutes=-4, seconds=-12),
    said=(Said("kartu#maaf", "Maaf", "Mohon maaf, Ibu Sari."),),
    moods=(Mood(3, "furious"), Mood(80, "calm")),
)


def fill(journal):
    store = Store(journal)

    def write():
        calls.save(ENDED)
        calls.wrap("sari", NOW)
        values = {field.name: "" for field in WrapUpRow._meta.sorted_fields if not field.null}
        WrapUpRow.create(**{**values, "call": "sari", "at": NOW, "summary": "Kartu dikirim ulang."})
        calls.save(SavedCall("to do", NOW - timedelta(days=2), "tanya limit", ended=NOW - timedelta(days=2)))

    store.run(write)
    store.close()


@pytest.fixture
def window(open_window, qtbot, journal):
    """Return a window with one call on hold, one to wrap up and one of long ago."""
    fill(journal)
    opened = open_window()
    qtbot.keyClicks(opened.notepad, "tutup rekening, kecewa")
    qtbot.keyClick(opened, Qt.Key.Key_H, CONTROL)
    return opened


@pytest.fixture
def register(window, qtbot):
    """Return the register of calls of that window."""
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL)
    found = window.findChild(CallsRegister)
    qtbot.waitUntil(lambda: found.rows.count() > 0)
    return found


def titles(register):
    return [row.title for row in register.rows.rows]


def test_what_waits_comes_first(register):
    assert titles(register) == ["On hold", "tutup rekening, kecewa", "To wrap up", "tanya limit", "Earlier", "Sari"]
    held, _to_do, sari = (row for row in register.rows.rows if not row.is_head)
    assert "since" in held.below
    assert (sari.side, sari.icon) == ("04:12", "chat")
    assert "Furious" in sari.below
    assert "kartu blm datang" in sari.below
    assert register.search.hasFocus()


def test_enter_goes_on_with_a_call_on_hold(window, register, qtbot):
    qtbot.keyClick(register.search, Qt.Key.Key_Return)
    assert window.notepad.toPlainText() == "tutup rekening, kecewa"
    assert window.notepad.hasFocus()
    assert not window.side.is_open


def test_a_search_finds_an_old_call_and_enter_shows_all_of_it(register, qtbot):
    qtbot.keyClicks(register.search, "sari kartu")
    qtbot.waitUntil(lambda: titles(register) == ["Earlier", "Sari"])
    qtbot.keyClick(register.search, Qt.Key.Key_Return)
    qtbot.waitUntil(register.page.isVisible)
    assert register.page.words == [
        "Summary",
        "Kartu dikirim ulang.",
        "Notes",
        "kartu blm datang",
        "Said",
        "✓ Mohon maaf, Ibu Sari.",
    ]
    qtbot.keyClick(register.page, Qt.Key.Key_Backspace)
    assert register.search.hasFocus()


def test_a_search_finds_a_call_on_hold_too(register, qtbot):
    qtbot.keyClicks(register.search, "Kecewa")
    qtbot.waitUntil(lambda: titles(register) == ["On hold", "tutup rekening, kecewa"])


def test_arrows_go_from_the_search_through_the_rows(register, qtbot):
    qtbot.keyClick(register.search, Qt.Key.Key_Down)
    assert register.rows.chosen.title == "tanya limit"
    qtbot.keyClick(register.search, Qt.Key.Key_Down)
    assert register.rows.chosen.title == "Sari"


def test_nothing_found_is_said(register, qtbot):
    qtbot.keyClicks(register.search, "zzz")
    qtbot.waitUntil(register.nothing.isVisible)
    assert register.nothing.text() == "No call has these words."


def test_a_call_that_another_took_is_not_shown(window, qtbot, journal):
    store = Store(journal)
    store.run(partial(calls.save, SavedCall("of another", NOW, "milik lain", agent="Budi")))
    store.close()
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL)
    register = window.findChild(CallsRegister)
    qtbot.waitUntil(lambda: register.rows.count() > 0)
    assert "milik lain" not in titles(register)


def test_a_window_that_grows_leaves_the_keys_where_they_are(window, qtbot):
    window.resize(420, 800)
    qtbot.keyClick(window.notepad, Qt.Key.Key_O, CONTROL)
    register = window.findChild(CallsRegister)
    for width in (1200, 420):
        window.resize(width, 800)
        qtbot.waitUntil(lambda width=width: window.width() == width)
        assert register.search.hasFocus()
