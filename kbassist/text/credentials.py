"""Find secrets beside the words that name them: PIN, OTP, CVV, passwords.

Rather one number too many than one secret kept: only amounts, hours, counts and durations beside such a word stay.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from kbassist.text import tokens
from kbassist.text.findings import Finding, Kind, any_of, words

Span = tuple[int, int]

_LENGTHS = range(3, 13)
_LOOSE_LENGTHS = {Kind.PIN: range(3, 7)}  # where other words stand between
_LOOSE = range(3, 9)
_NO_CODE = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+000|1500\d{3}|(?:[01]?\d|2[0-3])\.[0-5]\d")
_DAY_OR_VERSION = re.compile(r"(?:0?[1-9]|[12]\d|3[01])-(?:0?[1-9]|1[0-2])|\d{1,2}\.\d{1,2}\.\d{1,2}")
_LAST_NUMBER = re.compile(r"(?:^|[\s.\-–—_]+)(?:\d+|[^\W\d_]+)$")
_FEW = re.compile(r"\d{1,2}\s?[-–]\s?\d{1,2}")
_FIGURE = re.compile(r"\d|[^\W\d_]+")
_REACH = 60
_LONGEST_COUNT = 2
_MOST_COUNTS = 3
_MIXED = re.compile(r"(?=.*[^\W\d_])(?:.*\d|.+[@#$%^&*+=~_!?].)")
_BETWEEN = r"[\s:=\-–>()\"'“”#*]"
_NEAR = r"(?:[^\w•]|_){0,5}"
_QUOTED = r"[\"“][^\"”\n•]{1,60}(?:[\"”]|$)|['‘][^'’\n•]{1,60}['’]"
_QUOTES = "\"'“”‘’"
_AROUND = f"{_QUOTES}(){{}}[]<>,.;"
_NAME = r"[^\W\d_][^\W\d_'’.\-]*"
_SIX_DIGITS = re.compile(r"\d{3}[\s-]?\d{3}")
_CAPITALS = re.compile(r"(?:\s[^\W\dA-Z_]\w*){1,3}?\s(?P<word>[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,3})")
_PART = re.compile(r"\S+")
_KINDS = {
    "pin": Kind.PIN,
    "otp": Kind.OTP,
    "cvv": Kind.CVV,
    "password": Kind.PASSWORD,
    "phrase": Kind.PASSWORD,
    "maiden": Kind.MAIDEN_NAME,
}


@cache
def _names() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{name}>{any_of(name)})" for name in _KINDS if name != "maiden")
    kinds += rf"|(?P<maiden>(?<!atas\s)(?:{any_of('maiden')}))"  # in whose name an account is, is no secret
    return re.compile(rf"(?<![^\W\d_])(?:{kinds})(?!(?<=\d)\d)(?P<its>-?(?:nya|ku|mu))?(?:['’]?s)?(?![^\W\d_])")


@cache
def _code() -> str:
    word = rf"\b(?:{any_of('digit')})\b"
    return rf"(?P<code>(?:\d|{word})(?:[\s.\-–—_\u200b]{{0,2}}\d|(?:,\s?|[\s.\-–—_\u200b]{{0,3}}){word})*)"


@cache
def _announced() -> re.Pattern[str]:
    """Return the pattern of what a name announces: "nya 123456"."""
    return re.compile(rf"(?:{_BETWEEN}*\b(?:{any_of('link')})\b){{0,4}}{_NEAR}{_code()}", re.IGNORECASE)


@cache
def _following() -> re.Pattern[str]:
    """Return the pattern of a number not far behind the name: " yang masuk di hp tadi 123456"."""
    word = rf"(?:{_BETWEEN}|,)+(?!(?:{any_of('other')})\b)[^\W\d_]++"
    hour = rf"{_BETWEEN}+(?:jam|pukul|pk|at)\s\d\d?[.:]\d\d"
    return re.compile(rf"(?:{word}|{hour}){{1,6}}?{_NEAR}{_code()}", re.IGNORECASE)


@cache
def _further() -> str:
    """Return the pattern up to what comes after an earlier secret: "123456 atau"."""
    return rf"[^\d\n]{{0,40}}?•(?:[\s,/→>.:\-]++(?:(?:{any_of('then')})\b)?){{1,4}}"


@cache
def _further_code() -> re.Pattern[str]:
    return re.compile(_further() + _code(), re.IGNORECASE)


@cache
def _further_word() -> re.Pattern[str]:
    return re.compile(rf"{_further()}(?P<word>{_QUOTED}|[^\s•]+)", re.IGNORECASE)


@cache
def _some_code() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w•.,/-]){_code()}", re.IGNORECASE)


@cache
def _links() -> re.Pattern[str]:
    """Return the pattern between a number and the name behind it: " itu "."""
    return re.compile(rf"[\s,)\"'”(=:\-]{{0,4}}(?:(?:{any_of('link')})[\s(\"'“]+){{0,3}}", re.IGNORECASE)


@cache
def _leading_word() -> re.Pattern[str]:
    """Return the pattern of a password before its name: "iloveyou1 as"."""
    return re.compile(
        rf"(?<![^\s\"'“(])(?P<word>[^\s•]{{5,}})[\s,)\"'”(]{{1,3}}(?:(?:{any_of('link')})\s){{0,3}}$", re.IGNORECASE
    )


@cache
def _mixed_word() -> re.Pattern[str]:
    """Return the pattern of a password some words behind its name: " yg dipakai utk login Surya!88"."""
    return re.compile(rf"(?:(?:{_BETWEEN}|,)+[^\W\d_]++){{0,5}}(?:{_BETWEEN}|,)+(?P<word>[^\s•]{{5,}})")


@cache
def _sent_code() -> re.Pattern[str]:
    """Return the pattern of a code that no name calls secret: "kode yg masuk 123456", "123456 is the code"."""
    sent = rf"{_SIX_DIGITS.pattern}(?:\d\d)?"
    return re.compile(
        rf"(?<![^\W\d_])(?:{any_of('code')})(?:{_BETWEEN}+(?:{any_of('sent')})\b){{0,4}}"
        rf"{_BETWEEN}+(?P<after>{sent})(?![.,/-]?\d)"
        rf"|(?<![\w.,/-])(?P<before>{sent})\s(?:{any_of('link')})\s(?:(?:the|his|her)\s)?(?:{any_of('code')})(?!\w)",
        re.IGNORECASE,
    )


@cache
def _public_code() -> re.Pattern[str]:
    """Return the pattern before a code that is nobody's secret: "approval "."""
    return re.compile(rf"(?<![^\W\d_])(?:{any_of('public')})[\s-]$", re.IGNORECASE)


