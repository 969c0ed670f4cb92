"""When something is due, told in words: "bsk 10.00", "3 hari kerja", "senin sore"; and promises found in a note."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from kbassist import resources
from kbassist.desk.workdays import Workdays

_NOON, _HOURS, _WEEK = 12, 24, 7
_SHORT = {"h", "m"}
_SENTENCES = re.compile(r"\n|;|[.!?](?=\s|$)")
_ISO = re.compile(r"\b(20\d{2})-(\d{2})-(\d{2})\b")
_OWN_SIGN = re.compile(r"^[»✓✗–\s]+")


class Promise(NamedTuple):
    """What was promised, and until when as far as it was told."""

    words: str
    due: datetime | None


class _Words(NamedTuple):
    """The words of each role with their values, and the patterns made of them."""

    values: dict[str, dict[str, str]]
    later: re.Pattern[str]
    day: re.Pattern[str]
    weekday: re.Pattern[str]
    date: re.Pattern[str]
    time: re.Pattern[str]
    promise: re.Pattern[str]


def read(words: str, now: datetime, workdays: Workdays) -> datetime | None:
    """Return the moment that words tell, seen from a local time; None when they tell none that is still to come.

    What is due on a day without an hour is due when the bank closes.
    """
    told, text, here = _words(), _ISO.sub(r"\3/\2/\1", " ".join(words.lower().split())), now.replace(tzinfo=None)
    if later := next((found for found in told.later.finditer(text) if not found["at"]), None):
        count, unit = later["count"], told.values["unit"][later["unit"]]
        due: datetime | None = workdays.due(here, f"{int(count) * _WEEK}d" if unit == "w" else f"{count}{unit}")
        if due and unit not in _SHORT:
            due = _at_hour(text, due.date(), due)
    elif day := _day(text, here.date()):
        due = _at_hour(text, day, workdays.due(datetime.combine(day, here.time()), "0d"))
    else:
        due = _at_hour(text, here.date(), None)
        if due and due <= here:
            due = datetime.combine(workdays.add(here.date(), 1), due.time())
    return due.replace(tzinfo=now.tzinfo) if due and due > here else None


def find_promise(note: str, now: datetime, workdays: Workdays) -> Promise | None:
    """Return the last promise that a note has, in its own words."""
    pattern = _words().promise
    for sentence in reversed(_SENTENCES.split(note)):
        if pattern.search(sentence.lower()):
            words = _OWN_SIGN.sub("", sentence).strip()
            return Promise(words, read(words, now, workdays))
    return None


def _at_hour(text: str, day: date, otherwise: datetime | None) -> datetime | None:
    """Return the hour of a day that the text tells, else what it would be."""
    hours = (
        found for found in _words().time.finditer(text) if found["at"] or found["m"] or found["part"] or found["only"]
    )
    found = next(hours, None)
    if found is None:
        return otherwise
    part = found["part"] or found["only"]
    usual = int(_words().values["hour"].get(part, "0")) if part else 0
    hour, minute = int(found["h"] or usual), int(found["m"] or 0)
    if found["h"] and hour < _NOON and (part == "pm" or usual > _NOON):
        hour += _NOON
    if hour >= _HOURS or minute >= 60:  # noqa: PLR2004 - minutes of an hour
        return None
    return datetime.combine(day, time(hour, minute))


def _day(text: str, today: date) -> date | None:
    told = _words()
    if found := told.day.search(text):
        return today + timedelta(days=int(told.values["day"][found[1]]))
    if found := told.date.search(text):
        return _date(int(found["d"]), found["month"], found["y"], today)
    if found := told.weekday.search(text):
        ahead = (int(told.values["weekday"][found[1]]) - today.weekday()) % _WEEK
        return today + timedelta(days=ahead or _WEEK)
    return None


def _date(day: int, month: str, year: str | None, today: date) -> date | None:
    """Return a date, in the year to come when none is told."""
    number = int(_words().values["month"].get(month, month))
    years = [int(year) % 100 + 2000] if year else [today.year, today.year + 1]
    for one in years:
        try:
            found = date(one, number, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


@cache
def _words() -> _Words:
    values: dict[str, dict[str, str]] = {}
    for file in ("days", "due"):
        for row in resources.read_text(f"words/{file}.tsv").splitlines():
            word, role, value = row.split("\t")
            values.setdefault(role, {})[word] = value
    any_of = {role: "|".join(map(re.escape, sorted(words, key=len, reverse=True))) for role, words in values.items()}
    at, hour = any_of["at"], any_of["hour"]
    return _Words(
        values,
        later=re.compile(rf"(?P<at>\b(?:{at})\s*)?(?<![\d.,:/-])(?P<count>\d{{1,3}})\s*(?P<unit>{any_of['unit']})\b"),
        day=re.compile(rf"\b({any_of['day']})\b"),
        weekday=re.compile(rf"\b({any_of['weekday']})\b"),
        date=re.compile(
            rf"(?<![\d.:])\b(?P<d>\d{{1,2}})(?:\s*[/-]\s*|\s+)(?P<month>{any_of['month']}|(?<=[/-])\d{{1,2}})\b"
            r"(?:[\s/-]+(?P<y>20\d{2}|\d{2}(?![.:\d])))?"
        ),
        time=re.compile(
            rf"(?P<at>\b(?:{at})\s*)?(?<![\d/-])(?P<h>\d{{1,2}})(?:[.:](?P<m>\d{{2}}))?\b(?:\s*\b(?P<part>am|pm|{hour})\b)?"
            rf"|\b(?P<only>{hour})\b"
        ),
        promise=re.compile(rf"\b(?:{any_of['promise']})\b"),
    )
