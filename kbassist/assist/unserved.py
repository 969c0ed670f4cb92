"""What is answered while no library is loaded: the note, and no lines."""

from kbassist.assist.kinds import MoodLevel, Phase
from kbassist.assist.model import Advice, CallNote
from kbassist.text import language, privacy, tokens


def advise(call: CallNote) -> Advice:
    """Return the note as it may be shown, its language, and nothing to say."""
    note = privacy.mask(call.note)
    phase = call.phase or Phase.OPENING
    return Advice(note, call.lang or language.guess(tokens.read(note)), 0.0, MoodLevel.CALM, phase, offers_locked=False)
