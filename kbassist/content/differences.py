"""What differs between two texts, row by row, with the words that changed within a row."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum

from msgspec import Struct

_AROUND = 2  # rows alike that are shown beside a change
_PIECE = re.compile(r"\w+(?:[.,]\w+)*|\s+|[^\w\s]")  # Rp6.500 is one
# Rows that have less in common are other rows: marking their words would tell nothing.
_ALIKE = 0.4
# Characters of a row in which words are looked for.
_LONGEST = 4000

Spans = tuple[tuple[int, int], ...]


class Sign(StrEnum):
    """What became of a row; FOLD stands for rows alike that are left out."""

    SAME = " "
    OUT = "-"
    IN = "+"
    FOLD = "…"


class Row(Struct, frozen=True):
    """A row of either text, and from where to where its words changed; a fold counts the rows that it stands for."""

    sign: Sign
    text: str = ""
    changed: Spans = ()
    count: int = 1


def rows(before: str, after: str) -> list[Row]:
    """Return how `after` came out of `before`; rows alike are folded but for a few beside each change."""
    was, now = _rows(before), _rows(after)
    found: list[Row] = []
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    for name, start, end, from_, to in matcher.get_opcodes():
        if name == "equal":
            found += _folded(now[from_:to], is_first=from_ == 0, is_last=to == len(now))
        else:
            found += _changed(was[start:end], now[from_:to])
    return found


def changes(before: str, after: str) -> tuple[Spans, Spans]:
    """Return where the words of two texts differ, in either of them; nowhere where they have too little in common."""
    if max(len(before), len(after)) > _LONGEST:
        return (), ()
    was, now = _PIECE.findall(before), _PIECE.findall(after)
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (), ()
    changed = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return _spans(was, [code[1:3] for code in changed]), _spans(now, [code[3:5] for code in changed])


def _rows(text: str) -> list[str]:
    """Return the rows that an editor shows; other signs that end a row elsewhere are part of them."""
    return text.removesuffix("\n").split("\n") if text else []


def _changed(was: list[str], now: list[str]) -> Iterator[Row]:
    """Yield the rows that went, then those that came; of pairs in order the words that changed are known."""
    pairs = [changes(out, in_) for out, in_ in zip(was, now, strict=False)]
    nothing: list[tuple[Spans, Spans]] = [((), ())] * max(len(was), len(now))
    for out, (spans, _new) in zip(was, [*pairs, *nothing], strict=False):
        yield Row(Sign.OUT, out, spans)
    for in_, (_old, spans) in zip(now, [*pairs, *nothing], strict=False):
        yield Row(Sign.IN, in_, spans)


def _folded(same: list[str], *, is_first: bool, is_last: bool) -> Iterator[Row]:
    head, tail = (0 if is_first else _AROUND), (0 if is_last else _AROUND)
    hidden = len(same) - head - tail
    if hidden <= 1:  # a fold takes a row itself
        yield from (Row(Sign.SAME, text) for text in same)
        return
    yield from (Row(Sign.SAME, text) for text in same[:head])
    yield Row(Sign.FOLD, count=hidden)
    yield from (Row(Sign.SAME, text) for text in same[len(same) - tail :])


def _spans(pieces: list[str], changed: list[tuple[int, int]]) -> Spans:
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    return tuple((starts[start], starts[end]) for start, end in changed if start < end)
