"""What the studio shows follows the library round the open article."""

from writing import CARD, opened


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
