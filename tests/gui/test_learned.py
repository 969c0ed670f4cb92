import pytest
from PySide6.QtCore import Qt

from kbassist.assist.kinds import Outcome
from kbassist.assistant import Assistant, DeskFiles
from kbassist.gui.learned import LearnedPage

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def learner(assistant, tmp_path):
    """Return an assistant over the same index that keeps what it learns."""
    with Assistant(assistant.folders, assistant._cache, desk=DeskFiles(tmp_path / "learning.sqlite3")) as made:
        assert made.load()
        yield made


@pytest.fixture
def window(open_window, learner):
    """Return a window over what was learned of three lines."""
    for times, outcome, line in (
        (1, Outcome.SHOWN, "kartu#maaf"),
        (4, Outcome.DISMISSED, "gone#away"),
        (2, Outcome.COPIED, "kartu#empati"),
    ):
        for _time in range(times):
            learner.record(outcome, line)
    return open_window(assistant=learner)


@pytest.fixture
def page(window, qtbot):
    """Return what was learned, as the window shows it."""
    qtbot.keyClick(window.notepad, Qt.Key.Key_F2)
    return window.side.learned


def test_f2_shows_what_moves_a_line_furthest_first(page):
    assert page.isVisible()
    assert [row[:2] for row in page.rows.rows] == [
        ("gone · away", "taken away 4"),
        ("Kartu belum diterima · empati", "copied 2"),
        ("Kartu belum diterima · maaf", "shown 1"),
    ]
    down, up, unmoved = (row.side for row in page.rows.rows)
    assert down.startswith("↓")
    assert up.startswith("↑")
    assert unmoved == "unmoved"


def test_esc_returns_to_the_notes(page, window, qtbot):
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.notepad.hasFocus()
    assert window.cards.isVisible()


def test_it_is_forgotten_once_the_agent_agrees(page, window, learner, qtbot):
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert page.forget.hasFocus()
    qtbot.keyClick(page.forget, Qt.Key.Key_Space)
    assert page.yes.hasFocus()
    assert len(learner.learning()) == 3
    qtbot.keyClick(page.yes, Qt.Key.Key_Space)
    assert learner.learning() == ()
    assert page.message.text() == "Forgotten. Lines: 3, refusals: 0."
    assert not page.rows.isVisible()
    assert not page.forget.isVisible()


def test_the_question_goes_away_with_the_page(page, window, learner, qtbot):
    qtbot.keyClick(page.forget, Qt.Key.Key_Space)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    qtbot.keyClick(window.notepad, Qt.Key.Key_F2)
    assert page.forget.isVisible()
    assert not page.yes.isVisible()
    assert len(learner.learning()) == 3


@pytest.mark.parametrize(
    ("learns", "words"), [(True, "Nothing has been learned yet."), (False, "Learning is switched off in the settings.")]
)
def test_nothing_learned_is_said_calmly(host, learner, theme, learns, words):
    page = LearnedPage(learner, theme, host, learns=learns)
    page.show()
    page.show_learned("id")
    assert page.message.text() == words
    assert not page.forget.isVisible()


def test_a_file_that_can_not_be_used_is_said(page, learner, tmp_path, qtbot):
    learner.close()
    (tmp_path / "learning.sqlite3").unlink()
    (tmp_path / "learning.sqlite3").mkdir()
    page.show_learned("id")
    assert page.message.isVisible()
    assert page.message.text().startswith("It can't be read: ")
