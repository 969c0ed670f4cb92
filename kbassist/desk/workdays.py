"""Working days: the bank's weekdays without the holidays of the country, as far as these are known."""

import re
from datetime import date, datetime, timedelta
from functools import cache

from kbassist import resources
from kbassist.desk.rules import CalendarRules, Weekday

_DURATION = re.compile(r"(\d{1,4})(wd|d|h|m)")
_DAY = timedelta(days=1)


class Workdays:
    """The bank's calendar. Past its last known day only weekends and the bank's own days count; `knows` tells."""

    def __init__(self, rules: CalendarRules) -> None:
        """Join the holidays of the country with the bank's own days."""
        self._rules = rules
        self._weekdays = {number for number, weekday in enumerate(Weekday) if weekday in rules.weekdays}
        self._holidays = (national_holidays() | rules.holidays) - rules.workdays

    def knows(self, day: date) -> bool:
        """Tell whether all holidays up to a day are known."""
        return day <= self._rules.until

    def is_holiday(self, day: date) -> bool:
        """Tell whether a day is a holiday, joint leave or a day on which the bank is closed; weekends are none."""
        return day in self._holidays

    def is_workday(self, day: date) -> bool:
        """Tell whether the bank works on a day."""
        if day in self._rules.workdays:
            return True
        return day.weekday() in self._weekdays and not self.is_holiday(day)

    def add(self, day: date, count: int) -> date:
        """Return the working day that is so many after a day; with 0 the day itself."""
        while count > 0:
            day += _DAY
            count -= self.is_workday(day)
        return day

    def between(self, day: date, other: date) -> int:
        """Return the number of working days after a day up to the other and with it; below 0 when that is earlier."""
        if other < day:
            return -self.between(other, day)
        return sum(self.is_workday(day + _DAY * ahead) for ahead in range(1, (other - day).days + 1))

    def due(self, opened: datetime, duration: str) -> datetime:
        """Return when something is due that was opened at a local time: `5wd`, `3d`, `2h` or `30m` later.

        What is due on a day is due when the bank closes. Raise ValueError for what is no duration.
        """
        found = _DURATION.fullmatch(duration)
        if found is None:
            raise ValueError(duration)
        count, unit = int(found[1]), found[2]
        if unit in {"h", "m"}:
            return opened + (timedelta(hours=count) if unit == "h" else timedelta(minutes=count))
        day = self.add(opened.date(), count) if unit == "wd" else opened.date() + _DAY * count
        return datetime.combine(day, self._rules.closes, opened.tzinfo)


@cache
def national_holidays() -> frozenset[date]:
    """Return the holidays and days of joint leave that are known of the country."""
    rows = resources.read_text("desk/holidays.tsv").splitlines()
    return frozenset(date.fromisoformat(row.partition("\t")[0]) for row in rows if not row.startswith("#"))
