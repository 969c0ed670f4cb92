"""Words that only the window needs."""

from kbassist.assist.model import Suggestion
from kbassist.content.placeholders import FROM_CALL
from kbassist.messages import _, mark
from kbassist.words import word

_GAPS = {
    "salutation": mark("form of address"),
    "name": mark("customer's name"),
    "product": mark("product"),
    "ticket": mark("ticket number"),
    "agent": mark("your name"),
    "branch": mark("branch"),
    "bank": mark("name of the bank"),
}


def card_kind(suggestion: Suggestion) -> str:
    """Return the word on a card: the stage of a calming line, else the kind."""
    return word(suggestion.stage or suggestion.kind)


def gap(name: str) -> str:
    """Return what an open placeholder asks for."""
    canonical = FROM_CALL.get(name)
    return _(_GAPS[canonical]) if canonical else name.replace("_", " ")
