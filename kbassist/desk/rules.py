"""The rules of the desk: our own defaults, and what the bank's `desk.toml` says otherwise, key by key."""

import logging
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec

from kbassist import resources

log = logging.getLogger(__name__)

Code = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9-]*$", max_length=40)]
Codes = Annotated[tuple[Code, ...], msgspec.Meta(min_length=1)]
Currency = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
Language = Annotated[str, msgspec.Meta(pattern="^(id|en)$")]
Prefix = Annotated[str, msgspec.Meta(pattern="^[A-Z]{1,5}$")]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Amount = Annotated[int, msgspec.Meta(ge=0)]
WorkingDays = Annotated[int, msgspec.Meta(ge=1, le=365)]
Days = Annotated[int, msgspec.Meta(ge=1, le=3650)]
Minutes = Annotated[int, msgspec.Meta(ge=0, le=1440)]


class Weekday(StrEnum):
    """A day of the week, in the order of `date.weekday()`."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        """Return the weekday of a day."""
        return tuple(cls)[day.weekday()]


Weekdays = Annotated[frozenset[Weekday], msgspec.Meta(min_length=1)]


class Entry(StrEnum):
    """What a wrap-up can require; an offer's result only once an offer was made."""

    OUTCOME = "outcome"
    REASON = "reason"
    PRODUCT = "product"
    OFFER_RESULT = "offer-result"
    FOLLOW_UP = "follow-up"
    CUSTOMER = "customer"


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file."""


class WrapUpRules(_Section, frozen=True):
    """What is asked at the end of a call."""

    outcomes: Codes
    offer_results: Codes
    decline_reasons: Codes
    required: frozenset[Entry]
    csat: bool
    nps: bool
    required_with: dict[Code, frozenset[Entry]]

    def required_for(self, outcome: str) -> frozenset[Entry]:
        """Return what must be filled in with an outcome."""
        return self.required_with.get(outcome, self.required)


class ComplaintRules(_Section, frozen=True):
    """Working days of the complaint register, and the rule that they come from."""

    source: Words
    spoken: WorkingDays
    written: WorkingDays
    extension: WorkingDays
    documents: WorkingDays


class NumberRules(_Section, frozen=True):
    """What the numbers of the registers begin with."""

    complaints: Prefix
    orders: Prefix


class GoodwillRules(_Section, frozen=True):
    """Who may give how much, and how often."""

    days: Days
    limits: dict[Code, dict[Currency, Amount]]

    def approver(self, amount: int, currency: str, role: str = "agent") -> str | None:
        """Return who approves an amount: "" when the role may give it itself, None when nobody may."""
        able = {who: most[currency] for who, most in self.limits.items() if most.get(currency, -1) >= amount}
        return "" if role in able else min(able, key=able.__getitem__, default=None)


class OutboundRules(_Section, frozen=True):
    """When and where an offer may be made to a customer who did not call."""

    weekdays: Weekdays
    hours: tuple[time, time]
    holidays: bool
    channels: frozenset[Code]
    purposes: Codes

    def __post_init__(self) -> None:
        """Refuse hours that end before they begin."""
        opens, closes = self.hours
        if opens >= closes:
            raise ValueError("hours end before they begin")


class RetentionRules(_Section, frozen=True):
    """Days for which records are kept."""

    calls: Days
    customers: Days
    orders: Days
    complaints: Days
    feedback: Days


class CalendarRules(_Section, frozen=True):
    """The bank's working days, besides the holidays of the country."""

    weekdays: Weekdays
    closes: time
    until: date
    holidays: frozenset[date]
    workdays: frozenset[date]


class Rules(_Section, frozen=True):
    """All rules of the desk."""

    lock_minutes: Minutes
    reminder_minutes: Minutes
    wrap_up: WrapUpRules
    complaints: ComplaintRules
    numbers: NumberRules
    goodwill: GoodwillRules
    outbound: OutboundRules
    retention: RetentionRules
    calendar: CalendarRules
    words: dict[Code, dict[Language, Words]]


def load(path: Path | None) -> Rules:
    """Return the rules; what the bank's file lacks or spoils has its default, with a word in the log."""
    values = tomllib.loads(resources.read_text("desk/rules.toml"))
    rules = msgspec.convert(values, Rules)
    for where, value in _leaves(_read(path) if path else {}):
        changed = _with(values, where, value)
        try:
            rules = msgspec.convert(changed, Rules)
        except msgspec.ValidationError as error:
            wrong, right = str(error).partition(" - at ")[0], _right(values, where)
            log.warning("%s: %s = %s is not used: %s. %s", path, ".".join(where), _shown(value), wrong, right)
        else:
            values = changed
    return rules


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        log.warning("%s cannot be read, defaults are used: %s", path, error)
        return {}


def _leaves(values: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _with(values: Mapping[str, Any], where: tuple[str, ...], value: object) -> dict[str, Any]:
    """Return the values with one of them changed."""
    first, *rest = where
    inner = values.get(first)
    below = _with(inner if isinstance(inner, dict) else {}, tuple(rest), value) if rest else value
    return {**values, first: below}


def _right(values: Mapping[str, Any], where: tuple[str, ...]) -> str:
    """Say what would be right: the default of a key, or the keys that are known in its place."""
    found: Any = values
    for key in where:
        if not isinstance(found, dict) or key not in found:
            break
        found = found[key]
    return f"Known here: {', '.join(found)}" if isinstance(found, dict) else f"The default stays: {_shown(found)}"


def _shown(value: object) -> str:
    """Return a value as it is written in the file."""
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
