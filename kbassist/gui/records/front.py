"""What every page of the desk works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kbassist.content.placeholders import FROM_CALL

if TYPE_CHECKING:
    from kbassist.assistant import Assistant
    from kbassist.desk.rules import Rules
    from kbassist.desk.workdays import Workdays
    from kbassist.gui.flow import CallFlow
    from kbassist.gui.records.clerk import Clerk
    from kbassist.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class Front:
    """The call in front, the library, the tables behind the clerk, what the bank has set.

    `tell` says in the status row what was done, `note` puts rows of ours into the notes, `read` opens an article in a
    language at an anchor.
    """

    flow: CallFlow
    assistant: Assistant
    clerk: Clerk
    rules: Rules
    workdays: Workdays
    theme: Theme
    tell: Callable[[str], None]
    note: Callable[[str], None]
    read: Callable[[str, str, str], None]

    def known(self, name: str) -> str:
        """Return what the call knows for a placeholder, named as the app does inside."""
        return next((value for given, value in self.flow.call.values.items() if FROM_CALL.get(given) == name), "")

    @property
    def agent(self) -> str:
        """Return the name of who takes the call."""
        return self.flow.call.agent or self.known("agent")
