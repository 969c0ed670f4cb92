"""Mask what must not be kept: card and identity numbers, contacts, accounts, and secrets beside their words.

Every masked character becomes one "•", so places in a masked text are places in the original.
"""

import re
from collections.abc import Iterator
from functools import cache

from kbassist.text import credentials
from kbassist.text.credentials import Span

MASK = "•"
_HARMLESS = "~"
_CARD_LENGTHS = range(12, 20)
_ALWAYS_MASKED = 16
_KEPT_OF_ACCOUNT = 4

_GAP = r"(?:[\s.\-‐‑‒–—−_/\u00ad\u200b-\u200f\u2060\ufeff]{1,3}|,(?=\d))"
_RUN = re.compile(rf"\d+(?:{_GAP}\d+)*")
_GROUP = re.compile(r"\d+")
_ROUND_AMOUNT = re.compile(r"\d{1,6}000|\d+0000")
_TOUCHED = re.compile(rf"({_RUN.pattern}){_GAP}?")
_SECRET_HINTS = ("pin", "otp", "cv", "pas", "sandi", "pw", "kode", "code")
_LONG_NUMBER = re.compile(r"\d(?:(?:[^\w•]|_){0,3}\d){7,}")
_BEFORE_NUMBER, _AFTER_NUMBER = 50, 20

_YEAR = r"(?:19|20)\d{2}"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DATE = r"(?:[0-2]?\d|3[01])"
_DAY = (
    rf"(?:{_YEAR}(?P<sign>[-./]){_MONTH}(?P=sign){_DATE}"
    rf"|{_DATE}(?P<mark>[-./]){_MONTH}(?P=mark){_YEAR})"
)
_SHAPED_NUMBER = re.compile(
    rf"(?<![\d./-])(?P<day>{_DAY}(?:\s(?:[01]?\d|2[0-3])[.:][0-5]\d(?:[.:][0-5]\d)?)?)(?![./-]?\d)"
    rf"|(?P<reference>{_YEAR}(?:\d{{4}})?[-/]\d{{3,8}})(?!\d)"
    r"|(?P<amount>\d{1,3}(?:[.,]\d{3})+(?:[.,]\d\d?(?!\d))?)"
)
_BEFORE_REFERENCE = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,6}[-/]$")
_BEFORE_AMOUNT = re.compile(r"(?:rp|idr|usd|sgd|eur|[$€])\.?\s?$", re.IGNORECASE)
_CODE_OF_CARD = re.compile(
    rf"{MASK}{{4,}}[\s,;]*(?:(?:exp|valid|berlaku)\w*[\s:]*)?\d\d\s?/\s?(?:\d\d){{1,2}}[\s,;/-]+(\d{{3,4}})(?!\d)",
    re.IGNORECASE,
)
_TIME_STAMP = re.compile(rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_TAX_NUMBERS = (
    re.compile(r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)"),
    re.compile(r"npwp(?:nya)?\W{0,3}(\d(?:[\s.-]?\d){14,15})(?!\d)", re.IGNORECASE),
)
_PHONES = (
    re.compile(rf"(?<![\d•])(?:\(?\+?62\)?{_GAP}?0?|\(?0)8[1-35-9](?:\)?{_GAP}?\d){{6,11}}(?!\d)"),
    re.compile(
        rf"(?<![\d•])\(?(?:\+?62{_GAP}?\(?|0)[2-79]\d{{1,2}}(?:\){_GAP}?|{_GAP})\d{{3,4}}{_GAP}?\d{{3,5}}(?!\d)"
    ),
    re.compile(r"(?<![\d•])0[2-79]\d{7,10}(?!\d)"),
    re.compile(rf"\+\d(?:{_GAP}?\d){{7,14}}(?!\d)"),
    re.compile(
        rf"(?:hp|te?lpn?|telepon|wa|phone|ponsel|whatsapp)(?:nya)?\W{{0,3}}(8[1-35-9](?:{_GAP}?\d){{6,10}})(?!\d)",
        re.IGNORECASE,
    ),
)


@cache
def _accounts() -> tuple[re.Pattern[str], ...]:
    number = rf"(?P<number>(?<!\d)\d(?:{_GAP}?\d){{7,18}}(?!\d))"
    other = credentials.any_of("other-than-account")
    words = rf"(?:[\s:=.#()\-]+(?!(?:{other})\b)[^\W\d_]++){{0,3}}?"
    return (
        re.compile(
            rf"(?<![^\W_])(?:{credentials.any_of('account')})(?:nya)?(?![^\W\d_]){words}[\s:=.#()\-]*{number}",
            re.IGNORECASE,
        ),
        re.compile(rf"{number}\s(?:a/?n|atas nama|rek|rekening|norek)\b", re.IGNORECASE),
    )


def _tax_numbers(text: str) -> Iterator[Span]:
    return _matches(_TAX_NUMBERS, text)


def _phones(text: str) -> Iterator[Span]:
    return _matches(_PHONES, text)


def _harmless(text: str) -> Iterator[Span]:
    """Yield amounts with their currency, dates, and references like TKT-2026-001234."""
    for run in _RUN.finditer(text):
        for match in _SHAPED_NUMBER.finditer(text, *run.span()):
            before = text[max(0, match.start() - 8) : match.start()]
            if (
                match["day"]
                or (match["reference"] and _BEFORE_REFERENCE.search(before))
                or (match["amount"] and _BEFORE_AMOUNT.search(before))
            ):
                yield match.span()


def _covered(letter: str, cover: str) -> str:
    return MASK if cover == MASK else letter


def _matches(patterns: tuple[re.Pattern[str], ...], text: str) -> Iterator[Span]:
    """Yield what patterns find about long numbers, the last group of a pattern when it has one."""
    for number in _LONG_NUMBER.finditer(text):
        for pattern in patterns:
            for match in pattern.finditer(text, max(0, number.start() - _BEFORE_NUMBER), number.end() + _AFTER_NUMBER):
                yield match.span(match.lastindex or 0)


def _account_numbers(text: str) -> Iterator[Span]:
    for start, end in _matches(_accounts(), text):
        digits = [place for place in range(start, end) if text[place].isdecimal()]
        if not _ROUND_AMOUNT.fullmatch(text, start, end):
            yield start, digits[-_KEPT_OF_ACCOUNT]


def _cards(text: str) -> Iterator[Span]:
    """Yield numbers that begin and end with a group of digits and are as long as a card's or an identity's."""
    for run in _RUN.finditer(text):
        groups = [match.span() for match in _GROUP.finditer(text, *run.span())]
        while groups:
            length = _card_groups([text[start:end] for start, end in groups])
            if length:
                yield groups[0][0], groups[length - 1][1]
            groups = groups[length or 1 :]


def _card_groups(groups: list[str]) -> int:
    """Return how many of the first groups make the longest card number, 0 for none or a row of round amounts."""
    if len(groups[0]) >= _ALWAYS_MASKED:
        return 1
    longest, digits = 0, ""
    for count, group in enumerate(groups, 1):
        digits += group
        if len(digits) >= _CARD_LENGTHS.stop:
            break
        if len(digits) == _ALWAYS_MASKED or (len(digits) in _CARD_LENGTHS and _is_card(digits)):
            longest = count
    return 0 if longest > 1 and all(group.endswith("000") for group in groups[:longest]) else longest


def _is_card(digits: str) -> bool:
    """Whether the Luhn sum (ISO/IEC 7812-1) fits, and it is no time stamp, which often fits too."""
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(digits)))
    return total % 10 == 0 and not _TIME_STAMP.match(digits)


