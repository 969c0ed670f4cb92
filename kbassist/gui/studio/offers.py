"""What can be completed in an article, asked for by its place."""

from enum import StrEnum
from typing import NamedTuple, Protocol


class What(StrEnum):
    """What is being written."""

    HEADER_KEY = "header-key"
    HEADER_VALUE = "header-value"
    CALLOUT = "callout"
    LINE_KEY = "line-key"
    LINE_VALUE = "line-value"
    ARTICLE = "article"
    PLACE = "place"
    PLACEHOLDER = "placeholder"
    FACT = "fact"


class Asked(NamedTuple):
    """What is being written in a text, and how far: `typed` are the letters up to the cursor.

    `of` is the key of a value, the kind of a line's key, or the article that a place is in.
    """

    what: What
    typed: str
    of: str = ""
    text: str = ""
    lang: str = ""


class Offer(NamedTuple):
    """A text that may stand there, and words about it."""

    text: str
    about: str = ""


class Completions(Protocol):
    """Knows what may stand at a place; answers within a moment."""

    def offers(self, asked: Asked) -> list[Offer]:
        """Return what may stand there, best first."""
