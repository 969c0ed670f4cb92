from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu

from kbassist.content.kinds import Severity
from kbassist.gui.studio.choices import Choices
from kbassist.gui.studio.marks import Cure, Mark

# What no editor has within a row.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\u2029\ufdd0\ufdd1"), max_size=60)
ROWS = st.lists(st.sampled_from(["", "- a", "> [!ask] b", "😀 c", "# d", "\u00a0e\u2028f"]), max_size=30).map("\n".join)


def underlined(editor):
    return [(found.cursor.selectedText(), found.format.underlineColor().name()) for found in editor.extraSelections()]


def offered(editor):
    return editor.findChild(Choices).offered


@given(text=TEXTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_comes_back_as_it_was_shown(editor, text):
    editor.show_text(text)
    assert editor.text() == text
    assert not editor.document().isUndoAvailable()


@given(before=ROWS | TEXTS, after=ROWS | TEXTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_another_text_is_one_step_to_undo(editor, before, after):
    editor.show_text(before)
    editor.replace_text(after)
    assert editor.text() == after
    editor.undo()
    assert editor.text() == before
    assert not editor.document().isUndoAvailable()
    editor.redo()
    assert editor.text() == after


def test_every_change_is_told_and_what_is_shown_is_none(editor, qtbot):
    with qtbot.assertNotEmitted(editor.edited):
        editor.show_text("kartu")
        editor.show_marks([Mark(0, 5, Severity.ERROR, "x")])
    for change in (lambda: qtbot.keyClicks(editor, "a"), lambda: editor.replace_text("b"), editor.undo):
        with qtbot.waitSignal(editor.edited):
            change()


def test_cursor_and_view_stay_where_they_are_when_rows_above_them_change(editor):
    rows = [f"baris {number}" for number in range(300)]
    editor.show_text("\n".join(rows))
    editor.go_to(150)
    QApplication.processEvents()
    top = editor.firstVisibleBlock().text()
    editor.replace_text("\n".join(["baru", "baru juga", *rows[:120], "ganti", *rows[121:], "akhir"]))
    QApplication.processEvents()
    assert editor.textCursor().block().text() == "baris 149"
    assert editor.firstVisibleBlock().text() == top


def test_marks_are_underlined_in_the_colour_of_how_grave_they_are(editor, theme):
    editor.show_text("😀 kartu hilang\nkartu rusak")
    editor.show_marks([Mark(15, 20, Severity.ERROR, "b"), Mark(2, 7, Severity.WARNING, "a")])
    colours = theme.colours
    assert underlined(editor) == [("kartu", colours.offer), ("kartu", colours.alarm)]
    theme.choose("dark")
    assert underlined(editor) == [("kartu", theme.colours.offer), ("kartu", theme.colours.alarm)]


def test_marks_move_with_the_text_until_the_next_ones(editor, qtbot):
    editor.show_text("satu kartu hilang")
    editor.show_marks([Mark(5, 10, Severity.ERROR, "a"), Mark(11, 17, Severity.ERROR, "b")])
    qtbot.keyClicks(editor, "nol ")
    editor.replace_text("nol satu rekening hilang")
    assert [text for text, _ in underlined(editor)][-1] == "hilang"
    editor.show_marks([])
    assert underlined(editor) == []


def test_a_mark_without_a_length_is_its_row(editor):
    editor.show_text("satu\ndua")
    editor.show_marks([Mark(6, 6, Severity.ERROR, "a")])
    assert [text for text, _ in underlined(editor)] == ["dua"]


def test_f8_goes_from_mark_to_mark_and_the_row_below_says_it(editor, press):
    editor.show_text("satu\ndua\ntiga")
    editor.show_marks([Mark(5, 8, Severity.ERROR, "Dua is wrong."), Mark(9, 13, Severity.WARNING, "Tiga too.")])
    seen = []
    for key in ("F8", "F8", "F8", "Shift+F8"):
        press(key)
        seen.append((editor.row, editor.foot.words))
    assert seen == [(2, "Dua is wrong."), (3, "Tiga too."), (2, "Dua is wrong."), (3, "Tiga too.")]
    assert editor.accessibleDescription() == "Tiga too."


def test_a_cure_is_made_by_its_number_after_what_was_typed_before_it(editor, press, qtbot):
    editor.show_text("kind: masalh\n")
    cures = (Cure("Write “masalah”", 6, 12, "masalah"), Cure("Write “panduan”", 6, 12, "panduan"))
    editor.show_marks([Mark(6, 12, Severity.ERROR, "Not a kind.", cures)])
    qtbot.keyClicks(editor, "# a")
    press("Return", "Alt+Return")
    assert [offer.text for offer in offered(editor)] == ["1   Write “masalah”", "2   Write “panduan”"]
    with qtbot.waitSignal(editor.cure_chosen) as told:
        press("2")
    assert told.args[0].words == "Write “panduan”"
    assert editor.text() == "# a\nkind: panduan\n"
    press("Ctrl+Z")
    assert editor.text() == "# a\nkind: masalh\n"


def test_a_lamp_at_the_row_offers_its_cures(editor, press, qtbot):
    editor.show_text("satu\nkind: masalh\n")
    editor.show_marks([Mark(11, 17, Severity.ERROR, "Not a kind.", (Cure("Write “masalah”", 11, 17, "masalah"),))])
    QApplication.processEvents()
    _, place = list(editor.rows_seen())[1]
    qtbot.mouseClick(editor._margin, Qt.MouseButton.LeftButton, pos=QPoint(8, place.top() + 4))
    press("Return")
    assert editor.text() == "satu\nkind: masalah\n"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_right_click_offers_the_cures_too(editor, qtbot):
    editor.show_text("kind: masalh\n")
    editor.show_marks([Mark(6, 12, Severity.ERROR, "Not a kind.", (Cure("Write “masalah”", 6, 12, "masalah"),))])
    cursor = editor.textCursor()
    cursor.setPosition(8)
    editor.setTextCursor(cursor)
    place = editor.cursorRect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, editor.viewport().mapToGlobal(place))
    QApplication.sendEvent(editor.viewport(), asked)
    menu = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible())
    assert menu.actions()[0].text() == "Write “masalah”"
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert editor.text() == "kind: masalah\n"


