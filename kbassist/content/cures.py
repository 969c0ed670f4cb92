"""What mends a problem with one click: a change of one place in the file's text.

A cure makes its problem go away and brings no other error; where that cannot be promised there is none.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from kbassist.content import header, vocabulary
from kbassist.content.forms import is_field
from kbassist.content.header import HeaderError
from kbassist.content.kinds import LineKind, Stage
from kbassist.content.lines import key_of_row
from kbassist.content.model import Cure, Problem
from kbassist.content.places import Span, callout_at, find, key_span, row_span, span, whole_rows
from kbassist.content.scanner import Callout
from kbassist.content.slugs import anchor
from kbassist.text import fieldchecks
from kbassist.text.fieldtypes import FieldError

_MIDDLE_VALUE = "30"
_KEY_ROW = re.compile(r"([ \t]*(?:-[ \t]+)?[^\s:#][^:\n]*:[ \t]+)([^\n]+?)(?:[ \t]+#(?:[ \t][^\n]*)?)?[ \t]*$")
_ITEM_ROW = re.compile(r"([ \t]*-[ \t]+)([^\n]+?)(?:[ \t]+#(?:[ \t][^\n]*)?)?[ \t]*$")
# The keys that may hold a list in brackets.
_LISTS = frozenset("tags triggers examples audience channels related any not locked".split())
_LINK = re.compile(r"\[\[([^\[\]|#\\]*)(?:#([^\[\]|\\]*))?(?:\\?\|([^\[\]]*))?\]\]|\[([^\[\]]*)\]\([^()]*\)")
_OF_HEADER = re.compile(r"[^\s:#>][^:]*:(?:\s|$)|-(?:\s|$)|#|[ \t]+\S")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?(?:\s?(?:rb|ribu|jt|juta|miliar)\b)?")
_BEHIND_LABEL = re.compile(r"(?:[ \t]*\*)?(?:[ \t]*:)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[ ./-](\d{1,2}|[A-Za-z]+)[ ./-](\d{4})$")
_YEAR_FIRST = re.compile(r"(\d{4})[ ./-](\d{1,2})[ ./-](\d{1,2})$")


_Cures = Iterator[Cure]


def cures(problem: Problem, text: str) -> tuple[Cure, ...]:
    """Return what mends a problem, the likeliest first; nothing where only an editor can tell."""
    find_cures = _CURES.get(problem.code)
    if find_cures is None or problem.line < 1:
        return ()
    return tuple(find_cures(problem, text))


def _use(problem: Problem, text: str) -> _Cures:
    """Put the one value that is wanted, or the nearest of them, in the place of what was found."""
    nearest, wanted = problem.values.get("nearest", ""), problem.values.get("wanted", "")
    found = next((problem.values[name] for name in ("found", "key", "id", "name") if name in problem.values), "")
    # Other digits would say something else: 60 days are not 90d.
    choices = [choice for each in wanted.split(",") if _digits(choice := each.strip()) == _digits(found)]
    only = choices[0] if "," not in wanted and choices else ""
    choice = nearest or only or vocabulary.nearest(found, choices, 0.5)
    start, end = span(problem, text)
    if choice and text[start:end].casefold() == found.casefold() and text[start:end] != choice:
        yield Cure("use", start, end, choice, {"wanted": choice})


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _quote(problem: Problem, text: str) -> _Cures:
    """Put the value of a row of the header in quotes; of a list in brackets each item."""
    start, end = whole_rows(text, problem.line, problem.line)
    given = text[start:end].rstrip("\n")
    # What is an item of texts is no key with a value, whatever colon is in it.
    forms = (_ITEM_ROW,) if problem.code == "header-not-text" and _ITEM_ROW.match(given) else (_KEY_ROW, _ITEM_ROW)
    for row in filter(None, (form.match(given) for form in forms)):
        quoted = _in_quotes(row[2], row[1].strip(" -:") in _LISTS)
        cure = Cure("quote", start + row.start(2), start + row.end(2), quoted)
        if quoted and _readable_up_to(cure.applied(text), problem.line):
            yield cure
            return


def _in_quotes(value: str, is_list: bool) -> str:
    """Return a value in quotes; empty where it cannot be told what is to stand in them."""
    if not is_list or value[0] not in "[{":
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if value[0] == "{" or value[-1] != "]" or re.search("[\"'{}]", value):
        return ""
    return f"[{', '.join(_in_quotes(item.strip(), False) for item in value[1:-1].split(',') if item.strip())}]"


def _readable_up_to(text: str, row: int) -> bool:
    """Whether the header can be read at least to a file line."""
    try:
        header.read(header.split(text)[0] or "")
    except HeaderError as error:
        return error.row + 1 > row
    return True


def _remove_row(problem: Problem, text: str) -> _Cures:
    """Take out a row; of a header's key all that belongs to it."""
    start, end = whole_rows(text, problem.line, problem.line)
    found = text[start:end].strip(" \t\n>-")
    head, _body, body_row = header.split(text)
    if head is not None and problem.line < body_row:
        opening = text.index("\n") + 1
        place = header.entry(head, problem.line - 1)
        if place is None:
            return
        start, end = place[0] + opening, place[1] + opening
    yield Cure("remove-row", start, end, "", {"found": found})


