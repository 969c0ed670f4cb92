"""What is asked in a row, by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kbassist import messages
from kbassist.gui.studio.strips import NewStrip, SaveStrip
from kbassist.gui.theme import GRID


def walk(qtbot, field, steps):
    """Return where Tab leads from a field, step by step."""
    field.setFocus()
    walked = []
    for _step in range(steps):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        walked.append(QApplication.focusWidget())
    return walked


@pytest.fixture
def shown(host):
    def show(widget):
        widget.resize(420, 600)
        widget.show()
        return widget

    return show


def test_tab_ends_at_the_button_of_a_question(host, shown, qtbot):
    new = shown(NewStrip(host))
    assert walk(qtbot, new.kind, 4) == [new.lang, new.category, new.title, new.go]
    new.hide()
    save = shown(SaveStrip(host))
    assert walk(qtbot, save.who, 2) == [save.what, save.go]


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_is_asked_for_can_be_read_in_a_narrow_window(host, theme, shown, language):
    messages.use(language)
    host.setStyleSheet(theme.fill("window.qss"))
    save = shown(SaveStrip(host))
    save.layout().activate()
    for field in (save.who, save.what):
        assert field.fontMetrics().horizontalAdvance(field.placeholderText()) < field.width() - 4 * GRID
