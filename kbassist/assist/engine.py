"""What to say now: from a call note to ranked lines, every one with its score and its reasons."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from msgspec import structs

from kbassist.assist import calibration, moment
from kbassist.assist.arbitration import Arbiter
from kbassist.assist.case import Case
from kbassist.assist.choice import Choice
from kbassist.assist.evidence import Evidence
from kbassist.assist.hearing import Hearing
from kbassist.assist.kinds import MoodLevel, Source
from kbassist.assist.model import Advice, CallNote, Factors, Reason, Suggestion
from kbassist.assist.reasons import Reasons
from kbassist.assist.sheet import Sheet
from kbassist.assist.wording import Speaker
from kbassist.content import placeholders
from kbassist.content.model import Line
from kbassist.content.plain import plain
from kbassist.search.compiled import Compiled
from kbassist.text import language, levels, mood, privacy
from kbassist.text import tokens as words

# A mood cue of less weight is too small to be pointed out.
_TOLD = 0.1
# Wordings are shown again and again.
_spoken = lru_cache(1024)(plain)
_NOTHING_LEARNED: Mapping[str, float] = MappingProxyType({})


class Engine:
    """The judgement over one library; immutable but for memory of words, so that a new library means a new engine."""

    def __init__(self, compiled: Compiled) -> None:
        """Prepare everything that does not depend on the note."""
        self._evidence = Evidence(compiled)
        self._hearing = Hearing(compiled)
        self._reasons = Reasons(self._evidence)
        self._moment = moment.Reader(self._evidence)
        self._speaker: Speaker | None = None

    def advise(
        self,
        call: CallNote,
        *,
        threshold: float,
        today: date | None = None,
        acceptance: Mapping[str, float] = _NOTHING_LEARNED,
    ) -> Advice:
        """Return the reading of the moment and the lines worth saying, best first, locked ones last.

        `threshold` is the least score that a line is shown with; `acceptance` has the weights of lines that agents
        took more or less willingly than others, by their names.
        """
        case = self._case(call, today, acceptance)
        least = calibration.relevance(threshold)
        call, feeling, now = case.call, case.feeling, case.moment
        return Advice(
            note=call.note,
            lang=case.lang,
            mood=round(feeling.value, 4),
            mood_level=MoodLevel(feeling.level),
            phase=now.phase,
            offers_locked=bool(now.locks),
            lock_reasons=now.locks,
            suggestions=self._suggestions(case, case.arbiter.choose(least)),
            mood_reasons=tuple(
                Reason(call.note[cue.start : cue.end], Source.MOOD, cue.start, cue.end)
                for cue in feeling.cues
                if abs(cue.weight) >= _TOLD
            ),
            hints=now.hints,
            unsaid=self._suggestions(case, case.arbiter.unsaid(least)),
            refused=tuple(sorted(now.refused)),
        )

    def explain(
        self,
        call: CallNote,
        line: str,
        *,
        threshold: float,
        today: date | None = None,
        acceptance: Mapping[str, float] = _NOTHING_LEARNED,
    ) -> Sheet | None:
        """Return all that decides about a line ("article#line") for a note, also one not shown; None if unknown."""
        from kbassist.assist.explain import explain  # noqa: PLC0415 - few ask

        return explain(self._case(call, today, acceptance), self._evidence, self._reasons, line, threshold)

    def _case(self, call: CallNote, today: date | None, acceptance: Mapping[str, float]) -> Case:
        call = _masked(call)
        tokens = self._hearing.in_full(words.read(call.note))
        feeling = levels.weigh(call.note, tokens, mood.read(call.note, tokens))
        lang = call.lang or language.guess(tokens)
        heard = self._hearing.hear(call.note, tokens)
        found = self._evidence.find(heard, feeling)
        now = self._moment.read(call, heard.tokens, feeling, found)
        day = today or date.today()  # noqa: DTZ011 - validity is meant in the desk's own days
        speaker = self._speaker
        if speaker is None or not speaker.suits(call, lang, day):
            speaker = self._speaker = Speaker(self._evidence, call, lang, day)
        arbiter = Arbiter(self._evidence, speaker, found, call, now, acceptance)
        return Case(call, lang, heard, feeling, found, now, speaker, arbiter)

    def _suggestions(self, case: Case, choices: Iterable[Choice]) -> tuple[Suggestion, ...]:
        return tuple(self._suggestion(choice, case.call, self._reasons.of(choice.evidence, case)) for choice in choices)

    def _suggestion(self, choice: Choice, call: CallNote, because: tuple[Reason, ...]) -> Suggestion:
        return structs.replace(
            _as_said(choice.line, call),
            score=round(calibration.probability(choice.factors.relevance), 4),
            locked=choice.locked,
            because=because,
            factors=Factors(*(round(factor, 4) for factor in structs.astuple(choice.factors))),
        )


def suggestion_of(line: Line, call: CallNote) -> Suggestion:
    """Return a line as it will be said in a call, whatever speaks for it."""
    return _as_said(line, _masked(call))


def _as_said(line: Line, call: CallNote) -> Suggestion:
    text, gaps = placeholders.fill(
        _spoken(line.text), {"salutation": call.salutation, "name": call.name, **call.values}
    )
    return Suggestion(
        line=line.name,
        article=line.article,
        kind=line.kind,
        title=line.title,
        text=text,
        score=0.0,
        lang=line.lang,
        stage=line.stage,
        gaps=gaps,
    )


def _masked(call: CallNote) -> CallNote:
    """Return the call as it may be returned and shown: every text that came from outside is masked."""
    return structs.replace(
        call,
        note=privacy.mask(call.note),
        name=privacy.mask(call.name),
        salutation=privacy.mask(call.salutation),
        values={name: privacy.mask(value) for name, value in call.values.items()},
    )