def _write_date(problem: Problem, text: str) -> _Cures:
    start, end = span(problem, text)
    day = _read_date(problem.values["found"])
    if day and text[start:end] == problem.values["found"]:
        yield Cure("use", start, end, day, {"wanted": day})


def _read_date(found: str) -> str:
    """Return a date as it ought to be written; empty where no day can be meant."""
    if year_first := _YEAR_FIRST.match(found):
        found = "/".join(reversed(year_first.groups()))
    if not _DAY_FIRST.match(found):
        return ""
    try:
        return fieldchecks.read_day(found, date.min.replace(year=2000)).isoformat()
    except FieldError:
        return ""


def _close_header(_problem: Problem, text: str) -> _Cures:
    rows = text.split("\n")
    last = next((at for at, row in enumerate(rows[1:], 1) if not _OF_HEADER.match(row)), len(rows))
    # A hash before the body is a heading, between keys a comment.
    while rows[last - 1].startswith("#"):
        last -= 1
    start, _end = whole_rows(text, last + 1, last + 1) if last < len(rows) else (len(text), len(text))
    opening = "" if text[:start].endswith("\n") else "\n"
    yield Cure("close-header", start, start, f"{opening}---\n")


def _add_row(key: str, value: str, problem: Problem, text: str) -> _Cures:
    """Add a row to the keys of a line, right below its first row."""
    end = whole_rows(text, problem.line, problem.line)[1]
    opening = "" if text[:end].endswith("\n") else "\n"
    callout = callout_at(text, problem.line)
    key = _named(vocabulary.LINE_KEYS, key, callout)
    following = text[end:].split("\n", 1)[0]
    # What is no key begins the wording, which stays apart.
    words = following.lstrip(" ").removeprefix(">").strip() if following.lstrip(" ").startswith(">") else ""
    gap = ">\n" if callout and words and not key_of_row(words) else ""
    yield Cure("add-row", end, end, f"{opening}> - {key}: {value}\n{gap}", {"row": f"{key}: {value}"})


def _add_stage(problem: Problem, text: str) -> _Cures:
    for stage in Stage:
        yield from _add_row(
            "stage", _named(vocabulary.STAGES, stage.value, callout_at(text, problem.line)), problem, text
        )


def _named(names: Mapping[str, str], name: str, callout: Callout | None) -> str:
    """Return the name that goes with that of a callout: the Indonesian one stands behind the English one."""
    if callout is None or callout.name in set(LineKind):
        return name
    return [each for each, meant in names.items() if meant == names[name]][-1]


def _add_condition(problem: Problem, text: str) -> _Cures:
    if words := " ".join(re.sub(r"[^\w\s-]", " ", _title(problem, text)).split()).lower():
        yield from _add_row("when", words, problem, text)


def _add_title(key: str, problem: Problem, text: str) -> _Cures:
    if title := _title(problem, text):
        yield from _add_row(key, title, problem, text)


def _title(problem: Problem, text: str) -> str:
    callout = callout_at(text, problem.line)
    return callout.title if callout else ""


def _set_key(key: str, value: str, text: str) -> _Cures:
    """Set a key of the header, all else untouched."""
    try:
        changed = header.set_key(text, key, value)
    except HeaderError:
        return
    start = _shared(text, changed)
    tail = _shared(text[start:][::-1], changed[start:][::-1])
    values = {"row": f"{key}: {value}"}
    yield Cure("set-key", start, len(text) - tail, changed[start : len(changed) - tail], values)


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    shortest = min(len(one), len(other))
    return next((at for at in range(shortest) if one[at] != other[at]), shortest)


def _move_review(problem: Problem, text: str) -> _Cures:
    yield from _set_key("review_by", problem.values["next"], text)


def _retire(_problem: Problem, text: str) -> _Cures:
    yield from _set_key("status", "retired", text)


