"""How upset a note sounds, from open word lists: every point traces to words.

The points of the phrases in a note (`lexicon.py`) add up in reading order to its heat; what comes later weighs more,
since heat fades at the end of each sentence and words of relief cool it.
"""

import math
import re
from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kbassist.text.lexicon import Hit, lexicon
from kbassist.text.tokens import Token

LEVELS = ("calm", "uneasy", "upset", "furious")
_FROM = (0.0, 0.25, 0.5, 0.765)
_HOT = frozenset({"anger", "insult", "threat", "disappointment", "complaint", "rhetorical", "sarcasm", "leaving"})
_MILD = frozenset({"waiting", "repeated", "distress", "discontent", "problem", "tone", "accusation"})
_COOL = frozenset({"calmed", "thanks", "praise"})
# Who is upset and threatens or insults openly is furious.
_THREATENING, _OPEN = 0.6, 0.8
_AGAINST_US = frozenset({"threat", "insult"})
_FIERCE = frozenset({"anger", "insult", "threat", "shouting"})
_LOUDER = frozenset({"anger", "insult", "threat", "rhetorical", "complaint"})
_PRAISING = frozenset({"thanks", "praise"})
_WRONG = _HOT | {"waiting", "repeated", "discontent", "problem"}
_KIND = _COOL | {"irony"}
_FELT = _HOT | _MILD | _KIND | {"contrast"}
# Points are such that "marah" alone (1.0) is upset, "kecewa" alone (0.62) uneasy, a plain problem (0.12) calm.
_MILD_LIMIT = 0.65  # a problem alone, however long its story, is no anger
_MOST_UPSET = 1.95  # without fierce words, however many complaints there are, no one is furious
_ON_TOP = 0.2
_CREDIT = 0.3
_MOST_PRAISE = 1.0
_AFTER_CONTRAST = 0.5
_SOFTNESS = 0.05
_STEEPNESS = 1.3
_FADE = 0.93
_REACH = 3
_REACH_BEHIND = {"intensifier": 2, "past": 1, "elsewhere": 1}
# What is a grievance even in a note that is calm as a whole.
_SORE = _HOT - {"leaving"}
_LEAST_SORE = 0.2
_UNKIND = 0.3
_HONEST_PRAISE = 0.2
_LEAST_WRONG = 0.1
_SHOUT = 0.22
_HOT_SHOUT = 0.35  # beside words that are hot themselves
_CAPITALS = 1.25
_OUTRIGHT = 1.4  # "thieves!" is called at someone, "stolen by thieves!" is not
_KNOWN = {"leaving": 1.0, "anger": 0.5}  # what is no news when the same is said again, in other words
_ANOTHERS = dict.fromkeys(("anger", "threat", "complaint", "rhetorical"), 0.06)
# What remains of the points of a cue behind words that make it hypothetical, a general matter, past, the mood of
# someone else or at someone else, an appeal or a reported question.
_MODIFIERS = {
    "hypothetical": dict.fromkeys((*_HOT, *_MILD), 0.08) | {"threat": 1.0, "leaving": 1.0},
    "general": dict.fromkeys((*_HOT, *_MILD), 0.08),
    "past": dict.fromkeys(_FELT, 0.5),
    "other": _ANOTHERS,
    "elsewhere": _ANOTHERS | dict.fromkeys(("disappointment", "insult"), 0.1),
    "family": dict.fromkeys(_ANOTHERS, 0.35),
    "plea": dict.fromkeys((*_HOT, *_MILD), 0.0) | dict.fromkeys(("insult", "discontent", "problem"), 0.5),
    "question": {"rhetorical": 0.0, "tone": 0.0},
}
_CLAUSE_END = re.compile(r"[,.!?;\n]+(?!\d)")
_LOUD = re.compile(r"\b[A-Z]{3,}\b(?:\W+[A-Z]{2,}\b){2,}")
_OUTCRY = re.compile(r"[!?]{2,}")
_SIGN = re.compile(
    r"(?P<anger>[😠😡🤬👿💢😤]+|>:-?[(])|(?P<distress>[😢😭😞😔😩😰😱]+|(?<![^\s\w]):'?-?[(]+)"
    r"|(?P<insult>\b[a-z]{1,4}[*]{2,}[a-z]*|\b[a-z][*][a-z]{2,})|(?P<thanks>[🙏😊😀😁😄🙂👍🥰❤]+|(?<![^\s\w]):-?[)]+)"
)
_PLAIN_SIGNS = frozenset("()*")  # one of them is in every sign of ASCII alone
_SIGN_POINTS = {"insult": 1.2, "anger": 0.75, "distress": 0.35, "thanks": -0.12}


