"""What the studio shows follows the library round the open article."""

import pytest
from PySide6.QtCore import Qt
from writing import CARD, LOST, on_disk, opened

from kbassist.gui.studio.panel import Tab


def codes(studio):
    return {fault.problem.code for fault in studio.faults._faults}


def test_an_open_draft_is_held_against_words_that_are_forbidden_meanwhile(qtbot, studio, shelf, editors_assistant):
    editors_assistant.watch()
    editors_assistant.wait()
    editor = opened(qtbot, studio, shelf / "id/kartu/kartu.md")
    editor.replace_text(CARD.replace("tentu melelahkan", "pasti melelahkan"))
    forbidden = shelf / "_forbidden.yml"
    forbidden.write_text("pasti melelahkan: tentu melelahkan\n", encoding="utf-8")
    qtbot.waitUntil(lambda: "word-forbidden" in codes(studio), timeout=20_000)
    forbidden.write_text("pasti: [tentu]\n", encoding="utf-8")
    qtbot.waitUntil(lambda: "word-forbidden" not in codes(studio), timeout=20_000)
    assert "forbidden-not-text" in {problem.code for problem in editors_assistant.problems()}


@pytest.mark.parametrize("width", [420, 1500])
def test_a_line_that_no_note_brings_is_gone_to_in_whatever_article(qtbot, open_studio, shelf, width):
    path = shelf / "id/kartu/kartu-hilang.md"
    path.write_text(LOST.replace("marah, menunggu lama", "zzz"), encoding="utf-8")
    studio = open_studio(width)
    editor, rows = opened(qtbot, studio, shelf / "id/kartu/kartu.md"), studio.replay.rows
    for _time in ("from another article", "from the article itself"):
        studio.show_tab(Tab.REPLAY)
        qtbot.waitUntil(studio.replay.again.isVisible, timeout=60_000)
        rows.setCurrentRow([row.name for row in rows.rows].index("silent kartu-hilang"))
        qtbot.keyClick(rows, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: editor.textCursor().block().text().endswith("{#empati}"), timeout=10_000)
        assert editor.text() == on_disk(path)
        assert editor.hasFocus()
        editor.go_to(1)


def test_words_are_doubted_by_the_language_of_the_article_not_of_the_window(qtbot, studio, shelf):
    enchant = pytest.importorskip("enchant", reason="Enchant is not installed", exc_type=ImportError)
    if not all(enchant.dict_exists(tag) for tag in ("id_ID", "en_GB")):
        pytest.skip("a dictionary is not installed")
    texts = {"id": "Nasabah menunggu kartu zzyzzx.", "en": "The customer waits for a card zzyzzx."}
    for lang, text in texts.items():
        path = shelf / lang / "ejaan.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        editor = opened(qtbot, studio, path)
        doubted = lambda: [each.cursor.selectedText() for each in editor.extraSelections()]  # noqa: B023, E731
        qtbot.waitUntil(lambda: doubted() == ["zzyzzx"], timeout=10_000)  # noqa: B023