def test_the_bar_ends_above_the_row_below(editor):
    editor.show_text("satu\n" * 200)
    QApplication.processEvents()
    bar = editor.verticalScrollBar()
    bottom = bar.mapTo(editor, bar.rect().bottomLeft()).y()
    assert abs(bottom - editor.foot.y()) < 3


def test_without_a_cure_there_is_no_menu(editor, press):
    editor.show_text("satu")
    editor.show_marks([Mark(0, 4, Severity.ERROR, "a")])
    press("Alt+Return")
    assert offered(editor) == []


def test_the_row_below_tells_where_one_is(editor, press):
    editor.show_text("---\ntitle: a b c\n---\n\nSatu 😀 dua")
    assert editor.foot.place == "1:1 · 3 words"
    press("Ctrl+End")
    assert editor.foot.place == "5:11 · 3 words"


def test_what_is_undone_comes_back_with_ctrl_y(editor, press, qtbot):
    qtbot.keyClicks(editor, "kartu")
    press("Ctrl+Z")
    assert editor.text() == ""
    press("Ctrl+Y")
    assert editor.text() == "kartu"


def test_a_callout_has_a_bar_in_the_colour_of_its_group(editor, article, theme):
    editor.show_text(article)
    QApplication.processEvents()
    picture = editor.viewport().grab().toImage()
    places = {block.text(): place.center().y() for block, place in editor.rows_seen()}
    colours = {text: picture.pixelColor(9, y).name() for text, y in places.items() if y < picture.height()}
    assert colours["> - tahap: empati"] == theme.colours.calm
    assert colours["# Kartu debit {#kartu}"] == theme.colours.surface


def test_two_thousand_rows_are_coloured_to_the_last(editor, article):
    editor.show_text(article * 50)
    cursor = QTextCursor(editor.document())
    cursor.movePosition(QTextCursor.MoveOperation.End)
    assert editor.blockCount() > 1_900
    assert cursor.block().previous().layout().formats()


def test_the_editor_keeps_its_keys_and_leaves_those_of_the_window(editor, host, press, qtbot):
    pressed: list[str] = []
    own = ("Ctrl+Z", "Ctrl+Y", "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "F8", "Ctrl+Space")
    for key in (*own, "Ctrl+K", "Ctrl+B", "F1"):
        QShortcut(QKeySequence(key), host).activated.connect(partial(pressed.append, key))
    host.activateWindow()
    qtbot.waitUntil(editor.hasFocus)
    qtbot.keyClicks(editor, "kartu")
    press("Ctrl+A", "Ctrl+X", "Ctrl+V", "Ctrl+A", "Ctrl+C", "Ctrl+Z", "Ctrl+Y", "F8", "Ctrl+Space")
    assert editor.text() == "kartu"
    assert pressed == []
    press("Ctrl+K", "Ctrl+B", "F1")
    assert pressed == ["Ctrl+K", "Ctrl+B", "F1"]
