"""How the words of a note reach the evidence: short forms in full, misspelt words put right, synonyms beside them."""

from collections.abc import Sequence
from typing import NamedTuple

from kbassist.search.compiled import Compiled
from kbassist.text.nearby import Corrected
from kbassist.text.synonyms import Expanded
from kbassist.text.tokens import Token


class Heard(NamedTuple):
    """A note's words as the library has them, how sure each is (1 where nothing was put right), and their synonyms."""

    tokens: tuple[Token, ...]
    sureness: tuple[float, ...]
    expanded: Expanded


class Hearing:
    """Hears notes with the words and synonyms of one library."""

    def __init__(self, compiled: Compiled) -> None:
        """Read the synonyms; what puts words right is made when the first note needs it."""
        self._compiled, self._expansion = compiled, compiled.expansion

    def in_full(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """Return the words of a note with the library's short forms in full."""
        return self._expansion.in_full(tokens)

    def hear(self, note: str, tokens: tuple[Token, ...]) -> Heard:
        """Return words, short forms in full already, as the library has them; a word being typed stays as it is."""
        finished = len(tokens) - bool(tokens and tokens[-1].end == len(note))
        right = self._put_right(tokens[:finished])
        whole = (*right.tokens, *tokens[finished:])
        sureness = (*right.sureness, *(1.0 for _ in tokens[finished:]))
        return Heard(whole, sureness, self._expansion.with_synonyms(whole))

    def _put_right(self, tokens: tuple[Token, ...]) -> Corrected:
        if all(self._compiled.knows(token.stem) for token in tokens):
            return Corrected(tokens, (1.0,) * len(tokens))
        right = self._compiled.speller.correct(tokens)
        # What only a patch knows is right too.
        known = [self._compiled.knows(token.stem) for token in tokens]
        return Corrected(
            tuple(own if stays else new for own, new, stays in zip(tokens, right.tokens, known, strict=True)),
            tuple(1.0 if stays else sure for sure, stays in zip(right.sureness, known, strict=True)),
        )
