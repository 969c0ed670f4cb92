"""What a note says for each line: words of the index, trigger phrases, conditions, and the mood.

Everything per line is a numpy array in the order of the compiled line keys, so that a keystroke costs a few
vector operations however large the library is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from kbassist import resources
from kbassist.content.kinds import ArticleKind, Group, LineKind
from kbassist.content.model import Article, Line
from kbassist.search.compiled import Compiled, Postings
from kbassist.search.documents import article_key, keyed_lines
from kbassist.text import mood
from kbassist.text import tokens as words
from kbassist.text.mood import Mood
from kbassist.text.phrases import Match, Phrases
from kbassist.text.tokens import Token

Scores = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

# Words that say nothing of the matter still order lines that are otherwise alike; so do bare numbers.
_STOPWORD_WEIGHT = 0.03
# What a customer feels speaks for calming lines, through conditions and mood, and little for any matter.
_FEELING_WEIGHT = 0.3
# The sum of impacts, in units of the rarest word's weight, at which words alone make relevance one half.
_HALF_ARTICLE = 4.0
_HALF_LINE = 4.0
# Stopwords tell examples apart ("why", "how", "when") better than articles.
_STOPWORD_WEIGHT_EXAMPLES = 0.3
# What the most similar example adds to its article's relevance when note and example are the same.
_EXAMPLE_STRENGTH = 0.9
# How steeply an article falls behind the best one: its share of the best evidence, to this power.
_BEHIND = 1.2
# What a whole phrase adds to relevance; each further one adds its share of what is left.
_TRIGGER_STRENGTH = 0.5
_WHEN_STRENGTH = 0.6
# So many words say something together even where each of them says nothing: "tidak ada lagi".
_TELLING_LENGTH = 3
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


@cache
def stopword_stems() -> frozenset[str]:
    """Return the stems of words that say nothing of the matter."""
    rows = [row for row in resources.read_text("words/stopwords.txt").splitlines() if not row.startswith("#")]
    return frozenset(token.stem for row in rows for token in words.read(row))


@dataclass(frozen=True, slots=True)
class Found:
    """The evidence of one note; arrays run over lines, `articles` over articles."""

    articles: Scores
    lines: Scores
    triggers: Mapping[int, list[Match]]
    conditions: Mapping[int, list[Match]]

    @property
    def best_article(self) -> int:
        """Return the number of the article that the note most likely is about, or -1."""
        if not self.articles.size or self.articles.max() <= 0:
            return -1
        return int(self.articles.argmax())


class Evidence:
    """Weighs the lines of a library against notes; built once for a library, read at every key."""

    def __init__(self, articles: Sequence[Article], phrases: Mapping[str, tuple[str, ...]], compiled: Compiled) -> None:
        """Join the articles, and the stems of their phrases, with the arrays compiled from their index."""
        stopwords = stopword_stems()
        # A phrase that says nothing of the matter is not searched for.
        telling = {
            phrase: stems
            for phrase, stems in phrases.items()
            if len(stems) >= _TELLING_LENGTH or not stopwords.issuperset(stems)
        }
        self._compiled = compiled
        by_key = {article_key(article): article for article in articles}
        lines_by_key = {key: line for article in articles for key, line in keyed_lines(article)}
        self.articles: list[Article] = [by_key[key] for key in compiled.articles.keys]
        number_of = {key: number for number, key in enumerate(compiled.articles.keys)}
        self.lines: list[Line] = [lines_by_key[key] for key in compiled.lines.keys]
        self.article_of = np.array([number_of[key.partition("#")[0]] for key in compiled.lines.keys], dtype=np.int32)
        self._example_of = np.array(
            [number_of[key.rpartition("!")[0]] for key in compiled.examples.keys], dtype=np.int32
        )
        self._example_totals = np.maximum(compiled.examples.totals(), np.float32(1e-6))
        self.calming = self._mask(line.kind is LineKind.DEESCALATE for line in self.lines)
        self.offers = self._mask(line.kind.group is Group.OFFER for line in self.lines)
        self._conditional = self._mask(bool(line.when) for line in self.lines)
        self.general = self._mask(
            self.articles[number].kind is ArticleKind.SCRIPT for number in self.article_of.tolist()
        )
        self._condition_alone = np.where(
            self.general | self.offers, np.float32(_CONDITION_ALONE), np.float32(_CONDITION_ALONE_IN_ARTICLE)
        )
        self.general_lines = tuple(np.flatnonzero(self.general).tolist())
        self._named: dict[str, tuple[int, ...]] = {}
        for number, line in enumerate(self.lines):
            self._named[line.name] = (*self._named.get(line.name, ()), number)
        self._teaching = np.array(
            [_TEACHING_SHARE if article.kind in _TEACHING else 1.0 for article in self.articles], dtype=np.float32
        )
        self._triggers = _phrases(telling, (article.triggers for article in self.articles))
        self._when = _phrases(telling, (line.when for line in self.lines))
        self._unless = _phrases(telling, (line.unless for line in self.lines))

    @cached_property
    def _soothing(self) -> Mask:
        """The calming lines that speak when mood alone does: in each language of the richest script about it.

        A script is about upset customers when its own triggers read so.
        """
        upset = {
            number
            for number in set(self.article_of[self.calming & self.general].tolist())
            if _reads_furious(". ".join(self.articles[number].triggers))
        }
        calming = np.flatnonzero(self.calming).tolist()
        scripts = self.richest(line for line in calming if self.article_of[line] in upset)
        return self._mask(line.article in scripts for line in self.lines) & self.calming

    def richest(self, lines: Iterable[int]) -> frozenset[str]:
        """Return the ids of the articles that hold most of some lines, one for each language."""
        best: dict[str, tuple[int, str]] = {}
        for number, count in Counter(int(self.article_of[line]) for line in lines).items():
            article = self.articles[number]
            best[article.lang] = max(best.get(article.lang, (0, "")), (count, article.id))
        return frozenset(name for _count, name in best.values())

    def named(self, name: str) -> tuple[int, ...]:
        """Return the numbers of all lines of a name: its translations and variants."""
        return self._named.get(name, ())

    def article(self, number: int) -> Article:
        """Return the article of line `number`."""
        return self.articles[int(self.article_of[number])]

    @staticmethod
    def _mask(values: Iterable[bool]) -> Mask:
        return np.fromiter(values, dtype=np.bool_)

    def find(self, tokens: Sequence[Token], feeling: Mood) -> Found:
        """Return the relevance of every article and line for a note; an upset mood lifts calming lines."""
        weights = _term_weights(tokens, feeling)
        triggers = _by_payload(self._triggers.find(tokens))
        conditions = _by_payload(self._when.find(tokens))
        articles = _saturated(self._compiled.articles, weights, _HALF_ARTICLE) * self._teaching
        for number, matches in triggers.items():
            articles[number] = 1 - (1 - articles[number]) * _unmatched(matches, _TRIGGER_STRENGTH)
        articles = 1 - (1 - articles) * (1 - _EXAMPLE_STRENGTH * self._similarity(tokens))
        strength = -np.log1p(-np.minimum(articles, np.float32(0.999)))
        if strength.size and strength.max() > 0:
            # An article far behind the best is not what the note is about, however many words it shares.
            articles *= (strength / strength.max()) ** _BEHIND
        met = np.zeros(len(self.lines), dtype=np.float32)
        for number, matches in conditions.items():
            met[number] = 1 - _unmatched(matches, _WHEN_STRENGTH)
        own = np.maximum(met, _saturated(self._compiled.lines, weights, _HALF_LINE))
        lines = self._line_relevance(articles, met, own, feeling.value)
        for match in self._unless.find(tokens):
            lines[match.payload] = 0
        return Found(articles, lines, triggers, conditions)

    def _similarity(self, tokens: Sequence[Token]) -> Scores:
        """Return for every article how like the note its most similar example is, 0 to 1.

        That is the geometric mean of the share of the example that the note holds and the share of the note that
        the example holds, both in units of BM25.
        """
        examples = self._compiled.examples
        stopwords = stopword_stems()
        weights = {token.stem: _STOPWORD_WEIGHT_EXAMPLES if token.stem in stopwords else 1.0 for token in tokens}
        whole = sum(weight * examples.idf(stem) for stem, weight in weights.items())
        scores = _weighted(examples, weights)
        alike = np.minimum(scores / np.sqrt(self._example_totals * np.float32(whole or 1)), 1)
        best = np.zeros(len(self.articles), dtype=np.float32)
        np.maximum.at(best, self._example_of, alike)
        return best

    def _line_relevance(self, articles: Scores, met: Scores, own: Scores, upset: float) -> Scores:
        floor = np.where(self._conditional, _SHARE_CONDITIONAL, _SHARE_UNCONDITIONAL).astype(np.float32)
        floor[self.offers & (met == 0)] = _SHARE_OFFER
        relevance: Scores = articles[self.article_of] * (floor + (1 - floor) * own)
        relevance = 1 - (1 - relevance) * (1 - met * self._condition_alone)
        calming = self.calming
        relevance[calming] *= min(1.0, 0.3 + 1.4 * upset)
        if upset >= _SOOTHED_FROM:
            relevance[self._soothing] = np.maximum(relevance[self._soothing], _SOOTHING_SHARE * upset)
        return relevance


def _phrases(stems: Mapping[str, tuple[str, ...]], rows: Iterable[Sequence[str]]) -> Phrases:
    """Return the phrases of numbered rows that have stems, each with the number of its row."""
    return Phrases((stems[phrase], number) for number, row in enumerate(rows) for phrase in row if phrase in stems)


def _reads_furious(text: str) -> bool:
    return mood.read(text, words.read(text)).level == "furious"


def _term_weights(tokens: Iterable[Token], feeling: Mood) -> dict[str, float]:
    stopwords = stopword_stems()
    felt = [(cue.start, cue.end) for cue in feeling.cues]
    weights: dict[str, float] = {}
    for token in tokens:
        if token.stem in stopwords or token.word.isdecimal():
            weight = _STOPWORD_WEIGHT
        elif any(start <= token.start < end for start, end in felt):
            weight = _FEELING_WEIGHT
        else:
            weight = 1.0
        weights[token.stem] = max(weight, weights.get(token.stem, 0.0))
    return weights


def _weighted(postings: Postings, weights: Mapping[str, float]) -> Scores:
    scores = np.zeros(len(postings.keys), dtype=np.float32)
    for stem, weight in weights.items():
        documents, impacts = postings.term(stem)
        scores[documents] += np.float32(weight) * impacts
    return scores


def _saturated(postings: Postings, weights: Mapping[str, float], half: float) -> Scores:
    """Return BM25F sums between 0 and 1; `half` is in units of the impact of a word that one document holds."""
    scores = _weighted(postings, weights)
    scale = half * (np.log(max(len(postings.keys), 2) / 2) + 1)
    return scores / (scores + np.float32(scale))


def _by_payload(matches: Iterable[Match]) -> dict[int, list[Match]]:
    found: dict[int, list[Match]] = {}
    for match in matches:
        found.setdefault(match.payload, []).append(match)
    return found


def _unmatched(matches: Sequence[Match], strength: float) -> float:
    """Return what different phrases leave open; a phrase that lies within another counts once."""
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
