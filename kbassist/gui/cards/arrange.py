"""Where each card stands: steady while it is read, and under one key for as long as it is on screen."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from kbassist.assist.model import Suggestion
from kbassist.content.kinds import Group
from kbassist.gui.call import UsedLine

MOST_CARDS, FEWEST_CARDS = 8, 3
MOST_USED = 3


class RowKind(StrEnum):
    """What a row of the list is."""

    HEADING = "heading"
    CARD = "card"
    FOLD = "fold"
    LOCKED = "locked"
    USED = "used"


class Fold(StrEnum):
    """The rows that hide others until they are asked for, in their order."""

    UNSAID = "unsaid"
    LOCKED = "locked"


FOLD_KEYS = {Fold.UNSAID: "Ctrl+M", Fold.LOCKED: "Ctrl+0"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list; only cards have a key, only cards and locked rows a suggestion.

    `fold` is the row under which it stands, if any.
    """

    kind: RowKind
    name: str
    text: str = ""
    group: Group | None = None
    suggestion: Suggestion | None = None
    key: int = 0
    fold: Fold | None = None

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


def cards(seen: Sequence[Row], ranked: Iterable[Suggestion], unsaid: Sequence[Suggestion] = ()) -> list[Row]:
    """Return the cards for some lines, group by group, and after them those of the fold `unsaid`.

    The order is the assistant's own, which is steady. `seen` are the cards that may be being read just now: they keep
    their keys, and a newcomer that took one over stands where that key stood.
    """
    apart = {suggestion.line for suggestion in unsaid}
    listed = [suggestion for suggestion in ranked if suggestion.line not in apart]
    groups = [[s for s in listed if s.group is group] for group in dict.fromkeys(s.group for s in listed)]
    ordered = [*chain(*groups), *unsaid]
    kept = {row.name: row.key for row in seen if row.name in {suggestion.line for suggestion in ordered}}
    free = iter(sorted(set(range(1, 10)) - set(kept.values())))
    keys = {s.line: kept.get(s.line) or next(free, 0) for s in ordered}
    shown: list[Row] = []
    for group in groups:
        made = [Row(RowKind.CARD, s.line, group=s.group, suggestion=s, key=keys[s.line]) for s in group]
        shown += _newcomers_by_key(made, kept)
    return shown + [
        Row(RowKind.CARD, s.line, group=s.group, suggestion=s, key=keys[s.line], fold=Fold.UNSAID) for s in unsaid
    ]


def _newcomers_by_key(made: Sequence[Row], kept: Mapping[str, int]) -> list[Row]:
    """Put a newcomer that took over a key where that key stood, unless it came before a card that was there."""
    placed: list[Row] = []
    for place, row in enumerate(made):
        if row.name in kept or any(other.name in kept for other in made[place:]):
            placed.append(row)
        else:
            at = next((at for at, other in enumerate(placed) if other.key > row.key), place)
            placed.insert(at, row)
    return placed


def new_or_better(before: Sequence[Row], now: Sequence[Row]) -> frozenset[str]:
    """Return the names of the cards that came in or rose."""
    old = {row.name: place for place, row in enumerate(before)}
    kept = [row.name for row in now if row.name in old]
    risen = {name for place, name in enumerate(kept) if place < sorted(kept, key=old.__getitem__).index(name)}
    return frozenset({row.name for row in now} - old.keys() | risen)


def rows(shown: Iterable[Row], folds: Sequence[Row], used: Sequence[UsedLine]) -> list[Row]:
    """Return the whole list: what is shown under its headings, each fold with its rows among them, what was said."""
    made: list[Row] = []
    under: dict[Fold | None, list[Row]] = {}
    for row in shown:
        under.setdefault(row.fold, []).append(row)
    heading: Group | None = None
    for card in under.get(None, ()):
        if card.group is not None and card.group is not heading:
            heading = card.group
            made.append(Row(RowKind.HEADING, heading, group=heading))
        made.append(card)
    for fold in folds:
        made += [fold, *under.get(Fold(fold.name), ())]
    made += [Row(RowKind.USED, said.line, text=said.title) for said in reversed(used[-MOST_USED:])]
    return made
