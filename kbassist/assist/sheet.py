"""The score sheet of a line: why it is suggested for a note, or why not."""

from enum import StrEnum

from msgspec import Struct

from kbassist.assist.kinds import Lock
from kbassist.assist.model import Factors
from kbassist.content.kinds import LineKind


class Verdict(StrEnum):
    """What becomes of a line, in the order in which it is decided."""

    NOT_IN_FORCE = "not-in-force"
    FACT_NOT_IN_FORCE = "fact-not-in-force"
    OTHER_CHANNEL = "other-channel"
    NEEDS = "needs"
    USED = "used"
    DISMISSED = "dismissed"
    VETOED = "vetoed"
    TOO_WEAK = "too-weak"
    SILENT = "silent"
    LOCKED = "locked"
    NO_ROOM = "no-room"
    SHOWN = "shown"


class Aspect(StrEnum):
    """What speaks for a line or against it."""

    WORDS_OF_ARTICLE = "words-of-article"
    TRIGGER = "trigger"
    EXAMPLES = "examples"
    BETTER_ARTICLE = "better-article"
    WORDS_OF_LINE = "words-of-line"
    CONDITION = "condition"
    VETO = "veto"
    MOOD = "mood"


class Item(Struct, frozen=True):
    """One aspect, how much it says from 0 to 1, and the words of the note that say it."""

    aspect: Aspect
    amount: float
    words: tuple[str, ...] = ()


class Sheet(Struct, frozen=True):
    """All that decides about one line for one note.

    `place` is its place among the suggestions, from 1, or 0. `threshold` is the least relevance that is
    shown; `missing` are placeholders that must be known first.
    `worth` is the product of the factors, by which lines of one turn are ordered.
    """

    line: str
    article: str
    title: str
    kind: LineKind
    lang: str
    verdict: Verdict
    place: int
    threshold: float
    factors: Factors
    worth: float
    items: tuple[Item, ...]
    locks: tuple[Lock, ...] = ()
    missing: tuple[str, ...] = ()
