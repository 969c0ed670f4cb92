"""Guided steps, walked by keyboard."""

import textwrap

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from kbassist.content import guides
from kbassist.content.library import Source
from kbassist.content.reader import read_text
from kbassist.gui.reading.walk import Walker

LOST = """\
    ---
    title: Kartu hilang
    ---
    > [!steps] Blokir {#blokir}
    > Kartu lebih dulu.
    >
    > - [ ] Verifikasi {sapaan}
    > - [ ] Blokir kartu, catat {nomor_laporan}
    > - [ ] Ponsel ikut hilang → [[#ponsel|Ponsel hilang]]
    > - [ ] Kirim SMS

    > [!steps] Ponselnya di mana? {#ponsel}
    > - [ ] Dicuri orang → [[sim-diambil-alih#cara]]
    > - [ ] Tertinggal di rumah → [[#blokir]]
    """
ENTER, BACK = Qt.Key.Key_Return, Qt.Key.Key_Backspace
RIGHT, LEFT, DOWN = Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down


@pytest.fixture
def guide():
    source = Source("/x/id/kartu-hilang.md", 0, "id", 0, 0, "kartu-hilang.md")
    return guides.read(read_text(textwrap.dedent(LOST), source, lambda *_args, **_values: None))


@pytest.fixture
def told():
    """Return what the walker tells, in its order."""
    return []


@pytest.fixture
def walker(host, theme, guide, told, qtbot):
    """Return a walker at its first step."""
    made = Walker(lambda name, lang: {"sim-diambil-alih/id": "SIM"}[f"{name}/{lang}"], theme, host)
    made.setGeometry(host.rect())
    made.show()
    made.noted.connect(told.append)
    made.article_requested.connect(lambda *place: told.append(place))
    made.closed.connect(lambda: told.append("closed"))
    with qtbot.waitActive(host):
        host.activateWindow()
    made.walk(guide, {"salutation": "Ibu"})
    return made


@pytest.fixture
def press(walker, qtbot):
    def press_keys(*keys):
        for key in keys:
            qtbot.keyClick(QApplication.focusWidget(), key)

    return press_keys


def focused():
    return QApplication.focusWidget()


def words(walker):
    return [label.text() for label in walker.findChildren(QLabel) if label.isVisibleTo(walker) and label.text()]


def answers(walker):
    return [button.text() for button in walker.findChildren(QAbstractButton) if button.isVisibleTo(walker)]


def test_it_shows_one_step_with_its_place_and_what_is_known(walker):
    assert {"Kartu hilang", "Blokir · 1 of 4", "Kartu lebih dulu.", "Verifikasi Ibu"} <= set(words(walker))
    assert not any("Blokir kartu" in each for each in words(walker))
    assert focused().accessibleName() == "Verifikasi Ibu. Done"


def test_enter_and_space_do_a_step_and_right_passes_it_over(walker, told, press):
    press(ENTER)
    assert "Blokir kartu, catat [nomor laporan]" in words(walker)
    press(Qt.Key.Key_Space)
    assert {"Blokir · 3 of 4", "→ Ponselnya di mana?"} <= set(words(walker))
    press(RIGHT, Qt.Key.Key_N)
    assert "All steps are done." in words(walker)
    assert told == []
    press(ENTER)
    assert told == [
        "✓ Verifikasi Ibu; ✓ Blokir kartu, catat [nomor laporan]; – Ponsel ikut hilang; – Kirim SMS",
        "closed",
    ]


def test_a_digit_answers_and_leads_on(walker, press, told):
    press(ENTER, RIGHT, ENTER)
    assert "Ponselnya di mana?" in words(walker)
    assert focused().accessibleName() == "1. Dicuri orang"
    assert focused().accessibleDescription() == "→ SIM"
    press(Qt.Key.Key_1)
    assert told == [
        "✓ Verifikasi Ibu; – Blokir kartu, catat [nomor laporan]; → Ponsel ikut hilang; → Dicuri orang (SIM)",
        ("sim-diambil-alih", "id", "cara"),
    ]


def test_arrows_and_enter_answer_too_and_steps_may_come_again(walker, press, told):
    press(RIGHT, RIGHT, ENTER, DOWN, ENTER)
    assert "Blokir · 1 of 4" in words(walker)
    assert told == []


@pytest.mark.parametrize("key", [BACK, LEFT])
def test_back_takes_decisions_back(walker, press, key, told):
    press(ENTER, ENTER, ENTER, key)
    assert "Blokir · 3 of 4" in words(walker)
    press(key, key, key)
    assert "Blokir · 1 of 4" in words(walker)
    assert "Back" not in answers(walker)
    press(Qt.Key.Key_Escape)
    assert told == ["closed"]


def test_a_click_answers_too(walker, told, press, qtbot):
    press(RIGHT, RIGHT, ENTER)
    qtbot.mouseClick(focused(), Qt.MouseButton.LeftButton)
    assert told[-1] == ("sim-diambil-alih", "id", "cara")


def test_tab_reaches_every_button(walker, press):
    press(ENTER, Qt.Key.Key_Tab)
    assert focused().text() == "Pass over"
    press(Qt.Key.Key_Space)
    assert "Blokir · 3 of 4" in words(walker)
    press(Qt.Key.Key_Tab, Qt.Key.Key_Tab, ENTER)
    assert "Blokir · 2 of 4" in words(walker)


def test_escape_in_the_middle_notes_what_was_done(walker, press, told):
    press(ENTER, Qt.Key.Key_Escape)
    assert told == ["✓ Verifikasi Ibu", "closed"]
    press(Qt.Key.Key_Escape)
    assert told == ["✓ Verifikasi Ibu", "closed"]


def test_it_may_begin_in_the_middle(walker, guide):
    walker.walk(guide, {}, "ponsel")
    assert "Ponselnya di mana?" in words(walker)
    assert answers(walker)[1:] == ["Dicuri orang", "Tertinggal di rumah"]


def test_long_answers_wrap_in_a_narrow_place(walker, press, qtbot):
    press(RIGHT, RIGHT, ENTER)
    button = focused()
    before = button.height()
    button.setText("Sebuah jawaban yang panjang sekali " * 8)
    walker.resize(420, 400)
    qtbot.waitUntil(lambda: button.height() > 3 * before)
    assert button.width() <= 420