def _name_id(problem: Problem, text: str) -> _Cures:
    yield from _set_key("id", problem.values["id"], text)


def _make_policy(_problem: Problem, text: str) -> _Cures:
    yield from _set_key("kind", "policy", text)


def _exchange_dates(_problem: Problem, text: str) -> _Cures:
    places = [found[1] for key in ("valid_from", "valid_until") if (found := key_span(text, key))]
    yield from _exchange(sorted(places), text)


def _exchange(places: Sequence[Span], text: str) -> _Cures:
    """Put what stands in two places each in the place of the other."""
    if len(places) == 2:  # noqa: PLR2004 - what is there more than twice has no other
        (a, b), (c, d) = places
        yield Cure("exchange", a, d, text[c:d] + text[b:c] + text[a:b])


def _exchange_dates_of_fact(problem: Problem, text: str) -> _Cures:
    head = header.split(text)[0] or ""
    opening = text.index("\n") + 1
    if place := header.entry(head, problem.line - 1):
        within = place[0] + opening, place[1] + opening
        yield from _exchange([found.span() for found in _DAY.finditer(text, *within)], text)


def _exchange_bounds(problem: Problem, text: str) -> _Cures:
    start, end = whole_rows(text, problem.line, problem.line)
    asked = text.find(":", start, end)
    own = text.find("{#", start, end)
    within = asked, own if own > asked else end
    yield from _exchange([found.span() for found in _NUMBER.finditer(text, *within)], text)


def _remove_field(problem: Problem, text: str) -> _Cures:
    """Take a field out of its form, which stays one."""
    callout = callout_at(text, problem.line)
    if callout and sum(is_field(row.text.partition(":")[2].strip()) for row in callout.rows) > 1:
        yield from _remove_row(problem, text)


def _add_type(problem: Problem, text: str) -> _Cures:
    """Make a field one that takes any text."""
    start, end = span(problem, text)
    label = problem.values["label"]
    behind = _BEHIND_LABEL.match(text, end)
    if behind and text[start:end] == label and not fieldchecks.is_never_asked(label):
        end = behind.end()
        yield Cure("use", start, end, f"{text[start:end].rstrip(': ')}: text", {"wanted": f"{label}: text"})


def _name_note(problem: Problem, text: str) -> _Cures:
    """Make the note of a test of what stands there alone."""
    start, end = whole_rows(text, problem.line, problem.line)
    row = text[start:end].rstrip("\n")
    if (item := _ITEM_ROW.match(row)) and not _KEY_ROW.match(row) and item[2][0] not in "[{":
        place = start + item.start(2)
        yield Cure("use", place, place, "note: ", {"wanted": f"note: {item[2]}"})


def _remove_item(problem: Problem, text: str) -> _Cures:
    """Take a value out of its list, with the comma or the row that it leaves."""
    start, end = span(problem, text)
    if place := _item(text, start, end):
        yield Cure("remove-item", *place, "", {"found": text[start:end]})


def _item(text: str, start: int, end: int) -> Span | None:
    while start and text[start - 1] in "\"'":
        start -= 1
    while end < len(text) and text[end] in "\"'":
        end += 1
    row_start, row_end = whole_rows(text, text.count("\n", 0, start) + 1, text.count("\n", 0, start) + 1)
    before, after = text[row_start:start], text[end:row_end]
    if re.fullmatch(r"[ \t>]*-[ \t]+", before) and not after.strip():
        return row_start, row_end
    if behind := re.match(r"[ \t]*,[ \t]*", after):
        return start, end + behind.end()
    if comma := re.search(r"[ \t]*,[ \t]*$", before):
        return start - len(comma[0]), end
    if before.endswith("[") and after.startswith("]"):
        return start, end
    return (row_start, row_end) if before.strip(" >-").endswith(":") and not after.strip() else None


def _mend_related(problem: Problem, text: str) -> _Cures:
    yield from _nearest(problem, text)
    yield from _remove_item(problem, text)


def _nearest(problem: Problem, text: str) -> _Cures:
    start, end = span(problem, text)
    if (nearest := problem.values.get("nearest")) and text[start:end] == problem.values["id"]:
        yield Cure("use", start, end, nearest, {"wanted": nearest})


