"""The pages of the desk, made when they are first asked for and shown where articles are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from kbassist.desk import calls
from kbassist.gui import keys
from kbassist.gui.pinned import PinnedRow
from kbassist.gui.records.door import Door
from kbassist.gui.records.front import Front
from kbassist.gui.records.notices import Notices
from kbassist.gui.records.purger import Purger
from kbassist.gui.records.reporter import Reporter
from kbassist.gui.records.watch import Watch
from kbassist.messages import _

if TYPE_CHECKING:
    from kbassist.desk.calls import SavedCall
    from kbassist.gui.cards.view import CardView
    from kbassist.gui.records.ending import Ending
    from kbassist.gui.side import SidePane


P = TypeVar("P", bound=QWidget)


class Records(QObject):
    """Opens the pages that keep what a call leaves behind, by the keys of `shortcuts`.

    `wrapped(call, job)` tells that a call can be ended, with a job to be done at the tables then.
    """

    wrapped = Signal(str, object)

    def __init__(self, front: Front, side: SidePane, cards: CardView, parent: QObject | None = None) -> None:
        """Show pages in `side`; what `cards` or it show can be reported."""
        super().__init__(parent)
        self._front, self._side = front, side
        self._pages: dict[type[QWidget], QWidget] = {}
        self.door = Door(front, side.window())
        self.door.opened.connect(self._let_in)
        self.door.closing.connect(front.flow.leave_note)
        front.clerk.failed.connect(self._tell_failed)
        self.watch = Watch(front, self)
        self.notices, self.purger = Notices(front, self), Purger(front, self)
        self._reporter = Reporter(front, side, cards, self)
        self.pinned = PinnedRow(front)
        self.pinned.list_requested.connect(self.open_bulletins)

    def shortcuts(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield the keys of the desk, and what each does."""
        yield keys.DESK_KEY, self.open_registers
        yield keys.LOCK_KEY, self.door.close
        yield keys.HANDOVER_KEY, self.hand_over
        yield keys.FAVOUR_KEY, self.do_favour
        yield keys.FOLLOW_UP_KEY, self.promise
        yield keys.DUE_KEY, self.open_follow_ups
        yield keys.BULLETIN_KEY, self.pinned.copy
        yield keys.FOLD_KEY, self.pinned.fold
        yield keys.BULLETINS_KEY, self.open_bulletins
        for key in keys.SAVE_KEYS:
            yield key, self.save_or_wrap_up
        yield keys.CUSTOMER_KEY, self.open_customer
        yield keys.FORM_KEY, self.open_forms
        yield keys.STUDIO_KEY, self.open_studio
        yield keys.REPORT_KEY, self._reporter.report

    def open_registers(self) -> None:
        """Show the registers: calls and what is to be done for them."""
        from kbassist.gui.records.registers import RegisterPage  # noqa: PLC0415 - this and others when first needed

        self.show_page(RegisterPage).open()

    def open_studio(self) -> None:
        """Show where articles are written, with what agents reported of them."""
        from kbassist.desk import reports  # noqa: PLC0415

        self._side.open_studio()
        if self._side.studio:
            self._front.clerk.ask(reports.open_counts, self._side.studio.overview.count_reports)

    def _tell_failed(self, reason: str) -> None:
        self._front.tell(_("It could not be kept: {reason}").format(reason=reason))

    def _let_in(self, name: str) -> None:
        if name != self._front.flow.agent:
            self._side.begin_call()
            self._front.flow.become(name)

    def hand_over(self) -> None:
        """Hand the matter of the call to a unit, and register a complaint."""
        from kbassist.gui.records.handover import HandoverPage  # noqa: PLC0415

        self.show_page(HandoverPage).open()

    def do_favour(self) -> None:
        """Make a gesture of goodwill."""
        from kbassist.gui.records.favour import FavourPage  # noqa: PLC0415

        self.show_page(FavourPage).open()

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

    def save_or_wrap_up(self) -> None:
        """Keep what is filled in on the page that has the keys; anywhere else, begin to wrap a call up.

        In the register of calls it is the one chosen there, in that of bulletins it makes what they ask for.
        """
        from kbassist.gui.records.bulletins import BulletinsRegister  # noqa: PLC0415
        from kbassist.gui.records.calls import CallsRegister  # noqa: PLC0415
        from kbassist.gui.records.page import EntryPage  # noqa: PLC0415

        page: QWidget | None = QApplication.focusWidget()
        while page and not isinstance(page, EntryPage | BulletinsRegister | CallsRegister):
            page = page.parentWidget()
        if isinstance(page, EntryPage | BulletinsRegister):
            page.submitted.emit()
        else:
            self.wrap_up(page.chosen if isinstance(page, CallsRegister) else "")

    def wrap_up(self, call: str = "") -> None:
        """Show the page on which a call is wrapped up: the one in front, or where it is blank the last that waits."""
        from kbassist.gui.records.ending import Ending  # noqa: PLC0415

        flow, ask = self._front.flow, self._front.clerk.ask
        agent = flow.call.agent
        if held := next((one for one in flow.held if one.id == call), None):
            flow.take(held)
        if call in {"", flow.call.id} and not flow.call.is_blank:
            self._open_wrap_up(Ending(flow.call, self._front, self._side.articles_read))
        elif call:
            ask(partial(calls.get, call), partial(self._wrap_up_saved, agent))
        else:
            ask(
                partial(calls.to_wrap_up, agent, most=1),
                lambda waiting: self._wrap_up_saved(agent, next(iter(waiting), None)),
            )

    def _wrap_up_saved(self, agent: str, saved: SavedCall | None) -> None:
        from kbassist.gui.recorder import restored  # noqa: PLC0415
        from kbassist.gui.records.ending import Ending  # noqa: PLC0415

        if agent != self._front.flow.call.agent:
            return  # another is there by now
        if saved:
            self._open_wrap_up(Ending(restored(saved), self._front, ended=saved.ended))
        else:
            self._front.tell(_("No call waits to be wrapped up."))

    def _open_wrap_up(self, ending: Ending) -> None:
        from kbassist.gui.records.wrapup import WrapUpPage  # noqa: PLC0415

        is_new = WrapUpPage not in self._pages
        page = self.show_page(WrapUpPage)
        if is_new:
            page.wrapped.connect(self.wrapped)
        page.open(ending)

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
            page.closed.connect(self.watch.look)  # type: ignore[attr-defined]
        self._side.show_page(page)
        return page  # type: ignore[return-value]
