"""Reads an article row by row as an editor shows it: what each piece of a row is, and what the next row stands in."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from kbassist.content import vocabulary
from kbassist.content.kinds import Group

# A longer row is no prose.
_LONGEST_ROW = 5_000

QUOTE = re.compile(r" {0,3}>[> ]*")
_HEAD = re.compile(r"(\[!)([A-Za-z][A-Za-z-]*)(\][+-]?)[ \t]*")
_ID = re.compile(r"[ \t]*\{#[^{}]*\}[ \t]*$")
_KEY = re.compile(r"(?:([-*+])[ \t]+)?([A-Za-z][A-Za-z-]*)[ \t]*:")
_HEADER_KEY = re.compile(r"[ \t]*(?:-[ \t]+)*([\w-]+)[ \t]*:(?=\s|$)")
_COMMENT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|(?P<comment>(?:^|(?<=\s))#(?=\s|$).*)")
_RULE = re.compile(r"---[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_ITEM = re.compile(r"[ \t]*((?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\](?=\s))?)")
_INLINE = re.compile(
    r"(?P<escape>\\.)"
    r"|(?P<code>(?<!`)(?P<ticks>`{1,3})(?!`).{1,500}?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<link>\[\[[^\[\]]{1,300}\]\]|!?\[[^\[\]]{0,300}\]\([^()\s]{1,500}(?:\s+\"[^\"]{0,300}\")?\)|https?://[^\s<>)]+)"
    r"|(?P<placeholder>\{[a-z][a-z_.]*(?::[^{}]*)?\})"
    r"|(?P<strong>\*\*(?=\S).{1,500}?(?<=\S)\*\*|(?<!\w)__(?=\S).{1,500}?(?<=\S)__(?!\w))"
    r"|(?P<emphasis>(?<!\*)\*(?=[^\s*])[^*]{1,500}(?<=\S)\*(?!\*)|(?<!\w)_(?=[^\s_])[^_]{1,500}(?<=\S)_(?!\w))"
)


class Zone(StrEnum):
    """What a row stands in."""

    BODY = "body"
    HEADER = "header"
    FENCE = "fence"
    REMARK = "remark"


class Look(StrEnum):
    """What a piece of a row is."""

    RULE = "rule"
    KEY = "key"
    VALUE = "value"
    REMARK = "remark"
    HEADING = "heading"
    HEAD = "head"
    TITLE = "title"
    SIGN = "sign"
    TABLE = "table"
    PLACEHOLDER = "placeholder"
    LINK = "link"
    CODE = "code"
    STRONG = "strong"
    EMPHASIS = "emphasis"


class State(NamedTuple):
    """What the end of a row stands in; `callout` is the name of the one it belongs to, whose keys may still follow."""

    zone: Zone = Zone.BODY
    fence: str = ""
    is_quote: bool = False
    callout: str = ""
    takes_keys: bool = False


class Span(NamedTuple):
    """A piece of a row, in code points; a later one lies over an earlier one."""

    start: int
    end: int
    look: Look


_BODY = State()


def group(callout: str) -> Group | None:
    """Return the group of the lines that a callout holds; None for one that holds no line."""
    kind = vocabulary.LINE_KINDS.get(callout)
    return kind.group if kind else None


def read(row: str, before: State | None) -> tuple[State, list[Span]]:
    """Return what a row leaves the next one in, and its pieces; `before` is None for the first row of a text."""
    if before is None:
        if _RULE.match(row):
            return State(Zone.HEADER), [Span(0, len(row), Look.RULE)]
        before = _BODY
    return _READERS[before.zone](row, before)


def key_end(row: str, state: State) -> int:
    """Return the place behind the key that a row in a callout begins with; 0 where it begins with none."""
    quote = QUOTE.match(row)
    found = _KEY.match(row, quote.end()) if quote else None
    key = vocabulary.LINE_KEYS.get(found[2].lower()) if found else None
    kind = vocabulary.LINE_KINDS.get(state.callout)
    return found.end() if found and key and vocabulary.KEYS_OF_KIND.get(key, kind) is kind else 0


def _header(row: str, before: State) -> tuple[State, list[Span]]:
    if _RULE.match(row):
        return _BODY, [Span(0, len(row), Look.RULE)]
    spans = [Span(0, len(row), Look.VALUE)]
    if found := _HEADER_KEY.match(row):
        spans = [Span(found.start(1), found.end(), Look.KEY), Span(found.end(), len(row), Look.VALUE)]
    elif item := _ITEM.match(row):
        spans.append(Span(*item.span(1), Look.SIGN))
    comment = next((found for found in _COMMENT.finditer(row) if found["comment"]), None)
    if comment:
        spans.append(Span(*comment.span("comment"), Look.REMARK))
    return before, spans


def _fence(row: str, before: State) -> tuple[State, list[Span]]:
    closing = _FENCE.match(row)
    is_over = closing and closing[1].startswith(before.fence) and not row.strip(" `~")
    return _BODY if is_over else before, [Span(0, len(row), Look.CODE)]


def _remark(row: str, _before: State) -> tuple[State, list[Span]]:
    return _BODY if "-->" in row else State(Zone.REMARK), [Span(0, len(row), Look.REMARK)]


def _body(row: str, before: State) -> tuple[State, list[Span]]:
    if opening := _FENCE.match(row):
        return State(Zone.FENCE, opening[1]), [Span(0, len(row), Look.CODE)]
    if row.lstrip().startswith("<!--"):
        return _remark(row, before)
    if quote := QUOTE.match(row):
        return _quote(row, quote.end(), before)
    return _BODY, list(_text(row, 0))


_READERS = {Zone.HEADER: _header, Zone.FENCE: _fence, Zone.REMARK: _remark, Zone.BODY: _body}


def _quote(row: str, start: int, before: State) -> tuple[State, list[Span]]:
    spans = [Span(0, start, Look.SIGN)]
    head = _HEAD.match(row, start) if not before.is_quote else None
    if head:
        own = _ID.search(row, head.end())
        end = own.start() if own else len(row)
        spans += Span(start, head.end(), Look.HEAD), Span(head.end(), end, Look.TITLE), Span(end, len(row), Look.SIGN)
        name = head[2].lower()
        return State(is_quote=True, callout=name, takes_keys=name in vocabulary.LINE_KINDS), spans
    if before.takes_keys and (end := key_end(row, before)):
        return before, [*spans, Span(start, end, Look.KEY), *_inline(row, end)]
    return State(is_quote=True, callout=before.callout), [*spans, *_text(row, start)]


def _text(row: str, start: int) -> Iterator[Span]:
    if _HEADING.match(row, start):
        own = _ID.search(row, start)
        yield Span(start, own.start() if own else len(row), Look.HEADING)
        if own:
            yield Span(own.start(), len(row), Look.SIGN)
    elif item := _ITEM.match(row, start):
        yield Span(*item.span(1), Look.SIGN)
    elif row.startswith("|", start):
        yield Span(start, len(row), Look.TABLE)
    yield from _inline(row, start)


def _inline(row: str, start: int, end: int | None = None) -> Iterator[Span]:
    if len(row) > _LONGEST_ROW:
        return
    for found in _INLINE.finditer(row, start, len(row) if end is None else end):
        name = found.lastgroup
        if name is None or name == "escape":
            continue
        look = Look(name)
        yield Span(*found.span(), look)
        if look in {Look.STRONG, Look.EMPHASIS}:
            yield from _inline(row, found.start() + 1 + (look is Look.STRONG), found.end() - 1 - (look is Look.STRONG))
