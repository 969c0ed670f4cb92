"""The moment of the call: what is on the table, where the call stands, what must wait. Locks are rules, never weights.

Their precedence: an upset customer; fraud, loss, death, dispute or leaving; an open problem; one offer a call.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from kbassist.assist import abuse, cues, hints, phase
from kbassist.assist.cues import LOCKING, Cue, Cues
from kbassist.assist.evidence import Evidence, Found
from kbassist.assist.kinds import Hint, Lock, MoodLevel, Phase
from kbassist.assist.model import CallNote
from kbassist.assist.refusals import Refusals
from kbassist.content.kinds import ArticleKind, Group
from kbassist.content.model import Line
from kbassist.text.mood import Mood
from kbassist.text.tokens import Token

# From this relevance on, an article is taken for what the call is about.
ABOUT = 0.5
_TROUBLES = frozenset({ArticleKind.PROBLEM})


_UPSET = frozenset({MoodLevel.UPSET, MoodLevel.FURIOUS})


@dataclass(frozen=True, slots=True)
class Moment:
    """The reading of the moment.

    `matter` is the number of the article that the call is about, or -1; `used` the lines said so far, in order;
    `step` the line of the `script` against abuse to say now while it stands, else empty; `refused` the ids of articles
    whose offers the customer refuses in this call.
    """

    phase: Phase
    script: abuse.Script
    cues: Cues = field(default_factory=dict)
    locks: tuple[Lock, ...] = ()
    hints: tuple[Hint, ...] = ()
    upset: bool = False
    matter: int = -1
    used: tuple[Line, ...] = ()
    step: str = ""
    refused: frozenset[str] = frozenset()

    @property
    def leaving(self) -> bool:
        """Whether the customer wants to leave the bank or a product."""
        return Cue.LEAVING in self.cues

    @property
    def buying(self) -> bool:
        """Whether the customer shows an interest of their own."""
        return Cue.BUYING in self.cues


class Reader:
    """Reads the moment of calls over one library."""

    def __init__(self, evidence: Evidence) -> None:
        """Prepare nothing that a call may not need."""
        self._evidence = evidence
        self._refusals = Refusals(evidence)
        self._script = abuse.Script(evidence)

    def read(self, call: CallNote, tokens: Sequence[Token], feeling: Mood, found: Found) -> Moment:
        """Read the moment of a call whose note has these words, this mood and this evidence."""
        in_force = cues.find(tokens)
        used = tuple(self._evidence.lines[number] for name in call.used for number in self._evidence.named(name)[:1])
        if any(line.kind.group is Group.OFFER for line in used) and Cue.DECLINING in in_force:
            # A bare "tidak mau" refuses what was offered; without an offer it can be about anything.
            in_force[Cue.REFUSED] = [*in_force.get(Cue.REFUSED, ()), *in_force[Cue.DECLINING]]
        abused = abuse.heard(in_force, tokens, feeling) > abuse.withdrawn(in_force, feeling)
        upset = abused or feeling.level in _UPSET
        about = self._best(found, frozenset(ArticleKind))
        open_problem = self._is_problem_open(in_force, about, feeling)
        refused = self._refusals.articles(in_force.get(Cue.REFUSED, ()), call.note, tokens, found, used)
        # Who is calm by all words, but upset by the lists, is not soothed, yet nothing is sold to them either.
        not_calm = upset or feeling.by_lists in _UPSET
        locks = _locks(in_force, used, refused, upset=not_calm, open_problem=open_problem)
        # What is wrong comes before what might be bought.
        matter = self._best(found, _TROUBLES) if must_wait(locks) else -1
        step, next_hint = abuse.next_step(self._script.steps, call.used) if abused else ("", None)
        return Moment(
            phase=call.phase or phase.infer(in_force, used, len(tokens), upset=upset, open_problem=open_problem),
            script=self._script,
            cues=in_force,
            locks=locks,
            hints=(*([next_hint] if next_hint else []), *hints.find(used, upset=upset)),
            upset=upset,
            matter=matter if matter >= 0 else about,
            used=used,
            step=step,
            refused=refused,
        )

    def _best(self, found: Found, kinds: frozenset[ArticleKind]) -> int:
        """Return the article of some kinds that the note is most likely about, or -1."""
        likely = np.flatnonzero((found.articles >= ABOUT) & self._evidence.article_are(kinds))
        return int(likely[found.articles[likely].argmax()]) if likely.size else -1

    def _is_problem_open(self, found: Cues, about: int, feeling: Mood) -> bool:
        """Whether a problem is told, felt, or what the note is about; a calm question about one is none yet.

        Words of anger or complaint are felt even by who wants to buy.
        """
        if Cue.PROBLEM in found or (feeling.is_sore and Cue.SOLVED not in found):
            return True
        felt = feeling.level != MoodLevel.CALM
        about_problem = about >= 0 and self._evidence.articles[about].kind is ArticleKind.PROBLEM
        only_asks = not felt and {Cue.ASKING, Cue.SUGGESTING} & found.keys()
        return (felt or (about_problem and not only_asks)) and not {Cue.SOLVED, Cue.BUYING} & found.keys()


def must_wait(locks: Iterable[Lock]) -> bool:
    """Whether offers wait for calm or for a matter to be solved, not only because one was made."""
    return any(lock is not Lock.OFFER_MADE for lock in locks)


def _locks(
    found: Cues, used: Iterable[Line], refused: Collection[str], *, upset: bool, open_problem: bool
) -> tuple[Lock, ...]:
    """Return why offers wait, in order of precedence."""
    # Who refuses one product and asks for another may have it offered; who refuses offers may not.
    spared = refused and Cue.BUYING in found
    offer_made = any(line.kind.lockable for line in used) or (Cue.REFUSED in found and not spared)
    signs = (
        (Lock.UPSET, upset),
        *((Lock(cue.value), cue in found) for cue in LOCKING),
        (Lock.OPEN_PROBLEM, open_problem),
        (Lock.OFFER_MADE, offer_made),
    )
    return tuple(lock for lock, shown in signs if shown)
