"""The phrases of a whole library in arrays: the same matches as `kbassist.text.phrases`, nothing built at the start.

A phrase is looked up by its first two stems as one number; the few that begin alike are then compared word by word.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from kbassist.search.packing import Array
from kbassist.text.phrases import REACH, Match, last_of
from kbassist.text.tokens import Token

_REMEMBERED = 5_000
_Beginning = list[tuple[int, list[int]]]


def pack(phrases: Iterable[tuple[tuple[str, ...], int]], row_of: Mapping[str, int]) -> dict[str, Array]:
    """Return the arrays of pairs of a phrase's stems and its payload; a phrase without stems is left out."""
    width = len(row_of) + 1
    entries = [
        (rows[0] * width + (rows[1] + 1 if len(rows) > 1 else 0), rows[2:], payload)
        for stems, payload in phrases
        if (rows := tuple(row_of[stem] for stem in stems))
    ]
    # Those that begin alike stay as they came: of two phrases of one owner the first counts.
    entries.sort(key=lambda entry: entry[0])
    begins, first_of = np.unique(np.array([begin for begin, _, _ in entries], np.int64), return_index=True)
    return {
        "begins": begins,
        "entries": np.append(first_of, len(entries)).astype(np.int32),
        "payloads": np.array([payload for _, _, payload in entries], np.int32),
        "ends": np.cumsum([0, *(len(rest) for _, rest, _ in entries)], dtype=np.int32),
        "rests": np.array([row for _, rest, _ in entries for row in rest], np.int32),
    }


class Phrasebook:
    """The phrases of one part of a library."""

    def __init__(self, arrays: Mapping[str, Array], width: int) -> None:
        """Take over the arrays of `pack`; `width` is the number of stems and one."""
        self._arrays = arrays
        self._width = width
        self._met: dict[int, _Beginning] = {}

    def find(self, tokens: Sequence[Token], rows: Sequence[int]) -> Iterator[Match]:
        """Yield all phrases whose stems stand in order, as `Phrases.find` does; `rows` are the tokens' own, or -1."""
        begins = self._arrays["begins"]
        known = np.array(rows, np.int64)
        if not begins.size or not known.size:
            return
        width, count = self._width, len(rows)
        asked = np.full((count, REACH + 1), -1, np.int64)
        asked[:, 0] = np.where(known >= 0, known * width, -1)
        for step in range(1, min(REACH + 1, count)):
            both = (known[:-step] >= 0) & (known[step:] >= 0)
            asked[:-step, step] = np.where(both, known[:-step] * width + known[step:] + 1, -1)
        places = np.minimum(np.searchsorted(begins, asked), begins.size - 1)
        ended: set[tuple[int, int]] = set()
        for first, step in np.argwhere(begins[places] == asked).tolist():
            for payload, last in self._entries(int(places[first, step]), first + step, rows):
                if (first, payload) in ended:
                    continue
                if step:
                    ended.add((first, payload))
                yield Match(payload, tokens[first].start, tokens[last].end, first, last)

    def _entries(self, place: int, second: int, rows: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield the payload and the last token of each phrase that begins with the pair of stems at `place`."""
        beginning = self._met.get(place)
        if beginning is None:
            if len(self._met) >= _REMEMBERED:
                self._met.clear()
            beginning = self._met[place] = self._beginning(place)
        for payload, rest in beginning:
            last = last_of(rest, rows, second) if rest else second
            if last is not None:
                yield payload, last

    def _beginning(self, place: int) -> _Beginning:
        """Return the payload of each phrase that begins so, and the rows of its further stems."""
        arrays = self._arrays
        start, end = arrays["entries"][place : place + 2].tolist()
        ends = arrays["ends"][start : end + 1].tolist()
        rests = arrays["rests"][ends[0] : ends[-1]].tolist()
        return [
            (payload, rests[first - ends[0] : last - ends[0]])
            for payload, (first, last) in zip(arrays["payloads"][start:end].tolist(), pairwise(ends), strict=True)
        ]
