import pytest
from PySide6.QtCore import Qt

from kbassist.assist.learning import Learned
from kbassist.assistant import Assistant, DeskFiles
from kbassist.gui.cards.arrange import RowKind
from kbassist.gui.cards.model import ROW

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
UPSET = "cust marah2, kartu blm datang 2 mgg"


@pytest.fixture
def learner(assistant, tmp_path):
    """Return an assistant over the same index that keeps what it learns."""
    desk = DeskFiles(tmp_path / "learning.sqlite3")
    with Assistant(assistant.folders, assistant._cache, desk=desk, refusal_days=30) as made:
        assert made.load()
        yield made


@pytest.fixture
def window(open_window, learner, qtbot):
    """Return a window with the note of an upset customer."""
    made = open_window(assistant=learner)
    qtbot.keyClicks(made.notepad, UPSET)
    return made


def press_card(qtbot, window, name, modifiers):
    model = window.cards.cards
    row = model.data(model.index_of(RowKind.CARD, name), ROW)
    qtbot.keyClick(window.focusWidget(), Qt.Key(Qt.Key.Key_0 + row.key), modifiers)


def test_a_line_that_is_copied_and_one_that_is_taken_away_are_learned(window, learner, qtbot):
    press_card(qtbot, window, "kartu#empati", CONTROL)
    press_card(qtbot, window, "kartu#maaf", CONTROL | SHIFT)
    assert learner.learning() == (Learned("kartu#empati", copied=1), Learned("kartu#maaf", dismissed=1))


@pytest.mark.parametrize("modifiers", [CONTROL, CONTROL | SHIFT])
def test_what_is_taken_back_was_never_learned(window, learner, qtbot, modifiers):
    press_card(qtbot, window, "kartu#empati", modifiers)
    qtbot.keyClick(window.notepad, Qt.Key.Key_R, CONTROL)
    assert learner.learning() == ()


def test_a_line_that_rested_on_the_screen_counts_as_shown_once_a_call(window, learner, qtbot):
    cards = window.cards.cards
    with qtbot.waitSignal(cards.cards_seen):
        qtbot.keyClicks(window.notepad, " lagi")
    with qtbot.waitSignal(cards.cards_seen):
        qtbot.keyClicks(window.notepad, " dan lagi")
    assert learner.learning() == ()
    for _again in range(2):
        qtbot.keyClick(window.notepad, Qt.Key.Key_N, CONTROL)
        assert Learned("kartu#empati", shown=1) in learner.learning()
        qtbot.keyClick(window.notepad, Qt.Key.Key_R, CONTROL)
        assert learner.learning() == ()


def test_an_offer_that_was_refused_is_remembered_with_the_end_of_the_call(window, learner, qtbot):
    window.strip.name.setFocus()
    qtbot.keyClicks(window.strip.name, "Ratna")
    window.notepad.setFocus()
    window.notepad.selectAll()
    qtbot.keyClicks(window.notepad, "tanya notifikasi")
    press_card(qtbot, window, "kartu#notifikasi", CONTROL)
    qtbot.keyClicks(window.notepad, ", nsbh tdk mau")
    qtbot.keyClick(window.notepad, Qt.Key.Key_N, CONTROL)
    assert learner.forget_learning().refusals == 1
