"""Where each card stands: steady while it is read, and under one key for as long as it is on screen."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kbassist.assist.model import Suggestion
from kbassist.content.kinds import Group
from kbassist.gui.call import UsedLine

MOST_CARDS, FEWEST_CARDS = 8, 3
MOST_USED = 3
_CLEARLY_BETTER = 0.15  # a difference in relevance that is worth a movement under the eye


class RowKind(StrEnum):
    """What a row of the list is."""

    HEADING = "heading"
    CARD = "card"
    FOLD = "fold"
    LOCKED = "locked"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list; only cards have a key, only cards and locked rows a suggestion."""

    kind: RowKind
    name: str
    text: str = ""
    group: Group | None = None
    suggestion: Suggestion | None = None
    key: int = 0

    @property
    def identity(self) -> tuple[RowKind, str]:
        """Return what makes it the same row after a change."""
        return (self.kind, self.name)


def fitting(suggestions: Iterable[Suggestion], height: Callable[[Suggestion], int], room: int) -> list[Suggestion]:
    """Return the lines to show, best first: the best of each group, then what else fits the room (in pixels)."""
    ranked = [suggestion for suggestion in suggestions if not suggestion.locked]
    leaders = list({suggestion.group: suggestion for suggestion in reversed(ranked)}.values())
    chosen: list[Suggestion] = []
    for suggestion in [*sorted(leaders, key=ranked.index), *(s for s in ranked if s not in leaders)]:
        room -= height(suggestion)
        if len(chosen) < FEWEST_CARDS or (room >= 0 and len(chosen) < MOST_CARDS):
            chosen.append(suggestion)
        else:
            room += height(suggestion)
    return sorted(chosen, key=ranked.index)


def cards(seen: Sequence[Row], ranked: Sequence[Suggestion], *, moment_changed: bool) -> list[Row]:
    """Return the cards for some lines, in their order; `seen` are the cards that may be being read just now.

    When the moment changed, the order is the assistant's own; else what was seen stays where it is.
    """
    keys = {row.name: row.key for row in seen if row.name in {suggestion.line for suggestion in ranked}}
    steady = [] if moment_changed else list(keys)
    group_of = {suggestion.line: suggestion.group for suggestion in ranked}
    best = {suggestion.group: suggestion for suggestion in reversed(ranked)}
    ranks = {suggestion.line: rank for rank, suggestion in enumerate(ranked)}
    steady_leaders = [best[group].line for group in dict.fromkeys(group_of[line] for line in steady)]
    free = iter(sorted(set(range(1, 10)) - set(keys.values())))
    shown: list[Row] = []
    for leader in _settle(best.values(), steady_leaders, ranks):
        of_group = _settle((s for s in ranked if s.group is leader.group), steady, ranks)
        made = [
            Row(RowKind.CARD, s.line, group=s.group, suggestion=s, key=keys.get(s.line) or next(free)) for s in of_group
        ]
        shown += _newcomers_by_key(made, keys, ranks)
    return shown


def _newcomers_by_key(made: Sequence[Row], keys: Mapping[str, int], ranks: Mapping[str, int]) -> list[Row]:
    """Put a newcomer that took over a key where that key stood, unless it is clearly better than a card above."""
    placed: list[Row] = []
    for row in made:
        at = next((place for place, other in enumerate(placed) if other.key > row.key), len(placed))
        rose = any(
            _beats(row.suggestion, other.suggestion, ranks) for other in made if row.suggestion and other.suggestion
        )
        placed.insert(len(placed) if row.name in keys or rose else at, row)
    return placed


def _settle(found: Iterable[Suggestion], steady: Sequence[str], ranks: dict[str, int]) -> list[Suggestion]:
    """Return `found` with those in `steady` in that order, and each one risen past those it clearly beats."""
    places = {line: place for place, line in enumerate(steady)}
    order: list[Suggestion] = []
    for suggestion in sorted(found, key=lambda s: (places.get(s.line, len(places)), ranks[s.line])):
        at = len(order)
        while at and _beats(suggestion, order[at - 1], ranks):
            at -= 1
        order.insert(at, suggestion)
    return order


def _beats(one: Suggestion, other: Suggestion, ranks: Mapping[str, int]) -> bool:
    return ranks[one.line] < ranks[other.line] and one.score - other.score > _CLEARLY_BETTER


def new_or_better(before: Sequence[Row], now: Sequence[Row]) -> frozenset[str]:
    """Return the names of the cards that came in or rose."""
    old = {row.name: place for place, row in enumerate(before)}
    kept = [row.name for row in now if row.name in old]
    risen = {name for place, name in enumerate(kept) if place < sorted(kept, key=old.__getitem__).index(name)}
    return frozenset({row.name for row in now} - old.keys() | risen)


def rows(shown: Sequence[Row], fold: Row | None, locked: Sequence[Suggestion], used: Sequence[UsedLine]) -> list[Row]:
    """Return the whole list: cards under their headings, then `fold` with what it unfolds, then what was said."""
    made: list[Row] = []
    heading: Group | None = None
    for card in shown:
        if card.group is not None and card.group is not heading:
            heading = card.group
            made.append(Row(RowKind.HEADING, heading, group=heading))
        made.append(card)
    if fold:
        made.append(fold)
        made += [Row(RowKind.LOCKED, s.line, group=s.group, suggestion=s) for s in locked]
    made += [Row(RowKind.USED, said.line, text=said.title) for said in reversed(used[-MOST_USED:])]
    return made
