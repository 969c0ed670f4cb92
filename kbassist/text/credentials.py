"""Find secrets beside the words that name them: PIN, OTP, CVV, passwords.

Rather one number too many than one secret kept: only amounts, hours, counts and durations beside such a word stay.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from kbassist import resources
from kbassist.text import tokens

Span = tuple[int, int]

_LENGTHS = range(3, 13)
_NO_CODE = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+000|1500\d{3}|(?:[01]?\d|2[0-3])\.[0-5]\d")
_LAST_NUMBER = re.compile(r"(?:^|[\s.\-–—_]+)(?:\d+|[^\W\d_]+)$")
_FIGURE = re.compile(r"\d|[^\W\d_]+")
_REACH = 60
_LONGEST_COUNT = 2
_MOST_COUNTS = 3
_MIXED = re.compile(r"(?=.*[^\W\d_])(?:.*\d|.+[@#$%^&*+=~_!?].)")
_BETWEEN = r"[\s:=\-–>()\"'“”#]"
_NEAR = r"(?:[^\w•]|_){0,5}"
_QUOTED = r"[\"“][^\"”\n•]{1,60}[\"”]|['‘][^'’\n•]{1,60}['’]"
_QUOTES = "\"'“”‘’"
_AROUND = f"{_QUOTES}(){{}}[]<>,.;"


@cache
def words() -> dict[str, list[str]]:
    """Return the words of `words/privacy.tsv` by what they say of a number beside them."""
    roles = defaultdict(list)
    for row in resources.read_text("words/privacy.tsv").splitlines():
        word, role = row.split("\t")
        roles[role].append(word)
    return roles


def any_of(role: str) -> str:
    """Return a pattern for the words of a role, the longest first."""
    longest_first = sorted(words()[role], key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in longest_first)


@cache
def _names() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<password>{any_of('password')})|{any_of('code')})(?P<its>nya|ku|mu)?(?:'?s)?(?![^\W\d_])"
    )


@cache
def _code() -> str:
    figure = rf"(?:\d|\b(?:{any_of('digit')})\b)"
    return rf"(?P<code>{figure}(?:[\s.\-–—_\u200b]{{0,2}}{figure})*)"


@cache
def _announced() -> re.Pattern[str]:
    """Return the pattern of what a name announces: "nya 123456"."""
    return re.compile(rf"(?:{_BETWEEN}*\b(?:{any_of('link')})\b){{0,4}}{_NEAR}{_code()}", re.IGNORECASE)


@cache
def _following() -> re.Pattern[str]:
    """Return the pattern of a number not far behind the name: " yang masuk di hp tadi 123456"."""
    word = rf"{_BETWEEN}+(?!(?:{any_of('other')})\b)[^\W\d_]++"
    return re.compile(rf"(?:{word}){{1,6}}?{_NEAR}{_code()}", re.IGNORECASE)


@cache
def _further() -> str:
    """Return the pattern up to what comes after an earlier secret: "123456 atau"."""
    return rf"[^\d\n]{{0,40}}?•(?:[\s,/→>.\-]+(?:(?:{any_of('then')})\b)?){{1,4}}"


@cache
def _further_code() -> re.Pattern[str]:
    return re.compile(_further() + _code(), re.IGNORECASE)


@cache
def _further_word() -> re.Pattern[str]:
    return re.compile(rf"{_further()}(?P<word>{_QUOTED}|[^\s•]+)", re.IGNORECASE)


@cache
def _leading() -> re.Pattern[str]:
    """Return the pattern of a number before the name: "482193 itu"."""
    link = rf"(?:(?:{any_of('link')})[\s(\"'“]+)"
    return re.compile(rf"(?<![\w•.,/-]){_code()}[\s,)\"'”(=:\-]{{0,4}}{link}{{0,3}}$", re.IGNORECASE)


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
    equals = rf"(?P<equals>(?:\s*(?:{any_of('equals')})(?=[\W•]))*)"
    return re.compile(rf"{owner}{equals}\s*(?P<word>{_QUOTED}|[^\s•]+)", re.IGNORECASE)


@cache
def _states() -> frozenset[str]:
    return frozenset(token.stem for word in words()["state"] for token in tokens.read(word))


def find_names(text: str) -> Iterator[re.Match[str]]:
    """Yield the words that name a secret: "pin", "kata sandinya"."""
    lower = text.replace("İ", "I").lower()  # the one letter that grows longer
    return (name for name in _names().finditer(lower) if not text[name.start() - 1 : name.start()].isalpha())


def find(text: str) -> Iterator[Span]:
    """Yield the places of secrets; "•" stands for what is masked already."""
    for name in find_names(text):
        start, end = name.span()
        if name["password"]:
            yield from _passwords(text, end, announced=bool(name["its"]))
        yield from _codes_after(text, end)
        leading = _leading().search(text, max(0, start - _REACH), start)
        further = _further_code().match(text, end)
        for match in (leading, further):
            if match and not _NO_CODE.fullmatch(match["code"]):
                yield from _without_count(match)


def _codes_after(text: str, place: int) -> Iterator[Span]:
    """Yield codes behind a name; what only counts is passed over, as in "pin salah 3x, yang benar 482193"."""
    for _ in range(_MOST_COUNTS):
        match = _announced().match(text, place)
        if match is None:
            match = _following().match(text, place)
            if match is None or _NO_CODE.fullmatch(match["code"]):
                return
        yield from _without_count(match)
        unit = _unit().match(text, match.end())
        if unit is None:
            return
        place = unit.end() + (text[unit.end() : unit.end() + 1] in {",", ";"})


def _without_count(match: re.Match[str]) -> Iterator[Span]:
    """Yield the code of a match without a last number that counts something, as in "482193 3x"."""
    start, end = match.span("code")
    last = _LAST_NUMBER.search(match["code"])
    if last and (last.start() == 0 or len(last[0].strip()) <= _LONGEST_COUNT) and _unit().match(match.string, end):
        end = start + last.start()
    if len(_FIGURE.findall(match.string[start:end])) in _LENGTHS:
        yield start, end


def _passwords(text: str, place: int, *, announced: bool) -> Iterator[Span]:
    """Yield words that can be passwords: those of letters and more, and announced ones that say nothing else."""
    if match := _word().match(text, place):
        word = match["word"].strip(_AROUND)
        announced = announced or bool(match["equals"]) or match["word"][0] in _QUOTES
        if _is_mixed(word) or (announced and word and not _tells_state(word)):
            yield _place_in(match, word)
    if match := _further_word().match(text, place):
        word = match["word"].strip(_AROUND)
        if _is_mixed(word):
            yield _place_in(match, word)


def _place_in(match: re.Match[str], word: str) -> Span:
    start = match.start("word") + match["word"].index(word)
    return start, start + len(word)


def _is_mixed(word: str) -> bool:
    return bool(_MIXED.match(word)) and not _count().fullmatch(word)


def _tells_state(word: str) -> bool:
    return any(token.stem in _states() for token in tokens.read(word))
