"""Products side by side, chosen and read by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel

from kbassist.assistant import Assistant
from kbassist.gui.reading.compare import ComparePage

PRODUCT = """\
---
title: {title}
kind: product
category: tabungan
---
| Hal | Ketentuan |
|---|---|
| Setoran awal | {deposit} |
| Pajak | 20% |
"""
TITLES = {"kirana": "Tabungan Kirana", "pelajar": "Tabungan Pelajar", "deposito": "Deposito", "kpr": "Kredit rumah"}
SPACE, ENTER, DOWN = Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Down


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Return an assistant over four products, one of them in two languages, and what is none."""
    root = tmp_path_factory.mktemp("products")
    for lang in ("id", "en"):
        (root / lang).mkdir()
    for name, title in {"wisata": "Wisata", "warisan": "Warisan"}.items():
        (root / f"id/{name}.md").write_text(f"---\ntitle: {title}\nkind: product\n---\nTanpa tabel.\n")
    for at, (name, title) in enumerate(TITLES.items(), 1):
        (root / f"id/{name}.md").write_text(PRODUCT.format(title=title, deposit=f"Rp{at}0.000"))
    (root / "en/kpr.md").write_text(PRODUCT.format(title="Home loan", deposit="Rp40,000"))
    (root / "id/lama.md").write_text("---\ntitle: Produk lama\nkind: product\nstatus: retired\n---\n")
    (root / "id/panduan.md").write_text("---\ntitle: Panduan\nkind: guide\n---\n")
    with Assistant((root,), tmp_path_factory.mktemp("cache")) as made:
        made.update()
        assert made.wait()
        yield made


@pytest.fixture
def opened():
    """Return the articles that were asked for."""
    return []


@pytest.fixture
def page(host, theme, library, opened, qtbot):
    made = ComparePage(library.librarian, theme, host)
    made.setGeometry(host.rect())
    made.show()
    made.article_requested.connect(lambda *place: opened.append(place))
    with qtbot.waitActive(host):
        host.activateWindow()
    made.choose("id")
    return made


@pytest.fixture
def press(page, qtbot):
    def press_keys(*keys, modifier=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    return press_keys


def shown(page):
    return [(row.title, bool(row.side)) for row in page.list.rows]


def words(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def weights(page, text):
    found = page.view.document().find(text)
    assert found.hasSelection()
    return found.charFormat().fontWeight()


def test_products_in_force_are_offered_in_the_language(page):
    assert [title for title, _ in shown(page)] == sorted([*TITLES.values(), "Wisata", "Warisan"])
    page.choose("en")
    assert ("Home loan", False) in shown(page)
    assert len(shown(page)) == 6


def test_space_marks_enter_compares_and_a_digit_opens(page, opened, press):
    press(SPACE, ENTER)
    assert "Mark two or three products first." in words(page)
    press(DOWN, DOWN, SPACE)
    assert shown(page)[:4] == [
        ("Deposito", True),
        ("Kredit rumah", False),
        ("Tabungan Kirana", True),
        ("Tabungan Pelajar", False),
    ]
    press(ENTER)
    assert page.view.hasFocus()
    text = page.view.toPlainText().split()
    assert text.index("Rp30.000") < text.index("Rp10.000")
    press(Qt.Key.Key_2, Qt.Key.Key_3)
    assert opened == [("kirana", "id")]


def test_tab_and_enter_open_a_column_too(page, opened, press):
    page.choose("id", ("kirana", "pelajar"))
    press(Qt.Key.Key_Tab, Qt.Key.Key_Tab, ENTER)
    assert opened == [("pelajar", "id")]


def test_letters_narrow_the_list_and_down_returns_to_it(page, press, qtbot):
    qtbot.keyClicks(page.list, "p")
    assert page.field.hasFocus()
    qtbot.keyClicks(page.field, "el tab")
    assert [title for title, _ in shown(page)] == ["Tabungan Pelajar"]
    press(DOWN, SPACE)
    page.field.clear()
    assert ("Tabungan Pelajar", True) in shown(page)
    press(Qt.Key.Key_Home, Qt.Key.Key_Up)
    assert page.field.hasFocus()


def test_a_mark_is_taken_away_and_a_fourth_replaces_the_last(page, press):
    press(SPACE, DOWN, SPACE, DOWN, SPACE, DOWN, SPACE)
    assert [marked for _, marked in shown(page)][:4] == [True, True, False, True]
    press(SPACE)
    assert [marked for _, marked in shown(page)][:4] == [True, True, False, False]


def test_what_differs_is_told_by_weight(page):
    page.choose("id", ("kirana", "pelajar"))
    assert weights(page, "Rp10.000") >= QFont.Weight.DemiBold
    assert weights(page, "20%") < QFont.Weight.DemiBold


def test_a_key_copies_the_table(page, press):
    page.choose("id", ("kirana", "pelajar"))
    press(Qt.Key.Key_C, modifier=Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().startswith("Setoran awal\n• Tabungan Kirana: Rp10.000\n• Tabungan Pelajar:")
    assert "The table is copied." in words(page)


@pytest.mark.parametrize("width", [420, 1000])
def test_it_fits_its_width(page, width, qtbot):
    page.resize(width, 500)
    page.choose("id", ("kirana", "pelajar", "kpr"))
    qtbot.waitUntil(lambda: page.view.width() == width)
    assert page.view.horizontalScrollBar().maximum() == 0
    label, value = page.view.document().find("Pajak"), page.view.document().find("20%")
    beside = page.view.cursorRect(label).top() == page.view.cursorRect(value).top()
    assert beside is (width == 1000)


def test_left_returns_to_the_list_with_its_marks(page, press):
    page.choose("id", ("kirana", "pelajar"))
    press(Qt.Key.Key_Left)
    assert page.list.hasFocus()
    assert [title for title, marked in shown(page) if marked] == ["Tabungan Kirana", "Tabungan Pelajar"]


def test_products_without_terms_say_so(page):
    page.choose("id", ("wisata", "warisan"))
    assert "Their articles have no table of terms." in words(page)


def test_a_product_that_is_gone_is_not_marked(page):
    page.choose("id", ("kirana", "tiada"))
    assert page.list.hasFocus()
    assert [title for title, marked in shown(page) if marked] == ["Tabungan Kirana"]
