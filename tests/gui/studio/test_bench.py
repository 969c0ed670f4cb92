from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kbassist.assist.kinds import Change
from kbassist.assistant import Assistant
from kbassist.content import header, reader
from kbassist.content.library import Source
from kbassist.gui.studio.benchpage import BenchPage

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NOTE = "cust marah, kartu belum datang"


def draft_of(path: Path, text: str):
    return reader.read_text(text, Source(str(path), 0, "id", 0, 0, path.name), lambda *_problem, **_values: None)


@pytest.fixture
def text(card):
    """Return the article about a card with another line first, one line less, and two tests."""
    tests = f"expect:\n  - note: {NOTE}\n    first: tenang\n  - note: {NOTE}\n    not: [empati]\n"
    lines = card.lstrip().replace("{#empati}", "{#tenang}").split("> [!deescalate] Maaf")
    rest = lines[1].partition("> [!answer]")
    return (lines[0] + rest[1] + rest[2]).replace("kind:", f"{tests}kind:")


@pytest.fixture
def page(host, assistant, theme, folder, text):
    host.resize(780, 800)
    made = BenchPage(assistant, theme, host)
    made.resize(780, 800)
    made.show()
    made.show_draft(draft_of(folder / "id/kartu.md", text), text)
    made.setFocus()
    return made


@pytest.fixture
def typed(page, qtbot):
    qtbot.keyClicks(page.note, NOTE)
    qtbot.waitUntil(lambda: page.drafted.count() > 1 and not page._search.is_busy)
    return page


def changes(lines):
    return {row.name: row.change for row in lines.rows}


def words(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def test_what_the_draft_brings_stands_beside_what_is_published(typed):
    drafted, published = changes(typed.drafted), changes(typed.published)
    assert drafted["kartu#tenang"] is Change.NEW
    assert published["kartu#empati"] is published["kartu#maaf"] is Change.GONE
    assert "kartu#maaf" not in drafted
    assert [row.place for row in typed.drafted.rows] == list(range(1, typed.drafted.count() + 1))
    assert typed.drafted.rows[0].told == "+ new"
    assert any(row.startswith("ID · Upset · Calming · Offers wait: ") for row in words(typed))


def test_the_tests_of_the_article_are_tried_as_the_draft_changes(typed, folder, text, qtbot):
    assert [(row.title, row.side) for row in typed.tests.rows] == [(NOTE, "holds"), (NOTE, "holds")]
    assert "Tests of this article: 2 of 2 hold" in words(typed)
    changed = text.replace("{#tenang}", "{#empati}")
    typed.show_draft(draft_of(folder / "id/kartu.md", changed), changed)
    qtbot.waitUntil(lambda: [row.side for row in typed.tests.rows] == ["fails", "fails"])
    assert typed.tests.rows[0].below.startswith("wanted first: tenang, came kartu#empati")


def test_enter_goes_to_the_lines_and_arrows_show_their_sheets(typed, qtbot):
    qtbot.keyClick(typed.note, Qt.Key.Key_Return)
    assert typed.drafted.hasFocus()
    qtbot.waitUntil(lambda: "Shown. Place 1." in words(typed))
    qtbot.keyClick(typed.drafted, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "Shown. Place 2." in words(typed))
    qtbot.keyClick(typed.drafted, Qt.Key.Key_Escape)
    assert typed.note.hasFocus()
    assert typed.tests.isVisible()


def test_a_line_that_goes_says_why(typed, qtbot):
    typed.published.setFocus()
    qtbot.waitUntil(typed.sheet.isVisible)
    row = [row.name for row in typed.published.rows].index("kartu#maaf")
    typed.published.setCurrentRow(row)
    qtbot.waitUntil(lambda: any("kartu#maaf" in told for told in words(typed)))


def test_one_key_keeps_the_note_as_a_test(typed, text, qtbot):
    with qtbot.waitSignal(typed.text_changed) as kept:
        qtbot.keyClick(typed.note, Qt.Key.Key_Y, CONTROL | SHIFT)
    test = {"note": NOTE, "first": "tenang"}
    assert kept.args == [header.append_item(text, "expect", test)]
    assert "Kept as a test of this article." in words(typed)


def test_the_key_waits_for_the_note_that_was_just_typed(page, folder, text, qtbot):
    qtbot.keyClicks(page.note, NOTE)
    with qtbot.waitSignal(page.text_changed) as kept:
        qtbot.keyClick(page.note, Qt.Key.Key_Y, CONTROL | SHIFT)
    assert draft_of(folder / "id/kartu.md", kept.args[0]).expect[-1].note == NOTE


def test_a_line_called_wrong_must_not_come(typed, folder, qtbot):
    qtbot.keyClick(typed.note, Qt.Key.Key_Return)
    qtbot.keyClick(typed.drafted, Qt.Key.Key_Delete)
    assert typed.drafted.rows[0].told == "+ new · ✗ wrong here"
    with qtbot.waitSignal(typed.text_changed) as kept:
        qtbot.keyClick(typed.drafted, Qt.Key.Key_Y, CONTROL | SHIFT)
    test = draft_of(folder / "id/kartu.md", kept.args[0]).expect[-1]
    assert (test.first, test.never) == ("", ("tenang",))
    qtbot.keyClick(typed.drafted, Qt.Key.Key_Delete)
    assert typed.drafted.rows[0].told == "+ new"


def test_a_header_that_cannot_take_a_test_is_told(typed, folder, text, qtbot):
    spoilt = text.replace("kind:", "expect: kartu\nkind:")
    typed.show_draft(draft_of(folder / "id/kartu.md", spoilt), spoilt)
    with qtbot.assertNotEmitted(typed.text_changed):
        qtbot.keyClick(typed.note, Qt.Key.Key_Y, CONTROL | SHIFT)
        qtbot.waitUntil(lambda: any("mend what is wrong" in told for told in words(typed)))


def test_a_test_is_put_back_into_the_field(typed, qtbot):
    qtbot.keyClick(typed.note, Qt.Key.Key_A, CONTROL)
    qtbot.keyClicks(typed.note, "x")
    typed.tests.setFocus()
    qtbot.keyClick(typed.tests, Qt.Key.Key_Return)
    assert typed.note.text() == NOTE
    assert typed.note.hasFocus()


def test_the_columns_stand_below_each_other_where_there_is_little_room(typed, qtbot):
    side = typed.drafted.mapTo(typed, typed.drafted.rect().topLeft())
    other = typed.published.mapTo(typed, typed.published.rect().topLeft())
    assert (side.y(), side.x() > other.x()) == (other.y(), True)
    typed.resize(420, 800)
    qtbot.waitUntil(lambda: typed.drafted.mapTo(typed, typed.drafted.rect().topLeft()).x() == 0)
    assert typed.published.mapTo(typed, typed.published.rect().topLeft()).y() > typed.drafted.height()


def test_without_a_draft_what_is_published_stands_alone(page, qtbot):
    page.show_draft(None)
    qtbot.keyClicks(page.note, NOTE)
    qtbot.waitUntil(lambda: page.published.count() > 1 and not page._search.is_busy)
    assert not page.drafted.isVisible()
    assert not page.keep.isEnabled()


def test_before_the_library_is_read_the_page_says_so(qtbot, theme, tmp_path):
    with Assistant((tmp_path,), tmp_path / "cache") as empty:
        page = BenchPage(empty, theme)
        qtbot.addWidget(page)
        qtbot.keyClicks(page.note, NOTE)
        qtbot.waitUntil(lambda: page._answer is not None)
        assert page.published._nothing == "The library is still being read."
