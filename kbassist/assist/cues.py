"""What the words of a note say of the moment: fraud, loss, leaving, a problem, an interest, a refusal.

Words come from `resources/words/moments.tsv`; a word under a negation does not count, and what is said solved later
lifts what can be solved.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from kbassist import resources
from kbassist.text import tokens as words
from kbassist.text.phrases import Match, Phrases
from kbassist.text.tokens import Token

_NEGATIONS = frozenset("tidak bukan belum jangan tanpa not no never don't doesn't didn't isn't without".split())
# How many words before a cue can still negate it: "tidak jadi tutup rekening".
_NEGATION_REACH = 2


class Cue(StrEnum):
    """What words of a note can say of the moment."""

    FRAUD = "fraud"
    LOSS = "loss"
    DEATH = "death"
    DISPUTE = "dispute"
    LEAVING = "leaving"
    PROBLEM = "problem"
    SOLVED = "solved"
    OPENING = "opening"
    CLOSING = "closing"
    BUYING = "buying"
    REFUSED = "refused"
    DECLINING = "declining"
    ASKING = "asking"
    SUGGESTING = "suggesting"
    WANTING = "wanting"
    ABUSE = "abuse"
    APOLOGY = "apology"
    STAFF = "staff"
    WISHING = "wishing"
    GAINING = "gaining"
    SEEKING = "seeking"
    GOODS = "goods"


# Each cue in force, with its places in the order of the note.
Cues = Mapping[Cue, Sequence[Match]]

LOCKING = (Cue.FRAUD, Cue.LOSS, Cue.DEATH, Cue.DISPUTE, Cue.LEAVING)
# Who wishes to do one thing or seeks another, named soon after, shows an interest of their own.
_INTERESTS = ((Cue.WISHING, Cue.GAINING), (Cue.SEEKING, Cue.GOODS))
_INTEREST_REACH = 5
_IN_ONE_CLAUSE = frozenset({Cue.REFUSED, Cue.DECLINING})
_SOLVABLE = frozenset({Cue.LOSS, Cue.DISPUTE, Cue.PROBLEM})


class _Phrase(NamedTuple):
    """What a phrase says; `negations` of its own words negate, and a single derived `word` stands for itself alone.

    "Meninggal" is no "tinggal" and "berhasil" no "hasil", while a root stands for all its inflections.
    """

    cue: Cue
    negations: int
    word: str


@cache
def _phrases() -> tuple[Phrases, tuple[_Phrase, ...]]:
    """Return the phrases, and what each says."""
    said: list[_Phrase] = []
    stems: list[tuple[tuple[str, ...], int]] = []
    for row in resources.read_text("words/moments.tsv").splitlines():
        if row.startswith("#"):
            continue
        name, _, phrases = row.partition("\t")
        for phrase in phrases.split(","):
            read = words.read(phrase)
            stems.append((tuple(token.stem for token in read), len(said)))
            word = read[0].word if len(read) == 1 and read[0].stem != read[0].word else ""
            said.append(_Phrase(Cue(name), sum(token.word in _NEGATIONS for token in read), word))
    return Phrases(stems), tuple(said)


def find(tokens: Sequence[Token]) -> dict[Cue, list[Match]]:
    """Return the cues of a note in force."""
    phrases, said = _phrases()
    found: dict[Cue, list[Match]] = {}
    for match in phrases.find(tokens):
        phrase = said[match.payload]
        if not tokens[match.first_token].word.startswith(phrase.word) or _is_negated(match, tokens, phrase.negations):
            continue
        # "Ga usah. Butuh dana" refuses nothing that is needed.
        if phrase.cue not in _IN_ONE_CLAUSE or _is_one_clause(tokens[match.first_token : match.last_token + 1]):
            found.setdefault(phrase.cue, []).append(match)
    if interests := list(_interests(found)):
        found[Cue.BUYING] = [*found.get(Cue.BUYING, ()), *interests]
    for places in found.values():
        places.sort(key=_place)
    if Cue.SOLVED not in found:
        return found
    solved = last(found, Cue.SOLVED)
    return {cue: places for cue, places in found.items() if cue not in _SOLVABLE or last(found, cue) >= solved}


def last(cues: Cues, cue: Cue) -> int:
    """Return the number of the token with which a cue was last said, or -1."""
    return cues[cue][-1].last_token if cue in cues else -1


def wants(cues: Cues) -> bool:
    """Whether the customer wants something other than to ask: "mau kirim uang", not "mau tanya"."""
    asked = {match.first_token for match in cues.get(Cue.ASKING, ())}
    return any(asked.isdisjoint({match.first_token, match.last_token + 1}) for match in cues.get(Cue.WANTING, ()))


def _interests(found: Cues) -> Iterator[Match]:
    """Yield each wish that reaches what can be had, with all between them."""
    for wish, aim in _INTERESTS:
        aims = {match.first_token: match for match in found.get(aim, ())}
        for first in found.get(wish, ()) if aims else ():
            near = range(first.last_token + 1, first.last_token + 1 + _INTEREST_REACH)
            if second := next((aims[place] for place in near if place in aims), None):
                yield Match(first.payload, first.start, second.end, first.first_token, second.last_token)


def _place(match: Match) -> tuple[int, int]:
    return match.last_token, match.first_token


def _is_negated(match: Match, tokens: Sequence[Token], own: int) -> bool:
    """Whether a negation stands shortly before a match, or in a gap of it; `own` are those of the phrase itself."""
    within = tokens[match.first_token : match.last_token + 1]
    if sum(token.word in _NEGATIONS for token in within) > own:
        return True
    before = range(max(0, match.first_token - _NEGATION_REACH), match.first_token)
    return any(
        tokens[place].word in _NEGATIONS and _is_one_clause(tokens[place : match.first_token + 1]) for place in before
    )


def _is_one_clause(tokens: Sequence[Token]) -> bool:
    """Whether nothing but a space stands between words."""
    return all(after.start - before.end <= 1 for before, after in pairwise(tokens))
