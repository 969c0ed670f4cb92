"""Promises in a note: what will be done for the customer, and by when.

`words/promises.tsv` has the phrases in standard words, `*` for any word: those that promise, those that deny it, those
of what is over, and those of times.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple, Protocol

from kbassist import resources
from kbassist.text import tokens

_LONGEST_READ = 20_000
_BETWEEN_CLAUSES = re.compile(r"[\n,;!?]+|\.(?=\s|$)")
_ISO = re.compile(r"(?<![\d/-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d/-])")
_SLASHED = re.compile(r"(?<![\d/-])(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\d/-])")
_BARE_HOUR = re.compile(r"(?<=\| ) *(\d{1,2})(?= *$)")  # behind a day, at the end: "besok 10"
_DENIED_WITHIN = 3  # words
_NOON, _MIDNIGHT, _LAST_MINUTE = 12, 24, time(23, 59)
# Hours that nobody is called at night; without another word they are those of the afternoon.
_AFTERNOON = range(1, 7)
_BEFORE_NOON = range(10, 12)  # "jam 11 siang" is before noon
_MIDDAY = 13
_HORIZON = timedelta(days=400)  # what lies further ahead is no promise


class Calendar(Protocol):
    """The bank's working days."""

    def add(self, day: date, count: int) -> date:
        """Return the working day that is so many after a day."""

    def due(self, opened: datetime, duration: str) -> datetime:
        """Return when something is due; what is due on a day, when the bank closes."""


class Promise(NamedTuple):
    """The words of the note that promise something, and when it is due, if they say so."""

    words: str
    due: datetime | None


class _Moment(NamedTuple):
    """What is said of a time; the hour is that of a part of the day where no clock is named."""

    day: date | None = None
    hour: time | None = None
    exact: datetime | None = None


def find(note: str, now: datetime, calendar: Calendar) -> Promise | None:
    """Return the last promise of a note, read at a local time."""
    clauses = [clause.strip() for clause in _BETWEEN_CLAUSES.split(note[-_LONGEST_READ:])]
    found = None
    for clause, following in pairwise([*clauses, ""]):
        if _promises(_words(clause)):
            due = read_due(clause, now, calendar)
            if due is None and not _pattern("promise").search(_words(following)):
                due = read_due(following, now, calendar)
            found = Promise(clause, due)
    return found


def read_due(text: str, now: datetime, calendar: Calendar) -> datetime | None:
    """Return the time that is said in words or figures, seen from a local time; None for none or one that is over."""
    said = _Reader(text[:_LONGEST_READ], now, calendar).read()
    due = said.exact or _joined(said, now, calendar)
    return due if due and now < due < now + _HORIZON else None


def _promises(words: str) -> bool:
    """Whether a clause promises something: not what is over, and not what is denied a few words before."""
    promise = _pattern("promise").search(words)
    if promise is None or _pattern("past").search(words):
        return False
    denied = words[: promise.end()].split()[-promise[0].count(" ") - 1 - _DENIED_WITHIN :]
    return not _pattern("not").search(" ".join(denied))


def _joined(said: _Moment, now: datetime, calendar: Calendar) -> datetime | None:
    if said.hour:
        today = datetime.combine(now.date(), said.hour, now.tzinfo)
        day = said.day or (now.date() if today > now else calendar.add(now.date(), 1))
        return datetime.combine(day, said.hour, now.tzinfo)
    if said.day is None:
        return None
    due = calendar.due(datetime.combine(said.day, time(), now.tzinfo), "0d")
    return due if due > now else datetime.combine(said.day, _LAST_MINUTE, now.tzinfo)


