"""What every page of the desk works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kbassist.assistant import Assistant
    from kbassist.gui.flow import CallFlow
    from kbassist.gui.records.clerk import Clerk
    from kbassist.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class Front:
    """The call in front, the library, the tables behind the clerk; `tell` says in the status row what was done."""

    flow: CallFlow
    assistant: Assistant
    clerk: Clerk
    theme: Theme
    tell: Callable[[str], None]
