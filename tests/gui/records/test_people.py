from datetime import UTC, datetime
from functools import partial

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from kbassist.desk import calls, people
from kbassist.desk.calls import SavedCall
from kbassist.desk.store import Store
from kbassist.gui.records.calls import CallsRegister

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "calls.sqlite3")
    yield store
    store.close()


@pytest.fixture
def door(window, qtbot):
    QSettings().remove("desk/agent")
    return window.records.door


def listed(store, *names):
    for name in names:
        store.run(partial(people.add, name, "melati pagi" if name == "Sari" else "", NOW))


def page(door, qtbot):
    """Return the page once it has been read who there is."""
    qtbot.waitUntil(lambda: door._page.rows.count() > 0)
    return door._page


def begun(door, store):
    return door.begin(store.run(people.everyone))


def test_nobody_is_asked_where_nobody_is_listed(door, store, qtbot):
    assert begun(door, store)


def test_the_only_one_without_a_passphrase_is_let_in(door, store, qtbot):
    listed(store, "Budi")
    with qtbot.waitSignal(door.opened) as opened:
        assert begun(door, store)
    assert opened.args == ["Budi"]


def test_several_are_asked_who_they_are_and_enter_chooses(door, store, window, qtbot):
    listed(store, "Budi", "Tono")
    QSettings().setValue("desk/agent", "Tono")
    assert not begun(door, store)
    qtbot.waitUntil(lambda: [row.title for row in page(door, qtbot).rows.rows] == ["Budi", "Tono", "New agent"])
    with qtbot.waitSignal(door.opened) as opened:
        qtbot.keyClick(door._page.rows, Qt.Key.Key_Return)
    assert opened.args == ["Tono"]
    assert not door.is_closed
    assert QSettings().value("desk/agent") == "Tono"
    assert window.notepad.isEnabled()
    assert window.notepad.hasFocus()


def test_a_passphrase_lets_in_and_a_wrong_one_does_not(door, store, qtbot):
    listed(store, "Sari")
    assert not begun(door, store)
    qtbot.keyClick(page(door, qtbot).rows, Qt.Key.Key_Return)
    for words in ("mawar", "melati pagi"):
        assert door.is_closed
        qtbot.keyClicks(door._page.passphrase, words)
        with qtbot.waitSignal(door._front.clerk._answered):
            qtbot.keyClick(door._page.passphrase, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(door._page.message.text()) or not door.is_closed)
    assert not door.is_closed


def test_while_it_is_closed_no_key_reaches_the_call(door, store, window, qtbot):
    listed(store, "Sari", "Budi")
    qtbot.keyClicks(window.notepad, "kartu hilang")
    with qtbot.waitSignal(door.closing):
        door.close()
    page(door, qtbot)
    assert not window.notepad.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(QApplication.focusWidget(), "xyz")
    assert window.notepad.toPlainText() == "kartu hilang"


