"""The nearest word of a library for a word that it does not know: misspelt ("rekenig") or short of vowels ("tertlan").

How near two words are is the share of letters that stay. Numbers, codes and words of under four letters have no
nearest word, and the first letter has to sound right: short words and names of products are near twins of each other.
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate, pairwise
from math import ceil
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kbassist import resources
from kbassist.text.stems import has_root
from kbassist.text.tokens import Token

_SHORTEST = 4
_LONGEST = 24
# One slip in seven letters, or one that is a habit in four.
_NEAR = 0.84
_REMEMBERED = 20_000
# How many words are compared letter by letter, those first that are made of most of the same letters.
_COMPARED = 12

# What slips cost, in letters. To leave out a vowel between consonants, or one of two like letters, is a habit of quick
# typing; a letter that sounds like the right one, as in notipikasi, and two changed about, as in katru, come next.
# Another wrong letter makes another word of the language more often than a missing or a needless one does.
_HABIT = 0.5
_SOUND = 0.7
_SLIP = 1.0
_WRONG = 2.0

_VOWELS = frozenset("aeiou")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
# Each letter as one of those that sound alike.
_SOUNDS = str.maketrans("vfzyqo", "ppsiku")
_KINDS = len(_ALPHABET) + 1
_CODES = np.full(256, len(_ALPHABET), np.uint8)
_CODES[list(_ALPHABET.encode())] = [_ALPHABET.index(letter) for letter in _ALPHABET.translate(_SOUNDS)]

Counts = npt.NDArray[np.int8]


class Near(NamedTuple):
    """A word by its number, and how near it is: above 0, under 1."""

    number: int
    similarity: float


class Nearby:
    """Finds the nearest of many words: by the letters they are made of, then letter by letter."""

    def __init__(self, words: Sequence[str]) -> None:
        """Take the words, in lower case; their place is their number."""
        self._words = words
        fitting = [number for number, word in enumerate(words) if _may_be_near(word)]
        letters, lengths = _letters([words[number] for number in fitting])
        starts = np.cumsum(lengths) - lengths
        # Those of one first letter and like length stand side by side.
        place = letters[starts].astype(np.int64) * _KINDS + lengths
        order = np.argsort(place, kind="stable")
        self._place = place[order]
        self._numbers = np.array(fitting, np.int64)[order]
        self._counts = np.ascontiguousarray(_count(letters, lengths)[:, order])
        self._known: dict[str, Near | None] = {}

    def nearest(self, word: str) -> Near | None:
        """Return the nearest of the words for one in lower case that is not among them, or None."""
        if word not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[word] = self._search(word) if _may_be_near(word) else None
        return self._known[word]

    def nearest_of(self, word: str, may_be: Callable[[int], bool]) -> Near | None:
        """Return the nearest of those words whose number may be, or None; it is not remembered."""
        return self._search(word, may_be) if _may_be_near(word) else None

    def _search(self, word: str, may_be: Callable[[int], bool] | None = None) -> Near | None:
        letters, lengths = _letters([word])
        shortest, longest = _lengths_within(len(word))
        first = int(letters[0]) * _KINDS
        begin, end = np.searchsorted(self._place, (first + shortest, first + longest + 1)).tolist()
        other = np.abs(self._counts[:, begin:end] - _count(letters, lengths)).sum(axis=0, dtype=np.int8)
        bounds = 1 - _HABIT * other / np.maximum(self._place[begin:end] - first, len(word))
        likely = np.flatnonzero(bounds >= _NEAR)
        likely = likely[np.argsort(-bounds[likely], kind="stable")[:_COMPARED]]
        best: Near | None = None
        for bound, number in zip(bounds[likely].tolist(), self._numbers[begin + likely].tolist(), strict=True):
            if best and best.similarity >= bound:
                break
            if may_be and not may_be(number):
                continue
            found = _similarity(word, self._words[number])
            if found >= _NEAR and (best is None or found > best.similarity):
                best = Near(number, found)
        return best


def _lengths_within(length: int) -> tuple[int, int]:
    """Return between which lengths the words lie that can be near one of this length."""
    return ceil(length * (1 - (1 - _NEAR) / _HABIT)), min(int(length / (1 - (1 - _NEAR) / _HABIT)), _LONGEST)


def _may_be_near(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and word.isalpha()


def _letters(words: Sequence[str]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    joined = "".join(words).encode("latin-1", "replace")
    return _CODES[np.frombuffer(joined, np.uint8)], np.fromiter(map(len, words), np.int64, len(words))


def _count(letters: npt.NDArray[np.uint8], lengths: npt.NDArray[np.int64]) -> Counts:
    """Return how often each word, a column, holds each letter, a row."""
    cells = letters * np.int64(len(lengths)) + np.repeat(np.arange(len(lengths)), lengths)
    counts = np.bincount(cells, minlength=_KINDS * len(lengths))
    return counts.astype(np.int8).reshape(_KINDS, len(lengths))


def _similarity(written: str, meant: str) -> float:
    """Return the share of letters that stay: 1 less the cheapest slips between the two, over the longer length."""
    longer = max(len(written), len(meant))
    missing = [_cost_of_missing(meant, place) for place in range(len(meant))]
    needless = [_HABIT if letter == before else _SLIP for before, letter in pairwise(" " + written)]
    same = _shared(written, meant)
    same_end = _shared(written[same:][::-1], meant[same:][::-1])
    written, needless = written[same : len(written) - same_end], needless[same:]
    meant, missing = meant[same : len(meant) - same_end], missing[same:]
    above: list[float] = []
    row = [0.0, *accumulate(missing[: len(meant)])]
    for place, letter in enumerate(written):
        before, above, row = above, row, [row[0] + needless[place]]
        for column, other in enumerate(meant):
            cost = above[column] + _cost_of_change(letter, other)
            cost = min(cost, above[column + 1] + needless[place], row[column] + missing[column])
            if place and column and letter == meant[column - 1] and other == written[place - 1]:
                cost = min(cost, before[column - 1] + _SOUND)
            row.append(cost)
    return 1 - row[-1] / longer


def _shared(one: str, other: str) -> int:
    """Return how many letters two words share from their beginnings on."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _cost_of_change(letter: str, other: str) -> float:
    if letter == other:
        return 0
    return _SOUND if letter.translate(_SOUNDS) == other.translate(_SOUNDS) else _WRONG