class Cue(NamedTuple):
    """Words of a text that speak for a mood: place in code points, points (below 0 when they cool) and kind."""

    start: int
    end: int
    words: str
    weight: float
    name: str


class Mood(NamedTuple):
    """The heat of a text from 0 to 1, its level (one of `LEVELS`) and its cues in order.

    `by_lists` is the level that the lists alone give; `levels.py` may find another one.
    """

    value: float
    level: str
    cues: tuple[Cue, ...]
    by_lists: str = LEVELS[0]

    @property
    def heat(self) -> float:
        """Return the value as far as it lies within the level."""
        place = LEVELS.index(self.level)
        return min(max(self.value, _FROM[place]), (*_FROM[1:], 1.0)[place])

    @property
    def is_sore(self) -> bool:
        """Whether words of anger or complaint stand in the text that nothing behind them soothes, at any level."""
        calmed = max((cue.start for cue in self.cues if cue.name == "calmed"), default=-1)
        return any(cue.name in _SORE and cue.weight >= _LEAST_SORE and cue.start > calmed for cue in self.cues)


def _clauses(hits: Iterable[Hit], breaks: Sequence[int]) -> Iterator[int]:
    """Yield the number of the clause of each hit; a contrast begins a new one."""
    contrasts = 0
    for hit in hits:
        contrasts += hit.name == "contrast"
        yield bisect(breaks, hit.first) + contrasts


def _around(number: int, hits: Sequence[Hit], clauses: Sequence[int]) -> Iterator[tuple[float, str]]:
    """Yield weights and names of the hits that can change the sense of a hit in their clause, the nearest first."""
    first, last, _, _ = hits[number]
    clause = clauses[number]
    for near in range(number - 1, max(number - _REACH, 0) - 1, -1):
        if clauses[near] != clause:
            break
        _, its_last, weight, name = hits[near]
        if its_last >= first - _REACH or name == "general":
            yield weight, name
    if number + 1 < len(hits) and clauses[number + 1] == clause:
        its_first, _, weight, name = hits[number + 1]
        if its_first - last <= _REACH_BEHIND.get(name, 0):
            yield weight, name


def _points(number: int, hits: Sequence[Hit], clauses: Sequence[int]) -> tuple[float, str]:
    """Return the points of a hit among the words that turn or change its sense, and its name."""
    _, _, points, name = hits[number]
    strengths = []
    turned = False
    for weight, kind in _around(number, hits, clauses):
        if kind == "intensifier":
            strengths.append(weight)
        elif kind == "negation" and not (turned and name in _KIND):
            return (min(_UNKIND, 2 * points), "discontent") if name in _KIND else (0.0, name)
        elif kind in _MODIFIERS:
            points *= _MODIFIERS[kind].get(name, 1.0)
        elif kind in _KIND:
            turned = True
    if strengths:
        points *= min(strengths) if min(strengths) < 1 else max(strengths)
    return points, name


def _is_meant(number: int, hits: Sequence[Hit]) -> bool:
    """Return whether praise that can be ironic is meant: nothing goes wrong near it, or a contrast lies between."""
    for neighbours in (hits[number + 1 : number + 1 + _REACH], hits[max(0, number - _REACH) : number][::-1]):
        for other in neighbours:
            if other.name in {"contrast", "negation"}:
                break
            if other.name in _WRONG and other.weight >= _LEAST_WRONG:
                return False
    return True


