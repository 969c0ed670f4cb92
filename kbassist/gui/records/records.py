"""The pages of the desk, made when they are first asked for and shown where articles are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kbassist.gui import keys
from kbassist.gui.records.front import Front
from kbassist.gui.records.notices import Notices
from kbassist.gui.records.purger import Purger

if TYPE_CHECKING:
    from kbassist.gui.side import SidePane


P = TypeVar("P", bound=QWidget)


class Records(QObject):
    """Opens the pages that keep what a call leaves behind, by the keys of `shortcuts`."""

    def __init__(self, front: Front, side: SidePane, parent: QObject | None = None) -> None:
        """Show pages in `side`."""
        super().__init__(parent)
        self._front, self._side = front, side
        self._pages: dict[type[QWidget], QWidget] = {}
        self.notices, self.purger = Notices(front, self), Purger(front, self)

    def shortcuts(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield the keys of the desk, and what each does."""
        yield keys.DESK_KEY, self.open_registers
        yield keys.HANDOVER_KEY, self.hand_over
        yield keys.FAVOUR_KEY, self.do_favour
        yield keys.CUSTOMER_KEY, self.open_customer
        yield keys.FORM_KEY, self.open_forms

    def open_registers(self) -> None:
        """Show the registers: calls and what is to be done for them."""
        from kbassist.gui.records.registers import RegisterPage  # noqa: PLC0415 - this and others when first needed

        self.show_page(RegisterPage).open()

    def hand_over(self) -> None:
        """Hand the matter of the call to a unit, and register a complaint."""
        from kbassist.gui.records.handover import HandoverPage  # noqa: PLC0415

        self.show_page(HandoverPage).open()

    def do_favour(self) -> None:
        """Make a gesture of goodwill."""
        from kbassist.gui.records.favour import FavourPage  # noqa: PLC0415

        self.show_page(FavourPage).open()

    def open_customer(self) -> None:
        """Show the card of the customer on the line, or look for it."""
        from kbassist.gui.records.customer import CustomerPage  # noqa: PLC0415

        self.show_page(CustomerPage).open()

    def open_forms(self) -> None:
        """Show the forms of the library, or the one that is being filled in."""
        from kbassist.gui.records.form import FormPage  # noqa: PLC0415

        self.show_page(FormPage).open()

    def open_form(self, line: str) -> None:
        """Show the form that a line opens."""
        from kbassist.gui.records.form import FormPage  # noqa: PLC0415

        self.show_page(FormPage).open_form(line)

    def show_page(self, kind: type[P]) -> P:
        """Show the page of a kind, made when it is first needed with `kind(front, parent)`, and return it."""
        page = self._pages.get(kind)
        if page is None:
            page = self._pages[kind] = kind(self._front, self._side)  # type: ignore[arg-type]
        self._side.show_page(page)
        return page  # type: ignore[return-value]
