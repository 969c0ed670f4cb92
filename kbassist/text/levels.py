"""How upset a customer is by all the words of a note, beside what the lists of `mood.py` find in it.

A note's level is the one for which its features add up to most: what the lists found, by kinds, late and in all, and
every word, each with a weight for each level (multinomial logistic regression). The weights stand in
`words/levels.tsv`, which `tests/tools/levels.py` learns from notes written for this purpose.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from kbassist import resources
from kbassist.text.mood import LEVELS, Cue, Mood
from kbassist.text.tokens import Token

_LATE = 0.6  # of a note
_MOST_POINTS = 2.0
_REMEMBERED = 20_000
# So many words are told as reasons of a level that the lists alone would not give, from this share of a weight on.
_MOST_TOLD = 4
_TOLD = 0.25
_SHARE_OF_POINT = 0.1

Weights = tuple[float, ...]


def felt(text: str, feeling: Mood) -> dict[str, float]:
    """Return what the lists found in a note, by the names that the features have in the list of weights."""
    late = len(text) * _LATE
    kinds: dict[str, float] = defaultdict(float)
    heat = relief = 0.0
    for start, _, _, weight, name in feeling.cues:
        kinds[f"#{name}"] += weight
        if start > late:
            heat, relief = heat + max(weight, 0.0), relief + min(weight, 0.0)
    found = {name: max(-_MOST_POINTS, min(points, _MOST_POINTS)) for name, points in kinds.items()}
    found["#late heat"], found["#late relief"] = heat, relief
    found["#value"] = 3 * feeling.value
    found[f"#{feeling.level}"] = found["#all"] = 1.0
    return found


def features(text: str, tokens: Sequence[Token], feeling: Mood) -> dict[str, float]:
    """Return all features of a note, whose mood by the lists is `feeling`: each of its words counts once."""
    return felt(text, feeling) | dict.fromkeys((token.stem for token in tokens), 1.0)


class _Table:
    """The rows of the list, looked up where they stand."""

    def __init__(self, text: str) -> None:
        self._text = "\n" + text
        self._known: dict[str, Weights] = {}

    def of(self, feature: str) -> Weights:
        """Return the weights of a feature for each level, () where it has none."""
        known = self._known.get(feature)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[feature] = self._read(feature)
        return known

    def _read(self, feature: str) -> Weights:
        place = self._text.find(f"\n{feature}\t")
        if place < 0:
            return ()
        row = self._text[place + 1 : self._text.index("\n", place + 1)]
        return tuple(int(weight) / 100 for weight in row.split("\t")[1:])


@cache
def _table() -> _Table:
    return _Table(resources.read_text("words/levels.tsv"))


def weigh(text: str, tokens: Sequence[Token], feeling: Mood) -> Mood:
    """Return the mood of a note with the level that all its words give.

    Words that raise the level above that of the lists become cues.
    """
    if not tokens:
        return feeling
    weights_of = _table().of
    rows = [row for stem in dict.fromkeys(token.stem for token in tokens) if (row := weights_of(stem))]
    rows += (
        tuple(value * weight for weight in row)
        for name, value in felt(text, feeling).items()
        if value and (row := weights_of(name))
    )
    sums = [*map(sum, zip(*rows, strict=True))]
    place = sums.index(max(sums))
    level = LEVELS[place]
    if level == feeling.level:
        return feeling
    told = _told(tokens, place, feeling.cues) if place > LEVELS.index(feeling.level) else ()
    return feeling._replace(level=level, cues=tuple(sorted((*feeling.cues, *told))))


def _told(tokens: Sequence[Token], place: int, cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield the words that speak most for a level, those that are part of a cue left out."""
    taken = [(cue.start, cue.end) for cue in cues]
    points = {
        token: row[place] - row[0]
        for token in tokens
        if (row := _table().of(token.stem)) and not any(start <= token.start < end for start, end in taken)
    }
    for token in sorted(points, key=lambda token: -points[token])[:_MOST_TOLD]:
        if points[token] >= _TOLD:
            yield Cue(token.start, token.end, token.surface, _SHARE_OF_POINT * points[token], "word")
