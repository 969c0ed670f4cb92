"""The features of a note that a ranker learns from: stems, their neighbours, letters, and what words mean.

A feature is a number of 32 bits: its block in the highest three, and a checksum of what it is. Nothing has to be
looked up or kept.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kbassist import resources
from kbassist.search.postings import distinct
from kbassist.text import tokens as words
from kbassist.text.tokens import Token

Codes = npt.NDArray[np.uint32]
Meanings = Mapping[str, tuple[int, ...]]

# What each block of features counts, whatever its size: stems, neighbouring stems, letters within words, stems that
# stand in one sentence, meanings, pairs of meanings.
BLOCKS = np.array([1.2, 0.75, 1.0, 0.7, 1.0, 0.7], np.float32)
STEMS, _NEIGHBOURS, _LETTERS, _PAIRS, MEANINGS, _MEANING_PAIRS = range(len(BLOCKS))
# So many words apart two stems still make a pair.
_WINDOW = 4
_GRAMS = (3, 4, 5)
_LONGEST = 40
_MOST_MEANINGS = 40
_REMEMBERED = 20_000
_BLOCK_SHIFT = 29
_EDGE = 7

_stem_codes: dict[str, int] = {}
_letter_codes: dict[str, Codes] = {}


def features(tokens: Sequence[Token], meanings: Meanings) -> Codes:
    """Return the features of a note, sorted, each once; of a long note those of its last words."""
    tokens = tokens[-_LONGEST:]
    stems = [token.stem for token in tokens]
    row = np.array([_EDGE, *map(_stem_code, stems), _EDGE], np.uint32)
    codes = row[1:-1]
    first, second = _near(len(stems))
    one, other = codes[first], codes[second]
    meant = sorted(set(_meanings(stems, meanings)))[:_MOST_MEANINGS]
    meaning = np.array(meant, np.uint32)
    this, that = _all_pairs(len(meant))
    found = np.concatenate(
        [
            _mixed(codes, np.uint32(0), STEMS),
            _mixed(row[:-1], row[1:], _NEIGHBOURS),
            *(_letters(token.word) for token in tokens),
            _mixed(np.minimum(one, other), np.maximum(one, other), _PAIRS),
            _mixed(meaning, np.uint32(0), MEANINGS),
            _mixed(meaning[this], meaning[that], _MEANING_PAIRS),
        ]
    )
    return distinct(found)


def blocks_of(codes: Codes) -> npt.NDArray[np.uint32]:
    """Return the number of the block of each feature."""
    numbers: npt.NDArray[np.uint32] = codes >> np.uint32(_BLOCK_SHIFT)
    return numbers


def _stem_code(stem: str) -> int:
    code = _stem_codes.get(stem)
    if code is None:
        if len(_stem_codes) >= _REMEMBERED:
            _stem_codes.clear()
        code = _stem_codes[stem] = zlib.crc32(stem.encode())
    return code


def _letters(word: str) -> Codes:
    known = _letter_codes.get(word)
    if known is None:
        spelt = f" {word} "
        parts = {spelt[at : at + size] for size in _GRAMS for at in range(max(1, len(spelt) - size + 1))}
        checksums = np.array([zlib.crc32(part.encode()) for part in sorted(parts)], np.uint32)
        if len(_letter_codes) >= _REMEMBERED:
            _letter_codes.clear()
        known = _letter_codes[word] = _mixed(checksums, np.uint32(0), _LETTERS)
    return known


def _mixed(one: Codes, other: Codes | np.uint32, block: int) -> Codes:
    """Return the features that two numbers make; which of them comes first matters."""
    mixed = one * np.uint32(0x9E3779B1) ^ other + np.uint32(0x7F4A7C15)
    mixed = (mixed ^ mixed >> np.uint32(15)) * np.uint32(0x2C1B3C6D)
    mixed = (mixed ^ mixed >> np.uint32(12)) * np.uint32(0x297A2D39)
    code: Codes = mixed >> np.uint32(3) | np.uint32(block << _BLOCK_SHIFT)
    return code


@cache
def _near(count: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the places of all pairs among so many words that are near each other."""
    first, second = np.triu_indices(count, 1)
    near = second - first <= _WINDOW
    return first[near], second[near]


@cache
def _all_pairs(count: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    return np.triu_indices(count, 1)


def _meanings(stems: Sequence[str], meanings: Meanings) -> Iterator[int]:
    for stem in stems:
        yield from meanings.get(stem, ())
    for one, other in pairwise(stems):
        yield from meanings.get(f"{one} {other}", ())


def meanings_of_words() -> dict[str, tuple[int, ...]]:
    """Return the numbers of the meanings of a stem, or of two stems with a blank between, from the list of words."""
    found: dict[str, tuple[int, ...]] = {}
    rows = resources.read_text("words/concepts.txt").splitlines()
    for number, row in enumerate(row for row in rows if not row.startswith("#")):
        for phrase in row.split():
            stems = " ".join(token.stem for token in words.read(phrase.replace("_", " ")))
            found[stems] = (*found.get(stems, ()), number)
    return found
