"""Which of the relevant lines are said, and in which order: relevance × fit × value × acceptance.

Rules come before weights: an upset customer hears calming lines first, and what the moment locks comes last.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kbassist.assist import calming, cues, steady
from kbassist.assist.choice import Choice, Turn
from kbassist.assist.cues import Cue
from kbassist.assist.evidence import Evidence, Found
from kbassist.assist.fit import Fit
from kbassist.assist.kinds import Phase
from kbassist.assist.learning import LEAST, MOST
from kbassist.assist.model import CallNote, Factors
from kbassist.assist.moment import ABOUT, Moment, must_wait
from kbassist.assist.refusals import PRODUCTS
from kbassist.assist.wording import Speaker, Wording
from kbassist.content.kinds import ArticleKind, Group, LineKind

_MOST = 8
_MOST_IN_GROUP = 3
_MOST_OF_ARTICLE = 2
_MOST_LOCKED = 3
# So many of the most relevant lines are looked at: of calming ones, of offers, and of all others.
_CANDIDATES = (16, 10, 32)
_OTHER_LANGUAGE = 0.9
# What the moment itself asks for is at least so relevant: the script against abuse, the words of a phase that the
# agent sets, an offer of what the customer asks to buy, an acknowledging line before one that wins back.
_CALLED_FOR = 0.5
# A product that the note is not about must come so near to it to be offered to who shows an interest.
_NEAR = 0.35
# So many articles at most are sought.
_MOST_SOUGHT = 8
# A line that wins back counts from this relevance on.
_RELEVANT = 0.35
_PHASE_KINDS = {Phase.OPENING: LineKind.OPEN, Phase.CLOSING: LineKind.CLOSE}
_ENDING = frozenset({Phase.SOLVED, Phase.OFFERING, Phase.CLOSING})
_TEACHING = frozenset({ArticleKind.SCENARIO, ArticleKind.GUIDE})


class Arbiter:
    """Chooses the lines for one call note; `acceptance` are the learned factors of lines by their names."""

    def __init__(
        self,
        evidence: Evidence,
        speaker: Speaker,
        found: Found,
        call: CallNote,
        moment: Moment,
        acceptance: Mapping[str, float],
    ) -> None:
        """Take what is known of the call; nothing is chosen yet."""
        self._evidence = evidence
        self._speaker = speaker
        self._found = found
        self._call = call
        self._moment = moment
        self._acceptance = acceptance
        self._silent = moment.refused.union(call.refused)
        self._matter = evidence.articles[moment.matter].id if moment.matter >= 0 else ""
        self._troubled = moment.matter >= 0 and evidence.articles[moment.matter].kind is ArticleKind.PROBLEM
        self._waits = must_wait(moment.locks)
        self._refuses_all = Cue.REFUSED in moment.cues and not moment.refused
        self._sought = frozenset(evidence.articles[number].id for number in self._wanted())
        self._fit = Fit(moment)

    def choose(self, threshold: float) -> list[Choice]:
        """Return the choices in the order in which they are worth saying, locked ones last."""
        shown = self._call.shown
        choices = steady.settle(self._candidates(threshold), shown)
        locked = [choice for choice in choices if choice.locked]
        free = [choice for choice in choices if not choice.locked]
        free = self._limited(calming.acknowledged(calming.in_order(free, self._moment), self._moment))
        free = steady.worthiest(free, _MOST, shown)
        return calming.acknowledged(free, self._moment) + locked[:_MOST_LOCKED]

    def unsaid(self, threshold: float) -> list[Choice]:
        """Return the lines that must be said before the call ends and have not been; empty until it nears its end.

        They come from the articles that the call has been about, and from the note. That the agent waved one away
        does not make it said.
        """
        if self._moment.phase not in _ENDING:
            return []
        evidence, found = self._evidence, self._found
        about = [evidence.article_of[number] for name in self._call.used for number in evidence.named(name)]
        best = found.best_article
        if best >= 0 and found.articles[best] >= ABOUT and evidence.articles[best].kind not in _TEACHING:
            about.append(best)
        of_call = np.flatnonzero(np.isin(evidence.article_of, about)).tolist()
        numbers = {*of_call, *self._relevant(threshold)}
        due = [number for number in numbers if evidence.lines[number].kind is LineKind.COMPLY]
        choices = [
            self._choice(wording, number, float(found.lines[number]))
            for name, number in self._by_name(due).items()
            if name not in self._call.used and not self._is_moot(number) and (wording := self._speaker.pick(name))
        ]
        return sorted(choices, key=lambda choice: (-choice.factors.relevance, choice.name))

    def _is_moot(self, number: int) -> bool:
        """Whether a line need not be said: its `unless` is met, or the customer does not want the product."""
        return self._is_vetoed(number) or self._evidence.lines[number].article in self._moment.refused

    def _is_vetoed(self, number: int) -> bool:
        return not self._found.lines[number] and self._found.articles[self._evidence.article_of[number]] > 0

    def _candidates(self, threshold: float) -> Iterator[Choice]:
        called_for = self._called_for()
        gone = {*self._call.used, *self._call.dismissed}
        for name, number in self._by_name({*self._relevant(threshold), *called_for}).items():
            value = max(float(self._found.lines[number]), _CALLED_FOR if number in called_for else 0.0)
            if value < threshold or name in gone:
                continue
            wording = self._speaker.pick(name)
            if wording is not None and not self.keeps_quiet(wording, number):
                yield self._choice(wording, number, value)

    def keeps_quiet(self, wording: Wording, number: int) -> bool:
        """Whether a rule keeps a line, whose evidence is that of line `number`, from being suggested or waiting."""
        return self._is_silent(wording) or self._is_aside(wording, number)

    def weigh(self, wording: Wording, number: int) -> Choice:
        """Return what a line would be worth with the evidence of line `number`, whether it is suggested or not."""
        return self._choice(wording, number, float(self._found.lines[number]))

    def _relevant(self, threshold: float) -> Iterator[int]:
        """Yield the most relevant calming lines, offers and others."""
        evidence, relevance = self._evidence, self._found.lines
        numbers = np.flatnonzero((relevance >= threshold) & (relevance > 0))
        calms, offers = evidence.calming[numbers], evidence.offers[numbers]
        for most, among in zip(_CANDIDATES, (calms, offers, ~(calms | offers)), strict=True):
            yield from _highest(numbers[among], relevance, most)

    def _by_name(self, numbers: Iterable[int]) -> dict[str, int]:
        """Return for each name among some lines the one with the best evidence."""
        relevance = self._found.lines
        best: dict[str, tuple[float, str, int, int]] = {}
        for number in numbers:
            line = self._evidence.lines[number]
            key = -float(relevance[number]), line.lang, line.row, number
            best[line.name] = min(key, best.get(line.name, key))
        return {name: key[-1] for name, key in best.items()}

    def _called_for(self) -> frozenset[int]:
        """Return the lines that the moment itself asks for, whatever words the note has."""
        evidence, moment = self._evidence, self._moment
        lines: set[int] = set(evidence.named(moment.step)) if moment.step else set()
        kind = _PHASE_KINDS.get(moment.phase)
        if kind and self._call.phase:
            fitting = np.flatnonzero(evidence.are(kind) & evidence.general).tolist()
            scripts = evidence.richest(fitting)
            lines.update(number for number in fitting if evidence.lines[number].article in scripts)
        for article in self._sought:
            lines.update(number for number in evidence.of_article(article) if evidence.lines[number].kind.lockable)
        if moment.leaving:
            lines.update(self._acknowledging())
        return frozenset(number for number in lines if not self._is_vetoed(number))

    def _acknowledging(self) -> Iterator[int]:
        """Yield the lines that acknowledge what the note names, and those beside a line that wins back."""
        evidence, found = self._evidence, self._found
        relevant = np.flatnonzero(found.lines >= _RELEVANT).tolist()
        lines = [evidence.lines[number] for number in relevant]
        winning = {line.article for line in lines if line.kind in calming.WINNING_BACK}
        beside = {number for article in winning for number in evidence.of_article(article)}
        for number in {*found.conditions, *beside}:
            if evidence.calming[number] and calming.acknowledges(evidence.lines[number]):
                yield number

    def _wanted(self) -> list[int]:
        """Return the products that the customer wants, or asks about when offers wait or the matter is solved.

        Who tells of a product without asking, and has nothing open, may have it offered. Who shows an interest of
        their own and refuses nothing wants what the note is about, even when that is no product, and the product that
        comes nearest to it.
        """
        moment, found, products = self._moment, self._found, self._evidence.article_are(PRODUCTS)
        wants = moment.buying or cues.wants(moment.cues)
        waiting = moment.locks or Cue.SOLVED in moment.cues
        about: set[int] = set()
        if wants or (waiting and Cue.ASKING in moment.cues):
            named = {*found.triggers, *((moment.matter,) if wants and moment.matter >= 0 else ())}
            about = {number for number in named if products[number]}
        elif not moment.locks and Cue.ASKING not in moment.cues and moment.matter >= 0 and products[moment.matter]:
            about = {moment.matter}
        nearest: list[int] = []
        if moment.buying and Cue.REFUSED not in moment.cues:
            about.update(np.flatnonzero(found.articles >= ABOUT).tolist())
            of_products = np.where(products, found.before_comparing, 0)
            if of_products.max(initial=0) >= _NEAR:
                nearest = [int(of_products.argmax())]
        best = sorted(about, key=lambda number: (-float(found.articles[number]), number))
        return best[:_MOST_SOUGHT] + nearest

    def _is_silent(self, wording: Wording) -> bool:
        """Whether a rule keeps a line quiet: another step of the script, what was refused, talk about what waits."""
        article, moment = wording.article, self._moment
        saves = wording.line.kind is LineKind.DOWN_SELL
        return (
            (wording.name != moment.step and wording.name in moment.script.steps_of(article))
            or (wording.is_sale and article.id in self._silent and not (saves and moment.leaving))
            or (wording.is_sale and wording.group is Group.TALK and self._waits and article.id != self._matter)
            or (saves and not moment.leaving and (moment.upset or self._refuses_all))
        )

    def _is_aside(self, wording: Wording, number: int) -> bool:
        """Whether it tells of a product that the note neither names nor is about, while it is about something."""
        if not wording.of_product or wording.group is not Group.TALK or wording.article.id == self._matter:
            return False
        about = int(self._evidence.article_of[number])
        return bool(self._matter) and about not in self._found.triggers and self._found.articles[about] < ABOUT

    def _choice(self, wording: Wording, number: int, relevance: float) -> Choice:
        line = wording.line
        fits = self._fit.of(line, condition_met=number in self._found.conditions)
        if wording.is_foreign:
            fits *= _OTHER_LANGUAGE
        value = 0.85 + 0.3 * line.value / 100 if wording.group is Group.OFFER else 1.0
        accepted = min(max(self._acceptance.get(wording.name, 1.0), LEAST), MOST)
        if line.kind is LineKind.COMPLY:
            accepted = max(accepted, 1.0)
        locked = wording.lockable and bool(self._moment.locks)
        factors = Factors(relevance, fits, value, accepted)
        worth = relevance * fits * value * accepted
        return Choice(wording.name, line, wording.group, number, factors, worth, self._turn(wording, number), locked)

    def _turn(self, wording: Wording, number: int) -> Turn:
        """Return when a line may come, whose evidence is that of line `number`.

        An upset customer is calmed first, then comes the bulletin of what the note names. An offer never precedes the
        answer, and what is told of a product beside an open problem comes after the problem.
        """
        if wording.name == self._moment.step:
            return Turn.SCRIPT
        if wording.group is Group.OFFER:
            return Turn.OFFER
        beside = self._waits and self._troubled and wording.of_product
        if wording.group is Group.CALM and (self._moment.leaving or wording.line.kind is LineKind.DEESCALATE):
            calms = self._moment.upset and not self._fit.calmed and not beside
            return Turn.CALM if calms else Turn.SAY
        if wording.article.bulletin and wording.article.kind is ArticleKind.POLICY and self._is_named(number):
            return Turn.NEWS
        return Turn.LATER if beside else Turn.SAY

    def _is_named(self, number: int) -> bool:
        """Whether the note has a phrase that a line, or its article, is for."""
        return number in self._found.conditions or int(self._evidence.article_of[number]) in self._found.triggers

    def _limited(self, choices: Sequence[Choice]) -> list[Choice]:
        """Keep the best of each group and no more than a few of one article; what is sought has its place first."""
        of_group: Counter[Group] = Counter()
        of_article: Counter[str] = Counter()
        kept: set[str] = set()
        sought = [choice for choice in choices if choice.line.article in self._sought and choice.line.kind.lockable]
        for most, among in ((1, sought), (_MOST_OF_ARTICLE, choices)):
            for choice in among:
                group, article = choice.group, choice.line.article
                room = of_group[group] < _MOST_IN_GROUP and of_article[article] < most
                if room and choice.name not in kept:
                    of_group[group] += 1
                    of_article[article] += 1
                    kept.add(choice.name)
        return [choice for choice in choices if choice.name in kept]


def _highest(numbers: npt.NDArray[np.int64], relevance: npt.NDArray[np.float32], most: int) -> list[int]:
    """Return the `most` lines of highest relevance among some."""
    if numbers.size > most:
        numbers = numbers[np.argpartition(-relevance[numbers], most - 1)[:most]]
    found: list[int] = numbers.tolist()
    return found