def _felt(text: str, tokens: Sequence[Token], hits: Sequence[Hit], breaks: Sequence[int]) -> Iterator[Cue]:
    clauses = list(_clauses(hits, breaks))
    for number, (first, last, _, kind) in enumerate(hits):
        if kind in _FELT:
            points, name = _points(number, hits, clauses)
            if name == "irony":
                points, name = (_HONEST_PRAISE, "praise") if _is_meant(number, hits) else (points, "sarcasm")
            start, end = tokens[first].start, tokens[last].end
            words = text[start:end]
            if name == "accusation" and points and text[end : end + 1] == "!" and (first == 0 or first in breaks):
                points, name = _OUTRIGHT, "anger"
            if name in _LOUDER and words.isupper():
                points *= _CAPITALS
            yield Cue(start, end, words, -points if name in _COOL else points, name)


def _shouts(text: str, points: float) -> Iterator[Cue]:
    loud = None if text.islower() else _LOUD.search(text)
    outcry = _OUTCRY.search(text) if "!" in text or "?" in text else None
    for shout in (loud, outcry):
        if shout:
            yield Cue(*shout.span(), shout[0], points, "shouting")


def _signs(text: str) -> Iterator[Cue]:
    """Yield the faces and hands of a text; the same ones in a row count once."""
    if text.isascii() and _PLAIN_SIGNS.isdisjoint(text):
        return
    for sign in _SIGN.finditer(text):
        kind = str(sign.lastgroup)
        yield Cue(*sign.span(), sign[0], _SIGN_POINTS[kind], kind)


def _heat(cues: Iterable[Cue], sentence_ends: Sequence[int]) -> float:
    """Add up the points in reading order: old heat fades, relief cools all, praise only what is mild."""
    fierce = hot = mild = 0.0
    said: dict[str, float] = {}
    sentence = 0
    for start, _, _, weight, name in cues:
        points = weight
        number = bisect_left(sentence_ends, start)
        if number > sentence:
            fade = _FADE ** (number - sentence)
            fierce, hot, mild, sentence = fierce * fade, hot * fade, mild * fade, number
        if name == "calmed":
            fierce, hot, mild = fierce * (1 + points), hot * (1 + points), mild * (1 + points)
            said.clear()
        elif name == "contrast":
            mild = mild * _AFTER_CONTRAST + points
        elif name in _MILD or points < 0:
            mild = max(mild + points, -_MOST_PRAISE)
        else:
            if name in _KNOWN:
                before = said.get(name, 0.0)
                said[name] = max(points, before)
                points -= min(points, before) * _KNOWN[name]
            if name in _FIERCE:
                fierce += points
            else:
                hot += points
    least = -_CREDIT if fierce or hot else -_MOST_PRAISE
    return min(fierce + hot + max(min(mild, _MILD_LIMIT), least), max(_MOST_UPSET, fierce + _ON_TOP))


def _value(heat: float) -> float:
    """Return a smooth value in which praise lies a little below silence, and silence all but at 0."""
    above_zero = (heat + math.hypot(heat, _SOFTNESS)) / 2
    return 1 - math.pow(1 + above_zero, -_STEEPNESS)


def read(text: str, tokens: Sequence[Token]) -> Mood:
    """Return the mood of `text`, whose tokens are `tokens`."""
    if not tokens:
        return Mood(0.0, LEVELS[0], ())
    ends = [match.start() for match in _CLAUSE_END.finditer(text)]
    starts = [token.start for token in tokens]
    breaks = [bisect(starts, end) for end in ends]
    cues = list(_felt(text, tokens, lexicon().hits([token.word for token in tokens], breaks), breaks))
    cues += _signs(text)
    names = {cue.name for cue in cues}
    if "sarcasm" in names:  # what is said in irony is no praise
        cues = [cue for cue in cues if cue.name not in _PRAISING]
    if not cues or any(cue.weight > 0 for cue in cues):
        cues += _shouts(text, _SHOUT if _HOT.isdisjoint(names) else _HOT_SHOUT)
    cues.sort()
    value = _value(_heat(cues, [end for end in ends if text[end] != ","]))
    level = LEVELS[bisect(_FROM, value) - 1]
    if value >= _THREATENING and any(cue.name in _AGAINST_US and cue.weight >= _OPEN for cue in cues):
        level = "furious"
    return Mood(value, level, tuple(cue for cue in cues if cue.weight), level)
