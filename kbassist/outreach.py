"""Messages for customers who did not call now, each in the customer's own language."""

import re
from collections.abc import Mapping
from datetime import datetime

from kbassist.content import placeholders
from kbassist.desk.follow_ups import Whom
from kbassist.messages import LANGUAGES, mark, said_in
from kbassist.text.privacy import clean

_FROM_NOON, _FROM_AFTERNOON, _FROM_EVENING = 11, 15, 18
_GREETINGS = {
    _FROM_EVENING: mark("Good evening"),
    _FROM_AFTERNOON: mark("Good afternoon"),
    _FROM_NOON: mark("Good day"),
    0: mark("Good morning"),
}
_ANYBODY = mark("Sir or Madam")
_OPEN = "…"
_SPACE_BEFORE_SIGN = re.compile(r"\s+(?=[,.;:!?])")
_SPACES = re.compile(r"[^\S\n]{2,}")


def call_back(whom: Whom, now: datetime, lang: str) -> str:
    """Return the words with which a promise is kept at a local time; `lang` is for whose language is not known."""
    lang = _lang(whom, lang)
    greeting = said_in(lang, next(words for hour, words in _GREETINGS.items() if now.hour >= hour))
    opening = said_in(lang, mark("{greeting}, {whom}. As promised, we are getting back to you."))
    return clean(opening.format(greeting=greeting, whom=_called(whom, lang)))


def news(wording: str, whom: Whom, lang: str, known: Mapping[str, str] | None = None) -> str:
    """Return the ready line of a bulletin for a customer; what nobody knows is left open."""
    lang = _lang(whom, lang)
    values = {**(known or {}), "name": whom.name, "salutation": whom.salutation}
    if not whom.name and not whom.salutation:
        values["salutation"] = said_in(lang, _ANYBODY)
    text, gaps = placeholders.fill(wording, values)
    blanks = {name: "\0" if placeholders.FROM_CALL.get(name) in {"name", "salutation"} else _OPEN for name in gaps}
    text = placeholders.fill(text, blanks)[0].replace("\0", "")
    return clean(_SPACES.sub(" ", _SPACE_BEFORE_SIGN.sub("", text)).strip())


def _called(whom: Whom, lang: str) -> str:
    return " ".join(filter(None, (whom.salutation, whom.name))) or said_in(lang, _ANYBODY)


def _lang(whom: Whom, lang: str) -> str:
    return next((each for each in (whom.lang, lang) if each in LANGUAGES), LANGUAGES[0])
