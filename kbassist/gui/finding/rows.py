"""How what was found is arranged: the best first, then the rest kind by kind; without a query what is at hand."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from kbassist.desk.habits import Used
from kbassist.habits import AtHand
from kbassist.librarian import Facet, Found, Hit
from kbassist.messages import _
from kbassist.words import word

_BEST = 3


class Row(NamedTuple):
    """One row of the list: a heading, or an article, which is `brief` where it is shown without a passage."""

    heading: str = ""
    hit: Hit | None = None
    brief: bool = False

    @property
    def name(self) -> str:
        """Return what a heading says, or an article's title."""
        return self.hit.title if self.hit else self.heading


def of_found(found: Found, query: str, narrowed: Mapping[Facet, str]) -> list[Row]:
    """Return the rows for what a query found."""
    hits = found.hits
    if found.is_near and hits:
        return [Row(_("Nothing holds “{words}”. Nearest:").format(words=query)), *_articles(hits)]
    if Facet.KIND in narrowed or len(hits) <= _BEST:
        return _articles(hits)
    rows = [Row(_("Best match")), *_articles(hits[:_BEST])]
    others = hits[_BEST:]
    for kind in dict.fromkeys(hit.kind for hit in others):
        rows += [Row(word(kind)), *_articles(hit for hit in others if hit.kind is kind)]
    return rows


def of_at_hand(at_hand: AtHand, look_up: Callable[[Used], Hit | None]) -> list[Row]:
    """Return the rows for the articles at hand; those that are gone do not show."""
    rows: list[Row] = []
    for heading, used in (
        (_("Pinned"), at_hand.pinned),
        (_("Recently read"), at_hand.recent),
        (_("Read most"), at_hand.frequent),
    ):
        if hits := [hit for hit in map(look_up, used) if hit]:
            rows += [Row(heading), *_articles(hits, brief=True)]
    return rows


def _articles(hits: Iterable[Hit], *, brief: bool = False) -> list[Row]:
    return [Row(hit=hit, brief=brief) for hit in hits]
