"""What a call has to do with the articles that are read in it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kbassist.assist.model import CallNote
from kbassist.gui.reading.ticks import Ticks


@dataclass(frozen=True, slots=True)
class Desk:
    """The call in front, asked for at each need, and the boxes that were ticked in it."""

    call: Callable[[], CallNote]
    ticks: Ticks = field(default_factory=Ticks)
