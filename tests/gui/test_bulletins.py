"""A bulletin in the window: pinned above the cards, its line copied by one key, its customers put on the list."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kbassist.assistant import Assistant
from kbassist.desk import follow_ups
from kbassist.desk.store import Store
from kbassist.desk.tables import CallRow
from kbassist.gui.records.bulletins import BulletinsRegister
from kbassist.gui.records.follow_ups import FollowUpsRegister
from kbassist.gui.records.wrapup import WrapUpPage

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NEWS = """---
title: Gangguan mutasi sampai pukul 15
kind: policy
bulletin: true
valid_until: 2099-01-01
triggers: [mutasi tidak muncul]
---

> [!answer] Kabar {#kabar}
>
> {sapaan} {nama}, mutasi kembali normal pukul 15.
"""
OTHER = """---
title: Kantor tutup lebih awal
kind: policy
bulletin: true
valid_until: 2099-02-01
triggers: [jam buka kantor]
---

> [!answer] Kabar {#kabar}
>
> Hari ini kantor tutup pukul 12.
"""


@pytest.fixture
def reading(write, tmp_path):
    """Return a function that gives an assistant over some articles."""
    made = []

    def over(files):
        assistant = Assistant((write(files),), tmp_path / "cache")
        made.append(assistant)
        assistant.update()
        assert assistant.wait()
        return assistant

    yield over
    for assistant in made:
        assistant.close()


@pytest.fixture
def pinned(open_window, reading):
    """Return a window with a bulletin in force."""
    return open_window(assistant=reading({"id/gangguan.md": NEWS}))


@pytest.fixture
def tables(journal):
    """Return the tables as another process sees them."""
    store = Store(journal)
    yield store
    store.close()


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def past_call(name, note="mutasi tdk muncul"):
    begun = datetime.now(UTC) - timedelta(days=1)
    row = {"started": begun, "ended": begun, "channel": "phone", "salutation": "Ibu", "lang": "id", "phase": ""}
    CallRow.create(id=name, name=name, note=note, used=[], **row)


def test_nothing_is_pinned_while_nothing_happened(window):
    assert window.records.pinned.words == ""
    assert not window.records.pinned.isVisible()


def test_what_happened_stands_above_the_cards(pinned):
    row = pinned.records.pinned
    assert row.words == "Gangguan mutasi sampai pukul 15"
    assert pinned.notepad.geometry().bottom() < row.y() < pinned.cards.mapTo(pinned, QPoint()).y()
    assert pinned.notepad.hasFocus()


def test_one_key_copies_the_ready_line_with_the_name(qtbot, pinned):
    pinned.strip.name.setText("Sari")
    pinned.strip.name.textEdited.emit("Sari")
    press(qtbot, Qt.Key.Key_0, ALT)
    assert QGuiApplication.clipboard().text() == "Sari, mutasi kembali normal pukul 15."
    assert [said.line for said in pinned._flow.call.used] == ["gangguan#kabar"]
    assert pinned.notepad.hasFocus()


def test_it_is_folded_for_the_shift_and_opened_again(qtbot, pinned):
    row = pinned.records.pinned
    press(qtbot, Qt.Key.Key_0, ALT | SHIFT)
    assert row.words == "1 bulletin, folded"
    qtbot.keyClicks(pinned.notepad, "mutasi")
    assert row.words == "1 bulletin, folded"
    press(qtbot, Qt.Key.Key_0, ALT | SHIFT)
    assert row.words == "Gangguan mutasi sampai pukul 15"


def test_another_bulletin_opens_a_folded_row(qtbot, open_window, reading, write):
    assistant = reading({"id/gangguan.md": NEWS})
    window = open_window(assistant=assistant)
    press(qtbot, Qt.Key.Key_0, ALT | SHIFT)
    write({"id/kantor.md": OTHER})
    assistant.update()
    assert assistant.wait()
    qtbot.waitUntil(lambda: window.records.pinned.accessibleName() == "Gangguan mutasi sampai pukul 15 +1")


def test_everyone_it_touches_is_put_on_the_list_by_keys_once(qtbot, pinned, tables):
    for name in ("Sari", "Wati"):
        tables.run(partial(past_call, name))
    tables.run(partial(past_call, "Hadi", "kartu hilang"))
    press(qtbot, Qt.Key.Key_B, CTRL | SHIFT)
    register = pinned.findChild(BulletinsRegister)
    qtbot.waitUntil(lambda: register.rows.count() == 2)
    assert register.rows.hasFocus()
    assert "2 calls of the last 30 days" in register.message.text()
    press(qtbot, Qt.Key.Key_C, CTRL)
    assert "mutasi kembali normal pukul 15." in QGuiApplication.clipboard().text()
    assert register.make.text().startswith("Call 2 customers")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(tables.run(follow_ups.to_do)) == 2)
    qtbot.waitUntil(lambda: not register.make.isVisible())
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert {one.bulletin for one in tables.run(follow_ups.to_do)} == {"gangguan"}
    assert {one.promise for one in tables.run(follow_ups.to_do)} == {
        "Tell the customer: Gangguan mutasi sampai pukul 15"
    }


def test_the_same_key_turns_to_the_next_bulletin(qtbot, open_window, reading):
    window = open_window(assistant=reading({"id/gangguan.md": NEWS, "id/kantor.md": OTHER}))
    press(qtbot, Qt.Key.Key_B, CTRL | SHIFT)
    register = window.findChild(BulletinsRegister)
    qtbot.waitUntil(lambda: register.message.text().startswith("Gangguan"))
    press(qtbot, Qt.Key.Key_B, CTRL | SHIFT)
    qtbot.waitUntil(lambda: register.message.text().startswith("Kantor"))
    press(qtbot, Qt.Key.Key_B, CTRL | SHIFT)
    qtbot.waitUntil(lambda: register.message.text().startswith("Gangguan"))
    press(qtbot, Qt.Key.Key_Escape)
    assert window.notepad.hasFocus()


def test_without_a_bulletin_the_page_says_so(qtbot, window):
    press(qtbot, Qt.Key.Key_B, CTRL | SHIFT)
    register = window.findChild(BulletinsRegister)
    assert register.message.text() == "No bulletin is in force."


def test_a_promise_that_a_bulletin_asked_for_has_its_ready_line(qtbot, pinned, tables):
    tables.run(partial(past_call, "Sari"))
    press(qtbot, Qt.Key.Key_B, CTRL | SHIFT)
    qtbot.waitUntil(pinned.findChild(BulletinsRegister).make.isVisible)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(tables.run(follow_ups.to_do)) == 1)
    press(qtbot, Qt.Key.Key_D, CTRL | SHIFT)
    register = pinned.findChild(FollowUpsRegister)
    qtbot.waitUntil(lambda: register.rows.count() == 1 and register.rows.hasFocus())
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(register.page.isVisible)
    press(qtbot, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Ibu Sari, mutasi kembali normal pukul 15."


def test_a_line_without_a_title_is_told_by_that_of_its_article(qtbot, open_window, reading):
    window = open_window(assistant=reading({"id/gangguan.md": NEWS.replace("Kabar {#kabar}", "{#kabar}")}))
    qtbot.keyClicks(window.notepad, "tanya mutasi")
    qtbot.keyClick(window.notepad, Qt.Key.Key_0, ALT)
    qtbot.keyClick(window.notepad, Qt.Key.Key_Return, CTRL)
    summary = window.findChild(WrapUpPage).values()["summary"]
    assert "Gangguan mutasi sampai pukul 15" in summary
    assert "gangguan#" not in summary
