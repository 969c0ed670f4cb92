import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from kbassist import messages
from kbassist.gui.qtwords import QtWords


@pytest.fixture
def indonesian(qapp):
    """Show Qt's words in Indonesian."""
    messages.use("id")
    words = QtWords()
    QApplication.installTranslator(words)
    yield
    QApplication.removeTranslator(words)


def words_of(menu):
    return [action.text().partition("\t")[0].replace("&", "") for action in menu.actions() if action.text()]


@pytest.mark.parametrize("edit", [QLineEdit, QPlainTextEdit])
def test_the_menu_of_an_edit_is_ours(indonesian, qtbot, edit):
    widget = edit()
    qtbot.addWidget(widget)
    menu = widget.createStandardContextMenu()
    qtbot.addWidget(menu)
    assert words_of(menu) == ["Urungkan", "Ulangi", "Potong", "Salin", "Tempel", "Hapus", "Pilih semua"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("OK", "OK"),
        ("Cancel", "Batal"),
        ("&Yes", "&Ya"),
        ("Close", "Tutup"),
        ("Open", "Buka"),
        ("File &name:", "&Nama berkas:"),
    ],
)
def test_buttons_are_ours(indonesian, text, wanted):
    assert QCoreApplication.translate("QPlatformTheme", text) == wanted


def test_what_we_have_no_words_for_stays_as_qt_has_it(indonesian):
    assert QCoreApplication.translate("QShortcut", "Ctrl") == "Ctrl"
