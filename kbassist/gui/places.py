"""Places in a text: the core counts code points, Qt counts UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kbassist.assist.model import Reason


def apart(reasons: Iterable[Reason]) -> list[Reason]:
    """Return the reasons, in their order, that do not overlap a longer one, or an earlier one as long."""
    given = list(reasons)
    kept: list[Reason] = []
    for reason in sorted(given, key=_length, reverse=True):
        if all(reason.end <= other.start or other.end <= reason.start for other in kept):
            kept.append(reason)
    return sorted(kept, key=given.index)


def _length(reason: Reason) -> int:
    return reason.end - reason.start


def units(text: str, code_points: int) -> int:
    """Return the UTF-16 place of a code-point place."""
    return code_points if text.isascii() else len(_utf16(text[:code_points])) // 2


def code_points(text: str, units: int) -> int:
    """Return the code-point place of a UTF-16 place."""
    return units if text.isascii() else len(_utf16(text)[: 2 * units].decode("utf-16-le", "surrogatepass"))


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")
