"""The closed lists of a suggestion: moods, phases, locks, kinds of evidence."""

from enum import StrEnum

# Where fewer notes than one in six would want a line, silence is the better answer.
THRESHOLD = 0.17


class MoodLevel(StrEnum):
    """How upset the customer sounds, in four steps."""

    CALM = "calm"
    UNEASY = "uneasy"
    UPSET = "upset"
    FURIOUS = "furious"


class Phase(StrEnum):
    """Where the call stands."""

    OPENING = "opening"
    EXPLORING = "exploring"
    CALMING = "calming"
    SOLVING = "solving"
    SOLVED = "solved"
    OFFERING = "offering"
    CLOSING = "closing"


class Lock(StrEnum):
    """Why offers are locked, in order of precedence."""

    UPSET = "upset"
    FRAUD = "fraud"
    LOSS = "loss"
    DEATH = "death"
    DISPUTE = "dispute"
    LEAVING = "leaving"
    OPEN_PROBLEM = "open-problem"
    OFFER_MADE = "offer-made"


class Outcome(StrEnum):
    """What became of a line that was suggested."""

    SHOWN = "shown"
    COPIED = "copied"
    INSERTED = "inserted"
    DISMISSED = "dismissed"


class Hint(StrEnum):
    """A word to the agent about how the call is going."""

    ACKNOWLEDGE_FIRST = "acknowledge-first"
    REACH_THE_PROBLEM = "reach-the-problem"
    ABUSE_WARN = "abuse-warn"
    ABUSE_PAUSE = "abuse-pause"
    ABUSE_SUPERVISOR = "abuse-supervisor"


class Source(StrEnum):
    """Which kind of evidence a reason stands on."""

    TRIGGER = "trigger"
    WHEN = "when"
    TEXT = "text"
    EXAMPLE = "example"
    MOOD = "mood"
    SYNONYM = "synonym"


class Change(StrEnum):
    """What becomes of a line among those suggested."""

    SAME = "same"
    NEW = "new"
    GONE = "gone"
    UP = "up"
    DOWN = "down"
