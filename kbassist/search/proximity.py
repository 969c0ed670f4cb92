"""How closely documents say what a note says: which of its neighbouring words are neighbours there too.

Of every article the words are kept in reading order, each as a checksum of its stem, which holds from one generation
to the next whatever number the stem has.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from kbassist.search.packing import Array
from kbassist.text.phrases import REACH

Codes = npt.NDArray[np.uint32]
Scores = npt.NDArray[np.float32]

# Between two fields of an article nothing is near.
_GAP = [0] * REACH


@cache
def code(stem: str) -> int:
    """Return the checksum of a stem; 0 is no word's."""
    return zlib.crc32(stem.encode()) or 1


def sequence(fields: Iterable[Sequence[str]]) -> Codes:
    """Return the words of an article, given as stems, in reading order, field by field."""
    codes: list[int] = []
    for stems in fields:
        codes += map(code, stems)
        codes += _GAP
    return np.array(codes, np.uint32)


def pack(sequences: Sequence[Codes]) -> dict[str, Array]:
    """Return the arrays of the sequences of articles in the order of their keys."""
    starts = np.cumsum([0, *(found.size for found in sequences)], dtype=np.int64)
    return {"codes": np.concatenate([np.empty(0, np.uint32), *sequences]), "starts": starts}


class Sequences:
    """The words of the articles of one part in reading order."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Take over the arrays of `pack`."""
        self._codes = arrays["codes"]
        self._starts = arrays["starts"]

    def of(self, number: int) -> Codes:
        """Return the words of an article."""
        start, end = self._starts[number : number + 2].tolist()
        found: Codes = self._codes[start:end].view(np.uint32)
        return found

    def closeness(self, number: int, note: "Pairs") -> float:
        """Return the summed rarity of the pairs of a note that are near each other in an article; each counts once."""
        if not note.rarity.any():
            return 0.0
        codes = self.of(number)
        place = np.searchsorted(note.codes, codes)
        place[place == note.codes.size] = 0
        hits = np.flatnonzero(note.codes[place] == codes)
        found = np.zeros(note.rarity.shape, np.bool_)
        for ahead in range(1, REACH + 1):
            first, second = hits[:-ahead], hits[ahead:]
            near = second - first <= REACH
            found[place[first[near]], place[second[near]]] = True
        return float(note.rarity[found].sum())


class Pairs:
    """The pairs of neighbouring words of a note."""

    def __init__(self, stems: Sequence[str], rarity: Mapping[str, float]) -> None:
        """Take the stems of a note in order, and how rare each that counts is."""
        known = sorted((code(stem), stem) for stem in rarity)
        self.codes = np.array([found for found, _ in known], np.uint32)
        place = {stem: number for number, (_, stem) in enumerate(known)}
        self.rarity = np.zeros((len(known), len(known)), np.float32)
        for ahead in range(1, REACH + 1):
            for first, second in zip(stems, stems[ahead:], strict=False):
                if first in place and second in place:
                    self.rarity[place[first], place[second]] = (rarity[first] + rarity[second]) / 2
