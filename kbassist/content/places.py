"""Where in a file's text a problem stands: what to underline."""

import re
from collections.abc import Iterator

import yaml
from msgspec import structs

from kbassist.content import header, vocabulary
from kbassist.content.lines import key_of_row
from kbassist.content.model import Problem
from kbassist.content.scanner import Callout, scan

Span = tuple[int, int]

# What the checks between articles say of a header: under which key it stands, and which value is meant.
_IN_HEADER = {
    "review-overdue": ("review_by", "date"),
    "validity-over": ("valid_until", "date"),
    "validity-reversed": ("valid_until", ""),
    "related-missing": ("related", "id"),
    "trigger-shared": ("triggers", "trigger"),
    "trigger-similar": ("triggers", "trigger"),
    "title-similar": ("title", "title"),
    "translation-missing": ("title", "title"),
    "article-too-long": ("title", "title"),
    "bulletin-without-end": ("bulletin", ""),
    "bulletin-without-line": ("bulletin", ""),
    "bulletin-not-policy": ("kind", ""),
    "id-duplicate": ("id", "id"),
    "word-forbidden": ("title", "found"),
    "expect-failed": ("expect", "note"),
}
# The values of a problem that stand in the text, the most telling first.
_SOUGHT = ("found", "target", "trigger", "id", "label", "form", "item", "key", "name", "title", "note")
# What is said of a whole row; a value in it would mislead.
_ROWS = frozenset({"id-from-path", "line-too-long", "line-too-long-to-say", "line-empty", "form-reversed-bounds"})
# What stands in the wording of a line, of which the problem tells the first row.
_IN_WORDING = frozenset({"word-forbidden", "placeholder-empty-default", "branch-without-steps"})
_KEYS = {"when-says-nothing": "when", "line-vetoes-itself": "unless", "needs-never-known": "needs"}


def span(problem: Problem, text: str) -> Span:
    """Return the place of what is wrong in the text of its file: the value or key, else the row."""
    rows = _starts(text)
    if not 1 <= problem.line <= len(rows):
        return 0, 0
    if problem.code in _IN_WORDING or problem.code in _KEYS:
        found = _in_callout(problem, text)
        if found or problem.code not in _IN_HEADER:
            return found or row_span(text, problem.line)
    if problem.code in _IN_HEADER:
        return _in_header(problem, text) or row_span(text, problem.line)
    row = row_span(text, problem.line)
    if problem.code in _ROWS:
        return row
    if problem.code == "expect-unknown-line":
        return find(text, _whole_item(text, problem.line), problem.values["name"]) or row
    return next(_values(problem, text, row), row)


def located(problem: Problem, text: str) -> Problem:
    """Return the problem with the row of what is wrong."""
    start, end = span(problem, text)
    return structs.replace(problem, line=text.count("\n", 0, start) + 1) if end else problem


def row_span(text: str, number: int) -> Span:
    """Return the place of a row, counted from 1, without the blanks and quote signs around it."""
    start = _starts(text)[number - 1]
    end = text.find("\n", start)
    row = text[start : len(text) if end < 0 else end]
    inner = row.lstrip(" \t>")
    return start + len(row) - len(inner), start + max(len(row.rstrip()), len(row) - len(inner))


def whole_rows(text: str, first: int, last: int) -> Span:
    """Return the place of some rows, counted from 1, with the end of the last."""
    starts = [*_starts(text), len(text)]
    return starts[first - 1], starts[min(last, len(starts) - 1)]


def key_span(text: str, key: str) -> tuple[Span, Span] | None:
    """Return the places of a header's key and its value; None where the header has none or cannot be read."""
    head = header.split(text)[0]
    if head is None:
        return None
    offset = text.index("\n") + 1
    try:
        places = header.places(head, key)
    except (yaml.YAMLError, header.HeaderError):
        return None
    if places is None:
        return None
    (start, end), (first, last) = places
    return (start + offset, end + offset), (first + offset, last + offset)


def callout_at(text: str, row: int) -> Callout | None:
    """Return the callout that covers a file line."""
    _head, body, body_row = header.split(text)
    return next((found for found in scan(body, body_row).callouts if found.first <= row <= found.last), None)


def find(text: str, within: Span, sought: str) -> Span | None:
    """Return where words stand within a place, whatever blanks and quote signs are between them."""
    words = r"[\s>]+".join(map(re.escape, sought.split()))
    before = r"(?<![\w-])" if sought[:1].isalnum() else ""
    after = r"(?![\w-])" if sought[-1:].isalnum() else ""
    if not words:
        return None
    for flags in (0, re.IGNORECASE):
        if found := re.compile(before + words + after, flags).search(text, *within):
            return found.span()
    return None


def _whole_item(text: str, row: int) -> Span:
    """Return the place of an item of a list in the header: its row and those that are further in."""
    rows = text.split("\n")
    depth = len(rows[row - 1]) - len(rows[row - 1].lstrip())
    further = (at for at in range(row, len(rows)) if len(rows[at]) - len(rows[at].lstrip()) <= depth)
    return whole_rows(text, row, next(further, len(rows)))


def _starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


def _values(problem: Problem, text: str, row: Span) -> Iterator[Span]:
    for name in _SOUGHT:
        sought = problem.values.get(name, "").rstrip("#") if name != "target" else problem.values.get(name, "")
        place = find(text, row, sought) if sought else None
        if place is None and name == "target":
            place = find(text, row, sought.lstrip("#"))
        if place:
            yield place


def _in_header(problem: Problem, text: str) -> Span | None:
    key, name = _IN_HEADER[problem.code]
    places = key_span(text, key)
    sought = problem.values.get(name, "")
    if places:
        of_key, of_value = places
        found = find(text, of_value, sought) if sought else of_value
        return found or (of_value if of_value[0] < of_value[1] else of_key)
    if key == "triggers":
        _head, body, body_row = header.split(text)
        for callout in scan(body, body_row).callouts:
            if vocabulary.PHRASE_LISTS.get(callout.name) == vocabulary.TRIGGERS:
                place = find(text, whole_rows(text, callout.first, callout.last), sought)
                if place:
                    return place
    if key == "title":
        headings = scan(*header.split(text)[1:]).headings
        return row_span(text, headings[0].row) if headings else None
    return None


def _in_callout(problem: Problem, text: str) -> Span | None:
    callout = callout_at(text, problem.line)
    if callout is None:
        return None
    sought = next(problem.values[name] for name in ("found", "item", "name") if name in problem.values)
    if problem.code == "placeholder-empty-default":
        sought = f"{{{sought}:}}"
    wanted = _KEYS.get(problem.code)
    if wanted is None and callout.title:
        place = find(text, whole_rows(text, callout.first, callout.first), sought)
        if place:
            return place
    keys = [key_of_row(row.text) for row in callout.rows]
    wording = next((at for at, key in enumerate(keys) if not key and callout.rows[at].text.strip()), len(keys))
    for at, row in enumerate(callout.rows):
        if (keys[at] == wanted and at < wording) if wanted else at >= wording:
            last = row.number if wanted else callout.last
            place = find(text, whole_rows(text, row.number, last), sought)
            if place:
                return place
    return None
