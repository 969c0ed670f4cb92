"""The plain words of a query as a library has them: begun, misspelt, written together or apart, in full."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

from kbassist import resources
from kbassist.search.compiled import Compiled
from kbassist.search.syntax import Clause
from kbassist.text import tokens
from kbassist.text.tokens import Token

# Of more words than these some may be missing: it is a sentence, not a query.
ALL_REQUIRED = 3
# What is written without a space has parts of at least so many letters, and is no longer than this.
_SHORTEST_PART, _LONGEST_PARTED = 3, 24
_SHORTEST_JOINED = 2


class Word(NamedTuple):
    """A word by its stem, with all stems that would do for it; `begun` is how words begin that would do too."""

    stem: str
    stems: frozenset[str]
    begun: str = ""


class Mended(NamedTuple):
    """What was put right between two places of a query."""

    start: int
    end: int
    word: str


class AnyOf(AbstractSet[str]):
    """The stems of several words, joined only when they are looked through: a word just begun has thousands."""

    def __init__(self, stems_of: Callable[[Word], frozenset[str]], words: Iterable[Word]) -> None:
        """Ask `stems_of` for the stems of each word once they are needed."""
        self._stems_of, self._words = stems_of, tuple(words)

    @cached_property
    def _each(self) -> tuple[frozenset[str], ...]:
        return tuple(map(self._stems_of, self._words))

    def __contains__(self, stem: object) -> bool:
        """Whether it is a stem of any word."""
        return any(stem in stems for stems in self._each)

    def __iter__(self) -> Iterator[str]:
        """Yield each stem once."""
        return iter(frozenset().union(*self._each))

    def __len__(self) -> int:
        """Return the number of stems."""
        return len(frozenset().union(*self._each))


# One thing asked: words that are all wanted, or else those of one of the alternatives behind them.
Unit = tuple[tuple[Word, ...], ...]


class Asked(NamedTuple):
    """Plain words as they were understood."""

    words: tuple[Word, ...] = ()
    units: tuple[Unit, ...] = ()
    mended: tuple[Mended, ...] = ()

    @property
    def all_required(self) -> bool:
        """Whether an article must have them all."""
        return len(self.words) <= ALL_REQUIRED


class Listener:
    """Understands the words of queries over one library."""

    def __init__(self, compiled: Compiled) -> None:
        """Prepare nothing; most of it is made when the first query needs it."""
        self._compiled = compiled

    def read(self, text: str) -> Asked:
        """Return what the words of a text ask for; the last may be begun while no space follows it."""
        compiled = self._compiled
        every = tokens.read(text)
        if not every:
            return Asked()
        begun = every[-1].surface.lower() if every[-1].end == len(text) else ""
        if begun and not compiled.begins(begun):
            begun = ""
        finished = every[:-1] if begun else every
        mended: list[Mended] = []
        right = [*self._put_right(self._compiled.expansion.in_full(finished), mended), *every[len(finished) :]]
        words = [_meant(token) for token in right]
        if begun and not (len(every) > ALL_REQUIRED and compiled.knows(right[-1].stem)):
            words[-1] = words[-1]._replace(begun=begun)
        for place, (first, second) in enumerate(pairwise(right)):
            # "top up" does for "topup".
            if min(len(first.surface), len(second.surface)) < _SHORTEST_JOINED:
                continue
            joined = tokens.read(first.surface + second.surface)
            if len(joined) == 1 and joined[0].stem not in {first.stem, second.stem} and compiled.knows(joined[0].stem):
                words[place] = _with(words[place], joined[0].stem)
                words[place + 1] = _with(words[place + 1], joined[0].stem)
        return Asked(tuple(words), tuple(self._units(right, words)), tuple(mended))

    def clause(self, clause: Clause) -> Asked:
        """Return what the words of a clause ask for."""
        return self.read(clause.text if clause.is_begun else f"{clause.text} ")

    def _put_right(self, finished: Iterable[Token], mended: list[Mended]) -> Iterator[Token]:
        """Yield words as the library has them, or the two that one is made of: "kartuhilang"."""
        for token in finished:
            right = self._right(token)
            if right != (token,):
                mended.append(Mended(token.start, token.end, " ".join(other.word for other in right)))
            yield from right

    def _right(self, token: Token) -> Sequence[Token]:
        compiled = self._compiled
        if any(map(compiled.knows, _meant(token).stems)):
            return (token,)
        right = compiled.speller.correct((token,)).tokens
        if right[0].stem != token.stem or not token.word.isalpha() or len(token.word) > _LONGEST_PARTED:
            return right
        for cut in range(_SHORTEST_PART, len(token.word) - _SHORTEST_PART + 1):
            parts = tokens.read(f"{token.word[:cut]} {token.word[cut:]}")
            if all(compiled.knows(part.stem) for part in parts):
                return parts
        return right

    def _units(self, read: Sequence[Token], words: Sequence[Word]) -> Iterator[Unit]:
        """Yield each thing asked: a word by itself, or a phrase with the library's synonyms."""
        found = self._compiled.expansion.with_synonyms(tuple(read)).by_place()
        ends = {first: (last, synonyms) for (first, last), synonyms in found.items()}
        place = 0
        while place < len(words):
            last, synonyms = ends.get(place, (place, []))
            others = [tuple(Word(token.stem, frozenset((token.stem,))) for token in found.tokens) for found in synonyms]
            yield (tuple(words[place : last + 1]), *(other for other in others if self._knows_all(other)))
            place = last + 1

    def _knows_all(self, words: Iterable[Word]) -> bool:
        return all(self._compiled.knows(word.stem) for word in words)


def _with(word: Word, stem: str) -> Word:
    return word._replace(stems=word.stems | {stem})


def _meant(token: Token) -> Word:
    return Word(token.stem, _meanings().get(token.stem, frozenset()) | {token.stem})


@cache
def _meanings() -> dict[str, frozenset[str]]:
    """Return by stem the stems of what a word is used for, or of what says the same."""
    rows = (row.split("\t") for row in resources.read_text("words/meanings.tsv").splitlines())
    return {tokens.read(word)[0].stem: frozenset(token.stem for token in tokens.read(others)) for word, others in rows}
