"""One call note with all that was read from it."""

from typing import NamedTuple

from kbassist.assist.arbitration import Arbiter
from kbassist.assist.evidence import Found
from kbassist.assist.hearing import Heard
from kbassist.assist.model import CallNote
from kbassist.assist.moment import Moment
from kbassist.assist.wording import Speaker
from kbassist.text.mood import Mood


class Case(NamedTuple):
    """The call (masked), the language of its lines, what was heard, felt and found, the moment, and who decides."""

    call: CallNote
    lang: str
    heard: Heard
    feeling: Mood
    found: Found
    moment: Moment
    speaker: Speaker
    arbiter: Arbiter
