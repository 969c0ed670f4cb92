"""Notes read with an editor's own short forms and synonyms.

A short form is read as its meaning. A phrase that has synonyms is read as each of them too, but never as two at once:
phrases are looked for in a row of readings that lie out of each other's reach, so that "kartu debit", which is also
"debit card" and "kartu atm", is no "card atm".
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from kbassist.text import tokens as words
from kbassist.text.phrases import REACH, Match
from kbassist.text.tokens import Token

# A phrase is looked for in so many tokens before and behind a synonym.
_CONTEXT = 8
# The last so many synonyms of a note are read.
_MOST_SYNONYMS = 60
# Shorter forms with "nya" behind them are words of their own: "hanya", "tanya".
_SHORTEST_INFLECTED = 3
# Half the time of a comprehension, at every keystroke.
_SURFACE, _STEM = attrgetter("surface"), attrgetter("stem")
_BREAK = (Token(0, 0, "", "", ""),) * REACH

_Found = TypeVar("_Found")
_Role = TypeVar("_Role", bound=Hashable)
_Words = tuple[tuple[str, str], ...]


class Synonym(NamedTuple):
    """Another phrase for the tokens `first` to `last` of a note; its own tokens stand at their place.

    `phrase` is empty where it is only the meaning of a short form that the library uses too.
    """

    phrase: str
    first: int
    last: int
    tokens: tuple[Token, ...]


class _Window(NamedTuple):
    """A reading with one synonym, which lies from `begin` to `end` in the row of readings."""

    synonym: Synonym
    begin: int
    end: int

    def token_in_note(self, number: int, at_synonym: int) -> int:
        """Return which token of the note stands at a place of the row of readings."""
        if number < self.begin:
            return self.synonym.first - (self.begin - number)
        return at_synonym if number < self.end else self.synonym.last + 1 + number - self.end


class Expanded:
    """A note read with synonyms: `tokens` are its own words, `readings` begin with them and hold all other readings."""

    def __init__(self, tokens: tuple[Token, ...], synonyms: tuple[Synonym, ...] = ()) -> None:
        """Lay the readings out in a row."""
        self.tokens = tokens
        self.synonyms = synonyms
        row = list(tokens)
        self._windows: list[_Window] = []
        self._starts: list[int] = []
        for synonym in synonyms:
            row += _BREAK
            self._starts.append(len(row))
            row += tokens[max(0, synonym.first - _CONTEXT) : synonym.first]
            begin = len(row)
            row += synonym.tokens
            self._windows.append(_Window(synonym, begin, len(row)))
            row += tokens[synonym.last + 1 : synonym.last + 1 + _CONTEXT]
        self.readings = tuple(row) if synonyms else tokens

    def by_place(self) -> dict[tuple[int, int], list[Synonym]]:
        """Return the synonyms of each phrase of the note, by its first and last token."""
        found: dict[tuple[int, int], list[Synonym]] = {}
        for synonym in self.synonyms:
            found.setdefault((synonym.first, synonym.last), []).append(synonym)
        return found

    def in_note(self, found: Iterable[tuple[_Role, Match]]) -> dict[tuple[_Role, Match], str]:
        """Return what phrases found in `readings` come to in the note, each with its synonym or an empty string.

        Each match comes with what its phrase is there for. What the note's own words say needs no synonym.
        """
        if not self.synonyms:
            return dict.fromkeys(found, "")
        placed: dict[tuple[_Role, Match], str] = {}
        for role, match in found:
            if match.first_token < len(self.tokens):
                placed[role, match] = ""
                continue
            window = self._windows[bisect_right(self._starts, match.first_token) - 1]
            if match.first_token < window.end and match.last_token >= window.begin:
                synonym = window.synonym
                first = window.token_in_note(match.first_token, synonym.first)
                last = window.token_in_note(match.last_token, synonym.last)
                placed.setdefault((role, match._replace(first_token=first, last_token=last)), synonym.phrase)
        return placed


class _Table(Generic[_Found]):
    """Sequences of words, the longest looked up first."""

    def __init__(self, rows: Mapping[tuple[str, ...], _Found]) -> None:
        self.first_words: dict[str, list[tuple[tuple[str, ...], _Found]]] = {}
        for key in sorted(rows, key=len, reverse=True):
            self.first_words.setdefault(key[0], []).append((key, rows[key]))

    def longest(self, sequence: Sequence[str], at: int) -> tuple[int, _Found] | None:
        """Return the length of the longest key that stands at a place of the sequence, and what belongs to it."""
        for key, found in self.first_words.get(sequence[at], ()):
            if tuple(sequence[at : at + len(key)]) == key:
                return len(key), found
        return None


class Expansion:
    """The short forms and synonyms of one library, ready to be met in notes."""

    def __init__(
        self,
        short: Mapping[str, str] | None = None,
        same: Iterable[Sequence[str]] = (),
        known: Callable[[str], bool] = lambda _stem: False,
    ) -> None:
        """Take meanings by short form, and groups of phrases that mean the same.

        `known` says whether the library itself has words of a stem: a short form that it uses stays, and its meaning
        is then read as a synonym.
        """
        replaced: dict[tuple[str, ...], _Words] = {}
        joined: dict[tuple[str, ...], str] = {}
        for form, meaning in (short or {}).items():
            tokens = words.read(form)
            own_words = all(token.word == token.surface.lower() for token in tokens)
            if own_words and any(known(token.stem) for token in tokens):
                joined[tuple(token.stem for token in tokens)] = meaning
            elif tokens:
                _add_form(replaced, tuple(token.surface.lower() for token in tokens), _words_of(words.read(meaning)))
        self._short = _Table(replaced)
        self._same = _Table(self._alternatives(joined, same))

    def _alternatives(
        self, joined: Mapping[tuple[str, ...], str], same: Iterable[Sequence[str]]
    ) -> dict[tuple[str, ...], tuple[tuple[str, _Words], ...]]:
        """Return for the stems of every phrase the other phrases of its groups; groups are not chained."""
        others: dict[tuple[str, ...], dict[tuple[str, ...], tuple[str, _Words]]] = {}
        for group in same:
            members = {_stems(read): (phrase, read) for phrase in group if (read := self._read(phrase))}
            for stems in members:
                mine = others.setdefault(stems, {})
                for other, found in members.items():
                    if not _holds(stems, other):
                        mine.setdefault(other, found)
        for form, meaning in joined.items():
            read = _words_of(words.read(meaning))
            others[form] = {_stems(read): ("", read), **others.get(_stems(read), {}), **others.get(form, {})}
        return {stems: tuple(found.values()) for stems, found in others.items() if found}

    def _read(self, phrase: str) -> _Words:
        return _words_of(self.in_full(words.read(phrase)))

    def in_full(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """Return the tokens with the meanings of short forms in their place; not to be done twice."""
        forms = self._short.first_words
        surfaces = list(map(str.lower, map(_SURFACE, tokens))) if forms else []
        if forms.keys().isdisjoint(surfaces):
            return tuple(tokens)
        full: list[Token] = []
        at = 0
        while at < len(tokens):
            # Behind a number a short form is a unit: "5k".
            is_unit = at and tokens[at - 1].end == tokens[at].start
            found = None if is_unit else self._short.longest(surfaces, at)
            length, meaning = found or (1, None)
            covered = tokens[at : at + length]
            full += covered if meaning is None else _placed(meaning, covered)
            at += length
        return tuple(full)

    def with_synonyms(self, tokens: tuple[Token, ...]) -> Expanded:
        """Return tokens, short forms in full already, with the synonyms of their phrases."""
        phrases = self._same.first_words
        stems = list(map(_STEM, tokens)) if phrases else []
        if phrases.keys().isdisjoint(stems):
            return Expanded(tokens)
        synonyms: list[Synonym] = []
        end = 0
        for at, stem in enumerate(stems):
            found = self._same.longest(stems, at) if at >= end and stem in phrases else None
            if found:
                end = at + found[0]
                covered = tokens[at:end]
                synonyms += (Synonym(phrase, at, end - 1, tuple(_placed(read, covered))) for phrase, read in found[1])
        return Expanded(tokens, tuple(synonyms[-_MOST_SYNONYMS:]))

    def expand(self, tokens: Sequence[Token]) -> Expanded:
        """Return the tokens of a note with short forms in full, and the synonyms of its phrases."""
        return self.with_synonyms(self.in_full(tokens))


def _add_form(forms: dict[tuple[str, ...], _Words], form: tuple[str, ...], meaning: _Words) -> None:
    forms[form] = meaning
    if len(form[-1]) >= _SHORTEST_INFLECTED and form[-1].isalpha():
        forms.setdefault((*form[:-1], form[-1] + "nya"), meaning)


def _words_of(tokens: Iterable[Token]) -> _Words:
    return tuple((token.word, token.stem) for token in tokens)


def _stems(read: _Words) -> tuple[str, ...]:
    return tuple(stem for _word, stem in read)


def _holds(stems: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the note says `other` already when it says `stems`."""
    return any(stems[at : at + len(other)] == other for at in range(len(stems) - len(other) + 1))


def _placed(read: _Words, covered: Sequence[Token]) -> Iterator[Token]:
    """Yield words at the place of the tokens that they stand for, whose surfaces they share."""
    surface = " ".join({token.start: token.surface for token in covered}.values())
    start, end = covered[0].start, covered[-1].end
    return (Token(start, end, surface, word, stem) for word, stem in read)