@cache
def _typed() -> re.Pattern[str]:
    """Return the pattern of what is being typed at the end: a word, digits in words before it, an open quote."""
    figures = rf"(?:\b(?:{any_of('digit')})\b[\s,.\-]+)*"
    return re.compile(rf"(?:[\"“][^\"”\n]*|{figures}\S*)$", re.IGNORECASE)


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:(?:{any_of('unit')})(?!\w)|[%×])", re.IGNORECASE)


@cache
def _count() -> re.Pattern[str]:
    return re.compile(rf"\d+(?:{any_of('unit')})", re.IGNORECASE)


@cache
def _word() -> re.Pattern[str]:
    """Return the pattern of the word after the name of a password, announced or not: " nya: rahasia123"."""
    owner = rf"(?:\s+(?:{any_of('owner')})\b){{0,4}}"
    told = rf"(?:(?:\s+(?:{any_of('told')})\b){{1,5}}(?=\s+(?:is|was|adalah|yaitu|ialah|[:=])))?"
    equals = rf"(?P<equals>(?:\s*(?:{any_of('equals')})(?=[\W•]))*)"
    return re.compile(rf"{owner}{told}{equals}\s*(?P<word>{_QUOTED}|[^\s•]+)", re.IGNORECASE)


@cache
def _phrase() -> re.Pattern[str]:
    """Return the pattern of several words behind their name: " is green tea 4 two"."""
    return re.compile(rf"(?:\s*(?:{any_of('equals')})(?=[\W•]))*[\s\"'“‘]*(?P<word>[^•,.;:\"”\n]+)", re.IGNORECASE)


