"""Guess whether a note is Indonesian or English by its common words; function words count twice."""

from collections.abc import Iterable
from functools import cache

from kbassist import resources
from kbassist.text.tokens import Token


@cache
def _words() -> dict[str, int]:
    """Return the weight of each word: above 0 for English, below for Indonesian."""
    rows = (row.split("\t") for row in resources.read_text("words/languages.tsv").splitlines())
    return {word: int(weight) if language == "en" else -int(weight) for word, language, weight in rows}


def guess(tokens: Iterable[Token]) -> str:
    """Return "en" when English words prevail among the words of a text, else "id"."""
    weights = _words()
    return "en" if sum(weights.get(token.word, 0) for token in tokens) > 0 else "id"
