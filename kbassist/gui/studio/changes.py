"""The fewest changes that make one text of another, so that cursor, marks and undo stay where they belong."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# Rows that are compared with one another; comparing takes the square of them.
_MOST_ROWS = 400


class Change(NamedTuple):
    """What stands from `start` to `end` becomes `text`; places count code points of the text before."""

    start: int
    end: int
    text: str


def changes(before: str, after: str) -> list[Change]:
    """Return the changes from one text to another, the last one first, so that each can be made as it stands."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    place = sum(map(len, old[:head]))
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(old), len(new)) > _MOST_ROWS:
        return _within(place, old, new)
    found: list[Change] = []
    for what, first, last, new_first, new_last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            found += _within(place, old[first:last], new[new_first:new_last])
        place += sum(map(len, old[first:last]))
    return found[::-1]


def _within(start: int, old_rows: Sequence[str], new_rows: Sequence[str]) -> list[Change]:
    """Return the change from some rows to others, without what they share at both ends; none where they are alike."""
    old, new = "".join(old_rows), "".join(new_rows)
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    change = Change(start + head, start + len(old) - tail, new[head : len(new) - tail])
    return [change] if old != new else []


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items are the same at the beginning of both."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))
