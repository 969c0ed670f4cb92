"""Lists, quotes and tables as they are typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- satu¦", "- satu\n- ¦"),
        ("  * satu¦ dua", "  * satu\n  * ¦ dua"),
        ("9. satu¦", "9. satu\n10. ¦"),
        ("- [x] satu¦", "- [x] satu\n- [ ] ¦"),
        ("- satu\n- ¦", "- satu\n¦"),
        ("> kata¦", "> kata\n> ¦"),
        ("> kata\n> ¦", "> kata\n¦"),
        ("> [!tenangkan] Judul¦", "> [!tenangkan] Judul\n> - ¦"),
        ("> [!contoh]¦", "> [!contoh]\n> - ¦"),
        ("> [!tip] Judul¦", "> [!tip] Judul\n> ¦"),
        ("> [!wajib]\n> - kapan: x¦", "> [!wajib]\n> - kapan: x\n> - ¦"),
        ("> [!wajib]\n> - kapan: x\n> - ¦", "> [!wajib]\n> - kapan: x\n>\n> ¦"),
        ("> [!langkah]\n>\n> - [ ] satu¦", "> [!langkah]\n>\n> - [ ] satu\n> - [ ] ¦"),
        ("> [!langkah]\n>\n> - [ ] ¦", "> [!langkah]\n>\n> ¦"),
        ("---\ntags:\n  - a¦\n---", "---\ntags:\n  - a\n  - ¦\n---"),
        ("---\nexpect:\n  - note: a¦\n---", "---\nexpect:\n  - note: a\n    ¦\n---"),
        ("kata¦ lain", "kata\n¦ lain"),
        ("¦- satu", "\n¦- satu"),
        ("```\n- satu¦\n```", "```\n- satu\n¦\n```"),
        ("- 😀 satu¦", "- 😀 satu\n- ¦"),
    ],
)
def test_enter_goes_on_with_what_the_row_is(put, press, seen, before, after):
    put(before)
    press("Return")
    assert seen() == after
    press("Ctrl+Z")
    assert seen().replace("¦", "") == before.replace("¦", "")


def test_shift_enter_is_a_plain_new_row(put, press, seen):
    put("- satu¦")
    press("Shift+Return")
    assert seen() == "- satu\n¦"


def test_both_keys_for_enter_do_the_same(editor, put, seen, qtbot):
    put("- satu¦")
    qtbot.keyClick(editor, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert seen() == "- satu\n- ¦"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- satu\n- d¦ua", "- satu\n    - d¦ua"),
        ("> 1. satu¦", ">     1. satu¦"),
        ("---\ntags:\n- a¦\n---", "---\ntags:\n  - a¦\n---"),
    ],
)
def test_tab_nests_an_item_and_shift_tab_takes_it_back(put, press, seen, before, after):
    put(before)
    press("Tab")
    assert seen() == after
    press("Shift+Backtab")
    assert seen() == before


def test_elsewhere_tab_leaves_the_text(put, press, editor, host, qtbot):
    from PySide6.QtWidgets import QLineEdit

    other = QLineEdit(host)
    other.show()
    put("kata¦")
    qtbot.waitUntil(editor.hasFocus)
    press("Tab")
    assert editor.text() == "kata"
    assert not editor.hasFocus()


TABLE = """\
| Layanan | Biaya |
| ------- | ----- |
| Kartu   | 15    |"""


def selected(editor):
    return editor.textCursor().selectedText()


def test_tab_walks_the_cells_and_aligns_the_table(put, press, editor):
    put("| Lay¦anan | Biaya\n|:--|--:|\n| Kartu | 15 |")
    walked = []
    for _ in range(3):
        press("Tab")
        walked.append(selected(editor))
    assert walked == ["Biaya", "Kartu", "15"]
    assert editor.text() == "| Layanan | Biaya |\n| :------ | ----: |\n| Kartu   | 15    |"
    press("Shift+Backtab", "Shift+Backtab")
    assert selected(editor) == "Biaya"


def test_tab_in_the_last_cell_opens_a_row(put, press, editor, qtbot):
    put(TABLE.replace("15  ", "15¦  "))
    press("Tab")
    qtbot.keyClicks(editor, "Blokir")
    press("Tab")
    assert editor.text() == TABLE + "\n| Blokir  |       |"


def test_enter_opens_a_row_below_and_an_empty_one_ends_the_table(put, press, seen):
    put("> | Layanan | Biaya |¦")
    press("Return")
    assert seen() == "> | Layanan | Biaya |\n> | ------- | ----- |\n> | ¦        |       |"
    press("Return")
    assert seen() == "> | Layanan | Biaya |\n> | ------- | ----- |\n> ¦"


def test_a_pipe_that_is_text_is_no_border(put, press, editor):
    put("| [[a\\|b]]¦ | c |\n|---|---|\n")
    press("Tab")
    assert selected(editor) == "c"
    assert editor.text().startswith("| [[a\\|b]] | c   |\n| -------- | --- |")


@pytest.mark.parametrize(
    ("before", "pasted", "after"),
    [
        ("> Halo ¦", "satu\ndua", "> Halo satu\n> dua¦"),
        ("Halo ¦", "satu\ndua", "Halo satu\ndua¦"),
        ("Halo > ¦", "> satu\n> dua", "Halo > > satu\n> dua¦"),
    ],
)
def test_rows_that_are_pasted_into_a_quote_stay_in_it(put, press, seen, before, pasted, after):
    put(before)
    QGuiApplication.clipboard().setText(pasted)
    press("Ctrl+V")
    assert seen() == after
