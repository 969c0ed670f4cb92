"""A line scanner for bodies: finds callouts, headings and links with their places, and leaves rendering to others.

Rows are kept with their file line. Fenced code and HTML comments are passed over.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kbassist.content.links import ID_SUFFIX, WIKI_LINK
from kbassist.content.model import Heading, Link
from kbassist.content.slugs import anchor

_HEAD = re.compile(r"\[!([A-Za-z][A-Za-z-]*)\][+-]?[ \t]*(.*)$")
_QUOTE = re.compile(r" {0,3}> ?(.*)$")
# What follows backticks on their row holds none, else it is code within a text.
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_OTHER_BLOCK = re.compile(r" {0,3}(?:[#>|<]|[-*+][ \t]|\d+[.)][ \t]|`{3}|~{3}|={3}|-{3}|\*{3}|\[!)| {4}|\t")
_MARKDOWN_LINK = re.compile(
    r"(?<!!)\[[^\[\]]{0,300}\]\(<?([^()\s>#]{1,500}\.md)(?:#([^()\s>]{0,300}))?>?(?:\s+\"[^\"]{0,300}\")?\)"
)
_CODE_SPAN = re.compile(r"(?<!`)(`{1,3})(?!`).{0,500}?(?<!`)\1(?!`)")
# A longer row is no prose; looking for links in it would take its length squared.
LONGEST_ROW = 20_000
# What stands below so many rows is not looked at.
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of text and its file line."""

    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Callout:
    """A blockquote whose first row names a kind: `name` as written, quote signs taken off its `rows`.

    `first` and `last` are the file lines it covers; `lazy` the line of a row that lacks its quote sign, or 0.
    """

    name: str
    title: str
    id: str
    rows: tuple[Row, ...]
    first: int
    last: int
    lazy: int = 0


@dataclass(frozen=True, slots=True)
class Scan:
    """What a body holds, in its order; `depth` is the deepest nesting of quotes or indentation.

    `long_rows` are the file lines of rows too long to be looked through for links.
    """

    callouts: tuple[Callout, ...]
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    depth: int
    long_rows: tuple[int, ...] = ()


def scan(body: str, body_row: int = 1) -> Scan:
    """Scan a body that begins at file line `body_row`."""
    rows = list(outside_code(body.split("\n", MOST_ROWS)[:MOST_ROWS], body_row))
    callouts = tuple(_callouts(rows))
    in_callout = {number for callout in callouts for number in range(callout.first, callout.last + 1)}
    headings = tuple(_headings([row for row in rows if row.number not in in_callout]))
    links = tuple(link for row in rows if len(row.text) <= LONGEST_ROW for link in _links(row))
    long = tuple(row.number for row in rows if len(row.text) > LONGEST_ROW)
    return Scan(callouts, headings, links, max((_depth(row.text) for row in rows), default=0), long)


def outside_code(lines: Sequence[str], first: int) -> Iterator[Row]:
    """Yield the rows outside fences and comments, numbered from `first`, an empty row for each that is inside."""
    for number, (text, opening) in enumerate(zip(lines, openings(lines), strict=True), first):
        yield Row("" if opening else text, number)


def openings(lines: Sequence[str]) -> Iterator[int]:
    """Yield for each row the number of the row that opens the fence or comment around it; 0 outside."""
    fence, comment, opening = "", False, 0
    for number, text in enumerate(lines, 1):
        if fence:
            yield opening
            closing = _FENCE.match(text)
            if closing and closing[1].startswith(fence) and not text.strip(" `~"):
                fence = ""
        elif comment:
            yield opening
            comment = "-->" not in text
        elif found := _FENCE.match(text):
            fence, opening = found[1], number
            yield number
        elif text.lstrip().startswith("<!--"):
            comment, opening = "-->" not in text, number
            yield number
        else:
            yield 0