def test_a_window_that_grows_while_it_is_closed_shows_nothing(door, store, window, qtbot):
    listed(store, "Sari", "Budi")
    window.resize(420, 800)
    door.close()
    page(door, qtbot)
    window.resize(1200, 800)
    qtbot.waitUntil(lambda: window.side.parent() is window)
    assert not window.side.isEnabled()
    for x in range(10, window.width(), 100):
        part = window.childAt(x, window.height() // 2)
        assert part is door._page or door._page.isAncestorOf(part)


def test_esc_goes_back_to_a_call_of_one_without_a_passphrase_alone(door, store, qtbot):
    listed(store, "Budi", "Sari")
    for name, returns in (("Budi", True), ("Sari", False)):
        door._present = name
        door.close()
        qtbot.waitUntil(lambda: page(door, qtbot).rows.count() == 3)
        qtbot.waitUntil(door._page.rows.hasFocus)
        qtbot.keyClick(door._page.rows, Qt.Key.Key_Escape)
        assert door.is_closed is not returns


def test_a_new_agent_comes_in_by_name(door, store, qtbot):
    door.close()
    page(door, qtbot)
    qtbot.waitUntil(door._page.name.isVisible)
    qtbot.keyClicks(door._page.name, "Wulan")
    qtbot.keyClick(door._page.name, Qt.Key.Key_Return)
    qtbot.keyClicks(door._page.passphrase, "kopi susu")
    with qtbot.waitSignal(door.opened) as opened:
        qtbot.keyClick(door._page.passphrase, Qt.Key.Key_Return)
    assert opened.args == ["Wulan"]
    assert store.run(partial(people.unlocks, "Wulan", "kopi susu"))


def test_a_taken_name_is_told(door, store, qtbot):
    listed(store, "Budi", "Tono")
    door.close()
    page(door, qtbot).rows.setCurrentRow(2)
    qtbot.keyClick(door._page.rows, Qt.Key.Key_Return)
    qtbot.keyClicks(door._page.name, "budi")
    qtbot.keyClick(door._page.name, Qt.Key.Key_Return)
    qtbot.keyClick(door._page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(door._page.message.isVisible)
    assert door.is_closed


def test_a_passphrase_is_changed_by_who_knows_it(door, store, qtbot):
    listed(store, "Sari")
    door.close()
    page(door, qtbot)
    door._page.change.click()
    qtbot.keyClicks(door._page.passphrase, "melati pagi")
    qtbot.keyClick(door._page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "new" in door._page.words.text())
    qtbot.keyClicks(door._page.passphrase, "melati sore")
    with qtbot.waitSignal(door.opened):
        qtbot.keyClick(door._page.passphrase, Qt.Key.Key_Return)
    assert store.run(partial(people.unlocks, "Sari", "melati sore"))


def test_it_closes_after_idle_minutes_where_there_is_a_passphrase(door, store, window, qtbot):
    listed(store, "Sari", "Budi")
    door._idle.setInterval(100)
    door._open("Budi", has_passphrase=False)
    assert not door._idle.isActive()
    door._open("Sari", has_passphrase=True)
    qtbot.keyClicks(window.notepad, "x")
    with qtbot.waitSignal(door.closing, timeout=2000):
        pass
    assert door.is_closed


@pytest.fixture
def own(folder, tmp_path):
    """Return an assistant whose agent the test may change, with files of its own."""
    from kbassist.assistant import Assistant, DeskFiles

    desk = DeskFiles(tmp_path / "learning.sqlite3", tmp_path / "habits.sqlite3")
    with Assistant((folder,), tmp_path / "cache", values={"agent": "Budi"}, desk=desk) as made:
        made.update()
        made.wait()
        yield made


def come_in(window, qtbot, name):
    """Lock the window by its key, and let somebody in."""
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    door = window.records.door
    qtbot.waitUntil(lambda: door.is_closed and door._page.rows.count() > 1)
    door._page.rows.setCurrentRow([row.title for row in door._page.rows.rows].index(name))
    qtbot.keyClick(door._page.rows, Qt.Key.Key_Return)
    assert not door.is_closed


def test_calls_learning_and_the_name_in_lines_belong_to_who_is_there(open_window, own, store, qtbot):
    listed(store, "Budi", "Tono")
    window = open_window(assistant=own)
    qtbot.keyClicks(window.notepad, "kartu blm dtg, cust marah")
    qtbot.keyClick(window.notepad, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert own.agent == "Budi"
    come_in(window, qtbot, "Tono")
    assert (own.agent, window.notepad.toPlainText(), own.learning()) == ("Tono", "", ())
    qtbot.keyClicks(window.notepad, "mau tutup rekening")
    come_in(window, qtbot, "Budi")
    qtbot.waitUntil(lambda: window.notepad.toPlainText() == "kartu blm dtg, cust marah")
    assert len(own.learning()) == 1
    assert window._flow.call.agent == "Budi"
    come_in(window, qtbot, "Tono")
    qtbot.waitUntil(lambda: window.notepad.toPlainText() == "mau tutup rekening")


def test_what_is_on_hold_is_shown_to_who_took_it_alone(open_window, own, store, qtbot):
    listed(store, "Budi", "Tono")
    window = open_window(assistant=own)
    qtbot.keyClicks(window.notepad, "kartu hilang")
    qtbot.keyClick(window.notepad, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    come_in(window, qtbot, "Tono")
    assert window.strip.holds.words == []
    come_in(window, qtbot, "Budi")
    qtbot.waitUntil(lambda: window.strip.holds.words == ["kartu hilang · now"])


def test_a_call_that_was_read_is_not_shown_to_who_comes_next(open_window, own, store, qtbot):
    listed(store, "Budi", "Tono")
    store.run(partial(calls.save, SavedCall("a", NOW, "milik Budi", agent="Budi", ended=NOW)))
    window = open_window(assistant=own)
    qtbot.waitUntil(lambda: window._flow.agent == "Budi")
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    register = window.findChild(CallsRegister)
    qtbot.keyClicks(register.search, "Budi")
    qtbot.waitUntil(lambda: register.rows.chosen is not None and register.rows.chosen.title == "milik Budi")
    qtbot.keyClick(register.search, Qt.Key.Key_Return)
    qtbot.waitUntil(register.page.isVisible)
    come_in(window, qtbot, "Tono")
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(register.nothing.isVisible)
    assert not register.page.isVisible()
    assert (register.search.text(), register.rows.count()) == ("", 0)


def test_who_comes_back_after_a_lock_finds_the_call_as_it_was(open_window, own, store, qtbot):
    listed(store, "Budi", "Tono")
    window = open_window(assistant=own)
    come_in(window, qtbot, "Budi")
    qtbot.keyClicks(window.notepad, "kartu blm")
    come_in(window, qtbot, "Budi")
    qtbot.keyClicks(window.notepad, " dtg")
    assert window.notepad.toPlainText() == "kartu blm dtg"
