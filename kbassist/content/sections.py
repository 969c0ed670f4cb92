"""Cuts a body into sections that can be rendered one by one, each within a moment.

A cut never goes through a fence, a comment, a table, a list or a quote. Only what is larger than any reader wants is
cut itself: tables by rows with their head repeated, lists by items. What Python-Markdown would take too long for is
left as it was written.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from kbassist.content.model import Heading
from kbassist.content.scanner import MOST_ROWS, Callout, Scan, openings

# A section takes no further block once it is so long, and begins at a heading once it is a quarter of it.
LONG = 2_000
# What is longer is left as it was written where it cannot be cut.
LONGEST_BLOCK = 6_000
# A table with more than twice so many rows comes in pieces; what is beyond the last piece nobody reads as a table.
TABLE_ROWS = 50
_MOST_PIECES = 40
_MOST_COLUMNS = 60
# Python-Markdown looks for the end of each bracket and each tag: what is never closed takes the square of its length.
_MOST_OPEN = 20
_MOST_TAGS_OPEN = 50

_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]")
_RULE = re.compile(r"[ \t|:-]*-[ \t|:-]*$")
_CONTENTS = re.compile(r"\[TOC\][ \t]*$")
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_ESCAPE = re.compile(r"\\.")
_BRACKETS = re.compile(r"[\[\]]")


class Part(NamedTuple):
    """A piece of a section: Markdown, text `as_written`, or a callout."""

    text: str
    callout: Callout | None = None
    as_written: bool = False

    @property
    def is_markdown(self) -> bool:
        """Whether it is Markdown that can be rendered together with its neighbours."""
        return self.callout is None and not self.as_written


class Section(NamedTuple):
    """What is rendered at once, and the anchors of the headings in it."""

    parts: tuple[Part, ...]
    anchors: frozenset[str]


def split(body: str, found: Scan) -> list[Section]:
    """Return the sections of a body, of which a scan is known."""
    headings = {heading.row: heading for heading in found.headings}
    sections: list[Section] = []
    parts: list[Part] = []
    anchors: set[str] = set()
    size = 0
    for first, block in _blocks(body.split("\n"), found.callouts, headings):
        heading = headings.get(first)
        for part in block:
            if parts and (size + len(part.text) > LONG or (heading and size > LONG / 4)):
                sections.append(Section(_joined(parts), frozenset(anchors)))
                parts, anchors, size = [], set(), 0
            parts.append(part)
            size += len(part.text)
        if heading:
            anchors.add(heading.anchor)
    return [*sections, Section(_joined(parts), frozenset(anchors))]


def beyond(text: str) -> int:
    """Return the place in a text behind the most rows that are looked at; what follows is left as it was written."""
    place = -1
    for _ in range(MOST_ROWS):
        place = text.find("\n", place + 1)
        if place < 0:
            return len(text)
    return place + 1


def as_written(text: str) -> Iterator[Part]:
    """Yield pieces of text that are not rendered, cut at rows, and at blanks where a row is too long."""
    start = 0
    while start < len(text):
        end = start + LONG
        if end < len(text):
            cut = max(text.rfind("\n", start, end), 0) or text.rfind(" ", start, end)
            end = cut + 1 if cut > start else end
        yield Part(text[start:end].rstrip("\n"), as_written=True)
        start = end


def is_knotty(text: str) -> bool:
    """Whether Python-Markdown would take long for a text: for its length, or for what is opened and never closed."""
    if len(text) > LONGEST_BLOCK:
        return True
    text = _ESCAPE.sub("", text)
    return (
        _most_open(text, "[", "]") > _MOST_OPEN
        or _most_open(text, "(", ")") > _MOST_OPEN
        or len(_TAG_START.findall(text)) - text.count(">") > _MOST_TAGS_OPEN
    )


def _most_open(text: str, opening: str, closing: str) -> int:
    """Return how many brackets are open at once, at most."""
    most = now = 0
    if text.count(opening) > _MOST_OPEN:
        for sign in text:
            if sign == opening:
                now += 1
                most = max(most, now)
            elif sign == closing and now:
                now -= 1
    return most


def _joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts with neighbours of Markdown made one, so that it is rendered at once."""
    joined: list[Part] = []
    for part in parts:
        if joined and part.is_markdown and joined[-1].is_markdown:
            joined[-1] = Part(f"{joined[-1].text}\n\n{part.text}")
        else:
            joined.append(part)
    return tuple(joined)


