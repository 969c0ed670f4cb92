import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kbassist.assistant import Assistant
from kbassist.content import reader
from kbassist.content.library import Source
from kbassist.gui.studio.replaypage import ReplayPage


@pytest.fixture
def draft(card, folder):
    """Return the article about a card with a test, and one line under another name."""
    text = card.lstrip().replace("{#empati}", "{#tenang}")
    tests = "expect:\n  - note: cust marah, kartu belum datang\n    first: empati\n  - note: zzz\n    not: [tenang]\n"
    source = Source(str(folder / "id/kartu.md"), 0, "id", 0, 0, "kartu.md")
    return reader.read_text(text.replace("kind:", f"{tests}kind:"), source, lambda *_problem, **_values: None)


@pytest.fixture
def page(host, assistant, theme):
    made = ReplayPage(assistant, theme, host)
    made.resize(600, 400)
    made.show()
    yield made
    made.stop()


@pytest.fixture
def replayed(page, draft, qtbot):
    page.replay([draft])
    assert page.state.text() == "The notes are being gathered."
    qtbot.waitUntil(page.again.isVisible, timeout=60_000)
    return page


def test_it_shows_what_changes_by_note(replayed):
    assert replayed.state.text() == "Notes replayed: 2, answered otherwise: 1."
    titles = [row.title for row in replayed.rows.rows]
    assert titles[:2] == ["Answered otherwise: 1", "cust marah, kartu belum datang"]
    changed = replayed.rows.rows[1].below.split("\n")
    assert changed[0] == "Test of Kartu belum diterima"
    assert {"+ new: kartu#tenang", "− gone: kartu#empati"} <= set(changed)
    assert any(row.startswith("✗ no longer holds: first: empati; came kartu#tenang") for row in changed)
    assert "Notes that find nothing: 1" in titles
    assert any(title.startswith("Lines that no note brings: ") for title in titles)
    assert "Menutup rekening" in titles


def test_enter_opens_the_article_of_a_row(replayed, qtbot):
    replayed.rows.setFocus()
    with qtbot.waitSignal(replayed.article_requested) as asked:
        qtbot.keyClick(replayed.rows, Qt.Key.Key_Return)
    assert asked.args == ["kartu", "id", ""]
    with qtbot.waitSignal(replayed.article_requested) as asked:
        qtbot.keyClick(replayed.rows, Qt.Key.Key_End)
        qtbot.keyClick(replayed.rows, Qt.Key.Key_Return)
    assert asked.args == ["kartu", "en", "cek-resi"]


def test_whoever_types_elsewhere_meanwhile_keeps_the_keys(host, page, draft, qtbot):
    field = QLineEdit(host)
    field.show()
    field.setFocus()
    page.replay([draft])
    qtbot.waitUntil(page.again.isVisible, timeout=60_000)
    assert field.hasFocus()


def test_it_can_be_replayed_again(replayed, qtbot):
    qtbot.keyClick(replayed.again, Qt.Key.Key_Space)
    assert not replayed.again.isVisible()
    qtbot.waitUntil(replayed.again.isVisible, timeout=60_000)
    assert replayed.rows.count() > 1


def test_stopping_tells_nothing_more(page, draft, qtbot):
    page.replay([draft])
    page.stop()
    qtbot.wait(10)
    assert page.rows.count() == 0


def test_without_a_library_it_says_so(qtbot, theme, tmp_path, draft):
    with Assistant((tmp_path,), tmp_path / "cache") as empty:
        page = ReplayPage(empty, theme)
        qtbot.addWidget(page)
        page.replay([draft])
        assert page.state.text() == "The library is still being read."
