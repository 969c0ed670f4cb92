"""From header fields to typed values, by the table of the article format; every wrong value is reported."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from kbassist.content import vocabulary
from kbassist.content.header import Field
from kbassist.content.kinds import ArticleKind, Severity, Status
from kbassist.content.lines import BadValueError, read_channels
from kbassist.content.model import Expectation
from kbassist.content.slugs import slug

_MOODS = ("calm", "uneasy", "upset", "furious")
_EXPECT_KEYS = ("note", "first", "any", "not", "mood", "locked")
TRUTH = {"true": True, "yes": True, "ya": True, "false": False, "no": False, "tidak": False}
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
# Read by a module of its own.
_FACTS = "facts"


@dataclass(slots=True)
class TypedHeader:
    """Typed values and their rows by the names of Article's fields, and the keys that are not ours."""

    values: dict[str, Any] = field(default_factory=dict)
    other_keys: dict[str, Any] = field(default_factory=dict)
    sound: bool = True
    rows: dict[str, int] = field(default_factory=dict)


def read_fields(fields: Mapping[str, Field], report: Callable[..., None]) -> TypedHeader:
    """Type the fields of a header whose rows are file lines already."""
    header = TypedHeader()
    for key, entry in fields.items():
        if key not in _TYPES:
            header.other_keys[key] = _plain(entry)
            close = vocabulary.nearest(key, KEYS)
            code = "header-misspelt-key" if close else "header-unknown-key"
            report(code, Severity.WARNING, entry.row, key=key, nearest=close)
            continue
        name, read = _TYPES[key]
        try:
            value = read(entry)
        except _FieldError as error:
            report(error.code, Severity.ERROR, error.row, key=key, **error.values)
            header.sound = False
        else:
            if value not in ("", ()):
                header.values[name] = value
                header.rows[name] = entry.row
    return header


class _FieldError(Exception):
    def __init__(self, code: str, row: int, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.row = row
        self.values = values


def _plain(entry: Field) -> Any:  # noqa: ANN401 - a foreign key may hold anything
    if isinstance(entry.value, str):
        return entry.value
    if isinstance(entry.value, tuple):
        return [_plain(item) for item in entry.value]
    return {key: _plain(value) for key, value in entry.value.items()}


def _text(entry: Field) -> str:
    if not isinstance(entry.value, str):
        raise _FieldError("header-not-text", entry.row)
    return entry.value


def _texts(entry: Field) -> tuple[str, ...]:
    """Read a list of texts; a single text is a list of one."""
    if isinstance(entry.value, dict):
        raise _FieldError("header-not-list", entry.row)
    items = (entry,) if isinstance(entry.value, str) else entry.value
    return tuple(text for text in map(_text, items) if text)


def _words(entry: Field) -> tuple[str, ...]:
    """Read a list of short texts, which may also stand on one line with commas."""
    texts = _texts(entry)
    if isinstance(entry.value, str) and texts:
        return tuple(part.strip() for part in texts[0].split(",") if part.strip())
    return texts


def _slug(entry: Field) -> str:
    text = _text(entry)
    if text and slug(text) != text:
        raise _FieldError("header-bad-id", entry.row, found=text, nearest=slug(text))
    return text


def _language(entry: Field) -> str:
    text = _text(entry)
    tag = vocabulary.language_tag(text)
    if text and not tag:
        raise _FieldError("header-bad-value", entry.row, found=text, wanted="id, en, en-GB")
    return tag


def _one_of(values: type[StrEnum]) -> Callable[[Field], Any]:
    def read(entry: Field) -> StrEnum | str:
        text = _text(entry).lower()
        if not text:
            return ""
        try:
            return values(text)
        except ValueError:
            wanted = vocabulary.nearest(text, list(values)) or vocabulary.names(values)
            raise _FieldError("header-bad-value", entry.row, found=text, wanted=wanted) from None

    return read


def read_date(text: str) -> date:
    """Read a date as year-month-day; raises ValueError for any other form and for impossible dates."""
    found = _DATE.match(text)
    if found is None:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), int(found[3]))


def _date(entry: Field) -> date | str:
    text = _text(entry)
    if not text:
        return ""
    try:
        return read_date(text)
    except ValueError:
        raise _FieldError("header-bad-date", entry.row, found=text) from None


def _truth(entry: Field) -> bool | str:
    text = _text(entry).lower()
    if text and text not in TRUTH:
        raise _FieldError("header-bad-value", entry.row, found=text, wanted=", ".join(TRUTH))
    return TRUTH[text] if text else ""


def _channels(entry: Field) -> tuple[Any, ...]:
    try:
        return read_channels(",".join(_words(entry)))
    except BadValueError as error:
        raise _FieldError("header-bad-value", entry.row, found=error.found, wanted=error.wanted) from None


def _expectations(entry: Field) -> tuple[Expectation, ...]:
    if isinstance(entry.value, str):
        if entry.value:
            raise _FieldError("expect-unreadable", entry.row)
        return ()
    items = (entry,) if isinstance(entry.value, dict) else entry.value
    return tuple(map(_expectation, items))


def _expectation(entry: Field) -> Expectation:
    if not isinstance(entry.value, dict) or "note" not in entry.value:
        raise _FieldError("expect-unreadable", entry.row)
    fields = entry.value
    for key, value in fields.items():
        if key not in _EXPECT_KEYS:
            raise _FieldError("expect-unknown-key", value.row, found=key, wanted=", ".join(_EXPECT_KEYS))
    mood = _text(fields["mood"]).lower() if "mood" in fields else ""
    if mood and mood not in _MOODS:
        raise _FieldError("header-bad-value", fields["mood"].row, found=mood, wanted=", ".join(_MOODS))
    return Expectation(
        note=_text(fields["note"]),
        row=entry.row,
        first=_text(fields["first"]) if "first" in fields else "",
        any=_words(fields["any"]) if "any" in fields else (),
        never=_words(fields["not"]) if "not" in fields else (),
        mood=mood,
        locked=_locked(fields["locked"]) if "locked" in fields else None,
    )


def _locked(entry: Field) -> bool | tuple[str, ...]:
    if isinstance(entry.value, str) and entry.value.lower() in TRUTH:
        return TRUTH[entry.value.lower()]
    return _words(entry)


_TYPES: dict[str, tuple[str, Callable[[Field], Any]]] = {
    "id": ("id", _slug),
    "title": ("title", _text),
    "lang": ("lang", _language),
    "kind": ("kind", _one_of(ArticleKind)),
    "category": ("category", _text),
    "tags": ("tags", _words),
    "triggers": ("triggers", _words),
    "examples": ("examples", _texts),
    "status": ("status", _one_of(Status)),
    "owner": ("owner", _text),
    "review_by": ("review_by", _date),
    "valid_from": ("valid_from", _date),
    "valid_until": ("valid_until", _date),
    "bulletin": ("bulletin", _truth),
    "pengumuman": ("bulletin", _truth),
    "audience": ("audience", _words),
    "channels": ("channels", _channels),
    "related": ("related", _words),
    "expect": ("expect", _expectations),
}
# Every key of the header that is ours.
KEYS = (*_TYPES, _FACTS)
