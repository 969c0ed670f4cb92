"""Quiet words about the customer on the line: a card of that name, and whether an offer may be made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kbassist.gui.keys import CUSTOMER_KEY
from kbassist.messages import _

if TYPE_CHECKING:
    from kbassist.desk.customers import Customer
    from kbassist.desk.outbound import Consent
    from kbassist.desk.rules import Rules
    from kbassist.gui.records.front import Front


class Notices(QObject):
    """Keeps one notice for the call in front, `words`; `changed` tells of another."""

    changed = Signal()

    def __init__(self, front: Front, parent: QObject | None = None) -> None:
        """Begin with nothing to say."""
        super().__init__(parent)
        self._front = front
        self._asked: tuple[str, str, str] | None = None
        self.words = ""
        front.flow.advised.connect(self._look)

    def warn_of_offer(self) -> None:
        """Know that an offer is being made: say why it may not be, where the customer's card tells."""
        from kbassist.desk import customers  # noqa: PLC0415 - this and others once there is a customer

        call = self._front.flow.call
        if call.customer:
            self._front.clerk.ask(partial(customers.get, call.customer), partial(self._warn, call.id))

    def _look(self) -> None:
        """Look whether a card has the name of the call, each time that it is another name."""
        call = self._front.flow.call
        asked = call.id, call.customer, "" if call.customer else call.name.strip()
        if asked == self._asked:
            return
        self._asked = asked
        self._say("")
        if asked[2]:
            from kbassist.desk import customers  # noqa: PLC0415

            self._front.clerk.ask(partial(customers.named, asked[2]), partial(self._offer, asked))

    def _offer(self, asked: tuple[str, str, str], found: list[Customer]) -> None:
        if asked == self._asked and len(found) == 1:
            self._say(_("There is a card of {name}: {key}").format(name=found[0].name, key=CUSTOMER_KEY))

    def _warn(self, call: str, customer: Customer | None) -> None:
        if customer and call == self._front.flow.call.id:
            words, is_given = offers_words(self._front, customer.consents)
            self._say("" if is_given else words)

    def _say(self, words: str) -> None:
        if words != self.words:
            self.words = words
            self.changed.emit()


def offers_words(front: Front, consents: Iterable[Consent]) -> tuple[str, bool]:
    """Return whether an offer may be made now on the channel of the call, why not, and from when on."""
    from kbassist import deskwords, moments  # noqa: PLC0415
    from kbassist.desk import outbound  # noqa: PLC0415
    from kbassist.gui import labels  # noqa: PLC0415

    now, channel = datetime.now().astimezone(), front.flow.call.channel.value
    permission = outbound.permission(now, channel, consents, rules=front.rules.outbound, workdays=front.workdays)
    if permission.is_given:
        return _("Offers are allowed now."), True
    why = " ".join(map(deskwords.word, permission.bars))
    if permission.opens:
        day, time = labels.short_day(permission.opens.date()), moments.clock(permission.opens)
        why += " " + _("Allowed from {day}, {time}.").format(day=day, time=time)
    return _("No offers now: {why}").format(why=why), False


def consent_words(consent: Consent, rules: Rules) -> str:
    """Return since when a customer agrees to a purpose, or no longer does."""
    from kbassist import deskwords  # noqa: PLC0415
    from kbassist.gui import labels  # noqa: PLC0415

    purpose = deskwords.code_word(consent.purpose, rules)
    if consent.withdrawn is None:
        return _("{purpose}: agreed on {day}").format(purpose=purpose, day=labels.short_day(consent.given))
    words = _("{purpose}: taken back on {day}, no longer used for this")
    return words.format(purpose=purpose, day=labels.short_day(consent.withdrawn))