def _cost_of_missing(word: str, place: int) -> float:
    before, letter, behind = word[place - 1 : place], word[place], word[place + 1 : place + 2]
    inner = before and behind and letter in _VOWELS and before not in _VOWELS and behind not in _VOWELS
    return _HABIT if inner or letter == before else _SLIP


@cache
def _everyday() -> frozenset[str]:
    """Return common words of both languages, which no library needs to hold to be right."""
    rows = resources.read_text("words/languages.tsv").splitlines()
    return frozenset(row.split("\t")[0] for row in rows)


class Corrected(NamedTuple):
    """Words of a note, put right where they can be, and for each how sure it is: 1 for a word left as it is."""

    tokens: tuple[Token, ...]
    sureness: tuple[float, ...]


class Speller:
    """Puts the words of notes right by the words of a library."""

    def __init__(self, words: Sequence[str], stems: Sequence[str]) -> None:
        """Take the words of the library and the stem of each."""
        self._words = words
        self._stems = stems
        self._known = frozenset(stems)
        self._nearby = Nearby(words)
        self._others: dict[str, str] = {}

    def correct(self, tokens: Sequence[Token]) -> Corrected:
        """Return the tokens; one that neither the library nor the language knows takes over its nearest word.

        It keeps its place and its surface.
        """
        nearest = [None if token.stem in self._known else self._nearest(token.word) for token in tokens]
        return Corrected(
            tuple(
                token._replace(word=self._words[near.number], stem=self._stems[near.number]) if near else token
                for token, near in zip(tokens, nearest, strict=True)
            ),
            tuple(near.similarity if near else 1.0 for near in nearest),
        )

    def other(self, token: Token) -> str:
        """Return the nearest word of another stem than a token's, empty where none is near."""
        if token.word not in self._others:
            if len(self._others) >= _REMEMBERED:
                self._others.clear()
            near = self._nearby.nearest_of(token.word, lambda number: self._stems[number] != token.stem)
            self._others[token.word] = self._words[near.number] if near else ""
        return self._others[token.word]

    def _nearest(self, word: str) -> Near | None:
        near = self._nearby.nearest(word)
        return None if near and (word in _everyday() or has_root(word)) else near
