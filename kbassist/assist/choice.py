"""A line chosen for a note, with all that decides its place."""

from enum import IntEnum

from msgspec import Struct

from kbassist.assist.model import Factors
from kbassist.content.kinds import Group
from kbassist.content.model import Line


class Turn(IntEnum):
    """When a line may come, whatever it is worth: lower ones first."""

    SCRIPT = 0
    CALM = 1
    NEWS = 2
    SAY = 3
    LATER = 4
    OFFER = 5


class Choice(Struct, frozen=True):
    """A line in the wording to say, the number of the twin or variant with the best evidence, and its worth.

    `worth` is the product of the factors.
    """

    name: str
    line: Line
    group: Group
    evidence: int
    factors: Factors
    worth: float
    turn: Turn = Turn.SAY
    locked: bool = False
