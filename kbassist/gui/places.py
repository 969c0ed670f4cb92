"""Places in a text: the core counts code points, Qt counts UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kbassist.assist.model import Reason


def apart(reasons: Iterable[Reason]) -> list[Reason]:
    """Return the reasons whose words do not overlap those of an earlier one."""
    kept: list[Reason] = []
    for reason in reasons:
        if all(reason.end <= other.start or other.end <= reason.start for other in kept):
            kept.append(reason)
    return kept


def units(text: str, code_points: int) -> int:
    """Return the UTF-16 place of a code-point place."""
    return code_points + sum(character > "\uffff" for character in text[:code_points])


def code_points(text: str, units: int) -> int:
    """Return the code-point place of a UTF-16 place."""
    at = counted = 0
    while counted < units and at < len(text):
        counted += 2 if text[at] > "\uffff" else 1
        at += 1
    return at