@cache
def _states() -> frozenset[str]:
    return frozenset(token.stem for word in words()["state"] for token in tokens.read(word))


def find_names(text: str) -> Iterator[re.Match[str]]:
    """Yield the words that name a secret: "pin", "kata sandinya"."""
    return _names().finditer(text.replace("İ", "I").lower())  # the one letter that grows longer


def find(text: str) -> Iterator[Finding]:
    """Yield secrets; "•" stands for what is masked already."""
    for name in find_names(text):
        kind = _KINDS[next(group for group in _KINDS if name[group])]
        yield from (Finding(*span, kind) for span in _secrets(text, name, kind))
    for match in _sent_code().finditer(text) if _SIX_DIGITS.search(text) else ():
        if not _public_code().search(text, max(0, match.start() - _REACH), match.start()):
            yield Finding(*match.span(match.lastgroup or 0), Kind.OTP)


def _secrets(text: str, name: re.Match[str], kind: Kind) -> Iterator[Span]:
    """Yield what stands round a name and is meant by it."""
    if kind is Kind.MAIDEN_NAME:
        yield from _maiden_names(text, name)
        return
    yield from _codes(text, *name.span(), _LOOSE_LENGTHS.get(kind, _LOOSE))
    if kind is Kind.PASSWORD:
        yield from _passwords(text, *name.span(), announced=bool(name["its"]))
    elif kind is Kind.OTP and (match := _word().match(text, name.end())) and _is_mixed(match["word"].strip(_AROUND)):
        yield _place_in(match, match["word"].strip(_AROUND))
    if name["phrase"] and (match := _phrase().match(text, name.end())):
        phrase = _up_to_state(match["word"])
        if _says(phrase):
            yield _place_in(match, phrase)


def _codes(text: str, start: int, end: int, loose: range) -> Iterator[Span]:
    """Yield codes behind a name, and before it."""
    yield from _codes_after(text, end, loose)
    for match in _some_code().finditer(text, max(0, start - _REACH), start):
        if _links().fullmatch(text, match.end(), start) and not _NO_CODE.fullmatch(match["code"]):
            yield from _without_count(match, loose)
    further = _further_code().match(text, end)
    if further and not _NO_CODE.fullmatch(further["code"]):
        yield from _without_count(further)


def _codes_after(text: str, place: int, loose: range) -> Iterator[Span]:
    """Yield codes behind a name; what only counts is passed over, as in "pin salah 3x, yang benar 482193"."""
    for _ in range(_MOST_COUNTS):
        match, lengths = _announced().match(text, place), _LENGTHS
        if match is None:
            match, lengths = _following().match(text, place), loose
            if match is None or _NO_CODE.fullmatch(match["code"]) or _DAY_OR_VERSION.fullmatch(match["code"]):
                return
        yield from _without_count(match, lengths)
        unit = _unit().match(text, match.end())
        if unit is None and len(_FIGURE.findall(match["code"])) >= _LENGTHS.start:
            return
        place = (unit or match).end()
        place += text[place : place + 1] in {",", ";"}


def _without_count(match: re.Match[str], lengths: range = _LENGTHS) -> Iterator[Span]:
    """Yield the code of a match without a last number that counts something, as in "482193 3x"."""
    start, end = match.span("code")
    last = _LAST_NUMBER.search(match["code"])
    if last and (last.start() == 0 or len(last[0].strip()) <= _LONGEST_COUNT) and _unit().match(match.string, end):
        end = start + last.start()
    if _FEW.fullmatch(match.string, start, end) and _unit().match(match.string, end):
        return
    if len(_FIGURE.findall(match.string[start:end])) in lengths:
        yield start, end


