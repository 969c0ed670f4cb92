import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from kbassist import paths
from kbassist.gui.studio import markup
from kbassist.gui.studio.choices import Choices
from kbassist.gui.studio.speller import Speller
from kbassist.gui.studio.spelling import words_of


@pytest.fixture
def dictionaries(tmp_path):
    """Ask for the dictionaries of both languages."""
    pytest.importorskip("enchant", reason="Enchant is not installed", exc_type=ImportError)
    speller = Speller(tmp_path / "words.txt")
    if {"xyzzy"} != speller.doubted(frozenset({"xyzzy"}), "id") & speller.doubted(frozenset({"xyzzy"}), "en"):
        pytest.skip("a dictionary is not installed")
    return speller


def words(text):
    found, state = [], None
    for row in text.split("\n"):
        found += [row[span.start : span.end] for span in words_of(row, state)]
        state, _ = markup.read(row, state)
    return found


def test_what_is_written_for_people_is_looked_at_and_nothing_else():
    text = """---
title: Kartu hilang
category: kredit
triggers: [kartu ilang]
---
# Blokir **segera** {#blokir}

Sebut {nama:Bapak}, lihat [[tutup-rekening]] atau `kode`, PIN dan iPhone Rp15rb.

> [!wajib] Sampaikan {#sampaikan}
> - kapan: kartu ilang
>
> Mohon tunggu.

> [!contoh]
> - cust kesel
"""
    expected = "Kartu hilang Blokir segera Sebut lihat atau dan Sampaikan Mohon tunggu"
    assert words(text) == expected.split()


def test_words_are_doubted_by_the_language_of_the_article(dictionaries):
    asked = frozenset({"nasabah", "memblokirnya", "kartu-kartu", "customer", "hilng", "apologise", "don’t", "menungu"})
    assert dictionaries.doubted(asked, "id") == {"customer", "hilng", "apologise", "don’t", "menungu"}
    assert dictionaries.doubted(asked, "en-GB") == {"nasabah", "memblokirnya", "kartu-kartu", "hilng", "menungu"}
    assert "kehilangan" in dictionaries.suggest("kehilngan", "id")


def test_ones_own_words_are_kept(dictionaries, tmp_path):
    dictionaries.add("Mobilku")
    assert not Speller(tmp_path / "words.txt").doubted(frozenset({"mobilku", "Mobilku"}), "en")


def test_without_enchant_no_word_is_doubted(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "enchant", None)
    speller = Speller(tmp_path / "words.txt")
    assert not speller.doubted(frozenset({"xyzzy"}), "id")
    assert speller.suggest("xyzzy", "id") == []


@pytest.fixture
def doubted(editor, qtbot):
    """Return a function that waits until some words are underlined."""

    def wait(*expected):
        def is_so():
            found = [selection.cursor.selectedText() for selection in editor.extraSelections()]
            assert found == list(expected)

        QApplication.processEvents()
        qtbot.waitUntil(is_so)

    return wait


@pytest.mark.usefixtures("dictionaries")
def test_a_misspelt_word_is_mended_or_kept_by_its_number(editor, put, press, doubted):
    put("Kartu kehilngan di xyzzy.¦")
    doubted("kehilngan", "xyzzy")
    put("Kartu kehil¦ngan di xyzzy.")
    doubted("kehilngan", "xyzzy")
    press("Alt+Return", "1")
    assert editor.text() == "Kartu kehilangan di xyzzy."
    doubted("xyzzy")
    editor.setTextCursor(editor.document().find("xyzzy"))
    press("Alt+Return")
    assert editor.findChild(Choices).offered[-1].text.endswith("Add “xyzzy” to my words")
    press(str(len(editor.findChild(Choices).offered)))
    doubted()
    assert paths.own_words().read_text(encoding="utf-8") == "xyzzy\n"


@pytest.mark.usefixtures("dictionaries")
def test_a_word_is_doubted_once_it_is_whole(editor, doubted, qtbot):
    qtbot.keyClicks(editor, "kata hilng")
    qtbot.waitUntil(lambda: not editor._spelling.is_busy)
    doubted()
    qtbot.keyClicks(editor, " ")
    doubted("hilng")


@pytest.mark.usefixtures("dictionaries")
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_right_click_offers_the_same(editor, put, doubted, qtbot):
    put("Kehilngan kartu¦")
    doubted("Kehilngan")
    at = editor.viewport().rect().topLeft() + QPoint(24, 24)
    QApplication.sendEvent(editor.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, at))
    menu = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible())
    assert "Add “Kehilngan” to my words" in [action.text() for action in menu.actions()]
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert editor.text() == "Kehilangan kartu"