def change_prose(text: str, change: Callable[[str], str]) -> str:
    """Return a text in which all that is no code has been changed, piece by piece of each row."""
    rows = text.split("\n")
    for at, opening in enumerate(openings(rows)):
        if not opening and len(rows[at]) <= LONGEST_ROW:
            rows[at] = _change_row(rows[at], change)
    return "\n".join(rows)


def _change_row(row: str, change: Callable[[str], str]) -> str:
    pieces: list[str] = []
    end = 0
    for code in _CODE_SPAN.finditer(row):
        pieces += (change(row[end : code.start()]), code[0])
        end = code.end()
    return "".join((*pieces, change(row[end:])))


def _callouts(rows: Sequence[Row]) -> Iterator[Callout]:
    index = 0
    while index < len(rows):
        opening = _QUOTE.match(rows[index].text)
        if opening is None:
            index += 1
            continue
        end, lazy = _quote_end(rows, index)
        head = _HEAD.match(opening[1].strip())
        if head:
            title, line_id = _split_id(head[2].strip())
            inner = tuple(Row(_unquoted(row.text), row.number) for row in rows[index + 1 : end])
            yield Callout(head[1].lower(), title, line_id, inner, rows[index].number, rows[end - 1].number, lazy)
        index = end


def _quote_end(rows: Sequence[Row], start: int) -> tuple[int, int]:
    """Return the index after the quote that begins at `start`, and the line of its first lazy row.

    A paragraph row without its sign still belongs to the quote, as every Markdown viewer shows it.
    """
    lazy, end = 0, start + 1
    while end < len(rows):
        text = rows[end].text
        if not _QUOTE.match(text):
            continues = text.strip() and not _OTHER_BLOCK.match(text) and _unquoted(rows[end - 1].text).strip()
            if not continues:
                break
            lazy = lazy or rows[end].number
        end += 1
    return end, lazy


def _unquoted(text: str) -> str:
    quoted = _QUOTE.match(text)
    return quoted[1] if quoted else text


def _split_id(title: str) -> tuple[str, str]:
    found = ID_SUFFIX.search(title)
    return (title[: found.start()].strip(), found[1].strip()) if found else (title, "")


def _headings(rows: Sequence[Row]) -> Iterator[Heading]:
    taken: dict[str, int] = {}
    previous = Row("", 0)
    for row in rows:
        text, level, number = "", 0, row.number
        if found := _HEADING.match(row.text):
            text, level = found[2].strip().rstrip("#").strip(), len(found[1])
        elif (line := _UNDERLINE.match(row.text)) and _is_paragraph(previous, row):
            text, level, number = previous.text.strip(), 1 if line[1][0] == "=" else 2, previous.number
        if level:
            words, own = _split_id(text)
            yield Heading(level, words, unique(own or anchor(words), taken), number)
        previous = row


def _is_paragraph(row: Row, following: Row) -> bool:
    adjacent = row.number == following.number - 1
    return adjacent and bool(row.text.strip()) and not _OTHER_BLOCK.match(row.text)


def unique(name: str, taken: dict[str, int]) -> str:
    """Return `name`, or `name_1`, `name_2` … where it is taken, and take it (the way of Markdown's toc).

    `taken` counts how often each name was asked for, so that many alike cost no more than many different ones.
    """
    result, count = name, taken.get(name, 0)
    while result in taken:
        count += 1
        result = f"{name}_{count}"
    taken[name] = count
    taken.setdefault(result, 0)
    return result


def _links(row: Row) -> Iterator[Link]:
    text = _CODE_SPAN.sub("", row.text)
    for found in WIKI_LINK.finditer(text):
        yield Link(found[1].strip(), (found[2] or "").strip(), row.number)
    for found in _MARKDOWN_LINK.finditer(text):
        if "://" not in found[1]:
            yield Link(found[1], found[2] or "", row.number)


def _depth(text: str) -> int:
    """Return how deep a row can nest: its quote signs, or an indentation of two columns a list level."""
    start = text.lstrip(" \t>")
    signs = text[: len(text) - len(start)].expandtabs(4)
    return max(signs.count(">"), len(signs) // 2)
