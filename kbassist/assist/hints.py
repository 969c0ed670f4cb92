"""A word to the agent about how the call is going; it vanishes once mended."""

from collections.abc import Sequence

from kbassist.assist.kinds import Hint
from kbassist.content.kinds import Group, LineKind, Stage
from kbassist.content.model import Line

ACKNOWLEDGING = frozenset({Stage.ACKNOWLEDGE, Stage.EMPATHISE})
_SOLVING = frozenset({LineKind.ANSWER, LineKind.STEPS, LineKind.ESCALATE, LineKind.FORM})
# After so many calming lines the customer waits for the matter itself.
_MUCH_CALMING = 3


def find(used: Sequence[Line], *, upset: bool) -> tuple[Hint, ...]:
    """Return the hints for the lines used so far, in order, with a customer in that mood."""
    kinds = [line.kind for line in used]
    reached = not _SOLVING.isdisjoint(kinds) or LineKind.ASK in kinds
    rushed = not _SOLVING.isdisjoint(kinds) or any(kind.group is Group.OFFER for kind in kinds)
    signs = (
        (Hint.ACKNOWLEDGE_FIRST, upset and rushed and not is_acknowledged(used)),
        (Hint.REACH_THE_PROBLEM, kinds.count(LineKind.DEESCALATE) >= _MUCH_CALMING and not reached),
    )
    return tuple(hint for hint, shown in signs if shown)


def is_acknowledged(used: Sequence[Line]) -> bool:
    """Whether a line that acknowledges or empathises has been said."""
    return any(line.kind is LineKind.DEESCALATE and line.stage in ACKNOWLEDGING for line in used)