def _mend_link(problem: Problem, text: str) -> _Cures:
    """Lead the link to the nearest article, or leave only its words."""
    target = problem.values["target"]
    name, _, _place = target.partition("#")
    row = whole_rows(text, problem.line, problem.line)
    for found in _LINK.finditer(text, *row):
        if find(text, found.span(), target.lstrip("#")) is None:
            continue
        nearest = problem.values.get("nearest")
        if nearest and found[1] is not None:
            yield Cure("use", found.start(1), found.end(1), nearest, {"wanted": nearest})
        if found[1] is not None and name and "#" in target and (end := text.find("#", *found.span())) > 0:
            yield Cure("link-whole", end, found.end(2), "", {"wanted": name})
        words = found[3] or found[4] or found[2] or (found[1] or "").strip()
        yield Cure("unlink", found.start(), found.end(), words)
        return


def _leave_colon_out(problem: Problem, text: str) -> _Cures:
    start, end = span(problem, text)
    name = problem.values["name"]
    if text[start:end] == f"{{{name}:}}":
        yield Cure("use", start, end, f"{{{name}}}", {"wanted": f"{{{name}}}"})


def _quote_row(problem: Problem, text: str) -> _Cures:
    """Put the sign of a quote before a row, and before those below it that lack it too."""
    callout = callout_at(text, problem.line)
    start, end = whole_rows(text, problem.line, callout.last if callout else problem.line)
    yield Cure("quote-row", start, end, re.sub(r"(?m)^(?![ \t]*>)(?=.|\n)", "> ", text[start:end]))


def _say_instead(problem: Problem, text: str) -> _Cures:
    start, end = span(problem, text)
    instead, found = problem.values["instead"], problem.values["found"]
    if instead and text[start:end].split() and find(text, (start, end), found):
        if found[:1].isupper():
            instead = instead[:1].upper() + instead[1:]
        yield Cure("use", start, end, instead, {"wanted": instead})


def _give_id(problem: Problem, text: str) -> _Cures:
    """Give a line an id that no other has."""
    start, end = whole_rows(text, problem.line, problem.line)
    wrong = problem.values["id"]
    base = anchor(wrong)
    taken = {wrong, *re.findall(r"\{#([^{}]*)\}", text)}
    free = next(name for n in range(1, len(taken) + 2) if (name := base if n == 1 else f"{base}-{n}") not in taken)
    place = text.find(f"{{#{wrong}}}", start, end)
    if place >= 0:
        yield Cure("use", place + 2, place + 2 + len(wrong), free, {"wanted": free})
    else:
        place = row_span(text, problem.line)[1]
        yield Cure("use", place, place, f" {{#{free}}}", {"wanted": f"{{#{free}}}"})


_CURES: dict[str, Callable[[Problem, str], _Cures]] = {
    "header-unclosed": _close_header,
    "header-unreadable": _quote,
    "header-not-text": _quote,
    "header-duplicate-key": _remove_row,
    "header-unknown-key": _remove_row,
    "header-misspelt-key": _use,
    "header-bad-id": _use,
    "header-bad-value": _use,
    "header-bad-date": _write_date,
    "fact-unknown-key": _use,
    "expect-unknown-key": _use,
    "expect-unreadable": _name_note,
    "fact-bad-name": _use,
    "fact-unknown": _use,
    "fact-reversed": _exchange_dates_of_fact,
    "validity-reversed": _exchange_dates,
    "validity-over": _retire,
    "review-overdue": _move_review,
    "callout-unknown": _use,
    "line-bad-id": _give_id,
    "line-duplicate-id": _give_id,
    "line-lazy-row": _quote_row,
    "line-no-stage": _add_stage,
    "line-no-department": partial(_add_title, "to"),
    "line-unknown-key": _use,
    "line-duplicate-key": _remove_row,
    "line-bad-value": _use,
    "line-key-of-other-kind": _remove_row,
    "line-vetoes-itself": _remove_item,
    "when-says-nothing": _remove_item,
    "needs-never-known": _remove_item,
    "form-no-purpose": partial(_add_title, "purpose"),
    "form-unknown-type": _use,
    "form-bad-id": _use,
    "form-field-twice": _remove_row,
    "form-never-asked": _remove_field,
    "form-no-type": _add_type,
    "form-bad-check": _remove_item,
    "form-reversed-bounds": _exchange_bounds,
    "bulletin-not-policy": _make_policy,
    "placeholder-odd": _use,
    "placeholder-empty-default": _leave_colon_out,
    "id-from-path": _name_id,
    "link-broken": _mend_link,
    "related-missing": _mend_related,
    "trigger-shared": _remove_item,
    "trigger-similar": _remove_item,
    "offer-without-condition": _add_condition,
    "offer-without-value": partial(_add_row, "value", _MIDDLE_VALUE),
    "word-forbidden": _say_instead,
}
