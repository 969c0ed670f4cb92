"""Find private numbers: cards, identity and tax numbers, phones, e-mail addresses, accounts beside their words."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache

from kbassist.text.findings import GAP, MASK, Finding, Kind, any_of, words

Span = tuple[int, int]

_CARD_LENGTHS = range(12, 20)
_IDENTITY_LENGTH = 16
_TAX_LENGTHS = (15, 16)
_WOMEN_ADD = 40
_KEPT_OF_ACCOUNT = 4

_RUN = re.compile(rf"\d+(?:{GAP}\d+)*")
_GROUP = re.compile(r"\d+")
_ROUND_AMOUNT = re.compile(r"\d{1,6}000|\d+0000|\d{1,3}(?:[.,]\d{3})*[.,]\d00")
_LONG_NUMBER = re.compile(r"\d(?:(?:[^\w•]|_){0,3}\d){6,}")
_BEFORE_NUMBER, _AFTER_NUMBER = 50, 20
_BEFORE_REFERENCE_NUMBER = 30

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
_TIME_STAMP = re.compile(rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_EXPIRY = r"(?:(?:exp|valid|berlaku)\w*[\s:]*)?\d\d\s?[/-]?\s?(?:\d\d){1,2}"
_CODE_OF_CARD = re.compile(
    rf"{MASK}{{4,}}[\s,;:/|]*(?:{_EXPIRY}(?:[\s,;/:|-]|cv[vc]2?|[ck]ode?)+(?P<last>\d{{3,4}})(?!\d)"
    rf"|(?P<first>\d{{3,4}})[\s,;:/|]+{_EXPIRY})",
    re.IGNORECASE,
)

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_TAX_NUMBERS = (
    re.compile(r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)"),
    re.compile(
        rf"npwp(?:nya)?(?:\s(?:baru|lama|new|old|number|no|\d\d\sdigit))*\W{{0,3}}(\d(?:{GAP}?\d){{14,15}})(?!\d)",
        re.IGNORECASE,
    ),
)
_PHONE = re.compile(r"(?:0|62)8")
_PHONES = (
    re.compile(rf"(?<![\d•])(?:\(?\+?62\)?{GAP}?0?|\(?0)8[1-35-9](?:\)?{GAP}?\d){{6,11}}(?!\d)"),
    re.compile(rf"(?<![\d•])\(?(?:\+?62{GAP}?\(?|0)[2-79]\d{{1,2}}(?:\){GAP}?|{GAP})\d{{2,4}}{GAP}?\d{{3,5}}(?!\d)"),
    re.compile(r"(?<![\d•])0[2-79]\d{7,10}(?!\d)"),
    re.compile(rf"\+\d(?:{GAP}?\d){{6,14}}(?!\d)"),
    re.compile(
        rf"(?:hp|te?lpn?|telepon|wa|phone|ponsel|whatsapp)(?:nya)?\W{{0,3}}(8\d(?:{GAP}?\d){{6,10}})(?!\d)",
        re.IGNORECASE,
    ),
)


@cache
def _accounts() -> tuple[re.Pattern[str], ...]:
    number = rf"(?P<number>(?<!\d)\d(?:{GAP}?\d){{7,18}}(?!\d))"
    other = any_of("other-than-account")
    words = rf"(?:[\s:=.#()\-]+(?!(?:{other})\b)[^\W\d_]++){{0,3}}?"
    return (
        re.compile(
            rf"(?<![^\W_])(?:{any_of('account')})(?:nya)?(?![^\W\d_]){words}[\s:=.#()\-]*{number}",
            re.IGNORECASE,
        ),
        re.compile(rf"{number}\s(?:a/?n|atas nama|rek|rekening|norek)\b", re.IGNORECASE),
        re.compile(rf"{MASK}{{2,}}\W?\d\d?\W?\d\W?\d\s(?:dan|sama|and|ke|to|&)\s{number}", re.IGNORECASE),
    )


@cache
def _reference() -> re.Pattern[str]:
    """Return the pattern before a number that only refers to something: "no resi "."""
    return re.compile(
        rf"(?<![^\W\d_])(?:{any_of('reference')})(?:nya)?(?:\s(?:no|nomor|number|id|is))?[\s.:#=-]*$",
        re.IGNORECASE,
    )


def harmless(text: str) -> Iterator[Span]:
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


def same(text: str, values: Iterable[str]) -> Iterator[Span]:
    """Yield where numbers or addresses stand that are known by their digits or their letters."""
    for value in values:
        spaced = rf"(?<!\d){f'{GAP}?'.join(value)}(?!\d)" if value.isdecimal() else re.escape(value)
        yield from (match.span() for match in re.finditer(spaced, text, re.IGNORECASE))


def public(text: str) -> Iterator[Span]:
    """Yield numbers that anyone may call."""
    return same(text, words()["hotline"])


def emails(text: str) -> Iterator[Finding]:
    """Yield e-mail addresses."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Finding(*match.span(), Kind.EMAIL, match[0].lower())


