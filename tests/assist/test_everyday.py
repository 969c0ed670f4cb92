"""Notes as agents type them, over the starter library: the right article speaks, the mood is right, offers wait."""

from pathlib import Path

import pytest

from kbassist.assist.model import CallNote
from kbassist.content.kinds import Group

ROWS = [
    tuple(row.split("\t"))
    for row in (Path(__file__).parent / "everyday_notes.tsv").read_text(encoding="utf-8").splitlines()
    if not row.startswith("#")
]


@pytest.mark.parametrize(("note", "articles", "levels", "locked"), ROWS, ids=[row[0] for row in ROWS])
def test_everyday_note(starter, note, articles, levels, locked):
    advice = starter.suggest(CallNote(note))
    assert advice.mood_level in levels.split()
    if articles != "*":
        matter = [line.article for line in advice.suggestions if line.article != "nasabah-marah"]
        assert matter[:1]
        assert matter[0] in articles.split()
    if locked != "*":
        assert advice.offers_locked is (locked == "yes")
    if advice.mood_level in {"upset", "furious"}:
        assert advice.suggestions[0].group is Group.CALM
        assert all(line.locked for line in advice.suggestions if line.kind.lockable)


def test_every_test_of_the_starter_library_holds(starter):
    assert [problem for problem in starter.check() if problem.severity == "error"] == []
