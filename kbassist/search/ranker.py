"""A learned ranker: for a note, how likely each article with examples is what the note is about.

Each feature of a note counts its rarity, block by block. A linear model over them gives each article a score, and the
scores of all articles become probabilities. The model is the sum of two that err differently: a multinomial logistic
regression and, weighing little, the log-odds of naive Bayes. A large library has the latter alone, and of each article
the features that tell most.
"""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from kbassist.search.features import BLOCKS, MEANINGS, STEMS, Codes, blocks_of, features
from kbassist.text.tokens import Token

Scores = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]
_Number = TypeVar("_Number", bound=np.generic)

# A note of which less than this is known, in units of rarity, may be about something else altogether.
_KNOWN_ENOUGH = 0.6


class Ranker(msgspec.Struct, frozen=True):
    """What is stored: the known features (uint32, sorted), their rarities (uint8, in units of `step`), and weights.

    The weights (int8) have one row a feature and one column a class, or are those of `members` (uint16 or uint32 by
    `classes`) that `starts` (int32) has by feature; `scales` (float32) are their units, one a feature or one for all.
    `offsets` (float32) are what each class loses by every feature in a sparse model. `sharpness` turns scores into
    logits; `reliability` is the share of examples held out from training that it told apart. `meanings` are those it
    was trained with.
    """

    classes: int
    sharpness: float
    reliability: float
    meanings: dict[str, tuple[int, ...]]
    step: float
    features: memoryview
    rarities: memoryview
    scales: memoryview
    weights: memoryview
    starts: memoryview = memoryview(b"")
    members: memoryview = memoryview(b"")
    offsets: memoryview = memoryview(b"")


class Reader:
    """Scores notes with a stored ranker, whose weights stay where they are."""

    def __init__(self, ranker: Ranker) -> None:
        """Take over the arrays."""
        self._ranker = ranker
        self._features = _array(ranker.features, np.dtype(np.uint32))
        self._scales = _array(ranker.scales, np.dtype(np.float32))
        self._rarities = np.frombuffer(ranker.rarities, np.uint8)
        self._weights = np.frombuffer(ranker.weights, np.int8)
        self._starts = _array(ranker.starts, np.dtype(np.int32))
        self._members = _array(ranker.members, member_type(ranker.classes))
        self._offsets = _array(ranker.offsets, np.dtype(np.float32))

    def scores(self, tokens: Sequence[Token]) -> Scores:
        """Return for every class the probability, 0 to 1, that the note is about it; they sum up to at most 1."""
        scores, known = self.weigh(features(tokens, self._ranker.meanings))
        likely = np.exp(np.float32(self._ranker.sharpness) * (scores - scores.max()))
        probable: Scores = likely * np.float32(min(1.0, known / _KNOWN_ENOUGH) / likely.sum())
        return probable

    def weigh(self, codes: Codes) -> tuple[Scores, float]:
        """Return the score of every class for the features of a note, and the share of stems and meanings known."""
        places = np.searchsorted(self._features, codes)
        places[places == self._features.size] = 0
        found = self._features[places] == codes
        blocks = blocks_of(codes)
        words = (blocks == STEMS) | (blocks == MEANINGS)
        known = float(found[words].mean()) if words.any() else 0.0
        places, blocks = places[found], blocks[found]
        values = balanced(self._rarities[places].astype(np.float32), blocks)
        scores = (self._of_members if self._starts.size else self._of_classes)(places, values)
        return scores, known

    def _of_classes(self, places: Places, values: Scores) -> Scores:
        weights = self._weights.reshape(-1, self._ranker.classes)[places].astype(np.float32)
        scores: Scores = np.dot(values * self._scales[places], weights)
        return scores

    def _of_members(self, places: Places, values: Scores) -> Scores:
        starts, ends = self._starts[places], self._starts[places + 1]
        sizes = ends - starts
        at = np.arange(int(sizes.sum())) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
        weights = self._weights[at] * np.repeat(values * self._scales, sizes)
        sums = np.bincount(self._members[at], weights, self._ranker.classes).astype(np.float32)
        scores: Scores = sums - values.sum() * self._offsets
        return scores


def balanced(rarities: Scores, blocks: npt.NDArray[np.uint32]) -> Scores:
    """Return what each feature of a note counts: each block has the length of its weight, all of them 1."""
    lengths = np.bincount(blocks, rarities * rarities, len(BLOCKS)).astype(np.float32)
    there = lengths > 0
    factors = np.zeros_like(lengths)
    factors[there] = BLOCKS[there] / np.sqrt(lengths[there] * (BLOCKS[there] ** 2).sum())
    return rarities * factors[blocks]


def member_type(classes: int) -> np.dtype[np.uint16] | np.dtype[np.uint32]:
    """Return the number type that holds the numbers of so many classes."""
    return np.dtype(np.uint16) if classes <= np.iinfo(np.uint16).max else np.dtype(np.uint32)


def _array(data: memoryview, kind: np.dtype[_Number]) -> npt.NDArray[_Number]:
    """Return a view of numbers; a copy where they lie so that the processor can't read them at once."""
    numbers: npt.NDArray[_Number] = np.require(np.frombuffer(data, kind), requirements="A")
    return numbers