def _passwords(text: str, start: int, end: int, *, announced: bool) -> Iterator[Span]:
    """Yield words that can be passwords: those of letters and more, and announced ones that say nothing else."""
    if match := _word().match(text, end):
        word = match["word"].strip(_AROUND)
        quoted = match["word"][0] in _QUOTES
        announced = announced or bool(match["equals"]) or quoted
        if _is_mixed(word) or (announced and _says(word) and not _tells_state(word, all if quoted else any)):
            yield _place_in(match, word)
    leading = _leading_word().search(text, max(0, start - _REACH), start)
    for match in (leading, _mixed_word().match(text, end), _further_word().match(text, end)):
        if match and _is_mixed(word := match["word"].strip(_AROUND)):
            yield _place_in(match, word)


def _place_in(match: re.Match[str], word: str) -> Span:
    start = match.start("word") + match["word"].index(word)
    return start, start + len(word)


def _is_mixed(word: str) -> bool:
    return bool(_MIXED.match(word)) and not _count().fullmatch(word)


def _says(word: str) -> bool:
    return any(map(str.isalnum, word))


def _tells_state(text: str, how: Callable[[Iterable[bool]], bool] = any) -> bool:
    return how(token.stem in _states() for token in tokens.read(text))


@cache
def _called() -> re.Pattern[str]:
    """Return the pattern of the name behind "ibu kandung": " nasabah adalah Siti Aminah"."""
    between = rf"(?:{_BETWEEN}*(?:{any_of('owner', 'called')})(?![\w•]))*{_BETWEEN}*"
    # Behind a comma only what is written like a name is one.
    apart = r"(?:[,.?;]\s*(?=(?-i:[A-Z])))?"
    return re.compile(rf"{between}{apart}(?P<word>{_QUOTED}|{_NAME}(?:[^\S\n]{_NAME}){{0,3}})", re.IGNORECASE)


@cache
def _another_name() -> re.Pattern[str]:
    """Return the pattern of a second name: " seharusnya Rohanah"."""
    return re.compile(rf"[\s,]+(?:{any_of('then')})\s(?P<word>{_NAME}(?:[^\S\n]{_NAME}){{0,3}})", re.IGNORECASE)


@cache
def _name_before() -> re.Pattern[str]:
    """Return the pattern of a name before the words that ask for it: "Siti Aminah itu"."""
    name = r"[A-Z][^\W\d_]+"
    return re.compile(
        rf"(?:^|[\n.,;:(/]|\b(?:{any_of('told')})\s)\s*(?P<word>{name}(?:\s{name}){{0,3}})\s"
        rf"(?:(?:{any_of('link')}|nama)\s){{0,3}}$"
    )


def _maiden_names(text: str, announced: re.Match[str]) -> Iterator[Span]:
    """Yield a name behind the words that ask for it, up to a word that tells of something else, or before them."""
    match = _called().match(text, announced.end())
    is_behind = False
    while match and (name := _up_to_state(match["word"].strip(_AROUND))):
        span = _place_in(match, name)
        yield span
        is_behind, match = True, _another_name().match(text, span[1])
    if is_behind:
        return
    match = _CAPITALS.match(text, announced.end())
    if match and (name := _up_to_state(match["word"])):
        yield _place_in(match, name)
        return
    match = _name_before().search(text, max(0, announced.start() - _REACH), announced.start())
    if match and not _tells_state(match["word"]):
        yield match.span("word")


def _up_to_state(name: str) -> str:
    states = (word.start() for word in _PART.finditer(name) if _tells_state(word[0]))
    others = (other.start() for other in find_names(name))
    return name[: min(next(states, len(name)), next(others, len(name)))].rstrip()


def unfinished(text: str, cursor: int) -> Iterator[Span]:
    """Yield the word at the cursor where one before it names a secret, with digits in words or a quote before it."""
    line = max(text.rfind("\n", 0, cursor) + 1, cursor - _REACH)
    names = list(find_names(text[line:cursor]))
    if names and (match := _typed().search(text, line + names[-1].end(), cursor)):
        rest = _PART.match(text, cursor)
        yield match.start(), rest.end() if rest else cursor
