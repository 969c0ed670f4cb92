"""The values that articles have of each facet, as numbers: counted among those found, and narrowed to.

Beside the facets it holds the articles that each article leads to.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote

import numpy as np
import numpy.typing as npt

from kbassist.content.kinds import Channel
from kbassist.content.model import Article
from kbassist.search.facets import Facet
from kbassist.search.packing import Array, strings, text
from kbassist.search.postings import Numbers

Mask = npt.NDArray[np.bool_]

# How many articles have each value of a facet, most first.
Counts = Mapping[Facet, tuple[tuple[str, int], ...]]

LINKS = "links"
_NAMES = (*(facet.value for facet in Facet), LINKS)
# Of less than one article in so many the values are picked out.
_FEW = 8
# Nobody chooses among more.
_MOST_COUNTED = 40


def _values(article: Article) -> dict[str, Iterable[str]]:
    """Return what an article has of each facet, and where it leads."""
    return {
        Facet.KIND: (article.kind,),
        Facet.CATEGORY: (article.category,),
        Facet.TAG: article.tags,
        Facet.LANG: (article.lang,),
        # One that names no channel suits all.
        Facet.CHANNEL: article.channels or tuple(Channel),
        LINKS: (*article.related, *(_target(link.target) for link in article.links)),
    }


def _target(link: str) -> str:
    return PurePosixPath(unquote(link)).stem if link.lower().endswith(".md") else link


class Gatherer:
    """Collects the values of articles given one by one."""

    def __init__(self) -> None:
        """Begin with no article."""
        self._tables: dict[str, dict[str, int]] = {name: {} for name in _NAMES}
        self._numbers: dict[str, list[int]] = {name: [] for name in _NAMES}
        self._starts: dict[str, list[int]] = {name: [0] for name in _NAMES}

    def add(self, article: Article) -> None:
        """Take the values of the next article."""
        for name, values in _values(article).items():
            table, numbers = self._tables[name], self._numbers[name]
            words = dict.fromkeys(" ".join(value.split()) for value in values)
            numbers += (table.setdefault(value, len(table)) for value in words if value)
            self._starts[name].append(len(numbers))

    def arrays(self) -> dict[str, Array]:
        """Return the arrays of `Columns`."""
        return {
            f"{name}.{part}": array
            for name in _NAMES
            for part, array in (
                ("values", text(list(self._tables[name]))),
                ("numbers", np.array(self._numbers[name], np.int32)),
                ("starts", np.array(self._starts[name], np.int32)),
            )
        }


class Columns:
    """The values of all articles of a library, whose parts come one after the other."""

    def __init__(self, parts: Sequence[Mapping[str, Array]]) -> None:
        """Join the arrays of the parts."""
        self._of = {name: _Column(name, parts) for name in _NAMES}

    def mask(self, facet: str, is_wanted: Callable[[str], bool]) -> Mask:
        """Return which articles have a value that is wanted."""
        column = self._of[facet]
        wanted = [number for number, value in enumerate(column.values) if is_wanted(value)]
        return column.with_any(wanted)

    def having(self, facet: str, value: str) -> Mask:
        """Return which articles have a value."""
        column = self._of[facet]
        number = column.number_of.get(value)
        return column.with_any([] if number is None else [number])

    def values(self, facet: Facet) -> list[str]:
        """Return every value that some article has or had."""
        return self._of[facet].values

    def value(self, facet: Facet, article: int) -> str:
        """Return the first value that an article has, empty where it has none."""
        return self._of[facet].first(article)

    def counts(self, found: Mask, narrowed: Mapping[Facet, Mask]) -> Counts:
        """Return how many of the articles found have each value of a facet, most first; of very many the first ones.

        `narrowed` tells to which articles each facet narrows it; the other values of the facet itself stay countable.
        """
        counted = {}
        for facet in Facet:
            there = found
            for other, mask in narrowed.items():
                if other is not facet:
                    there = there & mask
            counted[facet] = self._of[facet].counts(there)
        return counted


class _Column:
    """The values of one facet: a number for each, and the articles that have it."""

    def __init__(self, name: str, parts: Sequence[Mapping[str, Array]]) -> None:
        self.number_of: dict[str, int] = {}
        numbers, owners, first = [], [], 0
        for arrays in parts:
            own = [self.number_of.setdefault(value, len(self.number_of)) for value in strings(arrays[f"{name}.values"])]
            starts: Numbers = arrays[f"{name}.starts"].view(np.int32)
            counts = starts[1:] - starts[:-1]
            numbers.append(np.array(own, np.int32)[arrays[f"{name}.numbers"].view(np.int32)])
            owners.append(np.repeat(np.arange(first, first + counts.size, dtype=np.int32), counts))
            first += counts.size
        self.values = list(self.number_of)
        self._count = first
        self._numbers = np.concatenate(numbers)
        self._owners = np.concatenate(owners)
        self._starts = np.searchsorted(self._owners, np.arange(first + 1))

    def first(self, article: int) -> str:
        place = self._starts[article]
        return self.values[self._numbers[place]] if place < self._starts[article + 1] else ""

    def with_any(self, wanted: Sequence[int]) -> Mask:
        is_wanted = np.zeros(len(self.values) + 1, np.bool_)
        is_wanted[list(wanted)] = True
        mask = np.zeros(self._count, np.bool_)
        mask[self._owners[is_wanted[self._numbers]]] = True
        return mask

    def _of(self, found: Mask) -> Numbers:
        """Return the numbers of the values of all articles found."""
        lengths = np.diff(self._starts)
        there = np.flatnonzero(found)
        places: Array = np.repeat(found, lengths)
        if there.size * _FEW < self._count:
            own = lengths[there]
            places = np.repeat(self._starts[there] - np.cumsum(own) + own, own) + np.arange(own.sum())
        numbers: Numbers = self._numbers[places]
        return numbers

    def counts(self, found: Mask) -> tuple[tuple[str, int], ...]:
        counts = np.bincount(self._of(found), minlength=1)
        # How many values have at least a count, from the highest count on.
        reached = np.cumsum(np.bincount(counts)[:0:-1])
        least = max(reached.size - int(np.searchsorted(reached, _MOST_COUNTED)), 1)
        more = np.flatnonzero(counts > least)
        best = [
            *more[np.argsort(-counts[more], kind="stable")].tolist(),
            *np.flatnonzero(counts == least)[: _MOST_COUNTED - more.size].tolist(),
        ]
        return tuple((self.values[number], int(counts[number])) for number in best)