def _blank(text: str, spans: Iterator[Span], sign: str = MASK) -> str:
    letters = None
    for start, end in spans:
        letters = letters or list(text)
        letters[start:end] = sign * (end - start)
    return "".join(letters) if letters else text


def _mask_once(text: str) -> str:
    rest = _blank(text, _harmless(text), _HARMLESS)
    rest = _blank(rest, credentials.find(rest))
    if "@" in rest:
        rest = _blank(rest, (match.span() for match in _EMAIL.finditer(rest)))
    if _LONG_NUMBER.search(rest):
        for find in (_tax_numbers, _account_numbers, _phones, _cards):
            rest = _blank(rest, find(rest))
        rest = _blank(rest, (match.span(1) for match in _CODE_OF_CARD.finditer(rest)))
    return "".join(map(_covered, text, rest)) if MASK in rest else text


def _suspicious(text: str) -> bool:
    lower = text.lower()
    if any(hint in lower for hint in _SECRET_HINTS) or "@" in text:
        return True
    return _LONG_NUMBER.search(text) is not None


def mask(text: str) -> str:
    """Return `text` with what must not be kept as "•"; as long as `text`, and unchanged when masked again."""
    while _suspicious(text) and (masked := _mask_once(text)) != text:
        text = masked
    return text


def unsettled(text: str, cursor: int) -> str:
    """Return `text` with the number that touches `cursor` as "•": it may still grow into one that must not be kept."""
    for match in _TOUCHED.finditer(text):
        if match.start() <= cursor <= match.end():
            return _blank(text, iter([match.span(1)]))
    return text
