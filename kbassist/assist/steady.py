"""A list that stays as it is while it is read: what is on the screen gives way only to what is clearly better."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from kbassist.assist.choice import Choice

# So much more must a line be worth to come before one that is on the screen.
_MARGIN = 1.08


def settle(choices: Iterable[Choice], shown: Sequence[str]) -> list[Choice]:
    """Return choices by turn and worth; lines in `shown` keep their order but where one is clearly better."""
    places = {name: place for place, name in enumerate(shown)}
    order: list[Choice] = []
    for choice in sorted(choices, key=lambda choice: _key(choice, places)):
        at = len(order)
        while at and choice.turn is order[at - 1].turn and choice.worth > order[at - 1].worth * _MARGIN:
            at -= 1
        order.insert(at, choice)
    return order


def worthiest(choices: Iterable[Choice], most: int, shown: Collection[str]) -> list[Choice]:
    """Return the `most` choices worth most, in the order given; what is on the screen has the margin on its side."""
    choices = list(choices)
    best = sorted(choices, key=lambda choice: (-choice.worth * (_MARGIN if choice.name in shown else 1), choice.name))[
        :most
    ]
    return [choice for choice in choices if choice in best]


def _key(choice: Choice, places: Mapping[str, int]) -> tuple[int, int, float, str]:
    """Return what sorts by turn, then by place on the screen, newcomers last and by their worth."""
    return choice.turn, places.get(choice.name, len(places)), -choice.worth, choice.name
