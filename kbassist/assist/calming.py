"""The order of calming: acknowledge, empathise, apologise, resolve, thank; and what may only follow it."""

from collections.abc import Iterable, Sequence

from kbassist.assist import fit, hints
from kbassist.assist.choice import Choice, Turn
from kbassist.assist.moment import Moment
from kbassist.content.kinds import LineKind
from kbassist.content.model import Line

# What may be said to someone who is leaving once that has been acknowledged.
WINNING_BACK = frozenset({LineKind.RETAIN, LineKind.GOODWILL, LineKind.DOWN_SELL})
# A first line may empathise at once, but not apologise before that.
_LEAD = 1


def acknowledges(line: Line) -> bool:
    """Whether a line acknowledges or empathises."""
    return line.kind is LineKind.DEESCALATE and line.stage in hints.ACKNOWLEDGING


def in_order(choices: Sequence[Choice], moment: Moment) -> list[Choice]:
    """Return choices, given best first, with the calming ones among them in the order of their stages.

    One line of each stage comes, from the stage at which the customer is now; then what is left.
    """
    places = [
        place
        for place, choice in enumerate(choices)
        if choice.line.kind is LineKind.DEESCALATE and choice.turn is not Turn.SCRIPT
    ]
    calming = [choices[place] for place in places]
    stages = {choice.name: fit.stage_of(choice.line) for choice in calming}
    now = fit.next_stage(moment)
    lead = next((stages[choice.name] for choice in calming if now <= stages[choice.name] <= now + _LEAD), now)
    of_stage: dict[int, Choice] = {}
    for choice in calming:
        if stages[choice.name] >= lead:
            of_stage.setdefault(stages[choice.name], choice)
    planned = [of_stage[stage] for stage in sorted(of_stage)]
    left = [choice for choice in calming if choice not in planned]
    planned += sorted(left, key=lambda choice: stages[choice.name] < now)
    ordered = list(choices)
    for place, choice in zip(places, planned, strict=True):
        ordered[place] = choice
    return ordered


def acknowledged(choices: Iterable[Choice], moment: Moment) -> list[Choice]:
    """Return choices with an acknowledging line before what wins back someone who is leaving, else without that."""
    ordered = list(choices)
    winning = [choice for choice in ordered if choice.line.kind in WINNING_BACK]
    if not winning or not moment.leaving or hints.is_acknowledged(moment.used):
        return ordered
    first = next((choice for choice in ordered if acknowledges(choice.line)), None)
    if first is None:
        return [choice for choice in ordered if choice not in winning]
    at = ordered.index(winning[0])
    if ordered.index(first) > at:
        ordered.remove(first)
        ordered.insert(at, first)
    return ordered