def find(text: str, blank: Callable[[str, Iterable[Finding]], str]) -> Iterator[Finding]:
    """Yield private numbers; `blank` covers what one step found before the next one looks."""
    if _LONG_NUMBER.search(text):
        for step in (_tax_numbers, _account_numbers, _cards, _phones, _codes_of_cards):
            found = list(step(text))
            yield from found
            text = blank(text, found)


def _tax_numbers(text: str) -> Iterator[Finding]:
    return (_number(text, span, Kind.NPWP) for span in _matches(_TAX_NUMBERS, text))


def _phones(text: str) -> Iterator[Finding]:
    return (_number(text, span, Kind.PHONE) for span in _matches(_PHONES, text))


def _number(text: str, span: Span, kind: Kind) -> Finding:
    return Finding(*span, kind, _digits(text[slice(*span)]))


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def _matches(patterns: tuple[re.Pattern[str], ...], text: str) -> Iterator[Span]:
    """Yield what patterns find about long numbers, the last group of a pattern when it has one."""
    for start, end in _around_long_numbers(text):
        for pattern in patterns:
            for match in pattern.finditer(text, start, end):
                yield match.span(match.lastindex or 0)


def _around_long_numbers(text: str) -> list[Span]:
    around: list[Span] = []
    for number in _LONG_NUMBER.finditer(text):
        start, end = max(0, number.start() - _BEFORE_NUMBER), number.end() + _AFTER_NUMBER
        around.append((around.pop()[0] if around and start <= around[-1][1] else start, end))
    return around


def _account_numbers(text: str) -> Iterator[Finding]:
    """Yield accounts without their last digits, by which agent and customer know them."""
    for start, end in _matches(_accounts(), text):
        digits = [place for place in range(start, end) if text[place].isdecimal()]
        if not _ROUND_AMOUNT.fullmatch(text, start, end):
            yield Finding(start, digits[-_KEPT_OF_ACCOUNT], Kind.ACCOUNT, _digits(text[start:end]))


def _cards(text: str) -> Iterator[Finding]:
    """Yield numbers that begin and end with a group of digits and are as long as a card's or an identity's."""
    for run in _RUN.finditer(text):
        groups = [match.span() for match in _GROUP.finditer(text, *run.span())]
        while groups:
            length = _card_groups([text[start:end] for start, end in groups])
            if length:
                start, end = groups[0][0], groups[length - 1][1]
                digits = _digits(text[start:end])
                is_phone = len(digits) < _TAX_LENGTHS[0] and _PHONE.match(digits)
                if not is_phone and not _only_refers(text, start, digits):
                    yield Finding(start, end, _kind(digits), digits)
            groups = groups[length or 1 :]


def _card_groups(groups: list[str]) -> int:
    """Return how many of the first groups make the longest card number, 0 for none or a row of round amounts."""
    if len(groups[0]) >= _IDENTITY_LENGTH:
        return 1
    longest, digits = 0, ""
    for count, group in enumerate(groups, 1):
        digits += group
        if len(digits) >= _CARD_LENGTHS.stop:
            break
        if len(digits) == _IDENTITY_LENGTH or (
            len(digits) in _CARD_LENGTHS and (_is_card(digits) or (count == 1 and _is_tax_number(digits)))
        ):
            longest = count
    return 0 if longest > 1 and all(group.endswith("000") for group in groups[:longest]) else longest


def _only_refers(text: str, start: int, digits: str) -> bool:
    """Whether the word before a number calls it a reference, and it does not look like a card or an identity."""
    before = text[max(0, start - _BEFORE_REFERENCE_NUMBER) : start]
    looks_private = len(digits) in _TAX_LENGTHS and (_is_card(digits) or _is_identity(digits))
    return not looks_private and bool(_reference().search(before))


def _kind(digits: str) -> Kind:
    if _is_tax_number(digits):
        return Kind.NPWP
    return Kind.NIK if _is_identity(digits) and not digits.startswith("4") else Kind.CARD


def _is_card(digits: str) -> bool:
    """Whether the Luhn sum (ISO/IEC 7812-1) fits, and it is no time stamp, which often fits too."""
    return _luhn_fits(digits) and not _TIME_STAMP.match(digits)


def _luhn_fits(digits: str) -> bool:
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(digits)))
    return total % 10 == 0


def _is_tax_number(digits: str) -> bool:
    """Whether it is an NPWP of a head office, old or with the zero of the new form."""
    old = digits[-_TAX_LENGTHS[0] :]
    return len(digits) in _TAX_LENGTHS and digits.endswith("000") and digits[:-15] in {"", "0"} and _luhn_fits(old[:9])


def _is_identity(digits: str) -> bool:
    """Whether it is a NIK: place, day of birth (40 more for women), serial."""
    if len(digits) != _IDENTITY_LENGTH or not "11" <= digits[:2] <= "97" or digits.endswith("0000"):
        return False
    day, month, year = (int(digits[at : at + 2]) for at in (6, 8, 10))
    try:
        date(2000 + year, month, day % _WOMEN_ADD)
    except ValueError:
        return False
    return True


def _codes_of_cards(text: str) -> Iterator[Finding]:
    """Yield the code that stands behind a masked card number and its date."""
    return (Finding(*match.span(match.lastgroup or 0), Kind.CVV) for match in _CODE_OF_CARD.finditer(text))
