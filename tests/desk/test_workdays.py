"""Working days of the bank, on the real holidays of 2026 and 2027."""

from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import resources
from kbassist.desk import rules
from kbassist.desk.workdays import Workdays

CALENDAR = rules.load(None).calendar
WORKDAYS = Workdays(CALENDAR)
WIB = timezone(timedelta(hours=7))
days = st.dates(date(2025, 6, 1), date(2029, 6, 1))


def day(text):
    return date.fromisoformat(text)


def bank(**changes):
    return Workdays(msgspec.structs.replace(CALENDAR, **changes))


def test_the_file_of_holidays_ends_where_the_rules_say():
    rows = [row.split("\t") for row in resources.read_text("desk/holidays.tsv").splitlines() if row[0] != "#"]
    listed = [day(row[0]) for row in rows]
    assert listed == sorted(set(listed))
    assert all(name.strip() for _day, name in rows)
    assert date(listed[-1].year, 12, 31) == CALENDAR.until
    # Both decrees have 8 days of joint leave; that of 2026 has 17 holidays, 2027 has a second Isra Mikraj.
    assert [sum(each.year == year for each in listed) for year in (2026, 2027)] == [25, 26]


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("2026-11-27", True),  # an ordinary Friday
        ("2026-11-28", False),  # Saturday
        ("2026-12-23", True),
        ("2026-12-24", False),  # joint leave
        ("2026-12-25", False),
        ("2026-12-28", True),
        ("2026-03-17", True),
        ("2026-03-18", False),  # joint leave before Nyepi
        ("2026-03-25", True),  # after Idul Fitri
        ("2027-03-05", True),
        ("2027-03-15", False),  # the last joint leave of Idul Fitri
        ("2027-03-16", True),
        ("2027-05-20", False),  # Waisak
        ("2027-12-31", True),
    ],
)
def test_days_on_which_the_bank_works(text, works):
    assert WORKDAYS.is_workday(day(text)) is works


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-11-27", 5, "2026-12-04"),
        ("2026-11-28", 1, "2026-11-30"),
        ("2026-12-22", 2, "2026-12-28"),  # over Christmas
        ("2026-12-22", 5, "2026-12-31"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2026-03-17", 1, "2026-03-25"),  # over Nyepi and Idul Fitri
        ("2027-03-05", 10, "2027-03-31"),  # over Nyepi, Idul Fitri and Good Friday
        ("2027-05-14", 1, "2027-05-21"),  # over Idul Adha and Waisak
        ("2026-11-29", 0, "2026-11-29"),
    ],
)
def test_so_many_working_days_after_a_day(start, count, end):
    assert WORKDAYS.add(day(start), count) == day(end)
    assert WORKDAYS.between(day(start), day(end)) == count
    assert WORKDAYS.between(day(end), day(start)) == -count


@given(days, st.integers(1, 60))
def test_adding_leads_to_a_working_day_and_counts_back(start, count):
    end = WORKDAYS.add(start, count)
    assert WORKDAYS.is_workday(end)
    assert WORKDAYS.between(start, end) == count
    assert WORKDAYS.between(start, end - timedelta(days=1)) == count - 1


@given(days, days, days)
def test_spans_of_working_days_add_up(first, second, third):
    assert WORKDAYS.between(first, second) + WORKDAYS.between(second, third) == WORKDAYS.between(first, third)


@given(days, st.integers(0, 30), st.integers(0, 30))
def test_days_can_be_added_one_after_the_other(start, count, more):
    assert WORKDAYS.add(WORKDAYS.add(start, count), more) == WORKDAYS.add(start, count + more)


@pytest.mark.parametrize(
    ("duration", "due"),
    [
        ("5wd", "2026-12-30T17:00:00+07:00"),
        ("1wd", "2026-12-22T17:00:00+07:00"),
        ("3d", "2026-12-24T17:00:00+07:00"),
        ("0d", "2026-12-21T17:00:00+07:00"),
        ("2h", "2026-12-22T00:30:00+07:00"),
        ("90m", "2026-12-22T00:00:00+07:00"),
    ],
)
def test_durations_of_articles(duration, due):
    opened = datetime(2026, 12, 21, 22, 30, tzinfo=WIB)
    assert WORKDAYS.due(opened, duration) == datetime.fromisoformat(due)


@pytest.mark.parametrize("duration", ["", "soon", "5", "wd", "5 wd", "-1d", "5w", "99999d", "1d "])
def test_what_is_no_duration_is_refused(duration):
    with pytest.raises(ValueError, match=f"^{duration}$"):
        WORKDAYS.due(datetime(2026, 12, 21, tzinfo=UTC), duration)


def test_a_bank_has_days_of_its_own():
    calendar = bank(holidays=frozenset({day("2026-11-30")}), workdays=frozenset({day("2026-11-28"), day("2026-12-24")}))
    assert calendar.is_workday(day("2026-11-28"))
    assert not calendar.is_workday(day("2026-11-30"))
    assert calendar.is_holiday(day("2026-11-30"))
    assert calendar.is_workday(day("2026-12-24"))
    assert not calendar.is_holiday(day("2026-12-24"))
    assert calendar.add(day("2026-11-27"), 2) == day("2026-12-01")


def test_a_bank_can_work_on_all_saturdays():
    calendar = bank(weekdays=CALENDAR.weekdays | {rules.Weekday.SATURDAY})
    assert calendar.is_workday(day("2026-11-28"))
    assert not calendar.is_workday(day("2026-03-21"))  # Idul Fitri on a Saturday


def test_past_the_calendar_only_weekends_are_left_out_and_that_is_known():
    assert WORKDAYS.knows(day("2027-12-31"))
    assert not WORKDAYS.knows(day("2028-01-01"))
    assert WORKDAYS.add(day("2027-12-31"), 5) == day("2028-01-07")
    longer = bank(until=day("2028-12-31"), holidays=frozenset({day("2028-01-03")}))
    assert longer.knows(day("2028-01-10"))
    assert longer.add(day("2027-12-31"), 5) == day("2028-01-10")
