"""Whether a customer who did not call may be made an offer now, and when if not."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import NamedTuple

from kbassist.desk.rules import OutboundRules, Weekday
from kbassist.desk.workdays import Workdays

OFFERS = "offers"


class Bar(StrEnum):
    """Why an offer may not be made now."""

    NO_CONSENT = "no-consent"
    WITHDRAWN = "withdrawn"
    WEEKDAY = "weekday"
    HOLIDAY = "holiday"
    HOURS = "hours"


class Consent(NamedTuple):
    """What a customer agreed to, from one day until another."""

    purpose: str
    given: date
    withdrawn: date | None = None


class Permission(NamedTuple):
    """Why not, if anything stands against it; `opens` is when it is allowed, None when only the customer can say."""

    bars: tuple[Bar, ...]
    opens: datetime | None

    @property
    def is_given(self) -> bool:
        """Tell whether nothing stands against it."""
        return not self.bars


def permission(
    now: datetime,
    channel: str,
    consents: Iterable[Consent],
    *,
    rules: OutboundRules,
    workdays: Workdays,
    purpose: str = OFFERS,
) -> Permission:
    """Tell whether a customer may be approached at a local time; a channel that is not personal is always free."""
    if channel not in rules.channels:
        return Permission((), now)
    barred = _consent_bar([consent for consent in consents if consent.purpose == purpose], now.date())
    bars = (*([barred] if barred else ()), *_time_bars(now, rules, workdays))
    return Permission(bars, None if barred else _opens(now, rules, workdays))


def _consent_bar(consents: list[Consent], today: date) -> Bar | None:
    begun = [consent for consent in consents if consent.given <= today]
    if any(consent.withdrawn is None or today < consent.withdrawn for consent in begun):
        return None
    return Bar.WITHDRAWN if begun else Bar.NO_CONSENT


def _day_bars(day: date, rules: OutboundRules, workdays: Workdays) -> Iterable[Bar]:
    if Weekday.of(day) not in rules.weekdays:
        yield Bar.WEEKDAY
    if not rules.holidays and workdays.is_holiday(day):
        yield Bar.HOLIDAY


def _time_bars(now: datetime, rules: OutboundRules, workdays: Workdays) -> Iterable[Bar]:
    yield from _day_bars(now.date(), rules, workdays)
    opens, closes = rules.hours
    if not opens <= now.time() < closes:
        yield Bar.HOURS


def _opens(now: datetime, rules: OutboundRules, workdays: Workdays) -> datetime:
    """Return now, or the next moment at which the hours begin on an allowed day."""
    if not any(_time_bars(now, rules, workdays)):
        return now
    days = (now.date() + timedelta(days=ahead) for ahead in count())
    starts = (datetime.combine(day, rules.hours[0], now.tzinfo) for day in days)
    return next(start for start in starts if start > now and not any(_day_bars(start.date(), rules, workdays)))
