"""Telling the editors what is wrong, and what they do with it, by keys."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kbassist import messages
from kbassist.desk import reports
from kbassist.desk.reports import Flaw, Report, ReportStatus
from kbassist.desk.store import Store
from kbassist.deskwords import word

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NOW = datetime.now(UTC)


@pytest.fixture
def store(journal):
    messages.use("en")
    made = Store(journal)
    yield made
    made.close()


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def kept(store, qtbot, count=1):
    """Return the open reports once there are so many."""
    qtbot.waitUntil(lambda: len(store.run(partial(reports.find, ReportStatus.OPEN))) == count)
    return store.run(partial(reports.find, ReportStatus.OPEN))


def note(window, qtbot, words):
    qtbot.keyClicks(window.notepad, words)
    qtbot.waitUntil(lambda: window.cards.cards.rowCount() > 0)


def test_a_letter_a_few_words_and_enter_report_the_first_card(window, store, qtbot):
    window._flow.give("nama", "Budi Santoso")
    note(window, qtbot, "marah, kartu belum datang, menunggu lama")
    first = window.cards.in_question()
    press(qtbot, Qt.Key.Key_R, CONTROL | SHIFT)
    for key in (Qt.Key.Key_W, Qt.Key.Key_Up, Qt.Key.Key_O):
        press(qtbot, key)
    qtbot.keyClicks(QApplication.focusWidget(), "sejak November 3 hari")
    press(qtbot, Qt.Key.Key_Return)
    (report,) = kept(store, qtbot)
    assert (f"{report.article}#{report.place}", report.lang) == (first.line, "id")
    assert (report.flaw, report.words) == (Flaw.OUTDATED, "sejak November 3 hari")
    assert report.call == window._flow.call.id
    assert "{nama:yang terhormat}" in report.wording
    assert "Budi" not in report.wording
    qtbot.waitUntil(window.notepad.hasFocus)
    assert "Thank you" in window.status._message.text()


def test_esc_leaves_and_nothing_is_reported(window, store, qtbot):
    note(window, qtbot, "kartu belum datang")
    press(qtbot, Qt.Key.Key_R, CONTROL | SHIFT)
    press(qtbot, Qt.Key.Key_W)
    qtbot.keyClicks(QApplication.focusWidget(), "x")
    press(qtbot, Qt.Key.Key_Escape)
    assert window.notepad.hasFocus()
    assert store.run(partial(reports.find, ReportStatus.OPEN)) == []


def test_without_a_choice_enter_asks_for_it(window, store, qtbot):
    note(window, qtbot, "kartu belum datang")
    press(qtbot, Qt.Key.Key_R, CONTROL | SHIFT)
    for _time in range(2):
        press(qtbot, Qt.Key.Key_Return)
    assert store.run(partial(reports.find, ReportStatus.OPEN)) == []
    for key in (Qt.Key.Key_W, Qt.Key.Key_Return):
        press(qtbot, key)
    assert kept(store, qtbot)[0].flaw is Flaw.WRONG


def test_the_line_the_selection_or_the_section_of_an_article_is_reported(window, store, qtbot):
    window.side.open_at("tutup-rekening", "id", "tanya-alasan")
    for number, turn in enumerate(
        (lambda: None, window.side.reader.page.selectAll, lambda: press(qtbot, Qt.Key.Key_Escape)), 1
    ):
        turn()
        if number == 3:
            window.side.open_at("tutup-rekening", "id", "")
        press(qtbot, Qt.Key.Key_R, CONTROL | SHIFT)
        for key in (Qt.Key.Key_W, Qt.Key.Key_Return):
            press(qtbot, key)
        newest = kept(store, qtbot, number)[0]
        assert newest.article == "tutup-rekening"
        if number == 1:
            assert (newest.place, newest.wording[:15]) == ("tanya-alasan", "Boleh saya tahu")
        elif number == 2:
            assert "Membawa KTP." in newest.wording
            assert newest.wording == newest.wording.strip()
        else:
            assert (newest.place, newest.wording) == ("", "")
        qtbot.waitUntil(lambda: window.side.has_readers_focus)


def test_with_nothing_in_front_it_says_so(window, store, qtbot):
    press(qtbot, Qt.Key.Key_R, CONTROL | SHIFT)
    assert window.status._message.text() == "There is no line and no article to report."


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_letters_differ(language):
    messages.use(language)
    assert len({word(flaw)[0] for flaw in Flaw}) == len(Flaw)


@pytest.fixture
def register(store, window, qtbot):
    """Return the register, with two articles that were reported, opened by keys."""
    for article, minutes, flaw, words in (
        ("kartu", 0, Flaw.WRONG, "resi beda"),
        ("tutup-rekening", 5, Flaw.OUTDATED, "syarat baru"),
        ("kartu", 10, Flaw.WRONG, ""),
    ):
        made = NOW - timedelta(minutes=60 - minutes)
        said = Report(article, "id", flaw, made, "cek-resi" if minutes == 0 else "", "", words, "Rina", id=str(minutes))
        store.run(partial(reports.add, said))
    press(qtbot, Qt.Key.Key_O, CONTROL)
    press(qtbot, Qt.Key.Key_PageUp, CONTROL)
    found = window.side.currentWidget()._stack.currentWidget()
    qtbot.waitUntil(lambda: found.rows.count() > 0)
    return found


def titles(register):
    return [row.title for row in register.rows.rows]


def test_the_register_lists_by_article_and_the_newest_first(register):
    assert titles(register) == [
        "Kartu belum diterima · ID",
        "Wrong",
        "Wrong: resi beda",
        "Menutup rekening · ID",
        "Out of date: syarat baru",
    ]
    assert register.head.text() == "3 reports are open  ›"
    assert register.rows.rows[2].below.endswith("Rina")


def test_enter_opens_the_article_at_the_line(register, window, qtbot):
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    assert window.side.article_in_front.id == "kartu"
    assert window.side.reader.page.current.value == "cek-resi"


def test_what_came_of_it_is_said_and_can_be_taken_back(register, store, qtbot):
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    qtbot.keyClicks(QApplication.focusWidget(), "tarif diganti")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: register.head.text() == "2 reports are open  ›")
    assert register.rows.hasFocus()
    press(qtbot, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: register.head.text() == "‹  1 report is done")
    assert register.rows.rows[1].below.endswith("→ tarif diganti")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: register.head.text() == "‹  0 reports are done")
    press(qtbot, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: register.head.text() == "3 reports are open  ›")


def test_an_answer_that_is_left_changes_nothing(register, window, store, qtbot):
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    qtbot.keyClicks(QApplication.focusWidget(), "x")
    press(qtbot, Qt.Key.Key_Escape)
    assert register.rows.hasFocus()
    assert len(store.run(partial(reports.find, ReportStatus.OPEN))) == 3
