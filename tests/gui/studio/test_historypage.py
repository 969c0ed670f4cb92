"""The versions of an article, by keys."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kbassist import messages
from kbassist.content.versions import Version
from kbassist.gui.studio.historypage import HistoryPage

NOW = datetime.now(UTC)
TEXTS = {
    "c": "Biaya admin Rp7.500.\nTutup.\n",
    "b": "Biaya admin Rp6.500.\nTutup.\n",
    "a": "Biaya admin Rp6.500.\n",
}
VERSIONS = [
    Version("c", NOW, "Rina", "tarif baru", "published"),
    Version("b", NOW - timedelta(days=1), "Sari", "", "review"),
    Version("a", NOW - timedelta(days=2), "", "awal", ""),
]


@pytest.fixture
def page(host, theme):
    messages.use("en")
    made = HistoryPage(theme, host)
    made.resize(host.size())
    made.show()
    made.show_versions(VERSIONS, lambda version, then: then(TEXTS[version]), TEXTS["c"])
    made.setFocus()
    return made


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def shown(page):
    return page.difference.toPlainText().replace("\t", " ").splitlines()


def test_each_version_says_when_who_why_and_what_it_was(page):
    newest, middle, oldest = page.rows.rows
    assert newest.title == "tarif baru"
    assert newest.below.endswith("Rina · Published")
    assert (middle.title, middle.below.endswith("Sari · In review")) == ("Changed", True)
    assert oldest.below.count("·") == 0


def test_a_version_is_compared_with_the_one_before_or_with_now(page, qtbot):
    assert shown(page) == ["− Biaya admin Rp6.500.", "+ Biaya admin Rp7.500.", "  Tutup."]
    press(qtbot, Qt.Key.Key_2)
    assert shown(page) == ["Nothing differs."]
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Down)
    assert shown(page) == ["− Biaya admin Rp6.500.", "+ Biaya admin Rp7.500.", "+ Tutup."]
    press(qtbot, Qt.Key.Key_1)
    assert shown(page) == ["+ Biaya admin Rp6.500."]


def test_a_version_that_differs_is_restored_by_a_key(page, qtbot):
    control = Qt.KeyboardModifier.ControlModifier
    with qtbot.assertNotEmitted(page.restore_requested):
        press(qtbot, Qt.Key.Key_Return, control)
    press(qtbot, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.restore_requested) as restored:
        press(qtbot, Qt.Key.Key_Return, control)
    assert restored.args == [TEXTS["b"]]
    press(qtbot, Qt.Key.Key_Return)
    assert page.difference.hasFocus()
    with qtbot.waitSignal(page.restore_requested):
        press(qtbot, Qt.Key.Key_Return, control)


def test_what_is_read_late_of_another_version_is_not_shown(page, qtbot):
    waiting: dict[str, Callable[[str], object]] = {}
    page.show_versions(VERSIONS, waiting.__setitem__, "Sekarang.")
    press(qtbot, Qt.Key.Key_2)
    press(qtbot, Qt.Key.Key_Down)
    waiting["b"]("Yang kedua.")
    waiting["c"]("Yang pertama.")
    assert shown(page) == ["− Yang kedua.", "+ Sekarang."]


def test_without_versions_it_says_when_the_first_one_is_kept(page):
    page.show_versions([], print, "")
    assert page.head.text() == "No version yet: the first one is kept when it is saved."
    assert not page.restore.isEnabled()
