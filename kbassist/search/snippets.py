"""The passage of a text that best answers a query, with the places to mark in it."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from kbassist.content.model import Article
from kbassist.text import tokens
from kbassist.text.tokens import Token

LONGEST = 160
_REMEMBERED = 200
_CUT = "…"
# How much of the room left over stands before the first hit: enough to read into it.
_LEAD = 0.3


class Passage(NamedTuple):
    """A part of a text on one row; `marks` are the places (start, end) in it of the words asked for."""

    text: str
    marks: tuple[tuple[int, int], ...]


class Text:
    """A text with its words, white space evened out."""

    def __init__(self, text: str) -> None:
        """Read the words."""
        self._text = " ".join(text.split())
        self._words = tokens.read(self._text)

    def passage(self, stems: Collection[str], longest: int = LONGEST) -> Passage:
        """Return at most `longest` characters, cut at words, around as many of the stems as fit.

        Without any of the stems it is the beginning of the text.
        """
        text = self._text
        hits = [token for token in self._words if token.stem in stems]
        start, end = _bounds(text, _densest(hits, longest - 2 * len(_CUT)), longest)
        before, after = _CUT if start else "", _CUT if end < len(text) else ""
        shift = len(before) - start
        shown = (hit for hit in hits if start <= hit.start and hit.end <= end)
        marks = dict.fromkeys((hit.start + shift, hit.end + shift) for hit in shown)
        return Passage(f"{before}{text[start:end]}{after}", tuple(marks))


class Passages:
    """The passages of articles; the texts last asked for are remembered with their words."""

    def __init__(self, read: Callable[[Article], str]) -> None:
        """Take what returns the text of an article."""
        self._read = read
        self._known: dict[str, Text] = {}

    def of(self, article: Article, stems: Collection[str]) -> Passage:
        """Return the passage of an article that holds most of the stems."""
        known = self._known.get(article.path)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[article.path] = Text(self._read(article))
        return known.passage(stems)


def _densest(hits: Sequence[Token], room: int) -> Sequence[Token]:
    """Return the hits that stand within `room` characters with the most different stems, the first such."""
    best: Sequence[Token] = ()
    most = 0
    last = 0
    for first, hit in enumerate(hits):
        last = max(last, first + 1)
        while last < len(hits) and hits[last].end - hit.start <= room:
            last += 1
        different = len({other.stem for other in hits[first:last]})
        if different > most:
            best, most = hits[first:last], different
    return best


def _bounds(text: str, chosen: Sequence[Token], longest: int) -> tuple[int, int]:
    """Return the places between which the text is shown."""
    if len(text) <= longest:
        return 0, len(text)
    room = longest - 2 * len(_CUT)
    start = 0
    if chosen:
        spare = room - (chosen[-1].end - chosen[0].start)
        earliest = chosen[0].start - max(int(spare * _LEAD), 0)
        if earliest > 0:
            start = text.find(" ", earliest - 1, chosen[0].start) + 1 or chosen[0].start
    end = start + room
    if end >= len(text):
        return start, len(text)
    cut = text.rfind(" ", start, end + 1)
    return start, cut if cut > start else end
