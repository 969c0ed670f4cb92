"""Search as it is typed, over the compiled arrays: what is asked for, in which order, and what else may be meant."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from kbassist.content.model import Article
from kbassist.search import syntax
from kbassist.search.asked import AnyOf, Asked, Listener, Mended, Word
from kbassist.search.compiled import Compiled, Mask
from kbassist.search.facets import Facet
from kbassist.search.matching import Match, Matcher
from kbassist.search.narrowing import LINKS, Counts
from kbassist.search.postings import Scores, best
from kbassist.search.shelf import title_code
from kbassist.search.syntax import Clause, Field, Query
from kbassist.text import stopwords, tokens

# Nobody types more, and what was pasted by mistake shall hold nobody up.
_LONGEST = 400
# So many of the best are compared for how closely they say the words of the query, and what that counts.
_COMPARED = 50
_CLOSENESS = 1.5
# With more stems than these a word is still being typed, and near nothing yet.
_MOST_MEANINGS = 8
# The score of what fits without any word: a kind, a day.
_LEAST = np.float32(0.001)
# What the language of the call and being retired multiply a score by.
_OWN_LANGUAGE, _RETIRED = np.float32(1.1), np.float32(0.01)
# By how much the words of a note can raise an article at most.
_BIAS = 0.15
# So many words tell what an article is about.
_TELLING = 12
# With fewer articles than these something else may be meant.
_FEW = 3
# More than any score: what is between the tiers of those that bear the query in their titles and of those that don't.
_TIER = np.float32(10_000)
_ANYTHING: Mapping[Facet, str] = MappingProxyType({})


class Answer(NamedTuple):
    """The best articles by number with their scores, and what `Found` of the facade tells of all."""

    best: list[tuple[int, float]]
    facets: Callable[[], Counts]
    total: int
    meant: str
    is_near: bool
    words: AnyOf


class _Matches(NamedTuple):
    """The score of every article, which ones have what is asked, and whether they are only the nearest."""

    scores: Scores
    mask: Mask
    is_near: bool


class Searcher:
    """Searches one library."""

    def __init__(self, compiled: Compiled) -> None:
        """Prepare nothing; most of it is made when the first query needs it."""
        self._compiled = compiled
        self._listener = Listener(compiled)
        self._matcher = Matcher(compiled)
        self._note: tuple[str, Scores | None] = "", None
        self._standings: dict[str, Scores] = {}

    def warm(self, give_way: Callable[[], None] = lambda: None) -> None:
        """Add up beforehand what would take long at a key; gives way between its steps."""
        for beginning in self._matcher.heavy_beginnings(give_way):
            for word in self._listener.read(beginning).words:
                give_way()
                self._matcher.keep(word)

    def search(
        self,
        text: str,
        *,
        narrowed: Mapping[Facet, str] = _ANYTHING,
        note: str = "",
        speaks: str = "",
        limit: int = 20,
    ) -> Answer:
        """Return the articles that fit a query, best first; of near equals those in the language that one `speaks`.

        Of a few words all are required, of a sentence or where nothing has them all any will do. The last word may be
        the beginning of one while no space follows it. An article whose title is the query comes first, then those
        whose titles say it, and what is retired last.
        """
        text = text[:_LONGEST]
        query = syntax.read(text)
        asked = self._listener.read(query.words)
        found = self._matches(query, asked)
        facets = self._compiled.facets
        masks = {facet: facets.having(facet, value) for facet, value in narrowed.items()}
        there = _all(found.mask, masks.values())
        return Answer(
            self._best(np.maximum(found.scores, _LEAST) * there * self._leaning(note, speaks), text, asked, limit),
            partial(facets.counts, found.mask, masks),
            int(np.count_nonzero(there)),
            self._meant(text, query, asked, found),
            found.is_near,
            self._marked(query, asked),
        )

    def relevance(self, text: str) -> Scores:
        """Return the score of every article for a query, 0 where it does not fit: what Whoosh says of the same."""
        query = syntax.read(text)
        found = self._matches(query, self._listener.read(query.words))
        return found.scores * found.mask

    def linking(self, article: str) -> list[int]:
        """Return the numbers of the articles that lead to the articles of an id."""
        found = self._compiled.facets.having(LINKS, article) & self._compiled.alive
        return [int(number) for number in np.flatnonzero(found)]

    def similar(self, article: Article, limit: int) -> list[int]:
        """Return the numbers of other articles in its language that have most of its telling words, best first."""
        compiled = self._compiled
        parts = (article.title, *article.triggers, *article.tags, *(heading.text for heading in article.headings))
        said = Counter(
            token.stem for part in (*parts, *(line.text for line in article.lines)) for token in tokens.read(part)
        )
        rare = {
            stem: count * compiled.idf("articles", stem)
            for stem, count in said.items()
            if stem not in stopwords.stems() and compiled.knows(stem)
        }
        telling = sorted(rare, key=lambda stem: -rare[stem])[:_TELLING]
        there = compiled.alive & compiled.facets.having(Facet.LANG, article.lang)
        there[compiled.numbers(article.id)] = False
        scores = compiled.sum("articles", dict.fromkeys(telling, 1.0))
        return [int(number) for number in best(scores * there, limit)]

    def _matches(self, query: Query, asked: Asked) -> _Matches:
        scope = self._compiled.alive
        scores = np.zeros(scope.size, np.float32)
        for group in query.required:
            matches = [self._clause(clause) for clause in group]
            scope = scope & np.any([match.mask for match in matches], axis=0)
            scores = _sum(scores, (match.scores * match.mask for match in matches))
        for clause in query.excluded:
            scope = scope & ~self._clause(clause).mask
        if not asked.units:
            return _Matches(scores, scope & bool(query.required or query.excluded), is_near=False)
        if asked.all_required:
            units = [self._matcher.unit(unit) for unit in asked.units]
            every = _all(scope, (unit.mask for unit in units))
            if every.any():
                return _Matches(_sum(scores, (unit.scores for unit in units)), every, is_near=False)
        spoken = _sum(np.zeros_like(scores), map(self._matcher.part_of_unit, asked.units))
        some = scope & (spoken > 0)
        return _Matches(scores + spoken, some, is_near=asked.all_required and bool(some.any()))

    def _clause(self, clause: Clause) -> Match:
        compiled, facets = self._compiled, self._compiled.facets
        text = clause.text.casefold()
        match clause.field:
            case Field.ANYWHERE | Field.TITLE:
                return self._words_of_clause(clause)
            case Field.TAG | Field.CATEGORY:

                def is_wanted(value: str) -> bool:
                    folded = value.casefold()
                    return folded.startswith(text) if clause.is_begun else folded == text

                return _only(facets.mask(clause.field, is_wanted))
            case Field.KIND:
                return _only(facets.mask(clause.field, clause.values.__contains__))
            case Field.LANG:
                return _only(facets.mask(clause.field, lambda value: not clause.values.isdisjoint(_tags(value))))
        assert clause.day
        review_by, day = compiled.review_by, clause.day.toordinal()
        return _only((review_by > 0) & (review_by < day) if clause.field is Field.BEFORE else review_by > day)

    def _words_of_clause(self, clause: Clause) -> Match:
        asked = self._listener.clause(clause)
        found = self._matcher.all_of(asked.words)
        if clause.field is Field.TITLE:
            titles = [asked.words] if clause.is_phrase else [(word,) for word in asked.words]
            return Match(found.scores, _all(found.mask, map(self._matcher.in_titles, titles)))
        if clause.is_phrase:
            stems = tuple(token.stem for token in tokens.read(clause.text))
            return Match(found.scores, self._matcher.phrase(stems))
        return found

    def _best(self, scores: Scores, text: str, asked: Asked, limit: int) -> list[tuple[int, float]]:
        """Return the best articles: by title, then by score and how closely they say the words."""
        named = (self._compiled.title_codes == title_code(text)).astype(np.float32)
        if len(asked.words) > 1:
            named += self._matcher.in_titles(asked.words)
        named *= ~self._compiled.retired
        ranked = best(scores + _TIER * named * (scores > 0), max(limit, _COMPARED))
        compared = ranked[:_COMPARED].tolist()
        instead = {other: word.stem for word in asked.words for other in self._few_stems(word)}
        close = self._compiled.closeness(compared, [word.stem for word in asked.words], instead)
        tiers = named[compared].tolist()
        worth = (scores[compared] + _CLOSENESS * close).tolist()
        order = sorted(zip(tiers, worth, compared, strict=True), key=lambda each: each[:2], reverse=True)
        rest = ranked[_COMPARED:].tolist()
        return [*((number, score) for _, score, number in order), *zip(rest, scores[rest].tolist(), strict=True)][
            :limit
        ]

    def _few_stems(self, word: Word) -> Iterable[str]:
        return self._matcher.stems(word) if self._matcher.count(word) <= _MOST_MEANINGS else ()

    def _leaning(self, note: str, speaks: str) -> Scores:
        """Return by what note, language and standing multiply the score of each article."""
        if speaks not in self._standings:
            standing = np.where(self._compiled.retired, _RETIRED, np.float32(1))
            own = self._compiled.facets.having(Facet.LANG, speaks)
            self._standings[speaks] = np.where(own, _OWN_LANGUAGE * standing, standing)
        standing = self._standings[speaks]
        return standing * self._bias(note) if note.strip() else standing

    def _bias(self, note: str) -> Scores:
        """Return by what the words of a note multiply the score of each article."""
        if self._note[0] != note or self._note[1] is None:
            told = dict.fromkeys(token.stem for token in tokens.read(note))
            weights = {stem: 1.0 for stem in told if stem not in stopwords.stems()}
            spoken = self._compiled.sum("articles", weights)
            self._note = note, 1 + np.float32(_BIAS) * spoken / max(float(spoken.max(initial=0)), 1.0)
        assert self._note[1] is not None
        return self._note[1]

    def _meant(self, text: str, query: Query, asked: Asked, found: _Matches) -> str:
        """Return the query as it was read where words were put right, or as more articles would be found."""
        mended = [*asked.mended, *self._mended_in(query)]
        most, meant = 0 if found.is_near else int(np.count_nonzero(found.mask)), ""
        if mended or most >= _FEW:
            return _put_right(text, mended) if mended else ""
        for other in self._other_words(query.words):
            changed = _put_right(text, [other])
            again = syntax.read(changed)
            matches = self._matches(again, self._listener.read(again.words))
            if not matches.is_near and (count := int(matches.mask.sum())) > most:
                most, meant = count, changed
        return meant

    def _mended_in(self, query: Query) -> Iterator[Mended]:
        for clause in (clause for group in query.required for clause in group):
            if clause.field in {Field.ANYWHERE, Field.TITLE} and not clause.is_phrase:
                for mended in self._listener.clause(clause).mended:
                    yield Mended(clause.start + mended.start, clause.start + mended.end, mended.word)

    def _other_words(self, words: str) -> Iterator[Mended]:
        """Yield what each word may be a slip of, though the library has it; not of one that is still being typed."""
        for token in tokens.read(words):
            if token.end < len(words) and (other := self._compiled.speller.other(token)):
                yield Mended(token.start, token.end, other)

    def _marked(self, query: Query, asked: Asked) -> AnyOf:
        """Return the stems of all that is asked for; those of a phrase that means the same say little one by one."""
        synonyms = (other for unit in asked.units for other in unit[1:])
        words = [*asked.words, *(other[0] for other in synonyms if len(other) == 1)]
        for clause in (clause for group in query.required for clause in group):
            if clause.field in {Field.ANYWHERE, Field.TITLE}:
                words += self._listener.clause(clause).words
        return AnyOf(self._matcher.stems, words)


def _all(mask: Mask, others: Iterable[Mask]) -> Mask:
    for other in others:
        mask = mask & other
    return mask


def _sum(scores: Scores, others: Iterable[Scores]) -> Scores:
    for other in others:
        scores = scores + other
    return scores


def _only(mask: Mask) -> Match:
    return Match(np.zeros(mask.size, np.float32), mask)


def _tags(lang: str) -> set[str]:
    """Return a language with and without its region."""
    return {lang, lang.partition("-")[0]}


def _put_right(text: str, mended: Sequence[Mended]) -> str:
    for start, end, word in sorted(mended, reverse=True):
        text = text[:start] + word + text[end:]
    return text
