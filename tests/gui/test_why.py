import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kbassist.assistant import Assistant
from kbassist.gui.bar import Bar
from kbassist.gui.cards.arrange import RowKind
from kbassist.librarian import Librarian

CONTROL = Qt.KeyboardModifier.ControlModifier
UPSET = "cust marah2, kartu blm datang 2 mgg"


@pytest.fixture
def upset(window, qtbot):
    """Return a window with the note of an upset customer."""
    qtbot.keyClicks(window.notepad, UPSET)
    return window


@pytest.fixture
def asked(upset, qtbot):
    """Return the page that says why the first card is there."""
    qtbot.keyClick(upset.notepad, Qt.Key.Key_I, CONTROL)
    return upset.side.why


def words(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def ask(qtbot, page, line):
    qtbot.keyClicks(page.field, line)
    qtbot.keyClick(page.field, Qt.Key.Key_Return)


def test_ctrl_i_says_why_the_first_card_is_there_and_esc_returns(upset, asked, qtbot):
    assert asked.field.hasFocus()
    assert not upset.cards.isVisible()
    told = words(asked)
    assert "Akui penantiannya" in told
    assert "Calm down · Kartu belum diterima\nkartu#empati" in told
    assert "Shown. Place 1." in told
    assert any("kartu blm datang" in row for row in told)
    qtbot.keyClick(asked.field, Qt.Key.Key_Escape)
    assert upset.notepad.hasFocus()
    assert upset.cards.isVisible()


def test_every_bar_has_its_number(asked):
    sheet = asked._sheet
    told = words(asked)
    for value in (sheet.factors.relevance, sheet.worth, *(item.amount for item in sheet.items)):
        assert {f"{value:.2f}", f"−{value:.2f}"} & set(told)
    assert len(asked.findChildren(Bar)) == len(sheet.items) + 1
    assert f"relevance of {sheet.threshold:.2f}" in " ".join(told)


def test_the_chosen_card_is_meant_where_the_list_has_the_keys(upset, qtbot):
    upset.cards.setFocus()
    upset.cards.setCurrentIndex(upset.cards.cards.index_of(RowKind.CARD, "kartu#maaf"))
    qtbot.keyClick(upset.cards, Qt.Key.Key_I, CONTROL)
    assert "Maaf atas keterlambatan" in words(upset.side.why)


def test_arrows_walk_through_the_lines_of_the_article(asked, qtbot):
    assert "↑ ↓ the lines of this article: 1 of 5" in words(asked)
    qtbot.keyClick(asked.field, Qt.Key.Key_Down)
    assert "Maaf atas keterlambatan" in words(asked)
    qtbot.keyClick(asked.field, Qt.Key.Key_Up)
    qtbot.keyClick(asked.field, Qt.Key.Key_Up)
    assert "Kabar lewat notifikasi" in words(asked)
    assert "Waits until the moment allows offers." in words(asked)
    assert "· the customer is still upset" in words(asked)


def test_a_line_is_asked_for_by_its_name(asked, qtbot):
    ask(qtbot, asked, "tutup-rekening#tanya-alasan")
    assert "Tanya alasannya" in words(asked)
    assert "Not shown: too little in the note speaks for it." in words(asked)
    assert asked.field.text() == ""


def test_a_line_is_found_by_its_title_while_one_types(asked, qtbot):
    qtbot.keyClicks(asked.field, "posisi kiriman")
    qtbot.waitUntil(lambda: asked.found.isVisible() and asked.found.count() > 1)
    assert asked.found.rows[0].name == "kartu#cek-resi"
    qtbot.keyClick(asked.field, Qt.Key.Key_Down)
    chosen = asked.found.chosen
    assert chosen == asked.found.rows[1]
    qtbot.keyClick(asked.field, Qt.Key.Key_Return)
    assert chosen.title in words(asked)


def test_enter_waits_for_what_is_being_searched(asked, qtbot):
    ask(qtbot, asked, "posisi kiriman")
    qtbot.waitUntil(lambda: "Posisi kiriman" in words(asked))


class SlowLibrarian(Librarian):
    """Searches when it is let."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.asked: list[str] = []
        self.started, self.let = threading.Event(), threading.Event()

    def search(self, *query, **how):
        self.asked.append(query[0])
        self.started.set()
        assert self.let.wait(10)
        return super().search(*query, **how)


@pytest.fixture
def slow(folder, tmp_path):
    """Return an assistant whose searches wait for `let`."""
    with Assistant((folder,), tmp_path / "cache") as made:
        made.update()
        made.wait()
        librarian = made.librarian = SlowLibrarian(made.librarian._library)
        yield made, librarian
        librarian.let.set()


def test_a_long_search_holds_nobody_up_and_what_it_finds_too_late_is_dropped(open_window, slow, qtbot):
    assistant, librarian = slow
    window = open_window(assistant=assistant)
    qtbot.keyClick(window.notepad, Qt.Key.Key_I, CONTROL)
    page = window.side.why
    qtbot.keyClicks(page.field, "kartu")
    qtbot.waitUntil(librarian.started.is_set)
    page.field.setText("syarat")
    page.field.setText("alasannya")
    librarian.let.set()
    qtbot.waitUntil(lambda: page.found.isVisible() and page.found.count() > 0)
    assert page.found.rows[0].name == "tutup-rekening#tanya-alasan"
    assert librarian.asked == ["kartu", "alasannya"]


def test_a_name_that_no_line_has_and_words_that_none_bears_are_said_calmly(asked, qtbot):
    ask(qtbot, asked, "kartu#tidak-ada")
    assert "There is no such line in the library: kartu#tidak-ada" in words(asked)
    qtbot.keyClicks(asked.field, "zzzz")
    qtbot.waitUntil(lambda: "No line bears these words. Try fewer or other ones." in words(asked))


def test_without_a_card_one_may_ask_for_a_line(window, qtbot):
    qtbot.keyClick(window.notepad, Qt.Key.Key_I, CONTROL)
    page = window.side.why
    assert "Type the title of a line to see why it is not shown." in words(page)
    ask(qtbot, page, "kartu#empati")
    assert "Not shown: too little in the note speaks for it." in words(page)


def test_beside_the_column_the_sheet_follows_the_notes(open_window, qtbot):
    window = open_window(width=1200)
    qtbot.keyClicks(window.notepad, UPSET)
    qtbot.keyClick(window.notepad, Qt.Key.Key_I, CONTROL)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    page = window.side.why
    assert page.isVisible()
    window.notepad.selectAll()
    qtbot.keyClicks(window.notepad, "x")
    qtbot.waitUntil(lambda: "Not shown: too little in the note speaks for it." in words(page))
    assert "Akui penantiannya" in words(page)


def test_a_line_that_was_said_says_so(upset, qtbot):
    qtbot.keyClick(upset.notepad, Qt.Key.Key_1, CONTROL)
    qtbot.keyClick(upset.notepad, Qt.Key.Key_I, CONTROL)
    ask(qtbot, upset.side.why, "kartu#empati")
    assert "Not shown: it has been said in this call." in words(upset.side.why)


def test_the_sheet_takes_the_colours_of_the_moment(asked, theme):
    light = asked.grab().toImage().pixelColor(4, asked.height() // 2).lightness()
    theme.choose("dark")
    assert light > 200
    assert asked.grab().toImage().pixelColor(4, asked.height() // 2).lightness() < 60
