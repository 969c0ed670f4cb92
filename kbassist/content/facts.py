"""Facts: named values of an article, with dates, that its text names as `{fact.name}`."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kbassist.content import vocabulary
from kbassist.content.fields import read_date
from kbassist.content.header import Field, HeaderError
from kbassist.content.kinds import Severity
from kbassist.content.model import Fact
from kbassist.content.scanner import outside_code
from kbassist.content.slugs import slug

_NAME = re.compile(r"[a-z][a-z_]*$")
_USE = re.compile(r"\{(?:fact|fakta)\.([^{}\n]{0,60})\}")
# So many characters tell any fee; a text would be repeated wherever it is named.
_LONGEST = 200
# The keys of a fact in both languages, and the names of their values.
KEYS = {
    "value": "value",
    "nilai": "value",
    "label": "label",
    "nama": "label",
    "from": "valid_from",
    "mulai": "valid_from",
    "until": "valid_until",
    "sampai": "valid_until",
}


@dataclass(slots=True)
class Filled:
    """A body with its facts filled in; `used` tells the facts of each file line, None for one that is not there."""

    body: str
    used: dict[int, list[Fact | None]] = field(default_factory=dict)


def read_facts(entry: Field, report: Callable[..., None]) -> tuple[Fact, ...]:
    """Read the header's `facts`; what is bad is reported and left out alone."""
    if not isinstance(entry.value, dict):
        if entry.value:
            report("facts-unreadable", Severity.ERROR, entry.row)
        return ()
    facts: list[Fact] = []
    for name, each in entry.value.items():
        try:
            facts.append(_fact(name, each, entry.value))
        except HeaderError as error:
            report(error.code, Severity.ERROR, error.row, **error.values)
    return tuple(facts)


def fill(body: str, body_row: int, facts: Sequence[Fact], report: Callable[..., None]) -> Filled:
    """Put the values of facts in the place of their names; a name that is not there is reported and stays."""
    filled = Filled(body)
    if not _USE.search(body):
        return filled
    known = {fact.name: fact for fact in facts}
    rows = body.split("\n")
    for row in outside_code(rows, body_row):
        for found in _USE.finditer(row.text):
            fact = known.get(found[1])
            filled.used.setdefault(row.number, []).append(fact)
            if fact is None:
                nearest = vocabulary.nearest(found[1], known)
                report("fact-unknown", Severity.ERROR, row.number, name=found[1], nearest=nearest)
        if row.number in filled.used:
            rows[row.number - body_row] = _USE.sub(lambda use: _value(use, known), row.text)
    filled.body = "\n".join(rows)
    return filled


def _value(use: re.Match[str], known: Mapping[str, Fact]) -> str:
    return known[use[1]].value if use[1] in known else use[0]


def _fact(name: str, entry: Field, taken: Container[str]) -> Fact:
    if not _NAME.match(name):
        nearest = re.sub("[^a-z]+", "_", slug(name)).strip("_")
        raise HeaderError("fact-bad-name", entry.row, name=name, nearest="" if nearest in taken else nearest)
    texts = _texts(name, entry)
    value = texts.get("value", "")
    if not value:
        raise HeaderError("fact-no-value", entry.row, name=name)
    if len(value) > _LONGEST:
        raise HeaderError("fact-too-long", entry.row, name=name, limit=str(_LONGEST))
    start, end = (_date(texts.get(key, ""), entry.row, name) for key in ("valid_from", "valid_until"))
    if start and end and start > end:
        raise HeaderError("fact-reversed", entry.row, name=name)
    return Fact(name, value, entry.row, texts.get("label") or name.replace("_", " ").capitalize(), start, end)


def _texts(name: str, entry: Field) -> dict[str, str]:
    """Return the texts of a fact by the names of Fact's fields."""
    entries = entry.value if isinstance(entry.value, dict) else {"value": entry}
    texts: dict[str, str] = {}
    for key, each in entries.items():
        if key not in KEYS:
            wanted = vocabulary.nearest(key, KEYS) or ", ".join(KEYS)
            raise HeaderError("fact-unknown-key", each.row, key=key, wanted=wanted)
        if not isinstance(each.value, str):
            raise HeaderError("header-not-text", each.row, key=name)
        if KEYS[key] in texts:
            raise HeaderError("header-duplicate-key", each.row, key=key)
        texts[KEYS[key]] = " ".join(each.value.split())
    return texts


def _date(text: str, row: int, name: str) -> date | None:
    try:
        return read_date(text) if text else None
    except ValueError:
        raise HeaderError("header-bad-date", row, found=text, key=name) from None
