"""Offers to customers who did not call: with their consent, on allowed days, at allowed hours."""

from datetime import date, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.desk import outbound, rules
from kbassist.desk.outbound import Bar, Consent
from kbassist.desk.workdays import Workdays

RULES = rules.load(None)
WORKDAYS = Workdays(RULES.calendar)
WIB = timezone(timedelta(hours=7))
AGREED = (Consent("offers", date(2026, 1, 5)),)
ON_FRIDAY = datetime(2026, 11, 27, 10, tzinfo=WIB)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def ask(now, channel="phone", consents=AGREED, **more):
    return outbound.permission(
        now, channel, consents, rules=more.pop("rules", RULES.outbound), workdays=WORKDAYS, **more
    )


@pytest.mark.parametrize(
    ("now", "bars", "opens"),
    [
        ("2026-11-27 08:00", (), "2026-11-27 08:00"),
        ("2026-11-27 17:59", (), "2026-11-27 17:59"),
        ("2026-11-28 10:00", (), "2026-11-28 10:00"),  # Saturday
        ("2026-11-27 07:59", (Bar.HOURS,), "2026-11-27 08:00"),
        ("2026-11-27 18:00", (Bar.HOURS,), "2026-11-28 08:00"),
        ("2026-11-28 20:00", (Bar.HOURS,), "2026-11-30 08:00"),  # over Sunday
        ("2026-11-29 10:00", (Bar.WEEKDAY,), "2026-11-30 08:00"),
        ("2026-11-29 05:00", (Bar.WEEKDAY, Bar.HOURS), "2026-11-30 08:00"),
        ("2026-12-23 19:00", (Bar.HOURS,), "2026-12-26 08:00"),  # over Christmas
        ("2026-12-25 10:00", (Bar.HOLIDAY,), "2026-12-26 08:00"),
        ("2026-03-22 10:00", (Bar.WEEKDAY, Bar.HOLIDAY), "2026-03-25 08:00"),  # Idul Fitri on a Sunday
    ],
)
def test_days_and_hours(now, bars, opens):
    found = ask(at(now))
    assert (found.bars, found.opens, found.is_given) == (bars, at(opens), not bars)


@pytest.mark.parametrize(
    ("consents", "bars"),
    [
        ((), (Bar.NO_CONSENT,)),
        ((Consent("surveys", date(2026, 1, 5)),), (Bar.NO_CONSENT,)),
        ((Consent("offers", date(2026, 11, 28)),), (Bar.NO_CONSENT,)),  # from tomorrow
        ((Consent("offers", date(2026, 11, 27)),), ()),
        ((Consent("offers", date(2026, 1, 5), date(2026, 11, 27)),), (Bar.WITHDRAWN,)),  # this morning
        ((Consent("offers", date(2026, 1, 5), date(2026, 11, 28)),), ()),
        ((Consent("offers", date(2026, 1, 5), date(2026, 2, 1)), Consent("offers", date(2026, 3, 1))), ()),
        ((Consent("offers", date(2026, 3, 1)), Consent("surveys", date(2026, 1, 5), date(2026, 2, 1))), ()),
    ],
)
def test_consents(consents, bars):
    found = ask(ON_FRIDAY, consents=consents)
    assert found.bars == bars
    assert found.opens == (None if bars else ON_FRIDAY)


def test_every_bar_is_named_and_no_hour_opens_without_consent():
    found = ask(at("2026-03-22 22:00"), consents=())
    assert found == ((Bar.NO_CONSENT, Bar.WEEKDAY, Bar.HOLIDAY, Bar.HOURS), None)


def test_a_purpose_has_its_own_consent():
    surveys = [Consent("surveys", date(2026, 1, 5))]
    assert ask(ON_FRIDAY, consents=surveys, purpose="surveys").is_given


def test_who_stands_at_the_counter_may_always_be_asked():
    assert ask(at("2026-03-22 22:00"), "counter", consents=()).is_given
    assert not [channel for channel in ("phone", "chat", "email", "text") if ask(ON_FRIDAY, channel, ()).is_given]


def test_a_bank_sets_days_hours_and_channels():
    rule = msgspec.structs.replace(
        RULES.outbound, weekdays=frozenset({rules.Weekday.FRIDAY}), holidays=True, channels=frozenset({"phone"})
    )
    assert ask(at("2026-12-25 10:00"), rules=rule).is_given
    assert ask(at("2026-12-26 10:00"), rules=rule).opens == at("2027-01-01 08:00")
    assert ask(at("2026-12-27 23:00"), "email", (), rules=rule).is_given


@given(st.integers(0, 3 * 365 * 24 * 60))
def test_the_hour_that_is_named_is_allowed_and_the_next(minutes):
    now = at("2026-01-05 00:00") + timedelta(minutes=minutes)
    found = ask(now)
    assert found.is_given == (found.opens == now)
    assert found.opens >= now
    assert ask(found.opens).is_given
    if not found.is_given:
        assert not ask(found.opens - timedelta(seconds=1)).is_given
