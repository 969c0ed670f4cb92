"""What is filled into a form: each type of field takes its own values, and no field takes a secret."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import cache

from kbassist import resources
from kbassist.text import credentials
from kbassist.text.fieldtypes import FieldError, FieldType

# So much is a name or an address, and so much a story.
_LONGEST, _LONGEST_STORY = 300, 4_000
_ACCOUNT = re.compile(r"\d{10,16}")
_POSTCODE = re.compile(r"[1-9]\d{4}")
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>.]+(?:\.[^\s@,;<>.]+)*\.[^\W\d_]{2,}")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.\-]+(?=\d)")
_NUMBER = re.compile(r"(-?)(\d{1,3}(?:([.,])\d{3}(?:\3\d{3})*)?|\d+)")
_AMOUNT = re.compile(r"(?:(?:rp|idr)\.?\s*)?(\d[\d.,]*?)(?:,00|,-)?\s*(rb|ribu|k|jt|juta|million|m|miliar|billion)?")
_THOUSAND, _MILLION, _BILLION = 1_000, 1_000_000, 1_000_000_000
_UNITS = {"rb": _THOUSAND, "ribu": _THOUSAND, "k": _THOUSAND, "jt": _MILLION, "juta": _MILLION, "million": _MILLION}
_UNITS |= {"m": _BILLION, "miliar": _BILLION, "billion": _BILLION}
_DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})([/.-])(\d{1,2})\5(\d{4})|(\d{1,2})\s+([a-z]+)\.?,?\s+(\d{4})"
)
_YES_NO = {"yes": "yes", "y": "yes", "ya": "yes", "no": "no", "n": "no", "tidak": "no", "tdk": "no"}
# Their values are of one shape, or the editor's own words; one NIK in ten adds up as a card does.
_OWN_SHAPE = frozenset({FieldType.NIK, FieldType.NPWP, FieldType.CHOICE})
# How the numbers of cards begin, and how long they are.
_CARD = re.compile(r"3[47]\d{13}|3[068]\d{12}|(?:2[2-7]|35|[456]\d)\d{14}|[46]\d{18}")
_LONGEST_CARD = 19
_ANY_NIK = "3174012501900001"
_RUN = re.compile(r"\d+(?:[\s.\-/]{1,3}\d+)*")


def check(
    kind: FieldType,
    text: str,
    today: date,
    *,
    least: int | None = None,
    most: int | None = None,
    digits: bool = False,
    choices: Sequence[str] = (),
) -> str:
    """Return an answer as it is kept: dates as year-month-day, phones as +62…, amounts in rupiah, yes or no.

    Raises FieldError for what the field does not take, and in every field for card numbers and secrets. `least` and
    `most` bound numbers, the letters of a text, and dates in days from today.
    """
    text = text.strip() if kind is FieldType.LONG_TEXT else " ".join(text.split())
    try:
        value = _choice(text, choices) if kind is FieldType.CHOICE else _READERS[kind](text, today)
    except FieldError:
        _refuse_secrets(text)
        raise
    if kind not in _OWN_SHAPE:
        _refuse_secrets(text)
    if digits and not (value.isascii() and value.isdigit()):
        raise FieldError("field-not-digits")
    _hold(kind, value, today, least, most)
    return value


def warm() -> None:
    """Load what the first answers would wait for."""
    for kind in (FieldType.PHONE, FieldType.NIK, FieldType.NPWP, FieldType.DATE):
        with suppress(FieldError):
            check(kind, _ANY_NIK if kind is FieldType.NIK else "081234567890", date.min)


def is_never_asked(label: str) -> bool:
    """Whether a label asks for what staff never ask: a PIN, a code, a password, a card number, the mother's name."""
    words = " ".join(label.lower().split())
    roles = {
        role for phrase, role in _never_asked() if re.search(rf"(?<!\w){re.escape(phrase)}(?:nya)?(?![\w/])", words)
    }
    # "Nama Ibu/Bapak" addresses a customer.
    is_secret = any(not label.startswith("/", name.end()) for name in credentials.find_names(label))
    return is_secret or "never" in roles or ("card" in roles and "other" not in roles)


def read_amount(text: str) -> int:
    """Return an amount in rupiah: "Rp1.500.000", "1,5 jt"; raises FieldError."""
    found = _AMOUNT.fullmatch(text.lower().strip())
    if found is None:
        raise FieldError("field-not-amount")
    number, unit = found[1].rstrip(".,"), found[2]
    if unit and (decimal := re.fullmatch(r"(\d+)[.,](\d{1,2})", number)):
        hundredths = int(decimal[1]) * 100 + int(decimal[2].ljust(2, "0"))
        return hundredths * _UNITS[unit] // 100
    whole = _NUMBER.fullmatch(number)
    if whole is None or (unit and whole[3]):
        raise FieldError("field-not-amount")
    return int(re.sub(r"\D", "", number)) * _UNITS.get(unit, 1)


def read_day(text: str, today: date) -> date:
    """Return a day: "2026-12-01", "1/12/2026", "1 des 2026", "besok"; raises FieldError."""
    days, months = _days()
    words = text.lower().strip()
    if words in days:
        return today + timedelta(days=days[words])
    found = _DATE.fullmatch(words)
    if found is None or (found[9] and found[9] not in months):
        raise FieldError("field-not-date")
    year = found[1] or found[7] or found[10]
    month = found[2] or found[6] or months[found[9]]
    try:
        return date(int(year), int(month), int(found[3] or found[4] or found[8]))
    except ValueError:
        raise FieldError("field-not-date") from None


