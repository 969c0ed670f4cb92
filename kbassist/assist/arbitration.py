"""Which of the relevant lines are said, and in which order: relevance, fit to the moment, and value.

Rules come before weights: an upset customer hears calming lines first, and what the moment locks comes last.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from kbassist.assist.evidence import Evidence, Found
from kbassist.assist.kinds import Phase
from kbassist.assist.model import CallNote
from kbassist.assist.moment import Moment
from kbassist.content import placeholders
from kbassist.content.kinds import Group, LineKind, Stage
from kbassist.content.model import Line

_MOST = 10
_MOST_IN_GROUP = 3
_MOST_OF_ARTICLE_IN_GROUP = 2
_MOST_LOCKED = 3
_CANDIDATES = 150
# After this many calming lines an upset customer needs to hear of the solution.
_CALMED_ENOUGH = 2
# A calming line one stage early or late fits this much less.
_STAGE_STEP = 0.94
_OTHER_LANGUAGE = 0.9
# Where the agent sets the phase, its words of greeting or leave-taking come even where the note holds none of theirs.
_PHASE_RELEVANCE = 0.5
_PHASE_KINDS = {Phase.OPENING: LineKind.OPEN, Phase.CLOSING: LineKind.CLOSE}

_STAGES = list(Stage)
# How well each kind fits a customer who is calm, and one who is upset.
_FIT: dict[LineKind, tuple[float, float]] = {
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
}
# What fits better once the customer wants to leave.
_FIT_LEAVING = {LineKind.RETAIN: 0.9, LineKind.GOODWILL: 0.75, LineKind.DOWN_SELL: 0.7}
_FIT_BUYING = 0.95
# A greeting or farewell whose condition the note names is no longer only for its phase.
_FIT_CONDITION_MET = 0.95


@dataclass(frozen=True, slots=True)
class Choice:
    """A line to suggest: its number, the number of the twin or variant with the best evidence, and its relevance."""

    line: int
    evidence: int
    relevance: float
    worth: float
    locked: bool = False


def choose(
    evidence: Evidence,
    found: Found,
    call: CallNote,
    moment: Moment,
    *,
    lang: str,
    threshold: float,
    today: date,
) -> list[Choice]:
    """Return the choices in the order in which they are worth saying, locked ones last."""
    arbiter = _Arbiter(evidence, found, call, moment, lang, today)
    choices = sorted(arbiter.candidates(threshold), key=arbiter.order)
    locked = [choice for choice in choices if choice.locked][:_MOST_LOCKED]
    free = arbiter.limited(choice for choice in choices if not choice.locked)
    worthiest = sorted(free, key=lambda choice: -choice.worth)[: _MOST - len(locked)]
    return sorted(worthiest, key=arbiter.order) + locked


class _Arbiter:
    def __init__(
        self, evidence: Evidence, found: Found, call: CallNote, moment: Moment, lang: str, today: date
    ) -> None:
        self._evidence = evidence
        self._found = found
        self._call = call
        self._moment = moment
        self._lang = lang.partition("-")[0]
        self._today = today
        self._gone = {*call.used, *call.dismissed}
        self._phase_kind = _PHASE_KINDS.get(moment.phase)
        fitting = evidence.general_lines if call.phase else ()
        fitting = tuple(number for number in fitting if evidence.lines[number].kind is self._phase_kind)
        scripts = evidence.richest(fitting)
        self._phase_lines = frozenset(number for number in fitting if evidence.lines[number].article in scripts)
        self._known = {placeholders.FROM_CALL.get(name, name) for name, value in call.values.items() if value}
        self._known |= {name for name in ("salutation", "name") if getattr(call, name)}
        used = [line for name in call.used for line in evidence.named(name)[:1]]
        calming = [evidence.lines[number] for number in used if evidence.lines[number].kind is LineKind.DEESCALATE]
        self._calmed = len(calming)
        self._next_stage = 1 + max((_STAGES.index(line.stage) for line in calming if line.stage), default=-1)

    def candidates(self, threshold: float) -> Iterator[Choice]:
        relevance = self._found.lines
        count = min(_CANDIDATES, relevance.size)
        top = np.argpartition(-relevance, count - 1)[:count] if count else np.empty(0, dtype=np.int64)
        numbers = [*top.tolist(), *self._phase_lines]
        best: dict[str, int] = {}
        for number in sorted(numbers, key=lambda number: (-self._relevance(number), number)):
            best.setdefault(self._evidence.lines[number].name, number)
        for name, number in best.items():
            value = self._relevance(number)
            if value < threshold or value <= 0 or name in self._gone:
                continue
            said = self._wording(name)
            if said is not None:
                yield self._choice(said, number, value)

    def _relevance(self, number: int) -> float:
        value = float(self._found.lines[number])
        return max(value, _PHASE_RELEVANCE) if number in self._phase_lines else value

    def _wording(self, name: str) -> int | None:
        """Return the twin or variant of a line that fits language, channel and tone best, if any may be said."""
        allowed = [number for number in self._evidence.named(name) if self._may_be_said(number)]
        return min(allowed, key=self._distance, default=None)

    def _may_be_said(self, number: int) -> bool:
        line, article = self._evidence.lines[number], self._evidence.article(number)
        channels = line.channels or article.channels
        if line.kind is LineKind.DOWN_SELL and self._moment.upset and not self._moment.leaving:
            return False
        return (
            article.is_current(self._today)
            and (self._call.channel is None or not channels or self._call.channel in channels)
            and all(placeholders.FROM_CALL.get(name, name) in self._known for name in line.needs)
        )

    def _distance(self, number: int) -> tuple[bool, bool, bool, int]:
        line = self._evidence.lines[number]
        return (
            line.lang.partition("-")[0] != self._lang,
            bool(line.channels) is not bool(self._call.channel),
            line.tone is not None and line.tone is not self._call.tone,
            number,
        )

    def _choice(self, said: int, number: int, relevance: float) -> Choice:
        line = self._evidence.lines[said]
        worth = relevance * self._fit(line, number)
        if line.kind.group is Group.OFFER:
            worth *= 0.85 + 0.3 * line.value / 100
        if line.lang.partition("-")[0] != self._lang:
            worth *= _OTHER_LANGUAGE
        return Choice(said, number, relevance, worth, locked=line.kind.lockable and bool(self._moment.locks))

    def _fit(self, line: Line, number: int) -> float:
        fit = _FIT[line.kind][self._moment.upset]
        if line.kind is LineKind.DEESCALATE:
            stage = _STAGES.index(line.stage) if line.stage else len(_STAGES)
            return fit * float(_STAGE_STEP ** abs(stage - self._next_stage))
        if self._moment.leaving:
            return _FIT_LEAVING.get(line.kind, fit)
        if self._moment.buying and line.kind.group is Group.OFFER and not self._moment.upset:
            return _FIT_BUYING
        if line.kind is self._phase_kind:
            return 1.0
        if line.kind in _PHASE_KINDS.values() and number in self._found.conditions:
            return _FIT_CONDITION_MET
        return fit

    def order(self, choice: Choice) -> tuple[int, float, str]:
        """Return the key to sort by: an upset customer is calmed first, and an offer never comes before the answer."""
        line = self._evidence.lines[choice.line]
        calms = self._moment.upset and line.kind is LineKind.DEESCALATE and self._calmed < _CALMED_ENOUGH
        turn = 0 if calms else 2 if line.kind.group is Group.OFFER else 1
        return turn, -choice.worth, line.name

    def limited(self, choices: Iterable[Choice]) -> list[Choice]:
        """Keep the best of each group and no more than a few of one article in it."""
        of_group: Counter[Group] = Counter()
        of_article: Counter[tuple[Group, str]] = Counter()
        kept: list[Choice] = []
        for choice in choices:
            line = self._evidence.lines[choice.line]
            group = line.kind.group
            if of_group[group] >= _MOST_IN_GROUP or of_article[group, line.article] >= _MOST_OF_ARTICLE_IN_GROUP:
                continue
            of_group[group] += 1
            of_article[group, line.article] += 1
            kept.append(choice)
        return kept
