"""The search pane by keyboard alone, in the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from result_rows import headings, rows, titles

from kbassist import messages
from kbassist.assistant import Assistant
from kbassist.gui.finding import model
from kbassist.search import syntax
from kbassist.search.syntax import Field

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def chosen(page):
    return page.results.hit.title


def read_title(desk):
    return desk.side.reader.findChild(QLabel, "articleTitle").text()


def test_what_is_found_is_there_at_the_key_and_the_first_is_chosen(desk, find, press):
    tester = QAbstractItemModelTester(
        desk.side.finding.results.model(), QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    page = find("biaya tabungan")
    assert page.isVisible()
    assert chosen(page) == "Biaya tabungan"
    assert desk.search.hasFocus()
    press(Qt.Key.Key_Return)
    assert read_title(desk) == "Biaya tabungan"
    del tester


def test_the_last_word_may_be_unfinished_until_a_blank_follows(desk, find, qtbot):
    page = find("trans")
    assert chosen(page) == "Biaya transfer"
    qtbot.keyClicks(desk.search, " ")
    assert not titles(page)


def test_the_best_three_come_first_and_the_others_kind_by_kind(find):
    page = find("biaya")
    shown = rows(page)
    assert shown[0].heading == "Best match"
    assert all(row.hit for row in shown[1:4])
    kinds: list[str] = []
    for row in shown[4:]:
        if row.hit:
            assert messages._(kinds[-1]) == kinds[-1]
            assert row.hit.kind.value == kinds[-1].lower()
        else:
            assert row.heading not in kinds
            kinds.append(row.heading)
    assert kinds


def test_arrows_pass_over_headings(find, press):
    page = find("biaya")
    order = titles(page)
    passed = [chosen(page)]
    for _step in order[1:]:
        press(Qt.Key.Key_Down)
        passed.append(chosen(page))
    assert passed == order
    press(Qt.Key.Key_Down)
    assert chosen(page) == order[-1]
    press(Qt.Key.Key_PageUp)
    assert chosen(page) == order[0]
    press(Qt.Key.Key_PageDown)
    assert chosen(page) != order[0]


def test_ctrl_enter_opens_beside_and_esc_returns_to_the_notes(desk, find, press, qtbot):
    page = find("jam buka")
    with qtbot.waitSignal(page.opened_beside) as asked:
        press(Qt.Key.Key_Return, CONTROL)
    assert asked.args[:2] == ["jam-buka", "id"]
    assert asked.args[2]
    press(Qt.Key.Key_Escape)
    assert desk.notepad.hasFocus()
    assert desk.cards.isVisible()


def test_the_chosen_article_shows_its_line_and_ctrl_c_copies_it(desk, find, press):
    page = find("biaya transfer")
    assert page.results.line.text == "Biaya transfer Rp2.500."
    press(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "Biaya transfer Rp2.500."
    assert [said.line for said in desk._flow.call.used] == ["biaya-transfer#jawab"]
    assert desk.search.hasFocus()
    desk.search.selectAll()
    press(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "biaya transfer"


def test_what_is_open_in_a_line_is_asked_for_in_place(desk, find, press, qtbot):
    page = find("biaya tabungan")
    press(Qt.Key.Key_C, CONTROL)
    asked = desk.focusWidget()
    assert asked.accessibleName() == "jumlah"
    assert page.results.viewport().isAncestorOf(asked)
    chosen_row = page.results.visualRect(page.results.currentIndex())
    assert chosen_row.contains(asked.mapTo(page.results.viewport(), asked.rect().center()))
    qtbot.keyClicks(asked, "Rp12.500")
    press(Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "Biaya tabungannya Rp12.500 sebulan, Bapak/Ibu."
    assert desk.search.hasFocus()
    press(Qt.Key.Key_C, CONTROL)
    assert desk.focusWidget() is desk.search  # it is asked once a call


def test_esc_gives_the_question_up_and_stays_in_the_search(desk, find, press):
    QGuiApplication.clipboard().setText("before")
    find("biaya tabungan")
    press(Qt.Key.Key_C, CONTROL)
    press(Qt.Key.Key_Escape)
    assert desk.search.hasFocus()
    assert QGuiApplication.clipboard().text() == "before"


def test_a_line_goes_into_the_notes(desk, find, press, qtbot):
    qtbot.keyClicks(desk.notepad, "nanya transfer")
    find("biaya transfer")
    press(Qt.Key.Key_C, CONTROL | SHIFT)
    assert desk.notepad.toPlainText() == "nanya transfer\n» Biaya transfer Rp2.500."
    assert desk._flow.call.note == desk.notepad.toPlainText()
    assert desk.search.hasFocus()


def test_an_empty_search_shows_what_is_at_hand(desk, find, press):
    for query in ("biaya transfer", "jam buka"):
        find(query)
        press(Qt.Key.Key_Return)
        press(Qt.Key.Key_Escape)
    page = find("biaya kartu")
    press(Qt.Key.Key_D, CONTROL)
    assert chosen(page) == "Biaya kartu"
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_K, CONTROL)
    assert page.isVisible()
    assert [row.name for row in rows(page)] == [
        "Pinned",
        "Biaya kartu",
        "Recently read",
        "Jam buka cabang",
        "Biaya transfer",
    ]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert read_title(desk) == "Jam buka cabang"


def test_what_was_read_and_pinned_is_there_the_next_morning(open_window, desk, fees, find, press, qtbot):
    find("jam buka")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_D, CONTROL)
    fees.habits.close()
    with Assistant(fees.folders, fees._cache, desk=fees._desk) as again:
        assert again.load()
        again.habits.load()
        again.habits.close()
        window = open_window(assistant=again)
        qtbot.keyClick(window.notepad, Qt.Key.Key_K, CONTROL)
        assert [row.name for row in rows(window.side.finding)] == ["Pinned", "Jam buka cabang"]


def test_articles_that_are_gone_do_not_show(desk, fees, press):
    fees.habits.open("long-gone", "id")
    fees.habits.open("jam-buka", "id")
    press(Qt.Key.Key_K, CONTROL)
    assert titles(desk.side.finding) == ["Jam buka cabang"]


def test_leaving_an_empty_search_uncovers_the_cards(desk, press):
    press(Qt.Key.Key_K, CONTROL)
    assert not desk.cards.isVisible()
    press(Qt.Key.Key_Tab)
    assert desk.cards.isVisible()
    assert not desk.search.hasFocus()
    assert not desk.notepad.hasFocus()


def test_in_a_wide_window_esc_returns_to_what_was_read(open_window, fees, qtbot):
    window = open_window(width=1200, assistant=fees)
    for query in ("jam buka", ""):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_K, CONTROL)
        if query:
            qtbot.keyClicks(window.search, query)
            qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.side.finding.isVisible()
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.notepad.hasFocus()
    assert window.side.reader.isVisible()


def test_the_passages_that_a_frame_has_no_room_for_come_in_the_next_one(find, qtbot, monkeypatch):
    monkeypatch.setattr(model, "_READING", -1.0)
    page = find("biaya")
    qtbot.waitUntil(lambda: not page.results.is_whole)
    monkeypatch.setattr(model, "_READING", 1.0)
    qtbot.waitUntil(lambda: page.results.is_whole)
    assert page.results.model().index(1).data(model.PASSAGE).text.startswith("Biaya")


def test_nothing_found_is_said_calmly(find, qtbot):
    page = find("qzxwv")
    assert not rows(page)
    assert page.results._calm_words == "No article holds these words. Try fewer or other ones."
    assert page.count.text() == ""


def misses(fees):
    return [(miss.words, miss.times) for miss in fees.habits.misses()]


def test_what_is_searched_in_vain_is_counted_once_the_agent_rests(fees, find, qtbot):
    page = find("qzxwv 4111 1111 1111 1111")
    page._settled.setInterval(0)
    page.search("qzxwv 4111 1111 1111 1111")
    qtbot.waitUntil(lambda: not page._settled.isActive())
    assert misses(fees) == [("qzxwv", 1)]


def test_what_is_searched_in_vain_is_counted_once_in_a_search(fees, find, press):
    page = find("qzxwv")
    page.settle()
    press(Qt.Key.Key_Escape)
    assert misses(fees) == [("qzxwv", 1)]
    find("qzxwv")
    press(Qt.Key.Key_Escape)
    assert misses(fees) == [("qzxwv", 2)]


def test_what_was_found_is_no_miss(fees, find, press):
    find("biaya")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    assert misses(fees) == []


def test_f1_in_the_search_tells_how_to_ask(desk, find, press, qtbot):
    page = find("biaya")
    press(Qt.Key.Key_F1)
    assert page.help.isVisible()
    assert desk.search.hasFocus()
    told = [label.text() for label in page.help.findChildren(QLabel)]
    assert {'"admin fee"', "title:fee", "F10"} <= set(told)
    press(Qt.Key.Key_F1)
    assert page.results.isVisible()
    press(Qt.Key.Key_F1)
    qtbot.keyClicks(desk.search, " kartu")
    assert page.results.isVisible()


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_example_of_the_help_is_understood(open_window, fees, language):
    messages.use(language)
    window = open_window(assistant=fees)
    examples = [label.text() for label in window.side.finding.help.findChildren(QLabel, "keyCap")][:11]
    for example in examples[1:]:
        asked = syntax.read(f"{example} ")
        assert not asked.words.split()[1:], example
        assert asked.required or asked.excluded, example
    fields = [clause.field for example in examples for group in syntax.read(f"{example} ").required for clause in group]
    assert {*Field} == {*fields}


def test_f10_lets_the_note_move_the_order_or_not(desk, find, press, qtbot):
    qtbot.keyClicks(desk.notepad, "terpotong dua kali")
    page = find("biaya")
    assert page.note.isVisible()
    assert chosen(page) == "Biaya tabungan"
    followed = titles(page)
    press(Qt.Key.Key_F10)
    assert page.note.text() == "F10 With the note: no"
    assert chosen(page) == "Biaya transfer"
    press(Qt.Key.Key_F10)
    assert titles(page) == followed


def test_the_setting_lets_the_note_alone(open_window, fees, qtbot):
    window = open_window(assistant=fees, follows_note=False)
    qtbot.keyClicks(window.notepad, "transfer")
    qtbot.keyClick(window.notepad, Qt.Key.Key_K, CONTROL)
    qtbot.keyClicks(window.search, "biaya")
    assert window.side.finding.note.text() == "F10 With the note: no"


def test_what_was_probably_meant_is_one_key_away(desk, find, press):
    page = find("biaya tabunan")
    assert page.meant.isVisible()
    assert page.meant.text() == "Did you mean “biaya tabungan”?   Ctrl+M"
    press(Qt.Key.Key_M, CONTROL)
    assert desk.search.text() == "biaya tabungan"
    assert chosen(page) == "Biaya tabungan"
    assert not page.meant.isVisible()


def test_the_nearest_are_offered_where_no_article_holds_all_words_and_that_is_counted(fees, find, press):
    page = find("tabungan jam")
    assert headings(page) == ["Nothing holds “tabungan jam”. Nearest:"]
    assert {"Biaya tabungan", "Jam buka cabang"} <= set(titles(page))
    press(Qt.Key.Key_Return)
    assert misses(fees) == [("tabungan jam", 1)]


def test_a_screen_reader_hears_what_a_row_holds(fees, find, press):
    page = find("biaya transfer")
    press(Qt.Key.Key_D, CONTROL)
    heard = page.results.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith("Biaya transfer. Policy. ID. pinned. ")
    assert "ke bank lain" in heard
