"""Find many phrases in a note at once, by stems, with a few foreign words in between."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kbassist.text.tokens import Token

REACH = 3  # a neighbour stands at most two foreign tokens away


class Match(NamedTuple):
    """A phrase found: its payload, its place in code points, and the numbers of its first and last token."""

    payload: int
    start: int
    end: int
    first_token: int
    last_token: int


class Phrases:
    """Phrases of stems, each with a payload; looked up by their first two stems."""

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], int]]) -> None:
        """Take pairs of a phrase's stems and its payload; a phrase without stems is never found."""
        self._single: dict[str, list[int]] = defaultdict(list)
        self._longer: dict[str, dict[str, list[tuple[tuple[str, ...], int]]]] = defaultdict(lambda: defaultdict(list))
        for stems, payload in phrases:
            if len(stems) == 1:
                self._single[stems[0]].append(payload)
            elif stems:
                self._longer[stems[0]][stems[1]].append((stems[2:], payload))

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Return all phrases whose stems stand in order, in the order of their first tokens."""
        stems = [token.stem for token in tokens]
        return [
            Match(payload, tokens[first].start, tokens[last].end, first, last)
            for first in range(len(tokens))
            for payload, last in self._from(stems, first)
        ]

    def _from(self, stems: list[str], first: int) -> Iterator[tuple[int, int]]:
        for payload in self._single.get(stems[first], ()):
            yield payload, first
        seconds = self._longer.get(stems[first])
        if not seconds:
            return
        ended: set[int] = set()
        for second in range(first + 1, min(first + 1 + REACH, len(stems))):
            for rest, payload in seconds.get(stems[second], ()):
                last = last_of(rest, stems, second)
                if last is not None and payload not in ended:
                    ended.add(payload)
                    yield payload, last


def last_of(rest: Sequence[object], stems: Sequence[object], place: int) -> int | None:
    """Return where `rest` ends when it follows `place` with few foreign words in between, or None."""
    if not rest:
        return place
    for following in range(place + 1, min(place + 1 + REACH, len(stems))):
        if stems[following] == rest[0]:
            last = last_of(rest[1:], stems, following)
            if last is not None:
                return last
    return None
