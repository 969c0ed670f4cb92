"""The words of titles in their order: which titles say some words side by side."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from kbassist.search.packing import Array
from kbassist.search.postings import Numbers

Places = npt.NDArray[np.int64]


class Titles:
    """The titles of the articles of one part, one after the other, each word by the row of its stem, -1 behind each."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Take over the arrays."""
        self._rows: Numbers = arrays["rows"].view(np.int32)
        self._ends: Numbers = arrays["ends"].view(np.int32)

    def places(self, rows: Numbers, stems: int, before: Places | None = None, ahead: int = 0) -> Places:
        """Return where words begin of which the last, `ahead` of the first, is one of `rows`.

        `before` are the places of those without it, `stems` is the number of all stems.
        """
        # The last place stands for what is behind a title.
        would_do = np.zeros(stems + 1, np.bool_)
        would_do[rows] = True
        return np.flatnonzero(would_do[self._rows]) if before is None else before[would_do[self._rows[before + ahead]]]

    def at(self, places: Places) -> npt.NDArray[np.bool_]:
        """Return which titles have any of the places."""
        there = np.zeros(self._ends.size, np.bool_)
        there[np.searchsorted(self._ends, places, "right")] = True
        return there
