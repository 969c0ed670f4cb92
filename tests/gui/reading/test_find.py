from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

LONG = "\n\n".join(f"## Bagian {number}\n\n" + f"Kalimat nomor {number}. " * 30 for number in range(60))
BODY = f"Denda pertama.\n\n{LONG}\n\n## Denda\n\n😀 denda [[biaya]] keterlambatan\n"


def focus():
    widget = QApplication.focusWidget()
    assert widget
    return widget


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(focus(), key, modifiers)


def find(page, render, words):
    page.show_rendering(render(BODY))
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focus(), words)
    page.finish()


def current(page, theme):
    return [
        mark.cursor.selectedText()
        for mark in page.extraSelections()
        if mark.format.background().color().name() == theme.colours.calm
    ]


def test_it_finds_as_one_types_in_all_of_the_article(page, bar, render, theme):
    find(page, render, "denda")
    assert bar.isVisible()
    assert bar.count.text() == "1 / 3"
    assert [mark.cursor.selectedText() for mark in page.extraSelections()] == ["Denda", "Denda", "denda"]
    assert current(page, theme) == ["Denda"]


def test_what_is_not_there_yet_is_found_once_it_is(page, bar, render):
    page.show_rendering(render(BODY))
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focus(), "keterlambatan")
    assert bar.count.text() == ""
    page.finish()
    assert bar.count.text() == "1 / 1"


def test_another_size_keeps_the_place(page, bar, render):
    find(page, render, "denda")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    page.set_zoom(120)
    page.finish()
    assert bar.count.text() == "3 / 3"


def test_keys_go_round(page, bar, render, theme):
    find(page, render, "denda")
    told = []
    for key, modifiers in (
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier),
    ):
        press(key, modifiers)
        told.append(bar.count.text())
    assert told == ["2 / 3", "3 / 3", "1 / 3", "3 / 3", "2 / 3"]
    assert page.verticalScrollBar().value() > 0


def test_what_is_not_there_is_said_calmly(page, bar, render):
    find(page, render, "tiada")
    assert bar.count.text() == "not found"
    assert not page.extraSelections()
    bar.field.clear()
    assert bar.count.text() == ""


def test_escape_gives_the_focus_back_at_what_was_found(page, bar, render):
    find(page, render, "Biaya admin")
    press(Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert page.hasFocus()
    assert not page.extraSelections()
    assert page.current.value == "kbassist:biaya"


def test_another_article_is_looked_through_anew(page, bar, render):
    find(page, render, "denda")
    page.show_rendering(render("Denda, denda."))
    assert bar.count.text() == "1 / 2"


def test_words_may_stand_on_two_rows_and_signs_are_taken_as_they_are(page, bar, render):
    page.show_rendering(render("satu (dua)\ntiga *"))
    bar.open()
    for words, count in (("(dua) tiga", "1 / 1"), ("*", "1 / 1"), ("SATU", "1 / 1"), ("[", "not found")):
        bar.field.setText(words)
        assert bar.count.text() == count


def test_escape_closes_the_bar_before_anything_of_the_window(page, bar, render, host):
    told: list[bool] = []
    QShortcut(QKeySequence("Esc"), host).activated.connect(lambda: told.append(bar.isHidden()))
    find(page, render, "denda")
    press(Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert not told
    press(Qt.Key.Key_Escape)
    assert told == [True]
