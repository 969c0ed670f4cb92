"""What a note says for each line: words of the index, trigger phrases, conditions, and the mood.

Everything per line is a numpy array in the order of the compiled line keys, so that a keystroke costs a few
vector operations however large the library is.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from kbassist.assist.hearing import Heard
from kbassist.content.kinds import ArticleKind, Group, LineKind
from kbassist.content.model import Article, Line
from kbassist.search.compiled import Compiled, Role
from kbassist.search.packing import Array
from kbassist.search.postings import best
from kbassist.text import stopwords
from kbassist.text.mood import Mood
from kbassist.text.phrases import Match
from kbassist.text.tokens import Token

_Value = TypeVar("_Value")
Scores = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

# Words that say nothing of the matter still order lines that are otherwise alike; so do bare numbers.
_STOPWORD_WEIGHT = 0.03
# What a customer feels speaks for calming lines, through conditions and mood, and little for any matter.
_FEELING_WEIGHT = 0.3
FEELINGS = frozenset("anger insult disappointment distress calmed thanks sarcasm rhetorical threat complaint".split())
# The sum of impacts, in units of the rarest word's weight, at which words alone make relevance one half.
_HALF_ARTICLE = 4.0
_HALF_LINE = 4.0
# So many of the best articles by their words are compared for how closely they say those of the note, and what it adds.
_COMPARED = 16
_CLOSENESS = 1.0
# Stopwords tell examples apart ("why", "how", "when") better than articles.
_STOPWORD_WEIGHT_EXAMPLES = 0.3
# What the most similar example adds to its article's relevance when note and example are the same; what was learned
# adds its own probability, as far as it is right where it can be tried.
_SIMILAR_STRENGTH = 0.6
# How much what was learned tells articles apart where it is right so often with examples held out, growing in
# proportion above the first share; and the probability under which it tells little.
_TELLS_NOTHING, _TELLS_MOST = 0.65, 0.8
_DOUBT = 0.02
# How little evidence for the article that is likeliest by what was learned counts as none.
_DOUBT_OF_STRENGTH = np.float32(0.05)
# How steeply an article falls behind the best one: its share of the best evidence, to this power.
_BEHIND = 1.2
_NEGLIGIBLE = 0.01
# An article with less than this share of the best one's relevance is not gone into.
_FAR_BEHIND = 0.1
# So many of the best articles are gone into, which is many times what a window shows.
_MOST_ARTICLES = 500
# An article far behind is still the next best thing to show where nothing else is left.
_NOTHING = 0.0001
# What a whole phrase adds to relevance; each further one adds its share of what is left.
_TRIGGER_STRENGTH = 0.5
_WHEN_STRENGTH = 0.6
# What a furious mood alone makes of a calming line's relevance.
_SOOTHING_SHARE = 0.75
_SOOTHED_FROM = 0.25
# What remains of an article's relevance for a line: at least this share, the rest by the line's own words.
_SHARE_UNCONDITIONAL = 0.7
_SHARE_CONDITIONAL = 0.45
_SHARE_OFFER = 0.25
# A condition that is met speaks for an offer or a general line even where its article is not the matter, and less
# for the lines of a certain problem.
_CONDITION_ALONE = 0.75
_CONDITION_ALONE_IN_ARTICLE = 0.25
# Practice calls and guides teach; they answer a live call only when nothing better does.
_TEACHING_SHARE = 0.5
_TEACHING = frozenset({ArticleKind.SCENARIO, ArticleKind.GUIDE})


@dataclass(frozen=True, slots=True)
class Found:
    """The evidence of one note; arrays run over lines, `articles` over articles.

    `synonyms` are the phrases that matched only by a synonym of the note's words, and which one. `words_of_articles`
    and what follows are the parts of the evidence, from 0 to 1: words and examples of articles, words of lines, and
    articles before those behind the best one fall back.
    """

    articles: Scores
    lines: Scores
    triggers: Mapping[int, list[Match]]
    conditions: Mapping[int, list[Match]]
    synonyms: Mapping[Match, str]
    vetoes: Mapping[int, list[Match]]
    words_of_articles: Scores
    examples: Scores
    words_of_lines: Scores
    before_comparing: Scores

    @property
    def best_article(self) -> int:
        """Return the number of the article that the note most likely is about, or -1."""
        if not self.articles.size or self.articles.max() <= 0:
            return -1
        return int(self.articles.argmax())


class _ByNumber(Sequence[_Value]):
    """Articles or lines by their numbers, each made when it is asked for."""

    def __init__(self, make: Callable[[int], _Value], count: int) -> None:
        self._make = make
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: Any) -> Any:  # noqa: ANN401 - slices of what is decoded one by one make no sense
        if not 0 <= number < self._count:
            raise IndexError(number)
        return self._make(number)


class Evidence:
    """Weighs the lines of a library against notes; built once for a library, read at every key."""

    def __init__(self, compiled: Compiled) -> None:
        """Take over what is compiled from the index; nothing here goes through articles one by one."""
        self._compiled = compiled
        kinds, line_kinds = compiled.column("kinds"), compiled.column("line_kinds")
        self.articles: Sequence[Article] = _ByNumber(compiled.article, kinds.size)
        self.lines: Sequence[Line] = _ByNumber(compiled.line, line_kinds.size)
        self.article_of = compiled.article_of
        self._alive = compiled.alive
        self._line_alive = compiled.alive[compiled.article_of]
        self._line_kinds = line_kinds
        self._article_kinds = kinds
        self._of_kinds: dict[frozenset[ArticleKind], Mask] = {}
        self.calming = self.are(LineKind.DEESCALATE)
        self.offers = self.are(*(kind for kind in LineKind if kind.group is Group.OFFER))
        self._conditional = compiled.column("conditional").astype(np.bool_)
        self.general = _among(kinds, ArticleKind, (ArticleKind.SCRIPT,))[self.article_of]
        self._condition_alone = np.where(
            self.general | self.offers, np.float32(_CONDITION_ALONE), np.float32(_CONDITION_ALONE_IN_ARTICLE)
        )
        learned_tells = (compiled.reliability - _TELLS_NOTHING) / (_TELLS_MOST - _TELLS_NOTHING)
        self._learned_tells = max(0.0, learned_tells)
        self._teaching = np.where(_among(kinds, ArticleKind, _TEACHING), np.float32(_TEACHING_SHARE), np.float32(1))

    def are(self, *kinds: LineKind) -> Mask:
        """Return which lines in force are of one of some kinds."""
        return _among(self._line_kinds, LineKind, kinds) & self._line_alive

    def article_are(self, kinds: frozenset[ArticleKind]) -> Mask:
        """Return which articles are of one of some kinds."""
        if kinds not in self._of_kinds:
            self._of_kinds[kinds] = _among(self._article_kinds, ArticleKind, kinds)
        return self._of_kinds[kinds]

    @cached_property
    def general_lines(self) -> tuple[int, ...]:
        """Return the numbers of the lines of scripts."""
        return tuple(np.flatnonzero(self.general & self._line_alive).tolist())

    @cached_property
    def _soothing(self) -> Mask:
        """The calming lines that speak when mood alone does: in each language of the richest script about it."""
        about_anger = self._compiled.column("angry").astype(np.bool_)[self.article_of]
        scripts = self.richest(np.flatnonzero(self.calming & about_anger).tolist())
        soothing = np.zeros(len(self.lines), np.bool_)
        for script in scripts:
            soothing[self.of_article(script)] = True
        return soothing & self.calming

    def richest(self, lines: Iterable[int]) -> frozenset[str]:
        """Return the ids of the articles that hold most of some lines, one for each language."""
        best: dict[str, tuple[int, str]] = {}
        for number, count in Counter(int(self.article_of[line]) for line in lines).items():
            article = self.articles[number]
            best[article.lang] = max(best.get(article.lang, (0, "")), (count, article.id))
        return frozenset(name for _count, name in best.values())

    def named(self, name: str) -> tuple[int, ...]:
        """Return the numbers of all lines of a name: its translations and variants."""
        article, _, own = name.partition("#")
        return tuple(number for number in self.of_article(article) if self.lines[number].id == own)

    def of_article(self, article_id: str) -> list[int]:
        """Return the numbers of all lines of an article, in all its languages."""
        return [line for number in self._compiled.numbers(article_id) for line in self._compiled.line_numbers(number)]

    def article(self, number: int) -> Article:
        """Return the article of line `number`."""
        return self.articles[int(self.article_of[number])]

    def words_in(self, number: int, fields: Collection[str]) -> frozenset[int]:
        """Return the codes of the stems that stand in some fields of article `number`."""
        return self._compiled.words_in(number, fields)

    def find(self, heard: Heard, feeling: Mood) -> Found:
        """Return the relevance of every article and line for a note; an upset mood lifts calming lines."""
        weights = _term_weights(heard, feeling)
        triggers: dict[int, list[Match]] = {}
        conditions: dict[int, list[Match]] = {}
        synonyms: dict[Match, str] = {}
        vetoes: dict[int, list[Match]] = {}
        roles = {Role.TRIGGER: triggers, Role.WHEN: conditions, Role.UNLESS: vetoes}
        phrases = self._compiled.phrases(heard.expanded.readings)
        for (role, match), synonym in heard.expanded.in_note(phrases).items():
            roles[role].setdefault(match.payload, []).append(match)
            if synonym:
                synonyms[match] = synonym
        by_words = self._saturated("articles", heard, weights, _HALF_ARTICLE)
        articles = by_words * self._teaching
        for number, matches in triggers.items():
            articles[number] = 1 - (1 - articles[number]) * _unmatched(matches, _TRIGGER_STRENGTH)
        learned = self._compiled.probabilities(heard.tokens)
        similar = np.float32(_SIMILAR_STRENGTH) * self._similarity(heard.tokens)
        learned = self._with_untaught(learned, 1 - (1 - articles) * (1 - similar))
        by_examples = 1 - (1 - similar) * (1 - np.float32(self._compiled.reliability) * learned)
        alone = (1 - (1 - articles) * (1 - by_examples)) * self._alive
        articles = _without_those_behind(alone, learned, self._learned_tells)
        met = np.zeros(len(self.lines), dtype=np.float32)
        for number, matches in conditions.items():
            met[number] = 1 - _unmatched(matches, _WHEN_STRENGTH)
        by_own_words = self._saturated("lines", heard, weights, _HALF_LINE)
        lines = self._line_relevance(articles, met, by_own_words, feeling.heat)
        lines[list(vetoes)] = 0
        return Found(
            articles, lines, triggers, conditions, synonyms, vetoes, by_words, by_examples, by_own_words, alone
        )

    @staticmethod
    def of_triggers(matches: Sequence[Match]) -> float:
        """Return what the triggers found add to the relevance of their article."""
        return 1 - _unmatched(matches, _TRIGGER_STRENGTH) if matches else 0.0

    @staticmethod
    def of_conditions(matches: Sequence[Match]) -> float:
        """Return what the conditions found say for their line."""
        return 1 - _unmatched(matches, _WHEN_STRENGTH) if matches else 0.0

    def _saturated(self, kind: str, heard: Heard, weights: Mapping[str, float], half: float) -> Scores:
        """Return BM25F sums between 0 and 1; `half` is in units of the impact of a word that one document holds."""
        scores = self._weigh(kind, heard, weights)
        if kind == "articles":
            scores = self._with_closeness(scores, heard)
        # What is replaced must not count twice: a note is then read the same with a patch and without.
        count = int(np.count_nonzero(self._alive if kind == "articles" else self._line_alive))
        scale = half * (np.log(max(count, 2) / 2) + 1)
        return scores / (scores + np.float32(scale))

    def _weigh(self, kind: str, heard: Heard, weights: Mapping[str, float]) -> Scores:
        """Return the BM25F sums of a note; a phrase that has synonyms counts for the best of its readings."""
        scores = self._compiled.weigh(kind, weights)
        stop = stopwords.stems()
        for (first, last), synonyms in heard.expanded.by_place().items():
            phrase = heard.tokens[first : last + 1]
            elsewhere = {token.stem for token in (*heard.tokens[:first], *heard.tokens[last + 1 :])}
            strength = max(weights[token.stem] for token in phrase)
            own = {token.stem: weights[token.stem] for token in phrase if token.stem not in elsewhere}
            readings = [
                {
                    token.stem: _STOPWORD_WEIGHT if token.stem in stop else strength
                    for token in synonym.tokens
                    if token.stem not in elsewhere
                }
                for synonym in synonyms
            ]
            as_said = self._compiled.sum(kind, own)
            best = np.maximum.reduce([as_said, *(self._compiled.sum(kind, reading) for reading in readings)])
            scores = scores + (best - as_said)
        return scores

    def _with_closeness(self, scores: Scores, heard: Heard) -> Scores:
        """Return the BM25F sums of articles, the best of them raised by how closely they say what the note says."""
        numbers = best(scores * self._alive, _COMPARED)
        close = self._compiled.closeness(numbers.tolist(), [token.stem for token in heard.tokens])
        scores = scores.copy()
        scores[numbers] += np.float32(_CLOSENESS) * close
        return scores

    def _with_untaught(self, learned: Scores, plainly: Scores) -> Scores:
        """Return what was learned, with a share for articles that were not: the more they have beside the likeliest.

        `plainly` is the evidence for each article but what was learned.
        """
        untaught = self._compiled.untaught
        if not (untaught.size and learned.any()):
            return learned
        likeliest = learned.argmax()
        strength = _strength(plainly[untaught]) / (_strength(plainly[likeliest]) + _DOUBT_OF_STRENGTH)
        whole = learned.sum()
        learned[untaught] = learned[likeliest] * strength * strength
        learned *= whole / learned.sum()
        return learned

    def _similarity(self, tokens: Sequence[Token]) -> Scores:
        """Return for every article how like the note its most similar example is, 0 to 1.

        That is the geometric mean of the share of the example that the note holds and the share of the note that
        the example holds, both in units of BM25.
        """
        stop = stopwords.stems()
        weights = {token.stem: _STOPWORD_WEIGHT_EXAMPLES if token.stem in stop else 1.0 for token in tokens}
        whole = sum(weight * self._compiled.idf("examples", stem) for stem, weight in weights.items())
        best = np.zeros(len(self.articles), dtype=np.float32)
        if self._with_examples.size:
            alike = self._compiled.weigh("examples", weights) * self._shares_of_examples
            highest = np.maximum.reduceat(alike, self._compiled.first_examples[self._with_examples])
            best[self._with_examples] = np.minimum(highest / np.sqrt(np.float32(whole or 1)), 1)
        return best

    @cached_property
    def _with_examples(self) -> npt.NDArray[np.intp]:
        """The numbers of the articles that have examples."""
        firsts = self._compiled.first_examples
        return np.flatnonzero(firsts[1:] > firsts[:-1])

    @cached_property
    def _shares_of_examples(self) -> Scores:
        """What a score comes to, the more the shorter its example is."""
        shares: Scores = np.maximum(self._compiled.example_totals, np.float32(1e-6)) ** np.float32(-0.5)
        return shares

    def _line_relevance(self, articles: Scores, met: Scores, by_own_words: Scores, upset: float) -> Scores:
        """Return the relevance of every line; only those that have any are worked on."""
        relevance = np.zeros(len(self.lines), np.float32)
        some = np.flatnonzero((articles > 0)[self.article_of] | (met > 0))
        of_article, met = articles[self.article_of[some]], met[some]
        own = np.maximum(met, by_own_words[some])
        floor = np.where(self._conditional[some], np.float32(_SHARE_CONDITIONAL), np.float32(_SHARE_UNCONDITIONAL))
        floor[self.offers[some] & (met == 0)] = _SHARE_OFFER
        found = 1 - (1 - of_article * (floor + (1 - floor) * own)) * (1 - met * self._condition_alone[some])
        found[self.calming[some]] *= min(1.0, 0.3 + 1.4 * upset)
        relevance[some] = found
        if upset >= _SOOTHED_FROM:
            relevance[self._soothing] = np.maximum(relevance[self._soothing], _SOOTHING_SHARE * upset)
        return relevance


def _among(
    column: Array, kinds: type[ArticleKind] | type[LineKind], wanted: Collection[ArticleKind | LineKind]
) -> Mask:
    """Return where a column of numbers of kinds has one of those wanted."""
    return np.isin(column, [number for number, kind in enumerate(kinds) if kind in wanted])


def _without_those_behind(articles: Scores, learned: Scores, learned_tells: float) -> Scores:
    """Return the relevance of articles beside the best: one far behind is not what the note is about.

    What was learned tells articles apart that share the words of the note.
    """
    left = np.zeros_like(articles)
    some = np.flatnonzero(articles > max(_NEGLIGIBLE, _FAR_BEHIND * float(articles.max(initial=0))))
    if some.size > _MOST_ARTICLES:
        least = np.partition(articles[some], -_MOST_ARTICLES)[-_MOST_ARTICLES]
        some = some[articles[some] >= least]
    if some.size:
        strength = _strength(articles[some])
        strength *= ((learned[some] + _DOUBT) / (learned.max() + _DOUBT)) ** np.float32(learned_tells)
        beside = articles[some] * (strength / strength.max()) ** _BEHIND
        left[some] = np.where(beside > _NOTHING, beside, 0)
    return left


def _strength(evidence: Scores) -> Scores:
    """Return evidence from 0 to 1 so that what is independent of one another adds up."""
    strength: Scores = -np.log1p(-np.minimum(evidence, np.float32(0.999)))
    return strength


def _term_weights(heard: Heard, feeling: Mood) -> dict[str, float]:
    stop = stopwords.stems()
    felt = [(cue.start, cue.end) for cue in feeling.cues if cue.name in FEELINGS]
    weights: dict[str, float] = {}
    for token, sure in zip(heard.tokens, heard.sureness, strict=True):
        if token.stem in stop or token.word.isdecimal():
            weight = _STOPWORD_WEIGHT
        elif any(start <= token.start < end for start, end in felt):
            weight = _FEELING_WEIGHT
        else:
            weight = sure
        weights[token.stem] = max(weight, weights.get(token.stem, 0.0))
    return weights


def _unmatched(matches: Sequence[Match], strength: float) -> float:
    """Return what different phrases leave open; a phrase that lies within another counts once."""
    if len(matches) == 1:
        return 1 - strength * (1.0 if matches[0].last_token > matches[0].first_token else 0.8)
    places = {(match.first_token, match.last_token) for match in matches}
    apart = [
        place
        for place in places
        if not any(other != place and other[0] <= place[0] and place[1] <= other[1] for other in places)
    ]
    left = 1.0
    for first, last in apart:
        left *= 1 - strength * (1.0 if last > first else 0.8)
    return left
