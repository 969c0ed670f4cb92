"""The features of a note that a ranker learns from: words, stems, their neighbours, letters, and what words mean.

Every feature is a number of 32 bits, made of checksums, so that nothing has to be looked up or kept.
"""

import zlib
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from kbassist import resources
from kbassist.text import tokens as words
from kbassist.text.tokens import Token

Codes = npt.NDArray[np.uint64]

# What each block of features counts, whatever its size: words, stems, neighbouring words and stems, letters within
# words, stems that stand in one sentence, meanings, pairs of meanings.
BLOCKS = np.array([0.3, 1.2, 0.3, 0.5, 1.0, 0.7, 1.0, 0.7])
# So many words apart two stems still make a pair.
_WINDOW = 8
_GRAMS = (3, 4, 5)
_LONGEST = 40
_REMEMBERED = 20_000
_EDGE = np.array([7], np.uint64)
_MULTIPLIER, _FINISHER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)

_grams: dict[str, Codes] = {}


def blocks(tokens: Sequence[Token]) -> list[Codes]:
    """Return the features of a note, block by block; of a long note those of its last words."""
    tokens = tokens[-_LONGEST:]
    surfaces = _codes([token.word for token in tokens])
    stems = _codes([token.stem for token in tokens])
    first, second = np.triu_indices(len(stems), 1)
    near = second - first <= _WINDOW
    pairs = stems[first[near]], stems[second[near]]
    meanings = np.unique(np.array(list(_meanings(tokens)), np.uint64))
    one, other = np.triu_indices(len(meanings), 1)
    found = (
        surfaces,
        stems,
        _neighbours(surfaces),
        _neighbours(stems),
        np.concatenate([np.empty(0, np.uint64), *(_letters(token.word) for token in tokens)]),
        _mixed(np.minimum(*pairs), np.maximum(*pairs)),
        meanings,
        _mixed(meanings[one], meanings[other]),
    )
    return [np.unique(_mixed(codes, np.uint64(number))) for number, codes in enumerate(found, 1)]


def _codes(strings: Sequence[str]) -> Codes:
    return np.array([zlib.crc32(string.encode()) for string in strings], np.uint64)


def _neighbours(codes: Codes) -> Codes:
    row = np.concatenate([_EDGE, codes, _EDGE])
    return _mixed(row[:-1], row[1:])


def _mixed(one: Codes, other: Codes | np.uint64) -> Codes:
    """Return 32 bits of two numbers; which of them comes first matters."""
    mixed = (one * _MULTIPLIER) ^ (other + _FINISHER)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _FINISHER
    code: Codes = mixed >> np.uint64(32)
    return code


def _letters(word: str) -> Codes:
    known = _grams.get(word)
    if known is None:
        spelt = f" {word} "
        parts = {spelt[at : at + size] for size in _GRAMS for at in range(max(1, len(spelt) - size + 1))}
        if len(_grams) >= _REMEMBERED:
            _grams.clear()
        known = _grams[word] = _codes(sorted(parts))
    return known


def _meanings(tokens: Sequence[Token]) -> Iterator[int]:
    of_stem = _concepts()
    stems = [token.stem for token in tokens]
    for number, stem in enumerate(stems):
        yield from of_stem.get((stem,), ())
        yield from of_stem.get(tuple(stems[number : number + 2]), ())


@cache
def _concepts() -> dict[tuple[str, ...], tuple[int, ...]]:
    """Return the numbers of the meanings of a stem, or of two."""
    found: dict[tuple[str, ...], tuple[int, ...]] = {}
    rows = resources.read_text("words/concepts.txt").splitlines()
    for number, row in enumerate(row for row in rows if not row.startswith("#")):
        for phrase in row.split():
            stems = tuple(token.stem for token in words.read(phrase.replace("_", " ")))
            found[stems] = (*found.get(stems, ()), number)
    return found
