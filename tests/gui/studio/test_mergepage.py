"""Bringing two changes together, by keys."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout

from kbassist import messages
from kbassist.gui.studio.mergepage import MergePage, Take

CONTROL = Qt.KeyboardModifier.ControlModifier
BASE = "Judul\n\nBiaya Rp6.500.\n\nDipotong di akhir bulan.\n\nKirim ke cabang.\n\nTutup.\n"
MINE = BASE.replace("Rp6.500", "Rp7.000").replace("ke cabang", "ke rumah").replace("Judul", "Judul baru")
THEIRS = BASE.replace("Rp6.500", "Rp7.500").replace("ke cabang", "ke kantor").replace("Tutup.", "Selesai.")


@pytest.fixture
def page(host, theme):
    messages.use("en")
    made = MergePage(theme, host)
    made.resize(host.size())
    made.show()
    made.show_texts(BASE, MINE, THEIRS, "Rina", datetime.now(UTC))
    return made


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def test_digits_decide_part_by_part_and_the_rest_is_merged_already(page, qtbot):
    assert "Judul baru" in page.result.toPlainText()
    assert page.result.toPlainText().count("to be decided") == 2
    with qtbot.assertNotEmitted(page.merged):
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    press(qtbot, Qt.Key.Key_2)
    press(qtbot, Qt.Key.Key_3)
    assert page.save.hasFocus()
    with qtbot.waitSignal(page.merged) as merged:
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert merged.args == [
        "Judul baru\n\nBiaya Rp7.500.\n\nDipotong di akhir bulan.\n\nKirim ke rumah.\nKirim ke kantor.\n\nSelesai.\n"
    ]


def test_a_decision_can_be_taken_back(page, qtbot):
    press(qtbot, Qt.Key.Key_1)
    page.conflicts[0].take.setFocus()
    press(qtbot, Qt.Key.Key_2)
    press(qtbot, Qt.Key.Key_1)
    assert "Rp7.500" in page.result.toPlainText()
    assert page.save.isEnabled()


def test_esc_leaves_everything_as_it_is(page, qtbot):
    with qtbot.waitSignal(page.left), qtbot.assertNotEmitted(page.merged):
        press(qtbot, Qt.Key.Key_Escape)


def test_changes_that_fit_together_need_one_key(page, qtbot):
    page.show_texts(BASE, BASE.replace("Judul", "Judul baru"), BASE.replace("Tutup.", "Selesai."))
    assert page.conflicts == []
    with qtbot.waitSignal(page.merged) as merged:
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert merged.args == [BASE.replace("Judul", "Judul baru").replace("Tutup.", "Selesai.")]


def test_wordings_stand_beside_each_other_where_there_is_room(page):
    sides = page.conflicts[0].findChild(QBoxLayout).itemAt(0).layout()
    for width, direction in ((699, QBoxLayout.Direction.TopToBottom), (700, QBoxLayout.Direction.LeftToRight)):
        page.resize(width, 400)
        assert sides.direction() is direction


def test_the_first_part_to_decide_is_in_sight(host, theme, qtbot):
    page = MergePage(theme, host)
    page.resize(host.size())
    many = "".join(f"baris {number}\n\n" for number in range(40))
    mine, theirs = (many.replace("baris 39", words).replace("\n\n", "\n") for words in ("satu", "dua"))
    page.show_texts(many.replace("\n\n", "\n"), mine.replace("baris 5", "lima"), theirs.replace("baris 20", "x"))
    page.show()
    qtbot.waitUntil(lambda: not page.conflicts[0].visibleRegion().isEmpty())


TEXTS = st.lists(st.sampled_from(["a", "b", "c<d>", "\xa0", "x\u2028y", ""]), max_size=6).map(
    lambda rows: "".join(f"{row}\n" for row in rows)
)


@given(base=TEXTS, mine=TEXTS, theirs=TEXTS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_taken_all_from_one_side_is_that_side_where_they_are_at_odds(page, base, mine, theirs):
    page.show_texts(base, mine, theirs)
    for take in (Take.MINE, Take.THEIRS):
        for conflict in page.conflicts:
            conflict.take.show_value(take)
            conflict.take.changed.emit()
        found: list[str] = []
        page.merged.connect(found.append)
        page.save.click()
        page.merged.disconnect(found.append)
        wanted = mine if take is Take.MINE else theirs
        if base == (theirs if take is Take.MINE else mine) or mine == theirs:
            assert found == [wanted]
        assert len(found) == 1


def test_ctrl_s_saves_what_is_brought_together(page, qtbot):
    press(qtbot, Qt.Key.Key_1)
    press(qtbot, Qt.Key.Key_1)
    with qtbot.waitSignal(page.merged):
        press(qtbot, Qt.Key.Key_S, CONTROL)


def test_tab_goes_from_part_to_part_to_the_result_and_to_saving(page, qtbot):
    walked = []
    for _conflict in page.conflicts:
        press(qtbot, Qt.Key.Key_1)
    page.conflicts[0].take.setFocus()
    for _each in range(3):
        press(qtbot, Qt.Key.Key_Tab)
        walked.append(QApplication.focusWidget())
    assert walked == [page.conflicts[1].take, page.result, page.save]
