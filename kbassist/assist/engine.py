"""What to say now: from a call note to ranked lines, every one with its score and its reasons."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import structs

from kbassist.assist import arbitration, moment
from kbassist.assist.arbitration import Choice
from kbassist.assist.evidence import Evidence, Found
from kbassist.assist.kinds import MoodLevel, Source
from kbassist.assist.model import Advice, CallNote, Reason, Suggestion
from kbassist.assist.reasons import Reasons
from kbassist.content import placeholders
from kbassist.content.kinds import ArticleKind
from kbassist.content.model import Article
from kbassist.content.plain import plain
from kbassist.search.compiled import Compiled
from kbassist.text import language, mood, privacy
from kbassist.text import tokens as words

# From this relevance on, the best article is taken for what the call is about.
_ABOUT = 0.5


class Engine:
    """The judgement over one library; immutable but for memory of words, so that a new library means a new engine."""

    def __init__(self, articles: Sequence[Article], phrases: Mapping[str, tuple[str, ...]], compiled: Compiled) -> None:
        """Prepare everything that does not depend on the note; `phrases` are the stems of triggers and conditions."""
        self._evidence = Evidence(articles, phrases, compiled)
        self._reasons = Reasons(self._evidence)

    def advise(self, call: CallNote, *, threshold: float, today: date | None = None) -> Advice:
        """Return the reading of the moment and the lines worth saying, best first, locked ones last."""
        call = _masked(call)
        note = call.note
        tokens = words.read(note)
        feeling = mood.read(note, tokens)
        level = MoodLevel(feeling.level)
        lang = call.lang or language.guess(note)
        found = self._evidence.find(tokens, feeling)
        about = self._about(found)
        now = moment.read(
            call,
            tokens,
            level,
            problem=about is not None and about.kind is ArticleKind.PROBLEM,
            offers_used=self._offers_among(call.used),
        )
        day = today or date.today()  # noqa: DTZ011 - validity is meant in the desk's own days
        choices = arbitration.choose(self._evidence, found, call, now, lang=lang, threshold=threshold, today=day)
        suggestions = tuple(
            self._suggestion(choice, call, self._reasons.of(choice.evidence, note, tokens, found, feeling.cues))
            for choice in choices
        )
        return Advice(
            note=note,
            lang=lang,
            mood=round(feeling.value, 4),
            mood_level=level,
            phase=now.phase,
            offers_locked=bool(now.locks),
            lock_reasons=now.locks,
            suggestions=suggestions,
            mood_reasons=tuple(
                Reason(note[cue.start : cue.end], Source.MOOD, cue.start, cue.end) for cue in feeling.cues
            ),
        )

    def _about(self, found: Found) -> Article | None:
        best = found.best_article
        return self._evidence.articles[best] if best >= 0 and found.articles[best] >= _ABOUT else None

    def _offers_among(self, names: Iterable[str]) -> frozenset[str]:
        evidence = self._evidence
        return frozenset(
            name for name in names for number in evidence.named(name)[:1] if evidence.lines[number].kind.lockable
        )

    def _suggestion(self, choice: Choice, call: CallNote, because: tuple[Reason, ...]) -> Suggestion:
        line = self._evidence.lines[choice.line]
        values = {"salutation": call.salutation, "name": call.name, **call.values}
        text, gaps = placeholders.fill(plain(line.text), values)
        return Suggestion(
            line=line.name,
            article=line.article,
            kind=line.kind,
            title=line.title,
            text=text,
            score=round(choice.relevance, 4),
            lang=line.lang,
            stage=line.stage,
            locked=choice.locked,
            gaps=gaps,
            because=because,
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
