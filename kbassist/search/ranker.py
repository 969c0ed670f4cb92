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
        self._kept: tuple[Codes, npt.NDArray[np.float64]] = np.empty(0, np.uint32), np.empty((0, 0))

    def scores(self, tokens: Sequence[Token]) -> Scores:
        """Return for every class the probability, 0 to 1, that the note is about it; they sum up to at most 1."""
        scores, known = self.weigh(features(tokens, self._ranker.meanings))
        likely = np.exp(np.float32(self._ranker.sharpness) * (scores - scores.max()))
        probable: Scores = likely * np.float32(min(1.0, known / _KNOWN_ENOUGH) / likely.sum())
        return probable

    def weigh(self, codes: Codes) -> tuple[Scores, float]:
        """Return the score of every class for the features of a note, and the share of stems and meanings known."""
        return self._weigh_sparse(codes) if self._starts.size else self._weigh_dense(codes)

    def _weigh_dense(self, codes: Codes) -> tuple[Scores, float]:
        places, found = self._places(codes)
        blocks = blocks_of(codes)
        words = (blocks == STEMS) | (blocks == MEANINGS)
        known = float(found[words].mean()) if words.any() else 0.0
        values = balanced(self._rarities[places].astype(np.float32), blocks[found])
        weights = self._weights.reshape(-1, self._ranker.classes)[places].astype(np.float32)
        scores: Scores = np.dot(values * self._scales[places], weights)
        return scores, known

    def _places(self, codes: Codes) -> tuple[Places, npt.NDArray[np.bool_]]:
        """Return the places of the known ones of some features, and which are known."""
        places = np.searchsorted(self._features, codes)
        places[places == self._features.size] = 0
        found = self._features[places] == codes
        return places[found], found

    def _weigh_sparse(self, codes: Codes) -> tuple[Scores, float]:
        """Weigh by what the note shares with the one before, which is kept.

        Sums are of whole numbers, block by block, so that they are the same whatever was kept.
        """
        before, sums = self._kept
        new, gone = _others(codes, before), _others(before, codes)
        grows = new.size + gone.size < codes.size
        sums = sums + self._sums(new) - self._sums(gone) if grows else self._sums(codes)
        self._kept = codes, sums
        blocks = np.bincount(blocks_of(codes), minlength=len(BLOCKS))
        words = blocks[STEMS] + blocks[MEANINGS]
        lengths, rarities, counts = sums[:, -3:].T
        known = float((counts[STEMS] + counts[MEANINGS]) / words) if words else 0.0
        factors = _factors(lengths)
        scores = factors @ sums[:, :-3] * self._scales[0] - (factors @ rarities) * self._offsets
        return scores.astype(np.float32), known

    def _sums(self, codes: Codes) -> npt.NDArray[np.float64]:
        """Return for each block the sum of rarity times weight of each class.

        The last three columns are the squares of the rarities, the rarities, and how many features are known.
        """
        places, found = self._places(codes)
        blocks, rarities = blocks_of(codes)[found].astype(np.intp), self._rarities[places].astype(np.float64)
        starts, ends = self._starts[places], self._starts[places + 1]
        sizes = ends - starts
        at = np.arange(int(sizes.sum())) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
        classes = self._ranker.classes
        cells = np.repeat(blocks * classes, sizes) + self._members[at]
        sums = np.bincount(cells, self._weights[at] * np.repeat(rarities, sizes), len(BLOCKS) * classes)
        columns = [
            np.bincount(blocks, of, len(BLOCKS)) for of in (rarities * rarities, rarities, np.ones_like(rarities))
        ]
        return np.hstack([sums.reshape(len(BLOCKS), classes), np.stack(columns, axis=1)])


def _others(codes: Codes, known: Codes) -> Codes:
    """Return those of some sorted codes that are not among others."""
    if not known.size:
        return codes
    places = np.minimum(np.searchsorted(known, codes), known.size - 1)
    others: Codes = codes[known[places] != codes]
    return others


def balanced(rarities: Scores, blocks: npt.NDArray[np.uint32]) -> Scores:
    """Return what each feature of a note counts: each block has the length of its weight, all of them 1."""
    lengths = np.bincount(blocks, rarities.astype(np.float64) ** 2, len(BLOCKS))
    shares: Scores = rarities * _factors(lengths.astype(np.float64)).astype(np.float32)[blocks]
    return shares


def _factors(lengths: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return by how much each block is multiplied, given the squares of the lengths of blocks."""
    there = lengths > 0
    factors = np.zeros(len(BLOCKS))
    factors[there] = BLOCKS[there] / np.sqrt(lengths[there] * (BLOCKS[there] ** 2).sum())
    return factors


def member_type(classes: int) -> np.dtype[np.uint16] | np.dtype[np.uint32]:
    """Return the number type that holds the numbers of so many classes."""
    return np.dtype(np.uint16) if classes <= np.iinfo(np.uint16).max else np.dtype(np.uint32)


def _array(data: memoryview, kind: np.dtype[_Number]) -> npt.NDArray[_Number]:
    """Return a view of numbers; a copy where they lie so that the processor can't read them at once."""
    numbers: npt.NDArray[_Number] = np.require(np.frombuffer(data, kind), requirements="A")
    return numbers
