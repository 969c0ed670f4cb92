"""Reading in the real window, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kbassist.assistant import Assistant

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
STEPS = """
---
title: Blokir kartu
kind: problem
triggers: [blokir kartu]
---

Dahulukan blokir. Lihat [situs](https://contoh.id) dan [[biaya]].

## Urutan

> [!steps] Blokir {#blokir}
> - [ ] Verifikasi nasabah
> - [ ] Ada transaksi asing → [[#lapor]]
> - [ ] Bacakan jamnya

## Lapor

> [!steps] Laporkan {#lapor}
> - [ ] Catat transaksinya

> [!answer] Jawaban {#jawab}
> Kartu {sapaan:Bapak/Ibu} sudah saya blokir.
"""
FEES = "---\ntitle: Biaya\nkind: product\n---\n\n| Hal | Ketentuan |\n|---|---|\n| Admin | {fee} |\n"
OTHER = "---\ntitle: Biaya lain\nkind: product\n---\n\n| Hal | Ketentuan |\n|---|---|\n| Admin | Rp0 |\n"
FINDER = """
---
title: Memilih kartu
kind: guide
---

> [!steps] Kartunya untuk apa? {#mulai}
> - [ ] Belanja → [[biaya]]
> - [ ] Tabungan → [[biaya-lain]]
"""


@pytest.fixture
def root(tmp_path):
    """Return a library of steps, products and a guide to them."""
    texts = {"blokir": STEPS, "biaya": FEES.format(fee="Rp5.000"), "biaya-lain": OTHER, "memilih": FINDER}
    for name, text in texts.items():
        path = tmp_path / "library/id" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    return tmp_path / "library"


@pytest.fixture
def desk(open_window, root, tmp_path):
    """Return a window over it."""
    with Assistant((root,), tmp_path / "cache") as assistant:
        assistant.update()
        assistant.wait()
        yield open_window(assistant=assistant, width=1200)


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def find(window, qtbot, words, modifiers=Qt.KeyboardModifier.NoModifier):
    press(qtbot, Qt.Key.Key_K, CONTROL)
    qtbot.keyClicks(window.search, words)
    press(qtbot, Qt.Key.Key_Return, modifiers)


def title(window):
    return window.side.reader.article.title


def test_an_article_opens_where_the_words_are_and_ctrl_e_goes_to_and_fro(desk, qtbot):
    find(desk, qtbot, "catat transaksinya")
    page = desk.side.reader.page
    assert title(desk) == "Blokir kartu"
    assert {mark.cursor.selectedText() for mark in page.extraSelections()} >= {"Catat", "transaksinya"}
    assert page.hasFocus()
    press(qtbot, Qt.Key.Key_E, CONTROL)
    assert desk.notepad.hasFocus()
    press(qtbot, Qt.Key.Key_E, CONTROL)
    assert page.hasFocus()


def test_esc_closes_what_is_innermost_first(desk, qtbot):
    find(desk, qtbot, "dahulukan blokir")
    page, reader = desk.side.reader.page, desk.side.reader
    press(qtbot, Qt.Key.Key_T, CONTROL)
    press(qtbot, Qt.Key.Key_Escape)
    assert reader.outline.isHidden()
    assert page.hasFocus()
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Return)
    assert reader._permission.isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert reader._permission.isHidden()
    assert page.hasFocus()
    press(qtbot, Qt.Key.Key_Escape)
    assert desk.notepad.hasFocus()


def test_steps_are_walked_and_what_was_done_goes_into_the_notes_as_ours(desk, qtbot):
    qtbot.keyClicks(desk.notepad, "nanya")
    find(desk, qtbot, "dahulukan blokir")
    press(qtbot, Qt.Key.Key_G, CONTROL)
    assert desk.side.walker.isVisible()
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Escape)
    assert desk.notepad.toPlainText() == ("nanya\n» ✓ Verifikasi nasabah; → Ada transaksi asing; ✓ Catat transaksinya")
    assert desk._flow.call.as_note().note.strip() == "nanya"
    assert desk.notepad.hasFocus()


def test_a_walk_that_something_else_interrupts_is_told_too(desk, qtbot):
    find(desk, qtbot, "dahulukan blokir")
    press(qtbot, Qt.Key.Key_G, CONTROL)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_J, CONTROL)
    assert "✓ Verifikasi nasabah" in desk.notepad.toPlainText()


def test_a_need_leads_to_a_product(desk, qtbot):
    press(qtbot, Qt.Key.Key_G, CONTROL)
    assert [row.title for row in desk.side.needs.list.rows] == ["Memilih kartu"]
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_2)
    assert title(desk) == "Biaya lain"
    assert desk.side.reader.page.hasFocus()
    assert "Tabungan" in desk.notepad.toPlainText()


def test_products_are_compared_and_one_of_them_opened(desk, qtbot):
    find(desk, qtbot, "biaya lain")
    press(qtbot, Qt.Key.Key_J, CONTROL)
    comparison = desk.side.comparison
    press(qtbot, Qt.Key.Key_Return)
    words = comparison.view.toPlainText()
    assert "Rp5.000" in words
    assert "Rp0" in words
    press(qtbot, Qt.Key.Key_1)
    assert title(desk) == "Biaya lain"


def test_a_new_call_finds_the_boxes_empty_and_nothing_open(desk, qtbot):
    qtbot.keyClicks(desk.notepad, "blokir kartu")
    find(desk, qtbot, "dahulukan blokir")
    page = desk.side.reader.page
    while page.current is None or page.current.kind.name != "BOX":
        press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Space)
    assert desk.desk.ticks.is_ticked("blokir", "id", 0, written=False)
    press(qtbot, Qt.Key.Key_F4)
    press(qtbot, Qt.Key.Key_N, CONTROL)
    assert not desk.side.is_open
    assert not desk.side.reading.is_double
    assert not desk.desk.ticks.is_ticked("blokir", "id", 0, written=False)
    press(qtbot, Qt.Key.Key_E, CONTROL)
    assert not desk.side.is_open


def test_what_is_read_follows_the_library(desk, qtbot, root):
    find(desk, qtbot, "biaya")
    assert "Rp5.000" in desk.side.reader.page.toPlainText()
    (root / "id/biaya.md").write_text(FEES.format(fee="Rp7.500"), encoding="utf-8")
    desk._assistant.update(patch=True)
    qtbot.waitUntil(lambda: "Rp7.500" in desk.side.reader.page.toPlainText(), timeout=20_000)


def test_what_was_told_of_the_customer_stands_in_the_article(desk, qtbot):
    desk.strip.salutation.chosen.emit("Ibu")
    find(desk, qtbot, "sudah saya blokir")
    assert "Kartu Ibu sudah saya blokir." in desk.side.reader.page.toPlainText()


def test_a_pin_is_that_of_the_article_in_use(desk, qtbot):
    find(desk, qtbot, "dahulukan blokir")
    find(desk, qtbot, "biaya lain", CONTROL)
    press(qtbot, Qt.Key.Key_F4)
    assert title(desk) == "Blokir kartu"
    press(qtbot, Qt.Key.Key_D, CONTROL)
    assert desk._assistant.habits.is_pinned("blokir", "id")
    assert not desk._assistant.habits.is_pinned("biaya-lain", "id")


def test_f1_in_an_article_tells_its_keys_and_returns_to_it(desk, qtbot):
    find(desk, qtbot, "biaya lain")
    press(qtbot, Qt.Key.Key_F1)
    assert desk._help.isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert not desk._help.isVisible()
    assert desk.side.reader.page.hasFocus()


@pytest.mark.parametrize("width", [420, 900, 1600])
def test_an_article_is_no_wider_than_its_room(open_window, root, tmp_path, qtbot, width):
    with Assistant((root,), tmp_path / "cache") as assistant:
        assistant.update()
        assistant.wait()
        window = open_window(assistant=assistant, width=width)
        find(window, qtbot, "memilih kartu")
        page = window.side.reader.page
        qtbot.waitUntil(lambda: page.horizontalScrollBar().maximum() == 0)
