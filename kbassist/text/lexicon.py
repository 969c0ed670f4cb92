"""The phrases of `words/mood.tsv`, and where a text holds them.

A row is a phrase in standard words, its weight, its cue and its language. In a phrase `word~` stands for all
inflections of a word, `#` for a number, `@` for a unit of time, `*` for any word. The rows are in the order of their
code points and are looked up where they stand, so that a long list loads as quickly as a short one; for this, an
inflected word has a row of its own, be it with no weight.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from kbassist import resources
from kbassist.text.stems import Roots

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_REMEMBERED = 50_000
_MARKS = {"number": "#", "unit": "@"}
_ENGLISH_ENDINGS = {
    "s": "", "es": "", "d": "", "ed": "", "ing": "e", "ingly": "e", "ies": "y", "ied": "y",
}  # fmt: skip
# Behind its first word, a row goes on with a tab or a blank: both lie below this.
_BEHIND_FIRST_WORD = "!"


class Rule(NamedTuple):
    """The words of a phrase, its weight and the name of its cue."""

    words: tuple[str, ...]
    weight: float
    name: str


class Hit(NamedTuple):
    """A phrase found in a text, by the numbers of its first and last word, with its weight and the name of its cue."""

    first: int
    last: int
    weight: float
    name: str


class _EnglishRoots:
    """English words, and the way back to them from their regular forms."""

    def __init__(self, roots: Iterable[str]) -> None:
        self._roots = frozenset(roots)

    def find(self, word: str) -> str | None:
        return next((base for base in self._bases(word) if base in self._roots), None)

    @staticmethod
    def _bases(word: str) -> Iterator[str]:
        yield word
        for ending, before in _ENGLISH_ENDINGS.items():
            if word.endswith(ending):
                shorter = word.removesuffix(ending)
                yield shorter
                yield shorter + before


class Lexicon:
    """The phrases of a list; what words can begin is looked up when they are first met, and remembered."""

    def __init__(self, text: str) -> None:
        """Take the rows of the list, sorted."""
        self._text = text
        roots: dict[str, list[str]] = {"id": [], "en": []}
        before, *after = text.split("~\t")
        for following in after:
            language = following.partition("\n")[0][-2:]
            roots[language].append(before[before.rfind("\n") + 1 :])
            before = following
        self._roots = Roots(roots["id"]), _EnglishRoots(roots["en"])
        self._names: dict[str, tuple[str, ...]] = {}
        self._rules: dict[str, Mapping[str, list[Rule]]] = {}
        self._begun: dict[tuple[str, str, str], tuple[Rule, ...]] = {}
        self._dull: dict[str, None] = {}  # words that begin nothing

    def _place(self, beginning: str) -> int:
        """Return where the first row starts that does not come before `beginning`."""
        text = self._text

        def row_at(position: int) -> str:
            start = text.rfind("\n", 0, position) + 1
            return text[start : start + len(beginning)]

        return bisect_left(range(len(text)), beginning, key=row_at)

    def _rules_from(self, first: str) -> Mapping[str, list[Rule]]:
        """Return the phrases with a first word by their second, "" when there is none."""
        rules = self._rules.get(first)
        if rules is None:
            rules = defaultdict(list)
            rows = self._text[self._place(first + "\t") : self._place(first + _BEHIND_FIRST_WORD)]
            for row in rows.splitlines():
                phrase, weight, name, _ = row.split("\t")
                words = phrase.split()
                rules["".join(words[1:2])].append(Rule(tuple(words), float(weight), name))
            _remember(self._rules, first, rules)
        return rules

    def _called(self, word: str) -> tuple[str, ...]:
        """Return what a word can be called in a phrase; the end of a text has no name."""
        names = self._names.get(word)
        if names is None and word:
            marks = [_MARKS[rule.name] for rule in self._rules_from(word).get("", ()) if rule.name in _MARKS]
            number = "#" if word[0].isdecimal() else word
            derived = [f"{root}~" for roots in self._roots if (root := roots.find(word))]
            names = tuple(dict.fromkeys((word, number, *marks, *derived, "*")))
            _remember(self._names, word, names)
        return names or ()

    def _begun_by(self, three: tuple[str, str, str]) -> tuple[Rule, ...]:
        """Return the phrases that begin with three words, or with fewer of them and end there, the longest first."""
        first_names, second_names, third_names = map(self._called, three)
        begun = [
            rule
            for first in first_names
            for second in (*second_names, "")
            for rule in self._rules_from(first).get(second, ())
            if rule.name not in _MARKS and (len(rule.words) < len(three) or rule.words[2] in third_names)
        ]
        begun.sort(key=lambda rule: len(rule.words), reverse=True)
        _remember(self._begun, three, tuple(begun))
        if not any(map(self._rules_from, first_names)):
            _remember(self._dull, three[0], None)
        return tuple(begun)

    def hits(self, words: Sequence[str], breaks: Iterable[int] = ()) -> list[Hit]:
        """Return the longest phrases, from left to right, none within another, none across one of the `breaks`.

        A break is the number of the word before which it lies.
        """
        following = [*words[1:], "", ""]
        for number in breaks:
            if 0 < number < len(words):
                following[number - 1] = ""
        found = []
        dull, known = self._dull, self._begun
        free = 0
        for first, word in enumerate(words):
            if first < free or word in dull:
                continue
            second = following[first]
            three = word, second, following[first + 1] if second else ""
            begun = known.get(three)
            for phrase, weight, name in self._begun_by(three) if begun is None else begun:
                last = first + len(phrase) - 1
                if len(phrase) <= len(three) or self._goes_on(phrase[3:], following[first + 2 : last]):
                    free = last + 1
                    found.append(Hit(first, last, weight, name))
                    break
        return found

    def _goes_on(self, phrase: Sequence[str], words: Sequence[str]) -> bool:
        return len(words) == len(phrase) and all(
            part in self._called(word) for part, word in zip(phrase, words, strict=True)
        )


def _remember(memory: dict[_Key, _Value], key: _Key, value: _Value) -> None:
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[key] = value


@cache
def lexicon() -> Lexicon:
    """Return the list that ships with the app."""
    return Lexicon(resources.read_text("words/mood.tsv"))
