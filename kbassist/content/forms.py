"""Forms: what an editor lets agents ask a customer for, written as a list in a `form` callout.

One field is one row: `- Label: type`, with what it asks for behind commas. `*` behind the label or `required` marks a
field that must be filled, `{#id}` at the end of the row gives it a name of its own.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct

from kbassist.content import vocabulary
from kbassist.content.kinds import LineKind, Severity
from kbassist.content.links import ID_SUFFIX
from kbassist.content.model import Article, FormField, Line
from kbassist.content.scanner import Row
from kbassist.content.slugs import anchor
from kbassist.text import fieldchecks
from kbassist.text.fieldtypes import FieldError, FieldType

_ITEM = re.compile(r"(?:[-*+]|\d+[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(.*)$")
# A comma between digits is a decimal one.
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_REQUIRED = frozenset({"required", "wajib"})
_LONG = frozenset({"long", "panjang"})
_DIGITS = frozenset({"digits", "digit", "angka"})
_UNIT = r"(?:\s+(?:digits?|angka|letters?|characters?|huruf|karakter))?"
_ENDS_IN_DIGITS = re.compile(r"\d\s+(?:digits?|angka)$")
_SIZE = r"(?:rp\s?)?\d[\d.,]*(?:\s?(?:rb|ribu|jt|juta|miliar))?"
_SIZES = (
    rf"(?P<least>{_SIZE})\s*(?:to|sampai|[-–])\s*(?P<most>{_SIZE})",
    rf"(?:at least|min|minimal|minimum|paling sedikit)\s+(?P<least>{_SIZE})",
    rf"(?:at most|max|maksimal|maximum|paling banyak)\s+(?P<most>{_SIZE})",
)
_RANGES = tuple(map(re.compile, _SIZES))
_LENGTHS = tuple(re.compile(size + _UNIT) for size in (*_SIZES, r"(?P<both>\d{1,4})"))
_Bounds = tuple[int | None, int | None]
# What is asked of a date, as the first and last day from today on.
_FROM_TODAY: dict[str, _Bounds] = {
    "after today": (1, None),
    "setelah hari ini": (1, None),
    "from today": (0, None),
    "mulai hari ini": (0, None),
    "until today": (None, 0),
    "sampai hari ini": (None, 0),
    "before today": (None, -1),
    "sebelum hari ini": (None, -1),
}
_WITHIN = re.compile(r"(?:within|dalam)\s+(\d{1,4})\s+(?:days?|hari)")
_SIZED = frozenset({FieldType.TEXT, FieldType.LONG_TEXT})
_COUNTED = frozenset({FieldType.NUMBER, FieldType.AMOUNT})
# They have answers of their own, which are no secret whatever the label names.
_CLOSED = frozenset({FieldType.YES_NO, FieldType.CHOICE, FieldType.DATE})
_EXAMPLES = {
    FieldType.TEXT: "required, at most 60 letters, 6 digits",
    FieldType.LONG_TEXT: "required, at most 500 letters",
    FieldType.NUMBER: "required, 1 to 3, at least 1, at most 3",
    FieldType.AMOUNT: "required, at least 50.000, at most 5 jt",
    FieldType.DATE: "required, after today, until today, within 30 days",
}


class Form(Struct, frozen=True):
    """What is asked for one order; `text` are the words that open it, `title` stands over it."""

    article: str
    lang: str
    id: str
    title: str
    text: str
    fields: tuple[FormField, ...]
    row: int
    purpose: str = ""
    to: str = ""
    sla: str = ""

    @property
    def name(self) -> str:
        """Return the name by which records know the form, that of its line."""
        return f"{self.article}#{self.id}"


def read(article: Article) -> tuple[Form, ...]:
    """Return the forms of an article, which may be one without its body."""
    return tuple(_form(line, article) for line in article.lines if line.kind is LineKind.FORM)


def _form(line: Line, article: Article) -> Form:
    title, asked = line.title or article.title, line.fields
    return Form(article.id, article.lang, line.id, title, line.text, asked, line.row, line.purpose, line.to, line.sla)


def check(field: FormField, text: str, today: date) -> str:
    """Return what is kept of an answer, empty for a field left empty; raises FieldError for what it does not take."""
    if not text.strip():
        if field.required:
            raise FieldError("field-missing")
        return ""
    return fieldchecks.check(
        field.type, text, today, least=field.least, most=field.most, digits=field.digits, choices=field.choices
    )


def split(rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the rows of a form's opening words, and those from its first field on."""
    first = next((at for at, row in enumerate(rows) if _asked(row)), len(rows))
    return tuple(rows[:first]), tuple(rows[first:])


def is_field(rest: str) -> bool:
    """Whether what stands behind a label and its colon begins with a type."""
    return _COMMA.split(rest, maxsplit=1)[0].strip().lower() in vocabulary.FIELD_TYPES


