"""How upset a note sounds, from open word lists: every point traces to words.

`words/mood.tsv` holds phrases in standard words with a weight and a cue. In a phrase `word~` stands for all inflections
of a word, `#` for a number, `@` for a unit of time, `*` for any word. The points of a note add up in reading order to
its heat; what comes later weighs more, since heat fades at the end of each sentence and words of relief cool it.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from kbassist import resources
from kbassist.text.stems import Roots
from kbassist.text.tokens import Token

_LEVELS = ((0.8, "furious"), (0.5, "upset"), (0.25, "uneasy"))
_HOT = frozenset({"anger", "insult", "threat", "disappointment", "complaint", "rhetorical", "sarcasm", "leaving"})
_MILD = frozenset({"waiting", "repeated", "distress", "discontent", "problem"})
_COOL = frozenset({"calmed", "thanks", "praise"})
_FELT = _HOT | _MILD | _COOL | {"contrast"}
_CONDITIONAL = frozenset({"anger", "insult", "disappointment", "complaint", "distress", "discontent", "problem"})
# Points are such that "marah" alone (1.0) is upset, "kecewa" alone (0.62) uneasy, a plain problem (0.12) calm.
_MILD_LIMIT = 0.65  # a problem alone, however long its story, is no anger
_CREDIT = 0.3
_MOST_PRAISE = 1.0
_AFTER_CONTRAST = 0.5
_SOFTNESS = 0.02
_STEEPNESS = 1.3
_FADE = 0.93
_REACH = 3
_CONDITIONAL_SHARE = 0.08
_PAST_SHARE = 0.5
_UNKIND = 0.3
_SHOUT = 0.18
_SHORTEST_SHOUT, _FEWEST_SHOUTS = 3, 3
_CONTRAST = frozenset({"tapi", "namun", "malah", "but", "however", "though"})
_CLOSE = frozenset({"", " "})
_CLAUSE_END = re.compile(r"[,.!?;\n]")
_SENTENCE_END = re.compile(r"[.!?;\n]")
_OUTCRY = re.compile(r"[!?]{2,}")


class Cue(NamedTuple):
    """Words of a text that speak for a mood: place in code points, points (below 0 when they cool) and kind."""

    start: int
    end: int
    words: str
    weight: float
    name: str


@dataclass(frozen=True, slots=True)
class Mood:
    """The heat of a text from 0 to 1, its level ("calm", "uneasy", "upset", "furious") and its cues in order."""

    value: float
    level: str
    cues: tuple[Cue, ...]


class _Rule(NamedTuple):
    words: tuple[str, ...]
    weight: float
    name: str


class _Hit(NamedTuple):
    first: int
    last: int
    rule: _Rule


def _english_forms(word: str) -> Iterator[str]:
    stem = word.removesuffix("e")
    yield from (word, word + "s", stem + "es", stem + "ed", stem + "ing", stem + "ingly")


class _Lexicon:
    """The phrases by their first word, and the way from a word to what stands for it in a phrase."""

    def __init__(self, rows: Iterable[str]) -> None:
        self._rules: dict[str, list[_Rule]] = defaultdict(list)
        self._stands_for: dict[str, str] = {}
        roots: set[str] = set()
        for row in rows:
            phrase, weight, name, language = row.split("\t")
            if name in {"number", "unit"}:
                self._stands_for[phrase] = "#" if name == "number" else "@"
                continue
            words = tuple(phrase.split())
            self._rules[words[0]].append(_Rule(words, float(weight), name))
            inflected = [word.removesuffix("~") for word in words if word.endswith("~")]
            if language == "id":
                roots.update(inflected)
            else:
                self._stands_for.update((form, word + "~") for word in inflected for form in _english_forms(word))
        for rules in self._rules.values():
            rules.sort(key=lambda rule: len(rule.words), reverse=True)
        self._roots = Roots(roots)
        self._of = lru_cache(maxsize=20_000)(self._look_up)

    def _look_up(self, word: str) -> tuple[tuple[str, ...], tuple[_Rule, ...]]:
        """Return what a word can be called in a phrase, and the phrases that it can begin, the longest first."""
        root = self._roots.find(word)
        number = "#" if word[0].isdecimal() else word
        names = dict.fromkeys((word, self._stands_for.get(word, word), number, f"{root}~", "*"))
        rules = [rule for name in names for rule in self._rules.get(name, ())]
        return tuple(names), tuple(sorted(rules, key=lambda rule: len(rule.words), reverse=True))

    def hits(self, words: Sequence[str]) -> Iterator[_Hit]:
        """Yield the longest phrases, from left to right, none within another."""
        known = [self._of(word) for word in words]
        names = [called for called, _ in known]
        first = 0
        while first < len(known):
            for rule in known[first][1]:
                following = names[first : first + len(rule.words)]
                if len(following) == len(rule.words) and all(map(_is_called, rule.words, following)):
                    first += len(following)
                    yield _Hit(first - len(following), first - 1, rule)
                    break
            else:
                first += 1


def _is_called(word: str, names: tuple[str, ...]) -> bool:
    return word in names


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon(resources.read_text("words/mood.tsv").splitlines())


def _clauses(text: str, tokens: Sequence[Token]) -> list[int]:
    """Return the number of the clause of each token; a contrast begins a new one."""
    numbers, number, end = [], 0, 0
    for token in tokens:
        gap = text[end : token.start]
        if token.word in _CONTRAST or (gap not in _CLOSE and _CLAUSE_END.search(gap)):
            number += 1
        numbers.append(number)
        end = token.end
    return numbers


def _points(number: int, hits: Sequence[_Hit], clauses: Sequence[int]) -> tuple[float, str]:
    """Return the points of a hit among the words that turn or change its sense, and its name."""
    hit = hits[number]
    clause = clauses[hit.first]
    before = [
        other.rule
        for other in hits[max(0, number - _REACH) : number]
        if other.last >= hit.first - _REACH and clauses[other.last] == clause
    ]
    after = [
        other.rule
        for other in hits[number + 1 : number + 2]
        if other.first <= hit.last + 2 and clauses[other.first] == clause
    ]
    around = {rule.name for rule in before}
    weight, name = hit.rule.weight, hit.rule.name
    if "negation" in around:
        return (_UNKIND, "discontent") if name in {"praise", "calmed"} else (0.0, name)
    strengths = [rule.weight for rule in (*before, *after) if rule.name == "intensifier"]
    if strengths:
        weight *= min(strengths) if min(strengths) < 1 else max(strengths)
    if "hypothetical" in around and name in _CONDITIONAL:
        weight *= _CONDITIONAL_SHARE
    if "past" in around:
        weight *= _PAST_SHARE
    return weight, name


def _shouts(text: str, tokens: Sequence[Token]) -> Iterator[Cue]:
    words = [token for token in tokens if len(token.surface) >= _SHORTEST_SHOUT and token.surface.isalpha()]
    loud = [token for token in words if token.surface.isupper()]
    if len(loud) >= _FEWEST_SHOUTS and len(loud) * 2 > len(words):
        start, end = loud[0].start, loud[-1].end
        yield Cue(start, end, text[start:end], _SHOUT, "shouting")
    if outcry := _OUTCRY.search(text):
        yield Cue(*outcry.span(), outcry[0], _SHOUT, "shouting")


def _heat(text: str, cues: Sequence[Cue]) -> float:
    """Add up the points in reading order: old heat fades, relief cools all, praise only what is mild."""
    hot = mild = 0.0
    end = 0
    for cue in cues:
        fade = _FADE ** len(_SENTENCE_END.findall(text, end, cue.start))
        hot, mild, end = hot * fade, mild * fade, cue.end
        if cue.name == "calmed":
            hot, mild = hot * (1 + cue.weight), mild * (1 + cue.weight)
        elif cue.name == "contrast":
            mild *= _AFTER_CONTRAST
        elif cue.name in _MILD or cue.weight < 0:
            mild = max(mild + cue.weight, -_MOST_PRAISE)
        else:
            hot += cue.weight
    return hot + max(min(mild, _MILD_LIMIT), -_CREDIT if hot else -_MOST_PRAISE)


def _value(heat: float) -> float:
    """Return a smooth value in which praise lies a little below silence, and silence all but at 0."""
    above_zero = max(heat, 0.0) + _SOFTNESS * math.log1p(math.exp(-abs(heat) / _SOFTNESS))
    return 1 - math.pow(1 + above_zero, -_STEEPNESS)


def read(text: str, tokens: Sequence[Token]) -> Mood:
    """Return the mood of `text`, whose tokens are `tokens`."""
    hits = list(_lexicon().hits([token.word for token in tokens]))
    clauses = _clauses(text, tokens)
    cues = list(_shouts(text, tokens))
    for number, hit in enumerate(hits):
        if hit.rule.name in _FELT:
            points, name = _points(number, hits, clauses)
            start, end = tokens[hit.first].start, tokens[hit.last].end
            cues.append(Cue(start, end, text[start:end], -points if name in _COOL else points, name))
    cues.sort()
    value = _value(_heat(text, cues)) if tokens else 0.0
    level = next((name for least, name in _LEVELS if value >= least), "calm")
    return Mood(value, level, tuple(cue for cue in cues if cue.weight))
