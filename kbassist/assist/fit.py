"""How well a kind of line fits the moment: one small table for the mood, one for the phase.

A fit moves what is about equally relevant; it does not hide a line that is clearly wanted.
"""

from collections.abc import Mapping

from kbassist.assist.cues import Cue
from kbassist.assist.kinds import Phase
from kbassist.assist.moment import Moment
from kbassist.content.kinds import Group, LineKind, Stage
from kbassist.content.model import Line

# How well each kind fits a customer who is calm, and one who is upset.
_BY_MOOD: Mapping[LineKind, tuple[float, float]] = {
    LineKind.OPEN: (0.5, 0.3),
    LineKind.CLOSE: (0.5, 0.2),
    LineKind.ASK: (0.95, 0.9),
    LineKind.ANSWER: (1.0, 0.8),
    LineKind.EDUCATE: (0.8, 0.6),
    LineKind.STEPS: (0.97, 0.9),
    LineKind.COMPLY: (1.0, 0.9),
    LineKind.DEESCALATE: (1.0, 1.0),
    LineKind.RETAIN: (0.4, 0.3),
    LineKind.GOODWILL: (0.5, 0.6),
    LineKind.CROSS_SELL: (0.75, 0.2),
    LineKind.UP_SELL: (0.75, 0.2),
    LineKind.DOWN_SELL: (0.75, 0.3),
    LineKind.ESCALATE: (0.75, 0.8),
    LineKind.FOLLOW_UP: (0.75, 0.7),
    LineKind.FORM: (0.5, 0.4),
}
# What each phase lifts and lowers; kinds that are not named fit as ever.
_BY_PHASE: Mapping[Phase, Mapping[LineKind, float]] = {
    Phase.OPENING: {LineKind.OPEN: 2.0, LineKind.ASK: 1.05},
    Phase.EXPLORING: {LineKind.ASK: 1.02},
    Phase.CALMING: {LineKind.DEESCALATE: 1.05, LineKind.RETAIN: 1.05},
    Phase.SOLVING: {
        LineKind.STEPS: 1.06,
        LineKind.ANSWER: 1.05,
        LineKind.ESCALATE: 1.1,
        LineKind.FOLLOW_UP: 1.05,
        LineKind.ASK: 0.95,
    },
    Phase.SOLVED: {
        LineKind.EDUCATE: 1.2,
        LineKind.FOLLOW_UP: 1.2,
        LineKind.CROSS_SELL: 1.15,
        LineKind.UP_SELL: 1.15,
        LineKind.CLOSE: 1.5,
        LineKind.STEPS: 0.85,
        LineKind.ESCALATE: 0.85,
    },
    Phase.OFFERING: {LineKind.CROSS_SELL: 1.1, LineKind.UP_SELL: 1.1, LineKind.DOWN_SELL: 1.1, LineKind.COMPLY: 1.05},
    Phase.CLOSING: {LineKind.CLOSE: 2.0, LineKind.COMPLY: 1.1, LineKind.FOLLOW_UP: 1.2, LineKind.ASK: 0.9},
}
# What fits better once the customer wants to leave.
_LEAVING: Mapping[LineKind, float] = {LineKind.RETAIN: 0.9, LineKind.GOODWILL: 0.75, LineKind.DOWN_SELL: 0.7}
_BUYING = 0.95
# Who asks is answered before being asked back.
_ASKING: Mapping[LineKind, float] = {LineKind.ASK: 0.87, LineKind.COMPLY: 0.9}
# What has a phase or a case of its own fits as well as any once the note names it.
_CONDITION_MET = 0.95
_GREETINGS = frozenset({LineKind.OPEN, LineKind.CLOSE})
_FOR_A_CASE = frozenset(
    {LineKind.OPEN, LineKind.CLOSE, LineKind.EDUCATE, LineKind.ESCALATE, LineKind.FOLLOW_UP, LineKind.FORM}
)
# A sentence for a case of its own fits less while that case is not told: "sudah diblokir" before anything is blocked.
_CONDITION_UNMET = 0.85
_TOO_EARLY = frozenset({LineKind.COMPLY, LineKind.EDUCATE})
# A calming line one stage early or late fits this much less.
_STAGE_STEP = 0.94
# After so many calming lines an upset customer needs to hear of the solution.
_CALMED_ENOUGH = 2
_CALMED = 0.85
_STAGES = {stage: place for place, stage in enumerate(Stage)}


class Fit:
    """How well lines fit one moment; `calmed` says that enough calming lines were said."""

    def __init__(self, moment: Moment) -> None:
        """Take what lines must fit."""
        self._moment = moment
        self._next_stage = next_stage(moment)
        self.calmed = sum(line.kind is LineKind.DEESCALATE for line in moment.used) >= _CALMED_ENOUGH
        self._known: dict[tuple[LineKind, bool, bool], float] = {}

    def of(self, line: Line, *, condition_met: bool) -> float:
        """Return how well a line fits; `condition_met` says that the note holds a phrase of its `when`."""
        key = line.kind, bool(line.when), condition_met
        fits = self._known.get(key)
        if fits is None:
            fits = self._known[key] = self._of_kind(*key)
        if line.kind is LineKind.DEESCALATE:
            fits *= float(_STAGE_STEP ** abs(stage_of(line) - self._next_stage))
        return fits

    def _of_kind(self, kind: LineKind, conditional: bool, met: bool) -> float:
        fits = self._plain(kind)
        told = kind in _FOR_A_CASE and not (self._moment.upset and kind in _GREETINGS)
        if conditional and met and told:
            fits = max(fits, _CONDITION_MET)
        elif conditional and not met and kind in _TOO_EARLY:
            fits *= _CONDITION_UNMET
        if self.calmed and kind is LineKind.DEESCALATE:
            fits *= _CALMED
        if Cue.ASKING in self._moment.cues:
            fits *= _ASKING.get(kind, 1.0)
        return min(1.0, fits * _BY_PHASE[self._moment.phase].get(kind, 1.0))

    def _plain(self, kind: LineKind) -> float:
        moment = self._moment
        if moment.leaving and kind in _LEAVING:
            return _LEAVING[kind]
        if moment.buying and kind.group is Group.OFFER and not moment.upset:
            return _BUYING
        return _BY_MOOD[kind][moment.upset]


def stage_of(line: Line) -> int:
    """Return the place of a line among the stages of calming; without a stage it comes after all."""
    return _STAGES[line.stage] if line.stage else len(_STAGES)


def next_stage(moment: Moment) -> int:
    """Return the stage that comes after those already said."""
    said = [stage_of(line) for line in moment.used if line.kind is LineKind.DEESCALATE and line.stage]
    return 1 + max(said, default=-1)
