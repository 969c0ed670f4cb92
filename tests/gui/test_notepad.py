import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextFormat

from kbassist.assist.kinds import MoodLevel, Phase, Source
from kbassist.assist.model import Advice, Reason, Suggestion
from kbassist.content.kinds import LineKind
from kbassist.gui.notepad import Notepad


@pytest.fixture
def notepad(host, theme):
    made = Notepad(theme, host)
    made.resize(420, 200)
    made.show()
    return made


def advice(note, *reasons):
    because = tuple(Reason(note[start:end], Source.WHEN, start, end) for start, end in reasons)
    lines = (Suggestion("a#b", "a", LineKind.ASK, "t", "say", 0.9, "id", because=because),)
    return Advice(note, "id", 0.1, MoodLevel.CALM, Phase.SOLVING, offers_locked=False, suggestions=lines)


def marked(notepad):
    return [selection.cursor.selectedText() for selection in notepad.extraSelections()]


def test_every_key_is_told_in_the_same_turn(notepad, qtbot):
    heard = []
    notepad.noted.connect(lambda text, cursor: heard.append((text, cursor)))
    qtbot.keyClicks(notepad, "kartu")
    assert heard == [("kartu"[:at], at) for at in range(1, 6)]


def test_moving_about_tells_nothing(notepad, qtbot):
    qtbot.keyClicks(notepad, "kartu")
    with qtbot.assertNotEmitted(notepad.noted):
        qtbot.keyClick(notepad, Qt.Key.Key_Left)
        qtbot.keyClick(notepad, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)


@pytest.mark.parametrize("note", ["kartu blm dtg", "😡😡 kartu blm dtg", "nasabah 👩‍💼: kartu blm dtg"])
def test_words_that_matter_are_underlined_in_the_colour_of_their_group(notepad, qtbot, theme, note):
    notepad.setPlainText(note)
    start = note.index("kartu")
    notepad.show_advice(advice(note, (start, start + 5)))
    assert marked(notepad) == ["kartu"]
    (selection,) = notepad.extraSelections()
    assert selection.format.underlineColor().name() == theme.colours.talk
    assert selection.format.property(QTextFormat.Property.TextUnderlineStyle)


def test_an_advice_for_an_older_note_underlines_nothing(notepad):
    notepad.setPlainText("kartu hilang")
    notepad.show_advice(advice("kartu", (0, 5)))
    assert marked(notepad) == []


def test_it_grows_from_five_rows_to_eight(notepad):
    heights = []
    for rows in (1, 5, 7, 8, 30):
        notepad.setPlainText("\n".join("x" * rows))
        heights.append(notepad.height())
    row = notepad.fontMetrics().lineSpacing()
    assert heights[0] == heights[1]
    assert heights[2] - heights[1] == 2 * row
    assert heights[3] == heights[4] == heights[1] + 3 * row


def test_pasted_text_is_plain_and_bounded(notepad):
    mime = QMimeData()
    mime.setHtml("<b>tebal</b>" + "x" * 100_000)
    mime.setText("tebal" + "x" * 100_000)
    notepad.insertFromMimeData(mime)
    assert len(notepad.toPlainText()) == 20_000
    assert notepad.toPlainText().startswith("tebalx")
