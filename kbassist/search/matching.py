"""Which articles have what is asked, and what that counts: over the compiled arrays, and remembered while one types."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from kbassist.search.asked import Unit, Word
from kbassist.search.compiled import Compiled, Mask, Part
from kbassist.search.postings import Numbers, Scores, distinct
from kbassist.search.proximity import code
from kbassist.search.titles import Places

_REMEMBERED = 100
# A beginning of at most so many letters is heavy when its words stand in this many times as many places as there are
# articles.
_LONGEST_HEAVY, _HEAVY = 3, 2
_Kept = TypeVar("_Kept")


class Match(NamedTuple):
    """What one thing asked comes to: the score of every article, and which ones have it."""

    scores: Scores
    mask: Mask


class Matcher:
    """Answers for the words of one library; what it found last is kept, and never changed."""

    def __init__(self, compiled: Compiled) -> None:
        """Remember nothing yet."""
        self._compiled = compiled
        self._known: dict[Hashable, object] = {}
        self._kept: dict[Hashable, object] = {}

    def heavy_beginnings(self, give_way: Callable[[], None]) -> Iterator[str]:
        """Yield the beginnings of so many words that it takes long to add up their scores; gives way at each."""
        part = self._compiled.parts[0]
        postings = part.postings["articles"]
        for letters in range(1, _LONGEST_HEAVY + 1):
            for beginning in sorted({word[:letters] for word in part.words[0]}):
                give_way()
                if postings.size(part.rows_of_beginning(beginning)) > _HEAVY * postings.count:
                    yield beginning

    def keep(self, word: Word) -> None:
        """Know for good what a word comes to: a beginning of many words takes long."""
        self._kept["scores", word] = self.scores(word)

    def unit(self, unit: Unit) -> Match:
        """Return the articles that have all words of a unit, or all those of one of its alternatives."""
        return self._remembered(unit, lambda: self._unit(unit))

    def _unit(self, unit: Unit) -> Match:
        first, *others = (self.all_of(words) for words in unit)
        scores, mask = first.scores * first.mask, first.mask
        for other in others:
            scores = np.maximum(scores, other.scores * other.mask)
            mask |= other.mask
        return Match(scores, mask)

    def part_of_unit(self, unit: Unit) -> Scores:
        """Return the score of every article for a unit, also for those that have only some of its own words."""
        return np.maximum(self.unit(unit).scores, self.all_of(unit[0]).scores)

    def all_of(self, words: Sequence[Word]) -> Match:
        """Return the summed scores of words, and which articles have them all."""
        each = [self.scores(word) for word in words]
        scores, mask = each[0], each[0] > 0
        for more in each[1:]:
            scores = scores + more
            mask &= more > 0
        return Match(scores, mask)

    def scores(self, word: Word) -> Scores:
        """Return the score of every article for a word."""
        return self._remembered(("scores", word), lambda: self._scores(word))

    def _scores(self, word: Word) -> Scores:
        parts = zip(self._compiled.parts, self._rows(word), strict=True)
        found = [part.postings["articles"].score(rows) for part, rows in parts]
        return found[0] if len(found) == 1 else np.concatenate(found)

    def _rows(self, word: Word) -> list[Numbers]:
        """Return the rows of each part, ascending, of all that would do for a word."""
        return self._remembered(("rows", word), lambda: [_rows_in(part, word) for part in self._compiled.parts])

    def count(self, word: Word) -> int:
        """Return how many stems would do for a word; one that is in a patch too counts twice."""
        return sum(rows.size for rows in self._rows(word))

    def stems(self, word: Word) -> frozenset[str]:
        """Return all stems that would do for a word."""
        if not word.begun:
            return word.stems
        return self._remembered(("stems", word), lambda: self._stems(word))

    def _stems(self, word: Word) -> frozenset[str]:
        parts = zip(self._compiled.parts, self._rows(word), strict=True)
        found = frozenset().union(*(map(part.stems.__getitem__, rows.tolist()) for part, rows in parts))
        return found if word.stems <= found else found | word.stems

    def phrase(self, stems: tuple[str, ...]) -> Mask:
        """Return which articles say words side by side, given by their stems."""
        codes = [code(stem) for stem in stems]
        return self._remembered(
            ("phrase", stems), lambda: np.concatenate([part.sequences.saying(codes) for part in self._compiled.parts])
        )

    def in_titles(self, words: tuple[Word, ...]) -> Mask:
        """Return which articles say words side by side in their titles."""
        return self._remembered(("title", words), lambda: self._in_titles(words))

    def _in_titles(self, words: tuple[Word, ...]) -> Mask:
        found = zip(self._compiled.parts, self._title_places(words), strict=True)
        return np.concatenate([part.titles.at(places) for part, places in found])

    def _title_places(self, words: tuple[Word, ...]) -> list[Places]:
        """Return where in the titles of each part words begin that stand side by side."""
        if not words[1:]:
            return self._remembered(("places", words), lambda: self._further_places(words, None))
        before = self._title_places(words[:-1])
        return self._remembered(("places", words), lambda: self._further_places(words, before))

    def _further_places(self, words: tuple[Word, ...], before: list[Places] | None) -> list[Places]:
        return [
            part.titles.places(rows, len(part.stems), before[number] if before else None, len(words) - 1)
            for number, (part, rows) in enumerate(zip(self._compiled.parts, self._rows(words[-1]), strict=True))
        ]

    def _remembered(self, key: Hashable, make: Callable[[], _Kept]) -> _Kept:
        kept = self._kept.get(key)
        if kept is not None:
            return kept  # type: ignore[return-value]
        kept = self._known.pop(key, None)
        if kept is None:
            kept = make()
            for oldest in list(self._known)[:-_REMEMBERED]:
                self._known.pop(oldest, None)
        # Those asked for last stand last.
        self._known[key] = kept
        return kept  # type: ignore[return-value]


def _rows_in(part: Part, word: Word) -> Numbers:
    known = sorted(row for stem in word.stems if (row := part.row_of.get(stem)) is not None)
    rows = np.array(known, np.int32)
    if not word.begun:
        return rows
    begun = part.rows_of_beginning(word.begun)
    return distinct(np.concatenate([rows, begun])) if known else begun
