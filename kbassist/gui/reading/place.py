"""Places in the library, and the way that one has come."""

from collections import deque
from typing import NamedTuple

from kbassist.content.links import LINE_ANCHOR
from kbassist.content.model import Article

_LONGEST = 100


class Place(NamedTuple):
    """Where one reads: an article, its language, an anchor in it; `words` are stems to look for there."""

    article: str
    lang: str
    anchor: str = ""
    words: frozenset[str] = frozenset()


class Stop(NamedTuple):
    """A place that was left, and how far down one was: a character of its text, None where it is not known yet."""

    place: Place
    position: int | None = None


class Trail:
    """The places that can be gone back to and forward to."""

    def __init__(self) -> None:
        """Begin nowhere."""
        self._past: deque[Stop] = deque(maxlen=_LONGEST)
        self._future: list[Stop] = []

    @property
    def goes_back(self) -> bool:
        """Whether there is a place before."""
        return bool(self._past)

    @property
    def goes_forward(self) -> bool:
        """Whether one has come back from somewhere."""
        return bool(self._future)

    def leave(self, stop: Stop) -> None:
        """Leave a place for a new one."""
        self._past.append(stop)
        self._future.clear()

    def back(self, here: Stop) -> Stop:
        """Return the place before, leaving this one; raises IndexError where there is none."""
        stop = self._past.pop()
        self._future.append(here)
        return stop

    def forward(self, here: Stop) -> Stop:
        """Return the place that one came back from, leaving this one; raises IndexError where there is none."""
        stop = self._future.pop()
        self._past.append(here)
        return stop


def twin_anchor(article: Article, twin: Article, anchor: str) -> str:
    """Return where in its translation the place of an anchor is: the line of the same name, the heading in its turn."""
    if anchor.startswith(LINE_ANCHOR):
        return anchor
    anchors = [heading.anchor for heading in article.headings]
    turn = anchors.index(anchor) if anchor in anchors else len(twin.headings)
    return twin.headings[turn].anchor if turn < len(twin.headings) else ""
