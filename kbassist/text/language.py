"""Guess whether a note is Indonesian or English by its common words; function words count twice."""

from functools import cache

from kbassist import resources
from kbassist.text import tokens


@cache
def _words() -> dict[str, int]:
    """Return the weight of each word: above 0 for English, below for Indonesian."""
    rows = (row.split("\t") for row in resources.read_text("words/languages.tsv").splitlines())
    return {word: int(weight) if language == "en" else -int(weight) for word, language, weight in rows}


def guess(text: str) -> str:
    """Return "en" when English words prevail in `text`, else "id"."""
    weights = _words()
    english = sum(weights.get(token.word, 0) for token in tokens.read(text))
    return "en" if english > 0 else "id"
