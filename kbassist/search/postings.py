"""Postings in compressed sparse rows: at a keystroke no query is parsed and no index is read."""

from collections.abc import Mapping
from functools import cached_property
from math import log
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from kbassist.search.packing import Array

Numbers = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]
_Whole = TypeVar("_Whole", np.uint32, np.int32, np.int64)


# Scores so far below the best one are looked at only where there are too few others.
_FAR_BELOW = 0.3


def best(scores: Scores, most: int) -> npt.NDArray[np.int64]:
    """Return the numbers of the highest scores above 0, the highest first, equal ones by number."""
    # Many equal values, as 0 is, make a partition of all of them slow.
    few = np.flatnonzero(scores > scores.max(initial=0) * _FAR_BELOW)
    if few.size < most:
        few = np.flatnonzero(scores > 0)
    if few.size > most:
        least = np.partition(scores[few], few.size - most)[few.size - most]
        few = few[scores[few] >= least]
    return few[np.argsort(-scores[few], kind="stable")][:most]


def distinct(codes: npt.NDArray[_Whole]) -> npt.NDArray[_Whole]:
    """Return numbers sorted, each once; of few ones in a tenth of the time that numpy's `unique` takes."""
    if not codes.size:
        return codes
    ordered = np.sort(codes)
    new = np.empty(ordered.size, np.bool_)
    new[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new]


class Postings:
    """The documents of one kind and the impact of every stem, a row each, on them."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Take over the arrays of `segments.join` without copying them."""
        self.count = int(arrays["count"][0])
        self._starts: Numbers = arrays["starts"].view(np.int32)
        self._documents: Numbers = arrays["documents"].view(np.int32)
        self._impacts: Scores = arrays["impacts"].view(np.float32)

    def row(self, row: int) -> tuple[Numbers, Scores]:
        """Return the numbers of the documents of a row, ascending, and the impact on each."""
        start, end = self._starts[row : row + 2].tolist()
        return self._documents[start:end], self._impacts[start:end]

    def idf(self, row: int | None) -> float:
        """Return how rare a stem is over all fields, always above 0: ln(documents / (those with it + 1)) + 1."""
        return log(max(self.count, 1)) + 1 if row is None else float(self._rarities[row])

    @cached_property
    def _rarities(self) -> Scores:
        """The rarity of every row."""
        found_in = np.diff(self._starts).astype(np.float32)
        rarities: Scores = np.log(np.float32(max(self.count, 1)) / (found_in + 1)) + 1
        return rarities

    def totals(self) -> Scores:
        """Return for every document the sum of the impacts of all its stems: its score for its own words."""
        return np.bincount(self._documents, self._impacts, self.count).astype(np.float32)

    def size(self, rows: Numbers) -> int:
        """Return how many postings rows have together."""
        return int((self._starts[rows + 1] - self._starts[rows]).sum())

    def score(self, rows: Numbers) -> Scores:
        """Return the score of every document for rows given in ascending order, each once."""
        # Rows side by side, as a prefix has them, make one part.
        firsts, lasts = self._starts[rows], self._starts[rows + 1]
        apart = firsts[1:] != lasts[:-1]
        starts, ends = firsts[np.append(np.True_, apart)[: rows.size]], lasts[np.append(apart, np.True_)[: rows.size]]
        parts = [slice(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        if not parts:
            return np.zeros(self.count, np.float32)
        documents = np.concatenate([self._documents[part] for part in parts])
        impacts = np.concatenate([self._impacts[part] for part in parts])
        return np.bincount(documents, impacts, self.count).astype(np.float32)
