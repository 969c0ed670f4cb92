"""Narrowing what was found by one key for each facet."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from result_rows import headings, rows, titles

from kbassist import messages
from kbassist.gui.finding.facets import FacetBar
from kbassist.librarian import Facet

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_a_key_narrows_to_each_value_in_turn_and_back_to_all(find, press):
    page = find("biaya")
    everything = titles(page)
    seen = []
    for _step in range(3):
        press(Qt.Key.Key_F5)
        kind = page.facets.narrowed[Facet.KIND]
        seen.append(kind)
        assert {row.hit and row.hit.kind.value for row in rows(page)} == {kind}
        assert not headings(page)
        assert page.facets.chips[Facet.KIND].text() == f"{kind.capitalize()} ×"
    assert seen[0] == "product"
    assert sorted(seen) == ["policy", "problem", "product"]
    press(Qt.Key.Key_F5)
    assert not page.facets.narrowed
    assert titles(page) == everything
    press(Qt.Key.Key_F5, SHIFT)
    assert page.facets.narrowed[Facet.KIND] == seen[-1]


def test_facets_add_up_and_one_key_shows_all_again(desk, find, press):
    page = find("biaya")
    press(Qt.Key.Key_F8)
    press(Qt.Key.Key_F6)
    assert set(page.facets.narrowed) == {Facet.LANG, Facet.CATEGORY}
    press(Qt.Key.Key_Backspace, CONTROL)
    assert not page.facets.narrowed
    assert desk.search.text() == "biaya"
    press(Qt.Key.Key_Backspace, CONTROL)
    assert desk.search.text() == ""


def test_a_click_narrows_too(find):
    page = find("biaya")
    chip = page.facets.chips[Facet.KIND]
    chip.menu().aboutToShow.emit()
    actions = chip.menu().actions()
    assert actions[0].text() == "All"
    next(action for action in actions if action.text().startswith("Policy")).trigger()
    assert titles(page) == ["Biaya transfer"]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_chips_fit_a_narrow_window(open_window, fees, qtbot, language):
    messages.use(language)
    window = open_window(assistant=fees)
    qtbot.keyClick(window.notepad, Qt.Key.Key_K, CONTROL)
    qtbot.keyClicks(window.search, "biaya")
    for key in (None, Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_F7):
        if key:
            qtbot.keyClick(window.search, key)
        facets = window.side.finding.facets
        QApplication.processEvents()
        for chip in facets.chips.values():
            assert chip.width() >= chip.fontMetrics().horizontalAdvance(chip.text())
            assert chip.geometry().right() <= facets.width()
        assert window.width() == 420


def test_many_long_values_are_shortened_alike(theme, host, qtbot):
    long = "Pembayaran dan pengiriman uang ke luar negeri"
    bar = FacetBar(host)
    bar.resize(420, 40)
    bar.count_with(lambda: {Facet.CATEGORY: ((long, 3),), Facet.TAG: ((long, 3),), Facet.LANG: (("id", 3),)})
    for facet in (Facet.CATEGORY, Facet.TAG, Facet.LANG):
        bar.step(facet, 1)
    bar.show()
    QApplication.processEvents()
    category, tag, lang = (bar.chips[facet] for facet in (Facet.CATEGORY, Facet.TAG, Facet.LANG))
    assert category.text() == tag.text() != f"{long} ×"
    assert category.text().startswith("Pemb")
    assert lang.text() == "ID ×"
    assert long in category.toolTip()
    assert all(chip.width() >= chip.sizeHint().width() for chip in bar.chips.values())
    assert bar.minimumSizeHint().width() <= 420


def test_where_nothing_is_found_there_is_nothing_to_narrow(find):
    assert find("biaya").facets.isVisible()
    assert not find("qzxwv").facets.isVisible()


def test_a_facet_without_values_is_grey_and_its_keys_do_nothing(find, press, qtbot):
    page = find("jam buka")
    before = titles(page)
    qtbot.waitUntil(lambda: not page.facets.chips[Facet.TAG].isEnabled())
    for modifiers in (Qt.KeyboardModifier.NoModifier, SHIFT):
        press(Qt.Key.Key_F7, modifiers)
        assert not page.facets.narrowed
        assert titles(page) == before
