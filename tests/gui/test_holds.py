from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from kbassist.assist.kinds import MoodLevel
from kbassist.gui.call import UsedLine

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(window, qtbot, key, modifiers=CONTROL):
    qtbot.keyClick(window, key, modifiers)


@pytest.fixture
def three(window, qtbot):
    """Return a window with three open calls, the last one in front."""
    for note in ("kartu hilang", "tutup rekening"):
        qtbot.keyClicks(window.notepad, note)
        press(window, qtbot, Qt.Key.Key_H)
    qtbot.keyClicks(window.notepad, "resi")
    return window


def test_a_call_on_hold_makes_room_for_another(window, qtbot):
    assert not window.strip.holds.isVisible()
    qtbot.keyClicks(window.notepad, "kartu hilang, marah")
    window.strip.name.setFocus()
    qtbot.keyClicks(window.strip.name, "Hadi")
    press(window, qtbot, Qt.Key.Key_H)
    assert window.notepad.toPlainText() == window.strip.name.text() == ""
    assert window.notepad.hasFocus()
    assert window.strip.holds.words == ["Hadi · now"]
    assert window.cards.cards.rowCount() == 0


def test_from_a_blank_call_the_one_that_waits_longest_comes_back(window, qtbot):
    for note in ("kartu hilang", "tutup rekening"):
        qtbot.keyClicks(window.notepad, note)
        press(window, qtbot, Qt.Key.Key_H)
    press(window, qtbot, Qt.Key.Key_H)
    assert window.notepad.toPlainText() == "kartu hilang"
    assert window.strip.holds.words == ["tutup rekening · now"]
    qtbot.keyClicks(window.notepad, " lagi")
    press(window, qtbot, Qt.Key.Key_Tab)
    press(window, qtbot, Qt.Key.Key_Tab)
    assert window.notepad.toPlainText() == "kartu hilang lagi"


def test_open_calls_are_gone_through_in_their_order(three, qtbot):
    seen = [three.notepad.toPlainText()]
    for _turn in range(3):
        press(three, qtbot, Qt.Key.Key_Tab)
        seen.append(three.notepad.toPlainText())
    assert seen == ["resi", "kartu hilang", "tutup rekening", "resi"]
    qtbot.keyClick(three, Qt.Key.Key_Backtab, CONTROL | SHIFT)
    assert three.notepad.toPlainText() == "tutup rekening"


def test_each_call_has_its_own_time_mood_and_lines(window, qtbot):
    qtbot.keyClicks(window.notepad, "kartu belum datang, marah sekali")
    press(window, qtbot, Qt.Key.Key_1)
    first = window._flow.call
    press(window, qtbot, Qt.Key.Key_H)
    qtbot.keyClicks(window.notepad, "resi")
    assert window.strip.mood.words == "Calm"
    assert not window._flow.call.used
    press(window, qtbot, Qt.Key.Key_Tab)
    assert window._flow.call is first
    assert first.used
    assert first.moods[-1][1] is not MoodLevel.CALM
    assert window.strip.mood.words != "Calm"


def test_one_call_that_is_open_alone_stays_in_front(window, qtbot):
    qtbot.keyClicks(window.notepad, "kartu hilang")
    press(window, qtbot, Qt.Key.Key_Tab)
    assert window.notepad.toPlainText() == "kartu hilang"
    assert not window.strip.holds.isVisible()


def test_a_new_call_leaves_those_on_hold_where_they_are_and_can_be_taken_back(three, qtbot):
    press(three, qtbot, Qt.Key.Key_N)
    assert [call.note for call in three._flow.held] == ["kartu hilang", "tutup rekening"]
    press(three, qtbot, Qt.Key.Key_R)
    assert three.notepad.toPlainText() == "resi"


def test_what_was_done_in_one_call_is_not_taken_back_in_another(window, qtbot):
    qtbot.keyClicks(window.notepad, "kartu belum datang, marah sekali")
    press(window, qtbot, Qt.Key.Key_1)
    press(window, qtbot, Qt.Key.Key_H)
    qtbot.keyClicks(window.notepad, "resi")
    press(window, qtbot, Qt.Key.Key_R)
    assert window.notepad.toPlainText() == "resi"
    assert window._flow.held[0].used


def test_a_click_goes_on_with_a_call(three, qtbot):
    qtbot.mouseClick(three.strip.holds._buttons[1], Qt.MouseButton.LeftButton)
    assert three.notepad.toPlainText() == "tutup rekening"


@pytest.mark.parametrize(("minutes", "wait"), [(1, "short"), (2, "long"), (5, "too-long")])
def test_a_long_wait_is_coloured(three, minutes, wait):
    three._flow.held[0].held -= timedelta(minutes=minutes)
    three.strip.holds._timer.timeout.emit()
    assert three.strip.holds.words[0] == f"kartu hilang · {minutes} min"
    assert three.strip.holds._buttons[0].property("wait") == wait


def test_more_than_two_that_wait_are_counted(window, qtbot):
    for note in ("kartu hilang", "tutup rekening", "resi", "limit & bunga", "deposito jatuh tempo dan bunga"):
        qtbot.keyClicks(window.notepad, note)
        press(window, qtbot, Qt.Key.Key_H)
    assert len(window.strip.holds.words) == 2
    assert window.strip.holds._more.text() == "+3"
    assert window.width() == 420


def test_offers_that_were_made_are_known(window):
    call = window._flow.call
    call.used += [UsedLine("a#b", kind="cross-sell"), UsedLine("a#c", kind="answer"), UsedLine("a#d")]
    assert [said.line for said in call.offers] == ["a#b"]
