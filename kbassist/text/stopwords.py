"""Words that say nothing of the matter."""

from functools import cache

from kbassist import resources
from kbassist.text import tokens


@cache
def stems() -> frozenset[str]:
    """Return the stems of all stopwords."""
    rows = [row for row in resources.read_text("words/stopwords.txt").splitlines() if not row.startswith("#")]
    return frozenset(token.stem for row in rows for token in tokens.read(row))