def _text(text: str, _today: date) -> str:
    return _no_longer(text, _LONGEST)


def _story(text: str, _today: date) -> str:
    return _no_longer(text, _LONGEST_STORY)


def _no_longer(text: str, limit: int) -> str:
    if len(text) > limit:
        raise FieldError("field-too-long", limit=str(limit))
    return text


def _number(text: str, _today: date) -> str:
    found = _NUMBER.fullmatch(text) if text.isascii() else None
    if found is None:
        raise FieldError("field-not-number")
    return str(int(found[1] + re.sub(r"\D", "", found[2])))


def _amount(text: str, _today: date) -> str:
    return str(read_amount(text))


def _date(text: str, today: date) -> str:
    return read_day(text, today).isoformat()


def _phone(text: str, _today: date) -> str:
    import phonenumbers  # noqa: PLC0415 - only a form needs it

    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        raise FieldError("field-not-phone") from None
    if not phonenumbers.is_valid_number(number) or number.extension:
        raise FieldError("field-not-phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(text: str, _today: date) -> str:
    if not _EMAIL.fullmatch(text):
        raise FieldError("field-not-email")
    return text


def _nik(text: str, _today: date) -> str:
    from stdnum.id import nik  # noqa: PLC0415 - only a form needs it

    return _official(nik.validate, text, "field-not-nik")


def _npwp(text: str, _today: date) -> str:
    from stdnum.id import npwp  # noqa: PLC0415 - only a form needs it

    return _official(npwp.validate, text, "field-not-npwp")


def _official(validate: Callable[[str], str], text: str, code: str) -> str:
    from stdnum.exceptions import ValidationError  # noqa: PLC0415

    try:
        return validate(text)
    except ValidationError:
        raise FieldError(code) from None


def _account(text: str, _today: date) -> str:
    return _digits(text, _ACCOUNT, "field-not-account")


def _postcode(text: str, _today: date) -> str:
    return _digits(text, _POSTCODE, "field-not-postcode")


def _digits(text: str, pattern: re.Pattern[str], code: str) -> str:
    number = _BETWEEN_DIGITS.sub("", text)
    if not number.isascii() or not pattern.fullmatch(number):
        raise FieldError(code)
    return number


def _yes_no(text: str, _today: date) -> str:
    if text.lower() not in _YES_NO:
        raise FieldError("field-not-yes-no")
    return _YES_NO[text.lower()]


def _choice(text: str, choices: Sequence[str]) -> str:
    chosen = next((choice for choice in choices if choice.casefold() == text.casefold()), None)
    if chosen is None:
        raise FieldError("field-not-choice", choices=", ".join(choices))
    return chosen


_READERS: dict[FieldType, Callable[[str, date], str]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _story,
    FieldType.NUMBER: _number,
    FieldType.AMOUNT: _amount,
    FieldType.DATE: _date,
    FieldType.PHONE: _phone,
    FieldType.EMAIL: _email,
    FieldType.NIK: _nik,
    FieldType.NPWP: _npwp,
    FieldType.ACCOUNT: _account,
    FieldType.POSTCODE: _postcode,
    FieldType.YES_NO: _yes_no,
}


def _hold(kind: FieldType, value: str, today: date, least: int | None, most: int | None) -> None:
    """Raise FieldError for a value out of its bounds."""
    if kind in {FieldType.NUMBER, FieldType.AMOUNT}:
        size, codes, limits = int(value), ("field-too-small", "field-too-large"), (least, most)
    elif kind is FieldType.DATE:
        size, codes = (date.fromisoformat(value) - today).days, ("field-too-early", "field-too-late")
        limits = (least, most)
    else:
        size, codes, limits = len(value), ("field-too-short", "field-too-long"), (least, most)
    for is_beyond, code, limit in zip((int.__lt__, int.__gt__), codes, limits, strict=True):
        if limit is not None and is_beyond(size, limit):
            told = (today + timedelta(days=limit)).isoformat() if kind is FieldType.DATE else str(limit)
            raise FieldError(code, limit=told)


def _refuse_secrets(text: str) -> None:
    if _holds_card(text):
        raise FieldError("field-card")
    if next(credentials.find(text), None):
        raise FieldError("field-secret")


def _holds_card(text: str) -> bool:
    """Whether groups of digits together look like the number of a card and add up (ISO/IEC 7812-1)."""
    from stdnum import luhn  # noqa: PLC0415 - only a form needs it

    for run in _RUN.finditer(text):
        groups = re.findall(r"\d+", run[0])
        for first in range(len(groups)):
            digits = ""
            for group in groups[first:]:
                digits += group
                if len(digits) > _LONGEST_CARD:
                    break
                if _CARD.fullmatch(digits) and luhn.is_valid(digits):
                    return True
    return False


@cache
def _never_asked() -> tuple[tuple[str, str], ...]:
    rows = resources.read_text("words/never_asked.tsv").splitlines()
    return tuple((phrase, role) for phrase, role in (row.split("\t") for row in rows))


@cache
def _days() -> tuple[dict[str, int], dict[str, int]]:
    """Return the words for days, in days from today, and those for months."""
    days: dict[str, int] = {}
    months: dict[str, int] = {}
    for row in resources.read_text("words/days.tsv").splitlines():
        word, role, number = row.split("\t")
        (days if role == "day" else months)[word] = int(number)
    return days, months
