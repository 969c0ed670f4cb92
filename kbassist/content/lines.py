"""From callouts to script lines: attribute rows, wording, and everything that can be wrong with them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import structs

from kbassist.content import forms, vocabulary
from kbassist.content.kinds import Channel, LineKind, Severity, Stage, Tone
from kbassist.content.model import Fact, Line
from kbassist.content.placeholders import FROM_CALL
from kbassist.content.scanner import Callout, Row

_ATTRIBUTE = re.compile(r"(?:[-*+][ \t]+)?([A-Za-z][A-Za-z-]*)[ \t]*:[ \t]*(.*)$")
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(.*)$")
_DURATION = re.compile(r"(\d{1,4})[ \t]*(wd|d|h|m|hk|hari kerja|hari|jam|menit)$")
_DURATION_UNITS = {"hk": "wd", "hari kerja": "wd", "hari": "d", "jam": "h", "menit": "m"}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*$")
_ODD_BRACES = re.compile(r"\{([^{}\n]{1,40})\}")
_LONGEST_WORDING = 2_000
_MAX_VALUE = 100


class BadValueError(Exception):
    """A value that a key does not take; `wanted` says what it takes, `found` which part of it is wrong."""

    def __init__(self, wanted: str, found: str = "") -> None:
        """Keep what would be right."""
        super().__init__(wanted)
        self.wanted = wanted
        self.found = found


@dataclass(slots=True)
class _Attributes:
    values: dict[str, Any] = field(default_factory=dict)
    rest: Sequence[Row] = ()
    sound: bool = True


def read_lines(
    callouts: Sequence[Callout],
    article: str,
    lang: str,
    report: Callable[..., None],
    used: Mapping[int, Sequence[Fact | None]],
) -> tuple[Line, ...]:
    """Return the script lines among the callouts; what is bad is reported and left out alone.

    `used` are the facts of each file line, None for one that is not there: such a line is left out.
    """
    counts: dict[LineKind, int] = {}
    lines: list[Line] = []
    for callout in callouts:
        kind = vocabulary.LINE_KINDS.get(callout.name)
        if kind is None:
            _report_near_miss(callout, report)
            continue
        counts[kind] = counts.get(kind, 0) + 1
        facts = [fact for row in range(callout.first, callout.last + 1) for fact in used.get(row, ())]
        line = _read_line(callout, kind, article, lang, f"{kind}-{counts[kind]}", report)
        if line is None or None in facts:
            continue
        line = _dated(line, [fact for fact in facts if fact])
        if any(_same_place(line, other) for other in lines):
            report("line-duplicate-id", Severity.ERROR, line.row, id=line.id)
        else:
            lines.append(line)
    return tuple(lines)


def phrase_list(callouts: Sequence[Callout], name: str) -> tuple[str, ...]:
    """Return the raw items of all `[!examples]` or `[!triggers]` lists, in either language."""
    wanted = [callout for callout in callouts if vocabulary.PHRASE_LISTS.get(callout.name) == name]
    items = (_ITEM.match(row.text.strip()) for callout in wanted for row in callout.rows)
    return tuple(item[1].strip() for item in items if item and item[1].strip())


def _same_place(line: Line, other: Line) -> bool:
    """Whether two lines of one id are no variants of each other."""
    if line.id != other.id:
        return False
    return line.tone == other.tone and set(line.channels) == set(other.channels)


def _dated(line: Line, facts: Sequence[Fact]) -> Line:
    """Return a line that holds only while all of its facts do."""
    if not facts:
        return line
    starts = [fact.valid_from for fact in facts if fact.valid_from]
    ends = [fact.valid_until for fact in facts if fact.valid_until]
    return structs.replace(line, valid_from=max(starts, default=None), valid_until=min(ends, default=None))


def _report_near_miss(callout: Callout, report: Callable[..., None]) -> None:
    if callout.name in vocabulary.PHRASE_LISTS or callout.name in vocabulary.VIEWER_CALLOUTS:
        return
    close = vocabulary.nearest(callout.name, [*vocabulary.LINE_KINDS, *vocabulary.PHRASE_LISTS])
    if close:
        report("callout-unknown", Severity.WARNING, callout.first, found=callout.name, nearest=close)


def _read_line(
    callout: Callout, kind: LineKind, article: str, lang: str, default_id: str, report: Callable[..., None]
) -> Line | None:
    attributes = _read_attributes(callout, kind, report)
    opening = attributes.rest
    if kind is LineKind.FORM:
        opening, asked = forms.split(opening)
        fields = forms.read_fields(asked, callout.first, report)
        attributes.values["fields"] = fields
        attributes.sound = attributes.sound and fields is not None
    wording = "\n".join(row.text for row in opening).strip() or (callout.title if kind is LineKind.FORM else "")
    line_id = callout.id or default_id
    sound = attributes.sound
    if not _ID.match(line_id):
        report("line-bad-id", Severity.ERROR, callout.first, id=line_id)
        sound = False
    if not wording:
        report("line-empty", Severity.ERROR, callout.first, kind=callout.name)
        sound = False
    if len(wording) > _LONGEST_WORDING:
        report("line-too-long", Severity.ERROR, callout.first, limit=str(_LONGEST_WORDING))
        sound = False
    if not sound:
        return None
    if callout.lazy:
        report("line-lazy-row", Severity.WARNING, callout.lazy)
    if kind is LineKind.DEESCALATE and "stage" not in attributes.values:
        report("line-no-stage", Severity.WARNING, callout.first, stages=vocabulary.names(Stage))
    if kind is LineKind.ESCALATE and "to" not in attributes.values:
        report("line-no-department", Severity.WARNING, callout.first)
    if kind is LineKind.FORM and "purpose" not in attributes.values:
        report("form-no-purpose", Severity.WARNING, callout.first)
    _report_odd_placeholders(opening, report)
    return Line(article, line_id, lang, kind, wording, callout.first, title=callout.title, **attributes.values)


def _read_attributes(callout: Callout, kind: LineKind, report: Callable[..., None]) -> _Attributes:
    """Read the rows `- key: value` up to the first other row, which begins the wording or a form's fields."""
    result = _Attributes()
    for index, row in enumerate(callout.rows):
        text = row.text.strip()
        if not text:
            following = callout.rows[index + 1 :]
            if result.values or not result.sound or not _begins_with_key(following, kind):
                result.rest = following
                return result
            continue
        found = _ATTRIBUTE.match(text)
        key = _key(found, kind)
        if found is None or key is None:
            if found and text[0] in "-*+" and not (kind is LineKind.FORM and forms.is_field(found[2])):
                _report_no_key(found[1], row.number, report)
            result.rest = callout.rows[index:]
            return result
        _take(result, key, found, row.number, report)
    return result