class _Reader:
    """Takes dates, clocks, days and durations out of a text, in this order: each may hold the numbers of the next."""

    def __init__(self, text: str, now: datetime, calendar: Calendar) -> None:
        self._text, self._words, self._now, self._calendar = text, _words(text), now, calendar
        self._today = now.date()

    def read(self) -> _Moment:
        day = self._date()
        clock = self._clock()
        day = day or self._named_day()
        if day and clock is None and (bare := self._take(_BARE_HOUR)):
            clock = _valid(int(bare[1]), 0)
        part = self._take(_pattern("part"))
        if clock is None and day is None and part is None and (exact := self._short_duration()):
            return _Moment(exact=exact)
        day = day or self._long_duration()
        hour = _hour(clock, int(_phrases("part")[part[0]]) if part else None)
        return _Moment(day, hour)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.search(self._words)
        if found:
            self._words = f"{self._words[: found.start()]}| {self._words[found.end() :]}"
        return found

    def _date(self) -> date | None:
        if found := _ISO.search(self._text):
            return self._day(*map(int, found.groups()))
        if found := _SLASHED.search(self._text):
            day, month, year = found.groups()
            self._words = self._words.replace(" ".join(filter(None, found.groups())), "|", 1)
            return self._day(int(year), int(month), int(day)) if year else self._next(int(day), int(month))
        months = _months()
        names = "|".join(months)
        for pattern in (
            rf"(?<!\S)(?P<day>\d{{1,2}}) (?P<month>{names})(?: (?P<year>\d{{4}}))?(?!\S)",
            rf"(?<!\S)(?P<month>{names}) (?P<day>\d{{1,2}})(?: (?P<year>\d{{4}}))?(?!\S)",
        ):
            if found := self._take(re.compile(pattern)):
                day, month = int(found["day"]), months[found["month"]]
                return self._day(int(found["year"]), month, day) if found["year"] else self._next(day, month)
        found = self._take(re.compile(r"(?<!\S)tanggal (\d{1,2})(?!\S)"))
        return self._next(int(found[1])) if found else None

    def _next(self, number: int, month: int | None = None) -> date | None:
        """Return the next day with a number in a month, or in any."""
        first = self._today.replace(day=1)
        for ahead in range(_NOON + 1):
            year, zero_based = divmod(first.year * _NOON + first.month - 1 + ahead, _NOON)
            day = self._day(year, zero_based + 1, number)
            if day and day >= self._today and month in {None, day.month}:
                return day
        return None

    @staticmethod
    def _day(year: int, month: int, day: int) -> date | None:
        try:
            return date(year, month, day)
        except ValueError:
            return None

    def _clock(self) -> tuple[int, int] | None:
        parts = f"(?= (?:{'|'.join(_phrases('part'))})(?!\\S))"
        if found := self._take(re.compile(r"(?<!\S)setengah (\d{1,2})(?!\S)")):
            return _valid(int(found[1]) - 1, 30)
        before = "|".join(_phrases("clock"))
        for pattern in (
            rf"(?<!\S)(?:{before}) (\d{{1,2}})(?:[.:](\d\d))?(?!\S)",
            r"(?<!\S)(\d{1,2})[.:](\d\d)(?!\S)",
            rf"(?<!\S)(\d{{1,2}}){parts}",
        ):
            if found := self._take(re.compile(pattern)):
                minute = found[2] if found.re.groups > 1 else None
                return _valid(int(found[1]), int(minute or 0))
        return None

    def _named_day(self) -> date | None:
        if found := self._take(_pattern("period")):
            return self._of_period(_phrases("period")[found[0]])
        if found := self._take(_pattern("weekday")):
            weekday = int(_phrases("weekday")[found[0]])
            ahead = (weekday - self._today.weekday() - 1) % 7 + 1
            before, after = self._words[: found.start()].split(), self._words[found.start() + 1 :].split()
            is_next = not _phrases("next").keys().isdisjoint((*before[-1:], *after[:1]))
            is_in_this_week = weekday > self._today.weekday()
            return self._today + timedelta(days=ahead + 7 * (is_next and is_in_this_week))
        found = self._take(_pattern("day"))
        return self._today + timedelta(days=int(_phrases("day")[found[0]])) if found else None

    def _of_period(self, name: str) -> date:
        today, add = self._today, self._calendar.add
        next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        match name:
            case "next-week":
                return add(today + timedelta(days=6 - today.weekday()), 1)
            case "next-month":
                return add(next_month - timedelta(days=1), 1)
            case _:
                ends = next_month - timedelta(days=1)
                workdays = (ends - timedelta(days=back) for back in range(ends.day))
                return next((day for day in workdays if add(day - timedelta(days=1), 1) == day), ends)

    def _short_duration(self) -> datetime | None:
        if found := self._take(re.compile(r"(?<!\S)(\d{1,2}) kali 24 jam(?!\S)")):
            return self._now + timedelta(days=int(found[1]))
        return next(
            (
                self._now.replace(second=0, microsecond=0) + timedelta(**{unit: count})
                for count, unit in self._durations("hours", "minutes")
            ),
            None,
        )

    def _long_duration(self) -> date | None:
        for count, unit in self._durations("workdays", "days", "weeks"):
            if unit == "workdays":
                return self._calendar.add(self._today, count)
            return self._today + timedelta(**{unit: count})
        return None

    def _durations(self, *units: str) -> Iterator[tuple[int, str]]:
        """Yield counts with one of the units, in the order of the text."""
        for found in _durations().finditer(self._words):
            number, phrase = found["number"], found["unit"] or found["span"]
            count, unit = _phrases("unit" if found["unit"] else "span")[phrase].split()
            if unit in units:
                numbers = _phrases("number")
                yield int(count) * (int(numbers.get(number, number)) if number else 1), unit


def _valid(hour: int, minute: int) -> tuple[int, int] | None:
    return (hour, minute) if 0 <= hour < _MIDNIGHT and minute < 60 else None  # noqa: PLR2004 - minutes of an hour


def _hour(clock: tuple[int, int] | None, part: int | None) -> time | None:
    """Join a clock with a part of the day, given by its own hour."""
    if clock is None:
        return None if part is None else time(part)
    hour, minute = clock
    if part is None:
        is_later = hour in _AFTERNOON
    else:
        is_later = part >= _NOON and hour < _NOON and not (part == _MIDDAY and hour in _BEFORE_NOON)
        hour = 0 if part < _NOON and hour == _NOON else hour
    return time(hour + _NOON * is_later, minute)


def _words(text: str) -> str:
    return " ".join(token.word for token in tokens.read(text))


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    rows = [row.split("\t") for row in resources.read_text("words/promises.tsv").splitlines()]
    rows += [row.split("\t") for row in resources.read_text("words/days.tsv").splitlines()]
    return tuple((phrase, role, value) for phrase, role, value in rows)


@cache
def _phrases(role: str) -> dict[str, str]:
    """Return the phrases with a role and what each stands for, the longest first."""
    found = [(phrase, value) for phrase, of, value in _rows() if of == role]
    return dict(sorted(found, key=lambda row: -len(row[0])))


@cache
def _months() -> dict[str, int]:
    return {name: int(number) for name, number in _phrases("month").items()}


@cache
def _pattern(role: str) -> re.Pattern[str]:
    phrases = "|".join(re.escape(phrase).replace(r"\*", r"\S+") for phrase in _phrases(role))
    return re.compile(rf"(?<!\S)(?:{phrases})(?!\S)")


@cache
def _durations() -> re.Pattern[str]:
    numbers, units, spans = ("|".join(map(re.escape, _phrases(role))) for role in ("number", "unit", "span"))
    return re.compile(rf"(?<!\S)(?:(?P<number>\d{{1,3}}|{numbers}) (?P<unit>{units})|(?P<span>{spans}))(?!\S)")
