"""Why a line is suggested for a note, or why not: its score sheet."""

from collections.abc import Iterator, Sequence

from kbassist.assist import calibration
from kbassist.assist.case import Case
from kbassist.assist.evidence import Evidence
from kbassist.assist.kinds import Source
from kbassist.assist.model import Factors, Reason
from kbassist.assist.reasons import Reasons
from kbassist.assist.sheet import Aspect, Item, Sheet, Verdict

_SMALLEST = 0.005


def explain(case: Case, evidence: Evidence, reasons: Reasons, name: str, threshold: float) -> Sheet | None:
    """Return the score sheet of a line for a case; None when no article in force has it."""
    numbers = evidence.named(name)
    if not numbers:
        return None
    least = calibration.relevance(threshold)
    choices = case.arbiter.choose(least)
    place = next((place for place, choice in enumerate(choices, 1) if choice.name == name), 0)
    # The twin or variant with the best evidence speaks for them all.
    number = max(numbers, key=lambda number: (float(case.found.lines[number]), -number))
    wording = case.speaker.pick(name)
    line = wording.line if wording else evidence.lines[number]
    choice = case.arbiter.weigh(wording, number) if wording else None
    return Sheet(
        line=name,
        article=line.article,
        title=line.title,
        kind=line.kind,
        lang=line.lang,
        verdict=_verdict(case, evidence, number, least, choices[place - 1].locked if place else None),
        place=place,
        threshold=round(least, 4),
        factors=choice.factors if choice else Factors(float(case.found.lines[number])),
        worth=round(choice.worth, 4) if choice else 0.0,
        items=tuple(_items(case, evidence, reasons.of(number, case), number)),
        locks=case.moment.locks if line.kind.lockable else (),
        missing=case.speaker.missing(line),
    )


def _verdict(case: Case, evidence: Evidence, number: int, threshold: float, locked: bool | None) -> Verdict:
    """Return what becomes of a line; `locked` is None for one that is not among the suggestions."""
    line = evidence.lines[number]
    wording = case.speaker.pick(line.name)
    if wording is None:
        return case.speaker.hindrance(line, evidence.article(number)) or Verdict.NOT_IN_FORCE
    signs = (
        (Verdict.LOCKED, locked is True),
        (Verdict.SHOWN, locked is False),
        (Verdict.USED, line.name in case.call.used),
        (Verdict.DISMISSED, line.name in case.call.dismissed),
        (Verdict.VETOED, number in case.found.vetoes),
        (Verdict.TOO_WEAK, case.found.lines[number] < threshold),
        (Verdict.SILENT, case.arbiter.keeps_quiet(wording, number)),
    )
    return next((verdict for verdict, holds in signs if holds), Verdict.NO_ROOM)


def _items(case: Case, evidence: Evidence, because: Sequence[Reason], number: int) -> Iterator[Item]:
    found, article = case.found, int(evidence.article_of[number])

    def words(*sources: Source) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reason.shown for reason in because if reason.source in sources))

    note = case.call.note
    amounts = {
        Aspect.WORDS_OF_ARTICLE: (float(found.words_of_articles[article]), words(Source.TEXT)),
        Aspect.TRIGGER: (evidence.of_triggers(found.triggers.get(article, ())), words(Source.TRIGGER, Source.SYNONYM)),
        Aspect.EXAMPLES: (float(found.examples[article]), words(Source.EXAMPLE)),
        Aspect.BETTER_ARTICLE: (float(found.before_comparing[article] - found.articles[article]), ()),
        Aspect.WORDS_OF_LINE: (float(found.words_of_lines[number]), ()),
        Aspect.CONDITION: (evidence.of_conditions(found.conditions.get(number, ())), words(Source.WHEN)),
        Aspect.VETO: (
            1.0 if number in found.vetoes else 0.0,
            tuple(note[match.start : match.end] for match in found.vetoes.get(number, ())),
        ),
        Aspect.MOOD: (case.feeling.heat if evidence.calming[number] else 0.0, words(Source.MOOD)),
    }
    for aspect, (amount, said) in amounts.items():
        if amount >= _SMALLEST:
            yield Item(aspect, round(amount, 3), said)