def key_of_row(row: str) -> str:
    """Return the key of a line that a row names, whatever the kind of the line; empty where it names none."""
    found = _ATTRIBUTE.match(row.strip())
    return vocabulary.LINE_KEYS.get(found[1].lower(), "") if found else ""


def _key(found: re.Match[str] | None, kind: LineKind) -> str | None:
    """Return the key that a row names, if lines of the kind have it."""
    key = vocabulary.LINE_KEYS.get(found[1].lower()) if found else None
    return key if key and vocabulary.KEYS_OF_KIND.get(key, kind) is kind else None


def _report_no_key(name: str, row: int, report: Callable[..., None]) -> None:
    """Warn of an item that was probably meant as a key; "Dokumen" with its capital begins a wording."""
    known = vocabulary.LINE_KEYS
    if name in known:
        kind = vocabulary.KEYS_OF_KIND[known[name]]
        report("line-key-of-other-kind", Severity.WARNING, row, key=name, kind=kind.value)
    elif name.islower() and (close := vocabulary.nearest(name, known)):
        report("line-unknown-key", Severity.WARNING, row, found=name, nearest=close)


def _begins_with_key(rows: Sequence[Row], kind: LineKind) -> bool:
    """Whether `- key:` stands first; after an empty row a bare `key:` is wording."""
    first = next((row.text.strip() for row in rows if row.text.strip()), "")
    return first[:1] in {"-", "*", "+"} and _key(_ATTRIBUTE.match(first), kind) is not None


