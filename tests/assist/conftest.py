from math import prod
from pathlib import Path

import pytest
from msgspec import structs

from kbassist import resources
from kbassist.assist.model import CallNote
from kbassist.assistant import Assistant
from kbassist.content.kinds import Group

EVERYDAY_NOTES = [
    row.split("\t")[0]
    for row in (Path(__file__).parent / "everyday_notes.tsv").read_text(encoding="utf-8").splitlines()
    if not row.startswith("#")
]


@pytest.fixture(params=EVERYDAY_NOTES)
def everyday_note(request):
    """Return a note as agents type them."""
    return request.param


@pytest.fixture(scope="session")
def near_tie(starter):
    """Return a note and the names of its first two lines, of one group and worth nearly the same."""
    for note in EVERYDAY_NOTES:
        advice = starter.suggest(CallNote(note))
        if advice.offers_locked or [line.group for line in advice.suggestions[:2]] != [Group.TALK] * 2:
            continue
        first, second = advice.suggestions[:2]
        if prod(structs.astuple(first.factors)) < prod(structs.astuple(second.factors)) * 1.05:
            return note, (first.line, second.line)
    raise AssertionError("no two lines are worth nearly the same")


@pytest.fixture(scope="session")
def starter(tmp_path_factory):
    """Return an assistant over the starter library, complete."""
    with Assistant((resources.starter_library(),), tmp_path_factory.mktemp("cache")) as assistant:
        assistant.update()
        assert assistant.wait()
        yield assistant


@pytest.fixture
def assistant(write, tmp_path):
    """Return a function that gives an assistant over a small library of its own."""
    opened = []

    def over(files):
        made = Assistant((write(files),), tmp_path / "cache")
        opened.append(made)
        made.update()
        assert made.wait()
        return made

    yield over
    for made in opened:
        made.close()
