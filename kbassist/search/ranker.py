"""A learned ranker: for a note, how likely each article with examples is what the note is about.

A note becomes a short vector: each of its features adds its rarity, with a sign of its own, to one of a few thousand
columns (feature hashing, Weinberger et al. 2009), block by block. A linear model over that vector gives each article
a score, and the scores of all articles become probabilities (multinomial logistic regression). A large library gets a
sparse model instead: the average features of each article's examples.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from kbassist.search.features import BLOCKS, Codes, blocks
from kbassist.text.tokens import Token

Scores = npt.NDArray[np.float32]

COLUMNS = 4096
# The rarities of features are kept in so many places; what falls into one place shares its rarity.
PLACES = 1 << 18
# A note of which less than this is known, in units of rarity, may be about something else altogether.
_KNOWN_ENOUGH = 0.6


class Ranker(msgspec.Struct, frozen=True):
    """What is stored: rarities (uint8, in steps of `step`), and a dense model, or a sparse one by place.

    `weights` are float16: columns × classes of the dense model, or those of `members` (uint16 or uint32 by `classes`)
    that `starts` (int32) has by place. `sharpness` turns scores into logits; `reliability` is
    the share of examples held out from training that it told apart.
    """

    classes: int
    sharpness: float
    reliability: float
    step: float
    rarities: bytes
    weights: bytes
    starts: bytes = b""
    members: bytes = b""


class Reader:
    """Scores notes with a stored ranker."""

    def __init__(self, ranker: Ranker) -> None:
        """Take over the arrays."""
        self._ranker = ranker
        self._rarities = np.frombuffer(ranker.rarities, np.uint8).astype(np.float32) * np.float32(ranker.step)
        weights = np.frombuffer(ranker.weights, np.float16)
        self._dense = None if ranker.starts else weights.astype(np.float32).reshape(COLUMNS, ranker.classes)
        self._sparse = weights
        self._starts = np.frombuffer(ranker.starts, np.int32)
        self._members = np.frombuffer(ranker.members, member_type(ranker.classes))

    def scores(self, tokens: Sequence[Token]) -> Scores:
        """Return for every class the probability, 0 to 1, that the note is about it; they sum up to at most 1."""
        found = blocks(tokens)
        known = share_known(found[1], self._rarities)
        if not known:
            return np.zeros(self._ranker.classes, np.float32)
        places, values = weighed(found, self._rarities)
        if self._dense is not None:
            column, sign = hashed(places)
            scores = ((values * sign) @ self._dense[column]).astype(np.float32)
        else:
            scores = self._of_members(places, values)
        likely = np.exp(np.float32(self._ranker.sharpness) * (scores - scores.max()))
        probable: Scores = likely / likely.sum() * np.float32(min(1.0, known / _KNOWN_ENOUGH))
        return probable

    def _of_members(self, places: Codes, values: Scores) -> Scores:
        starts, ends = self._starts[places], self._starts[places + 1]
        sizes = ends - starts
        at = np.arange(int(sizes.sum())) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
        weights = self._sparse[at].astype(np.float32) * np.repeat(values, sizes)
        return np.bincount(self._members[at], weights, self._ranker.classes).astype(np.float32)


def member_type(classes: int) -> type[np.uint16] | type[np.uint32]:
    """Return the number type that holds the numbers of so many classes."""
    return np.uint16 if classes <= np.iinfo(np.uint16).max else np.uint32


def weighed(found: Sequence[Codes], rarities: Scores) -> tuple[Codes, Scores]:
    """Return the places of the known features of a note and what each counts; each block has its length, all 1."""
    places, values = [], []
    for codes, weight in zip(found, BLOCKS.tolist(), strict=True):
        place = codes % PLACES
        rarity = rarities[place]
        length = float(np.sqrt((rarity * rarity).sum()))
        places.append(place[rarity > 0])
        values.append(rarity[rarity > 0] * np.float32(weight / (length or 1)))
    joined = np.concatenate(values)
    length = float(np.sqrt((joined * joined).sum()))
    return np.concatenate(places), (joined / (length or 1)).astype(np.float32)


def share_known(stems: Codes, rarities: Scores) -> float:
    """Return the share of a note's stems that any example has."""
    return float((rarities[stems % PLACES] > 0).mean()) if stems.size else 0.0


def hashed(places: Codes) -> tuple[npt.NDArray[np.int64], Scores]:
    """Return the column and the sign of each place."""
    mixed = places * np.uint64(0x9E3779B97F4A7C15)
    column = ((mixed >> np.uint64(40)) % COLUMNS).astype(np.int64)
    sign = ((mixed >> np.uint64(33)) & np.uint64(1)).astype(np.float32) * np.float32(2) - np.float32(1)
    return column, sign