def _take(result: _Attributes, key: str, found: re.Match[str], row: int, report: Callable[..., None]) -> None:
    name, read = _READERS[key]
    if name in result.values:
        report("line-duplicate-key", Severity.ERROR, row, key=found[1])
        result.sound = False
        return
    try:
        value = read(found[2].strip())
    except BadValueError as error:
        wrong = error.found or found[2].strip()
        report("line-bad-value", Severity.ERROR, row, key=found[1], found=wrong, wanted=error.wanted)
        result.sound = False
    else:
        if value:
            result.values[name] = value


def _phrases(value: str) -> tuple[str, ...]:
    return tuple(phrase.strip(" \t\"'") for phrase in value.split(",") if phrase.strip(" \t\"'"))


def _stage(value: str) -> Stage:
    stage = vocabulary.STAGES.get(value.lower().replace(" ", "-"))
    if stage is None:
        raise BadValueError(vocabulary.names(Stage))
    return stage


def read_channels(value: str) -> tuple[Channel, ...]:
    """Read channels, comma separated; raises BadValueError."""
    channels = []
    for name in _phrases(value):
        if name.lower() not in vocabulary.CHANNELS:
            raise BadValueError(vocabulary.names(Channel), name)
        channels.append(vocabulary.CHANNELS[name.lower()])
    return tuple(channels)


def _tone(value: str) -> Tone:
    tone = vocabulary.TONES.get(value.lower())
    if tone is None:
        raise BadValueError(vocabulary.names(Tone))
    return tone


def _worth(value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) > _MAX_VALUE:
        raise BadValueError(f"0 - {_MAX_VALUE}")
    return int(value)


def _duration(value: str) -> str:
    """Return a duration in its short form: `5wd` working days, `3d`, `2h`, `30m`."""
    found = _DURATION.match(value.lower())
    if found is None:
        raise BadValueError("5wd, 3d, 2h, 30m")
    return found[1] + _DURATION_UNITS.get(found[2], found[2])


def _days(value: str) -> int:
    """Return a duration in days as their number."""
    found = _DURATION.match(value.lower())
    if found is None or _DURATION_UNITS.get(found[2], found[2]) != "d":
        raise BadValueError("90d, 180d")
    return int(found[1])


def _placeholders(value: str) -> tuple[str, ...]:
    return tuple(name.strip("{}") for name in _phrases(value))


_READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "when": ("when", _phrases),
    "unless": ("unless", _phrases),
    "stage": ("stage", _stage),
    "channel": ("channels", read_channels),
    "tone": ("tone", _tone),
    "value": ("value", _worth),
    "to": ("to", str),
    "sla": ("sla", _duration),
    "in": ("due_in", _duration),
    "limit": ("limit", str),
    "needs": ("needs", _placeholders),
    "documents": ("documents", _phrases),
    "request": ("request", str),
    "approve": ("approve", str),
    "once": ("once", _days),
    "purpose": ("purpose", str),
}


def _report_odd_placeholders(rows: Sequence[Row], report: Callable[..., None]) -> None:
    """Warn of braces that an editor probably meant as a placeholder of the call: `{Nama}`, `{ nama }`."""
    for row, inner in _braces(rows):
        name = inner.partition(":")[0].strip().lower().replace(" ", "_")
        if inner.partition(":")[0] != name and name in FROM_CALL:
            report("placeholder-odd", Severity.WARNING, row, found=inner, nearest=name)


def _braces(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    return ((row.number, found[1]) for row in rows for found in _ODD_BRACES.finditer(row.text))
