"""Two texts that grew out of one, row by row: what both have, what one of them changed, and where they are at odds."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from merge3 import Merge3
from msgspec import Struct


class Side(StrEnum):
    """Whose rows a region has."""

    AGREED = "agreed"
    MINE = "mine"
    THEIRS = "theirs"
    CONFLICT = "conflict"


class Region(Struct, frozen=True):
    """Some rows of both texts; where one side alone changed them, the other has them as they were."""

    side: Side
    mine: str
    theirs: str

    @property
    def text(self) -> str | None:
        """What the merged text has here; None where somebody must decide."""
        if self.side is Side.CONFLICT:
            return None
        return self.theirs if self.side is Side.THEIRS else self.mine


def merge(base: str, mine: str, theirs: str) -> list[Region]:
    """Return the regions of two texts that grew out of `base`; put together they are either text whole."""
    regions: list[Region] = []
    for region in _regions(*(text.splitlines(keepends=True) for text in (base, mine, theirs))):
        before = regions[-1] if regions else None
        if before and before.side is Side.AGREED is region.side:
            regions[-1] = Region(Side.AGREED, before.mine + region.mine, before.theirs + region.theirs)
        else:
            regions.append(region)
    return regions


def merged(regions: Sequence[Region]) -> str | None:
    """Return the text of all regions; None while any of them is at odds."""
    texts = [region.text for region in regions]
    return None if None in texts else "".join(filter(None, texts))


def _regions(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[Region]:
    at_base = at_mine = at_theirs = 0
    for found in Merge3(base, mine, theirs).find_sync_regions():
        to_base, base_end, to_mine, mine_end, to_theirs, theirs_end = found
        was, ours, others = base[at_base:to_base], mine[at_mine:to_mine], theirs[at_theirs:to_theirs]
        if ours or others:
            yield Region(_side(was, ours, others), "".join(ours), "".join(others))
        if to_base < base_end:
            alike = "".join(base[to_base:base_end])
            yield Region(Side.AGREED, alike, alike)
        at_base, at_mine, at_theirs = base_end, mine_end, theirs_end


def _side(was: list[str], mine: list[str], theirs: list[str]) -> Side:
    if mine == theirs:
        return Side.AGREED
    if theirs == was:
        return Side.MINE
    return Side.THEIRS if mine == was else Side.CONFLICT