def _blocks(
    rows: list[str], callouts: Iterable[Callout], headings: Mapping[int, Heading]
) -> Iterator[tuple[int, Iterable[Part]]]:
    """Yield the number of the first row of each block, and its parts."""
    opened = list(openings(rows))
    for number, heading in headings.items():
        if not rows[number - 1].lstrip().startswith("#"):
            rows[number] = ""  # its underline
        rows[number - 1] = f"{'#' * heading.level} {heading.text} {{#{heading.anchor}}}"
    starts = {callout.first: callout for callout in callouts}
    further = {row for callout in callouts for row in range(callout.first + 1, callout.last + 1)}
    contents = list(_contents(headings.values()))
    borders = list(_borders(rows, opened, starts.keys() | headings.keys(), further))
    for first, following in pairwise([*borders, len(rows) + 1]):
        block = rows[first - 1 : following - 1]
        if callout := starts.get(first):
            yield first, [Part("\n".join(block), callout)]
        elif contents and _CONTENTS.match(block[0]):
            yield first, _parts(contents)
            contents = []
        else:
            yield first, _parts(block)


def _borders(
    rows: Sequence[str], opened: Sequence[int], alone: Collection[int], further: Collection[int]
) -> Iterator[int]:
    """Yield the number of each row at which a block begins.

    `opened` are the rows that open a fence or comment, `alone` those that begin a block whatever is before them,
    `further` those that go on with such a block.
    """
    kind, apart, must = "", True, True
    for number, row in enumerate(rows, 1):
        if number in alone:
            yield number
            must = True
        elif number in further:
            continue
        elif not row.strip():
            apart = True
        elif must or (
            apart and opened[number - 1] in {0, number} and not row[0].isspace() and not (kind and kind == _kind(row))
        ):
            yield number
            kind, apart, must = _kind(row), False, False
        else:
            apart = False


def _kind(row: str) -> str:
    """Return a name for what an empty row does not end."""
    return "list" if _ITEM.match(row) else "quote" if row.startswith(">") else ""


def _parts(block: list[str]) -> Iterator[Part]:
    """Yield the parts of a block: itself, or what it is cut into where it is too large."""
    text = "\n".join(block).rstrip()
    if _is_table(block):
        yield from _table(block)
    elif len(text) > LONG and _ITEM.match(text):
        yield from _list(block)
    elif is_knotty(text):
        yield from as_written(text)
    else:
        yield Part(text)


def _is_table(block: Sequence[str]) -> bool:
    return len(block) > 1 and "|" in block[0] and bool(_RULE.match(block[1]))


def _table(block: Sequence[str]) -> Iterator[Part]:
    """Yield a table in pieces of so many rows, each below the head."""
    head, rows = block[:2], block[2:]
    most = len(rows) if len(rows) <= 2 * TABLE_ROWS else TABLE_ROWS
    shown = 0 if head[0].count("|") > _MOST_COLUMNS else _MOST_PIECES * TABLE_ROWS
    for first in range(0, min(len(rows), shown), max(most, 1)):
        text = "\n".join([*head, *rows[first : min(first + most, shown)]])
        yield from as_written(text) if is_knotty(text) else [Part(text)]
    if rest := rows[shown:] if shown else block:
        yield from as_written("\n".join(rest))


def _list(block: Sequence[str]) -> Iterator[Part]:
    """Yield a list in pieces that begin at an item of the first level."""
    piece: list[str] = []
    size = 0
    for row in block:
        if size > LONG and _ITEM.match(row):
            yield from _whole(piece)
            piece, size = [], 0
        piece.append(row)
        size += len(row)
    yield from _whole(piece)


def _whole(rows: Sequence[str]) -> Iterator[Part]:
    text = "\n".join(rows)
    yield from as_written(text) if is_knotty(text) else [Part(text)]


def _contents(headings: Iterable[Heading]) -> Iterator[str]:
    """Yield the rows of a list of links to the headings."""
    above: list[int] = []
    for heading in headings:
        while above and above[-1] >= heading.level:
            above.pop()
        yield f"{'    ' * len(above)}- [{_BRACKETS.sub('', heading.text)}](#{heading.anchor})"
        above.append(heading.level)
