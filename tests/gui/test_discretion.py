"""What the window marks, says and copies of numbers that are masked and of secrets that are not kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCharFormat

from kbassist.gui import keys
from kbassist.text.privacy import REMOVED

KEEP = (Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
PHONE_NOTICE = f"Phone number will be masked. {keys.KEEP_KEY} keeps it."


def looks(window):
    """Return what is marked as private, and whether it is struck through."""
    return [
        (selection.cursor.selectedText(), selection.format.fontStrikeOut())
        for selection in window.notepad.extraSelections()
        if selection.format.background().style() is not Qt.BrushStyle.NoBrush
    ]


def test_what_is_masked_is_marked_as_it_is_typed(window, qtbot):
    qtbot.keyClicks(window.notepad, "hp 0812 3456 7890 pin 482193 tgl 21/11/2026")
    assert looks(window) == [("0812 3456 7890", False), ("482193", True)]


def test_the_mark_of_a_number_is_no_underline_of_a_group(window, qtbot):
    qtbot.keyClicks(window.notepad, "kartu belum datang, hp 081234567890")
    styles = {
        selection.cursor.selectedText(): selection.format.underlineStyle()
        for selection in window.notepad.extraSelections()
    }
    assert styles["081234567890"] is QTextCharFormat.UnderlineStyle.DotLine
    assert set(styles.values()) == {
        QTextCharFormat.UnderlineStyle.DotLine,
        QTextCharFormat.UnderlineStyle.SingleUnderline,
    }


def test_a_later_word_marks_what_was_typed_before(window, qtbot):
    qtbot.keyClicks(window.notepad, "482193 itu ")
    assert looks(window) == []
    qtbot.keyClicks(window.notepad, "pinnya")
    assert looks(window) == [("482193", True)]


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("pin 482193", "The PIN is not kept. Staff never ask for it."),
        ("otp 482193 tdk masuk", "The OTP is not kept. Staff never ask for it."),
        ("cvv 123", "The CVV is not kept. Staff never ask for it."),
        ("password rahasia1", "The password is not kept. Staff never ask for it."),
        ("ibu kandung Siti", "The mother's name is not kept. Note whether it matched."),
        ("hp 081234567890", PHONE_NOTICE),
        ("hp 081234567890 kartu", ""),
        ("pin 482193\rresi", ""),
        ("pin salah 3x", ""),
    ],
)
def test_the_hint_says_it_in_words(window, qtbot, note, words):
    qtbot.keyClicks(window.notepad, note)
    assert window.hint.words == words
    assert window.notepad.accessibleDescription() == words


def test_the_hint_follows_the_cursor(window, qtbot):
    qtbot.keyClicks(window.notepad, "hp 081234567890 lalu resi")
    assert window.hint.words == ""
    for _step in range(12):
        qtbot.keyClick(window.notepad, Qt.Key.Key_Left)
    assert window.hint.words == PHONE_NOTICE


def test_a_warning_of_a_secret_comes_before_the_hint_of_the_moment(window, qtbot):
    qtbot.keyClicks(window.notepad, "marah sekali, kecewa, menunggu kartu lama, anjing bangsat kalian")
    assert window.hint.words
    moment = window.hint.words
    qtbot.keyClicks(window.notepad, " hp 081234567890")
    assert window.hint.words == moment
    qtbot.keyClicks(window.notepad, " pin 482193")
    assert window.hint.words == "The PIN is not kept. Staff never ask for it."


def test_a_number_can_be_kept_and_masked_again(window, qtbot):
    qtbot.keyClicks(window.notepad, "hp 0812 3456 7890 aktif")
    qtbot.keyClick(window.notepad, *KEEP)
    assert window._flow.call.kept == {"081234567890"}
    assert looks(window) == []
    qtbot.keyClick(window.notepad, *KEEP)
    assert window._flow.call.kept == set()
    assert looks(window) == [("0812 3456 7890", False)]


def test_the_hint_tells_that_a_number_is_kept(window, qtbot):
    qtbot.keyClicks(window.notepad, "hp 081234567890")
    qtbot.keyClick(window.notepad, *KEEP)
    assert window.hint.words == f"Kept as typed. {keys.KEEP_KEY} masks it again."


def test_a_secret_is_never_kept(window, qtbot):
    qtbot.keyClicks(window.notepad, "pin 482193")
    qtbot.keyClick(window.notepad, *KEEP)
    assert window.hint.words == "Secrets are never kept, not even by hand."
    assert window._flow.call.kept == set()
    assert looks(window) == [("482193", True)]


def test_what_is_kept_ends_with_the_call(window, qtbot):
    qtbot.keyClicks(window.notepad, "hp 081234567890")
    qtbot.keyClick(window.notepad, *KEEP)
    qtbot.keyClick(window.notepad, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.notepad, "hp 081234567890")
    assert looks(window) == [("081234567890", False)]


def copied(window, qtbot, key=Qt.Key.Key_C):
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(window.notepad, key, Qt.KeyboardModifier.ControlModifier)
    return QGuiApplication.clipboard().text()


@pytest.mark.parametrize("key", [Qt.Key.Key_C, Qt.Key.Key_X])
def test_what_is_copied_or_cut_is_clean(window, qtbot, key):
    window.notepad.insertPlainText("😡 hp 081234567890, pin 482193, Rp50.000")
    window.notepad.selectAll()
    assert copied(window, qtbot, key) == f"😡 hp ••••••••••••, pin {REMOVED}, Rp50.000"


def test_a_secret_that_is_copied_alone_is_a_secret_still(window, qtbot):
    qtbot.keyClicks(window.notepad, "pin 482193")
    for _step in range(6):
        qtbot.keyClick(window.notepad, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert copied(window, qtbot) == REMOVED


def test_a_kept_number_is_copied(window, qtbot):
    qtbot.keyClicks(window.notepad, "hp 081234567890")
    qtbot.keyClick(window.notepad, *KEEP)
    window.notepad.selectAll()
    assert copied(window, qtbot) == "hp 081234567890"
