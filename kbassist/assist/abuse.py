"""Abuse of the agent: whether it stands, and the fixed script that answers it.

The script is the article of kind `script` whose triggers read as abuse; its steps are its lines in the order of the
file, up to and including the first that passes the call on: warn, pause, supervisor.
"""

from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np

from kbassist.assist import cues as cue_words
from kbassist.assist.cues import Cue, Cues
from kbassist.assist.evidence import Evidence
from kbassist.assist.kinds import Hint
from kbassist.content.kinds import ArticleKind, LineKind
from kbassist.content.model import Article
from kbassist.text import tokens as words
from kbassist.text.mood import Mood
from kbassist.text.phrases import Match
from kbassist.text.tokens import Token

# Points of a single insult from which it is abuse, rather than harsh words about the service.
_ABUSIVE = 1.2
_ABOUT_THE_BANK = "bank"
_STAFF_REACH = 2


def heard(cues: Cues, tokens: Sequence[Token], feeling: Mood) -> int:
    """Return where in the note the customer last insults the agent, or -1."""
    told = [match.start for match in cues.get(Cue.ABUSE, ()) if not _by_staff(match, cues, tokens)]
    quoted = [
        cue.start
        for cue in feeling.cues
        if cue.name == "insult" and cue.weight >= _ABUSIVE and _ABOUT_THE_BANK not in cue.words.lower()
    ]
    return max(told + quoted, default=-1)


def withdrawn(cues: Cues, feeling: Mood) -> int:
    """Return where in the note the customer last apologises or calms down, or -1."""
    apologies = [match.start for match in cues.get(Cue.APOLOGY, ())]
    return max([*apologies, *(cue.start for cue in feeling.cues if cue.name == "calmed")], default=-1)


def _by_staff(match: Match, cues: Cues, tokens: Sequence[Token]) -> bool:
    """Whether it is the staff that is said to insult: "teller memaki dia", "dihina satpam"."""
    passive = tokens[match.first_token].word.startswith("di")
    for staff in cues.get(Cue.STAFF, ()):
        before = 0 < match.first_token - staff.last_token <= _STAFF_REACH
        after = 0 < staff.first_token - match.last_token <= _STAFF_REACH
        if after if passive else before:
            return True
    return False


def next_step(script: Sequence[str], used: Collection[str]) -> tuple[str, Hint]:
    """Return the line of the script that comes next, empty once all were said, and what it is for."""
    left = [name for name in script if name not in used]
    if len(left) == len(script):
        return "".join(left[:1]), Hint.ABUSE_WARN
    return "".join(left[:1]), Hint.ABUSE_PAUSE if len(left) > 1 else Hint.ABUSE_SUPERVISOR


class Script:
    """The script of one library."""

    def __init__(self, evidence: Evidence) -> None:
        """Look for nothing yet: most calls need no such script."""
        self._evidence = evidence
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """The names of its lines in order, empty where there is none."""
        evidence = self._evidence
        general = np.array(evidence.general_lines, dtype=np.intp)
        scripts = sorted(set(evidence.article_of[general].tolist()))
        found = [steps for number in scripts if (steps := self.steps_of(evidence.articles[number]))]
        return max(found, key=lambda steps: (len(steps), steps), default=())

    def steps_of(self, article: Article) -> tuple[str, ...]:
        """Return the lines of an article that are such a script, in order; empty when it is none."""
        key = article.id, article.lang
        if key not in self._known:
            self._known[key] = _steps(article)
        return self._known[key]


def _steps(article: Article) -> tuple[str, ...]:
    abusive = sum(Cue.ABUSE in cue_words.find(words.read(trigger)) for trigger in article.triggers)
    if article.kind is not ArticleKind.SCRIPT or abusive * 2 <= len(article.triggers):
        return ()
    passes_on = [place for place, line in enumerate(article.lines) if line.kind is LineKind.ESCALATE]
    last = passes_on[0] if passes_on else len(article.lines)
    return tuple(dict.fromkeys(line.name for line in article.lines[: last + 1]))
