"""The moment of the call: what kind of matter is on the table, where the call stands, what must wait.

Locks are rules, never weights. Words come from `resources/words/moments.tsv`; a word under a negation
does not count, and what is said solved later lifts what can be solved.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from kbassist import resources
from kbassist.assist.kinds import Lock, MoodLevel, Phase
from kbassist.assist.model import CallNote
from kbassist.text import tokens as words
from kbassist.text.phrases import Match, Phrases
from kbassist.text.tokens import Token

_NEGATIONS = frozenset("tidak bukan belum jangan tanpa not no never don't doesn't didn't isn't without".split())
# How many words before a cue can still negate it: "tidak jadi tutup rekening".
_NEGATION_REACH = 2
_OPENING_WORDS = 8


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
    ASKING = "asking"


_LOCKING = (Cue.FRAUD, Cue.LOSS, Cue.DEATH, Cue.DISPUTE, Cue.LEAVING)
_SOLVABLE = frozenset({Cue.LOSS, Cue.DISPUTE, Cue.PROBLEM})


@dataclass(frozen=True, slots=True)
class Moment:
    """The reading of the moment: the cues in force, the phase, and why offers must wait."""

    phase: Phase
    cues: Mapping[Cue, Match] = field(default_factory=dict)
    locks: tuple[Lock, ...] = ()
    upset: bool = False

    @property
    def leaving(self) -> bool:
        """Whether the customer wants to leave the bank or a product."""
        return Cue.LEAVING in self.cues

    @property
    def buying(self) -> bool:
        """Whether the customer shows an interest of their own."""
        return Cue.BUYING in self.cues


@cache
def _phrases() -> tuple[Phrases, tuple[Cue, ...], tuple[int, ...]]:
    """Return the phrases, and for each its cue and how many negations it holds itself."""
    cues: list[Cue] = []
    negations: list[int] = []
    stems: list[tuple[tuple[str, ...], int]] = []
    for row in resources.read_text("words/moments.tsv").splitlines():
        if row.startswith("#"):
            continue
        name, _, phrases = row.partition("\t")
        for phrase in phrases.split(","):
            read = words.read(phrase)
            stems.append((tuple(token.stem for token in read), len(cues)))
            cues.append(Cue(name))
            negations.append(sum(token.word in _NEGATIONS for token in read))
    return Phrases(stems), tuple(cues), tuple(negations)


def find_cues(tokens: Sequence[Token]) -> dict[Cue, Match]:
    """Return the cues of a note in force, each with its last place."""
    phrases, cues, negations = _phrases()
    found: dict[Cue, Match] = {}
    for match in phrases.find(tokens):
        if _is_negated(match, tokens, negations[match.payload]):
            continue
        cue = cues[match.payload]
        if cue not in found or match.last_token > found[cue].last_token:
            found[cue] = match
    solved = found.get(Cue.SOLVED)
    if solved is None:
        return found
    return {cue: match for cue, match in found.items() if cue not in _SOLVABLE or match.last_token >= solved.last_token}


def _is_negated(match: Match, tokens: Sequence[Token], own: int) -> bool:
    """Whether a negation stands shortly before a match, or in a gap of it; `own` are those of the phrase itself."""
    before = tokens[max(0, match.first_token - _NEGATION_REACH) : match.first_token]
    within = tokens[match.first_token : match.last_token + 1]
    return any(token.word in _NEGATIONS for token in before) or sum(token.word in _NEGATIONS for token in within) > own


def read(
    call: CallNote, tokens: Sequence[Token], level: MoodLevel, *, problem: bool, offers_used: Collection[str]
) -> Moment:
    """Read the moment; `problem` says that the note's best article is about a problem."""
    cues = find_cues(tokens)
    upset = level in {MoodLevel.UPSET, MoodLevel.FURIOUS}
    # A calm question about a problem ("berapa biaya ganti kartu") is none yet.
    only_asks = level is MoodLevel.CALM and Cue.ASKING in cues
    open_problem = Cue.PROBLEM in cues or (problem and not only_asks and not {Cue.SOLVED, Cue.BUYING} & cues.keys())
    locks = [Lock.UPSET] if upset else []
    locks += [Lock(cue.value) for cue in _LOCKING if cue in cues]
    if open_problem:
        locks.append(Lock.OPEN_PROBLEM)
    if offers_used or Cue.REFUSED in cues:
        locks.append(Lock.OFFER_MADE)
    phase = call.phase or _infer_phase(call, tokens, cues, upset=upset, open_problem=open_problem)
    return Moment(phase, cues, tuple(locks), upset)


def _infer_phase(
    call: CallNote, tokens: Sequence[Token], cues: Mapping[Cue, Match], *, upset: bool, open_problem: bool
) -> Phase:
    greeting = Cue.OPENING in cues and len(tokens) <= _OPENING_WORDS
    matter = open_problem or not cues.keys().isdisjoint(_LOCKING)
    signs = (
        (Phase.CALMING, upset),
        (Phase.OPENING, not tokens or (greeting and not matter)),
        (Phase.CLOSING, Cue.CLOSING in cues and not open_problem),
        (Phase.SOLVING, matter and bool(call.used)),
        (Phase.EXPLORING, matter),
        (Phase.OFFERING, Cue.BUYING in cues),
        (Phase.SOLVED, Cue.SOLVED in cues),
    )
    return next((phase for phase, shown in signs if shown), Phase.EXPLORING)
