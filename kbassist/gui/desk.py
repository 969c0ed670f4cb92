"""What the pages beside a call have to do with it: they ask it, and hand it what was found, said and done."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kbassist.assist.model import CallNote
from kbassist.gui.ticks import Ticks
from kbassist.messages import _


class Desk(QObject):
    """The call in front, for whoever finds and reads.

    `line_chosen` and `line_inserted(suggestion, text)` bring script lines to be copied or put into the notes, every
    placeholder filled; `gap_filled(name, value)` what the agent said for one. `noted(str)` has what was done in guided
    steps, `told(str)` a word about what was done otherwise.
    """

    line_chosen = Signal(object, str)
    line_inserted = Signal(object, str)
    gap_filled = Signal(str, str)
    noted = Signal(str)
    told = Signal(str)

    def __init__(self, call: Callable[[], CallNote], parent: QObject | None = None) -> None:
        """Ask `call` for what is known of the call at each need."""
        super().__init__(parent)
        self.call = call
        self.ticks = Ticks()
        self.sites: set[str] = set()  # that may be opened, for as long as the window stands

    def values(self) -> dict[str, str]:
        """Return what is known for placeholders."""
        call = self.call()
        return {"salutation": call.salutation, "name": call.name, **call.values}

    def tell_of_pin(self, is_pinned: bool) -> None:
        """Say what became of a pin."""
        self.told.emit(_("Pinned") if is_pinned else _("No longer pinned"))