def read_fields(rows: Sequence[Row], first: int, report: Callable[..., None]) -> tuple[FormField, ...] | None:
    """Read the fields of a form that begins at file line `first`; None when one of them is bad, which is reported."""
    fields: list[FormField] = []
    sound = True
    for row in rows:
        text = _asked(row)
        if not text:
            if row.text.strip():
                report("form-stray-row", Severity.WARNING, row.number)
            continue
        try:
            field = _field(text, row.number)
        except _BadFieldError as error:
            report(error.code, Severity.ERROR, row.number, **error.values)
            sound = False
            continue
        if any(field.id == other.id for other in fields):
            report("form-field-twice", Severity.ERROR, row.number, label=field.label)
            sound = False
        fields.append(field)
    if sound and not fields:
        report("form-empty", Severity.ERROR, first)
    return tuple(fields) if sound and fields else None


class _BadFieldError(Exception):
    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def _asked(row: Row) -> str:
    """Return the row of a field without the sign of its item; empty for any other row."""
    text = row.text.strip()
    if item := _ITEM.match(text):
        return item[1].strip()
    return text if is_field(text.partition(":")[2].strip()) else ""


def _field(text: str, row: int) -> FormField:
    own = ID_SUFFIX.search(text)
    label, _, rest = (text[: own.start()] if own else text).partition(":")
    label = label.strip()
    name, *asked = (part.strip() for part in _COMMA.split(rest.strip()))
    required = label.endswith("*") or any(part.lower() in _REQUIRED for part in asked)
    asked = [part for part in asked if part.lower() not in _REQUIRED]
    label = label.strip("* \t")
    if not label:
        raise _BadFieldError("form-no-label")
    if fieldchecks.is_never_asked(name):
        raise _BadFieldError("form-never-asked", label=label)
    kind = _type(label, name)
    if kind not in _CLOSED and fieldchecks.is_never_asked(label):
        raise _BadFieldError("form-never-asked", label=label)
    field_id = own[1].strip() if own else anchor(label)
    if anchor(field_id) != field_id:
        raise _BadFieldError("form-bad-id", id=field_id, nearest=anchor(field_id))
    if kind is FieldType.CHOICE:
        return FormField(field_id, label, kind, row, required, choices=_choices(label, asked))
    if kind is FieldType.TEXT and any(part.lower() in _LONG for part in asked):
        kind, asked = FieldType.LONG_TEXT, [part for part in asked if part.lower() not in _LONG]
    least, most, digits = _checks(label, kind, asked)
    return FormField(field_id, label, kind, row, required, least, most, digits)


def _type(label: str, name: str) -> FieldType:
    known = vocabulary.FIELD_TYPES
    if not name:
        raise _BadFieldError("form-no-type", label=label, wanted=vocabulary.names(FieldType))
    if name.lower() not in known:
        wanted = vocabulary.nearest(name, known) or vocabulary.names(FieldType)
        raise _BadFieldError("form-unknown-type", label=label, found=name, wanted=wanted)
    return known[name.lower()]


def _choices(label: str, asked: Sequence[str]) -> tuple[str, ...]:
    choices = tuple(dict.fromkeys(" ".join(part.split()) for part in ", ".join(asked).split("|") if part.strip()))
    if len(choices) < 2:  # noqa: PLR2004 - one is no choice
        raise _BadFieldError("form-no-choices", label=label)
    return choices


def _checks(label: str, kind: FieldType, asked: Sequence[str]) -> tuple[int | None, int | None, bool]:
    """Return the least and the most that a field takes, and whether it takes digits alone."""
    bounds: list[_Bounds] = []
    digits = False
    for each in asked:
        words = " ".join(each.lower().split())
        if kind in _SIZED and words in _DIGITS:
            digits = True
            continue
        found = _days(words) if kind is FieldType.DATE else _bounds(kind, words)
        if found is None:
            raise _BadFieldError("form-bad-check", label=label, found=each, wanted=_EXAMPLES.get(kind, "required"))
        bounds.append(found)
        digits = digits or bool(_ENDS_IN_DIGITS.search(words))
    least = max((low for low, _ in bounds if low is not None), default=None)
    most = min((high for _, high in bounds if high is not None), default=None)
    if least is not None and most is not None and least > most:
        raise _BadFieldError("form-reversed-bounds", label=label)
    return least, most, digits


def _days(words: str) -> _Bounds | None:
    if found := _WITHIN.fullmatch(words):
        return 0, int(found[1])
    return _FROM_TODAY.get(words)


def _bounds(kind: FieldType, words: str) -> _Bounds | None:
    patterns = _LENGTHS if kind in _SIZED else _RANGES if kind in _COUNTED else ()
    found = next(filter(None, (pattern.fullmatch(words) for pattern in patterns)), None)
    if found is None:
        return None
    named = found.groupdict()
    try:
        least, most = (_size(named.get(name) or named.get("both")) for name in ("least", "most"))
    except FieldError:
        return None
    return least, most


def _size(text: str | None) -> int | None:
    return fieldchecks.read_amount(text) if text else None
