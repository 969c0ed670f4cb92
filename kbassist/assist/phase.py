"""Where the call stands: inferred from what is noted and from the lines already used."""

from collections.abc import Collection, Mapping, Sequence

from kbassist.assist import cues as cue_words
from kbassist.assist.cues import LOCKING, Cue, Cues
from kbassist.assist.kinds import Phase
from kbassist.content.kinds import LineKind
from kbassist.content.model import Line

_OPENING_WORDS = 8

# Where the call stands once a line of a kind was said.
_LEADS_TO: Mapping[LineKind, Phase] = {
    LineKind.OPEN: Phase.EXPLORING,
    LineKind.ASK: Phase.EXPLORING,
    LineKind.DEESCALATE: Phase.CALMING,
    LineKind.RETAIN: Phase.SOLVING,
    LineKind.GOODWILL: Phase.SOLVING,
    LineKind.ANSWER: Phase.SOLVING,
    LineKind.EDUCATE: Phase.SOLVING,
    LineKind.STEPS: Phase.SOLVING,
    LineKind.COMPLY: Phase.SOLVING,
    LineKind.ESCALATE: Phase.SOLVING,
    LineKind.FOLLOW_UP: Phase.SOLVING,
    LineKind.FORM: Phase.SOLVING,
    LineKind.CROSS_SELL: Phase.OFFERING,
    LineKind.UP_SELL: Phase.OFFERING,
    LineKind.DOWN_SELL: Phase.OFFERING,
    LineKind.CLOSE: Phase.CLOSING,
}


def infer(cues: Cues, used: Sequence[Line], words: int, *, upset: bool, open_problem: bool) -> Phase:
    """Return the phase of a call whose note has so many words; `used` are the lines said so far, in order."""
    reached = [_LEADS_TO[line.kind] for line in used]
    now = reached[-1] if reached else None
    solving = Phase.SOLVING in reached
    calmed = Phase.CALMING in reached and now is Phase.SOLVING
    matter = open_problem or _is_on_the_table(LOCKING, cues)
    greeting = Cue.OPENING in cues and words <= _OPENING_WORDS and not matter
    refused = Cue.REFUSED in cues
    signs = (
        (Phase.CLOSING, now is Phase.CLOSING),
        (Phase.CALMING, upset and not calmed),
        (Phase.CLOSING, Cue.CLOSING in cues and (solving or not open_problem)),
        (Phase.OPENING, not used and (not words or greeting)),
        (Phase.SOLVING, matter and solving),
        (Phase.CALMING, matter and now is Phase.CALMING),
        (Phase.EXPLORING, matter),
        (Phase.OFFERING, (Cue.BUYING in cues or now is Phase.OFFERING) and not (now is Phase.OFFERING and refused)),
        (Phase.SOLVED, Cue.SOLVED in cues or now is Phase.OFFERING),
    )
    return next((phase for phase, shown in signs if shown), now or Phase.EXPLORING)


def _is_on_the_table(matters: Collection[Cue], cues: Cues) -> bool:
    solved = cue_words.last(cues, Cue.SOLVED)
    return any(cue_words.last(cues, cue) > solved for cue in matters)
