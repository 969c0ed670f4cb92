"""How closely documents say what a note says: which of its neighbouring words are neighbours there too.

Of every article the words are kept in reading order, each as a checksum of its stem, which holds from one generation
to the next whatever number the stem has.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from kbassist.search.packing import Array
from kbassist.search.postings import distinct
from kbassist.text.phrases import REACH

Codes = npt.NDArray[np.uint32]
Scores = npt.NDArray[np.float32]

# Most words that are not asked for are told by so many bits of their checksum.
_LOW_BITS = np.uint32(0xFFF)
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

    def fields(self, number: int) -> list[Codes]:
        """Return the words of each field of an article, in the order of the fields."""
        codes = self.of(number)
        ends = np.flatnonzero(codes == 0)[:: len(_GAP)]
        return [field[field > 0] for field in np.split(codes, ends)[:-1]]

    def saying(self, codes: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Return which articles say words side by side, given by their codes."""
        whole = self._codes.view(np.uint32)
        said = np.zeros(self._starts.size - 1, np.bool_)
        places = np.flatnonzero(whole == codes[0])
        for ahead, wanted in enumerate(codes[1:], 1):
            # Every article ends in a gap, so that only the last words of all can reach too far.
            places = places[whole[np.minimum(places + ahead, whole.size - 1)] == wanted]
        said[np.searchsorted(self._starts, places, "right") - 1] = True
        return said

    def closeness(self, numbers: Sequence[int], note: "Pairs") -> Scores:
        """Return for each article the summed rarity of the pairs of a note that are near each other in it.

        Each pair counts once.
        """
        if not numbers or not note.rarity.any():
            return np.zeros(len(numbers), np.float32)
        sequences = [self.of(number) for number in numbers]
        codes = np.concatenate(sequences)
        hits = np.flatnonzero(note.may_be[codes & _LOW_BITS])
        place = np.minimum(np.searchsorted(note.codes, codes[hits]), note.codes.size - 1)
        same = note.codes[place] == codes[hits]
        hits, words = hits[same], note.words[place[same]]
        # Those of one article end in a gap, so that no pair goes from one to the next.
        article = np.repeat(np.arange(len(sequences)), [each.size for each in sequences])[hits]
        rarity = note.rarity.ravel()
        found = []
        for ahead in range(1, REACH + 1):
            near = np.flatnonzero(hits[ahead:] - hits[:-ahead] <= REACH)
            pair = words[near] * len(note.rarity) + words[near + ahead]
            counts = rarity[pair] > 0
            found.append(article[near[counts]] * rarity.size + pair[counts])
        articles, pair = np.divmod(distinct(np.concatenate(found)), rarity.size)
        return np.bincount(articles, rarity[pair], len(numbers)).astype(np.float32)


class Pairs:
    """The pairs of neighbouring words of a note."""

    def __init__(
        self, stems: Sequence[str], rarity: Mapping[str, float], instead: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Take the stems of a note in order, how rare each that counts is, and what may stand instead of some."""
        number = {stem: number for number, stem in enumerate(rarity)}
        words = {code(stem): number[meant] for stem, meant in instead.items()}
        words.update((code(stem), place) for stem, place in number.items())
        self.codes = np.array(sorted(words), np.uint32)
        self.words = np.array([words[found] for found in sorted(words)], np.int64)
        self.may_be = np.zeros(_LOW_BITS + 1, np.bool_)
        self.may_be[self.codes & _LOW_BITS] = True
        # Those that do not count share the last place, which counts for nothing.
        count = len(number)
        places = np.array([number.get(stem, count) for stem in stems], np.int64)
        rare = np.array([*rarity.values(), 0.0], np.float32)
        self.rarity = np.zeros((count + 1, count + 1), np.float32)
        for ahead in range(1, REACH + 1):
            first, second = places[:-ahead], places[ahead:]
            self.rarity[first, second] = (rare[first] + rare[second]) / 2
        self.rarity[count] = self.rarity[:, count] = 0
