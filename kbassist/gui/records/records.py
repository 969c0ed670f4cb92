"""The pages of the desk, made when they are first asked for and shown where articles are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kbassist.gui import keys
from kbassist.gui.pinned import PinnedRow
from kbassist.gui.records.front import Front
from kbassist.gui.records.watch import Watch

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
        self.watch = Watch(front, self)
        self.pinned = PinnedRow(front)
        self.pinned.list_requested.connect(self.open_bulletins)

    def shortcuts(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield the keys of the desk, and what each does."""
        yield keys.DESK_KEY, self.open_registers
        yield keys.FOLLOW_UP_KEY, self.promise
        yield keys.DUE_KEY, self.open_follow_ups
        yield keys.BULLETIN_KEY, self.pinned.copy
        yield keys.FOLD_KEY, self.pinned.fold
        yield keys.BULLETINS_KEY, self.open_bulletins

    def open_registers(self) -> None:
        """Show the registers: calls and what is to be done for them."""
        from kbassist.gui.records.registers import RegisterPage  # noqa: PLC0415 - this and others when first needed

        self.show_page(RegisterPage).open()

    def promise(self) -> None:
        """Make a promise of the call in front."""
        from kbassist.gui.records.follow_up import FollowUpPage  # noqa: PLC0415

        self.show_page(FollowUpPage).open()

    def open_follow_ups(self) -> None:
        """Show what was promised, with what is due at the top."""
        from kbassist.gui.records.registers import RegisterPage  # noqa: PLC0415

        self.watch.be_seen()
        self.show_page(RegisterPage).open("follow-ups")

    def open_bulletins(self) -> None:
        """Show whom a bulletin touches; once more, whom the next one does."""
        from kbassist.gui.records.bulletins import BulletinsRegister  # noqa: PLC0415
        from kbassist.gui.records.registers import RegisterPage  # noqa: PLC0415

        page = self._pages.get(RegisterPage)
        shown = page.findChild(BulletinsRegister) if page and page.isVisible() else None
        if shown and shown.isVisible():
            shown.next_bulletin()
        else:
            self.show_page(RegisterPage).open("bulletins")

    def show_page(self, kind: type[P]) -> P:
        """Show the page of a kind, made when it is first needed with `kind(front, parent)`, and return it."""
        page = self._pages.get(kind)
        if page is None:
            page = self._pages[kind] = kind(self._front, self._side)  # type: ignore[arg-type]
            page.closed.connect(self.watch.look)  # type: ignore[attr-defined]
        self._side.show_page(page)
        return page  # type: ignore[return-value]
