"""The words of titles in their order: which titles say some words side by side."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kbassist.search.packing import Array
from kbassist.search.postings import Numbers


class Titles:
    """The titles of the articles of one part, one after the other, each word by the row of its stem, -1 behind each."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Take over the arrays."""
        self._rows: Numbers = arrays["rows"].view(np.int32)
        self._ends: Numbers = arrays["ends"].view(np.int32)

    def saying(self, words: Sequence[Numbers], stems: int) -> npt.NDArray[np.bool_]:
        """Return which titles say words side by side, each given by rows that would do; `stems` is their number."""
        starts = np.arange(0)
        for place, rows in enumerate(words):
            # The last place stands for what is behind a title.
            would_do = np.zeros(stems + 1, np.bool_)
            would_do[rows] = True
            starts = starts[would_do[self._rows[starts + place]]] if place else np.flatnonzero(would_do[self._rows])
        there = np.zeros(self._ends.size, np.bool_)
        there[np.searchsorted(self._ends, starts, "right")] = True
        return there
