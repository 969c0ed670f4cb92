"""A query as Whoosh itself would be asked it: the reference for search, wherever Whoosh has words for it."""

from collections.abc import Iterable

from whoosh.collectors import TopCollector
from whoosh.index import FileIndex
from whoosh.query.compound import And, Or, Require
from whoosh.query.qcore import Query as WhooshQuery
from whoosh.query.terms import Term
from whoosh.query.wrappers import Not

from kbassist.search import syntax
from kbassist.search.asked import Listener, Word
from kbassist.search.compiled import Compiled
from kbassist.search.documents import ARTICLE_FIELDS, KEY
from kbassist.search.matching import Matcher
from kbassist.search.syntax import Clause, Field


class Inexpressible(Exception):  # noqa: N818 - it names a state
    """Whoosh can't say what is asked: phrases, facets, days, synonyms."""


class WhooshQueries:
    """Asks Whoosh's index of a library what is asked over the arrays."""

    def __init__(self, index: FileIndex, compiled: Compiled) -> None:
        """Understand words as `compiled` has them."""
        self._index = index
        self._listener = Listener(compiled)
        self._matcher = Matcher(compiled)

    def search(self, text: str, limit: int) -> list[tuple[str, float]]:
        """Return the keys and scores of the best articles; raises Inexpressible."""
        query = syntax.read(text)
        asked = self._listener.read(query.words)
        required = [Or([self._clause(clause) for clause in group]) for group in query.required]
        excluded = [Not(self._clause(clause)) for clause in query.excluded]
        if any(len(unit) > 1 for unit in asked.units):
            # Nested, its DisjunctionMax gives one document the score of another.
            raise Inexpressible(text)
        words = [self._word(word) for word in asked.words]
        for plain in (And(words), Or(words)) if asked.all_required else (Or(words),):
            hits = self._best(And([*required, *excluded, *([plain] if words else [])]), limit)
            if hits:
                # What must not be counts 1 for every document; AndNot, which does not count, lets some of it through.
                return [(key, score - len(excluded)) for key, score in hits]
        return []

    def _best(self, query: WhooshQuery, limit: int) -> list[tuple[str, float]]:
        with self._index.searcher() as searcher:
            # With matchers replaced or skipped on the way, Whoosh loses documents of nested queries.
            collector = TopCollector(limit, usequality=False, replace=0)  # type: ignore[no-untyped-call]
            searcher.search_with_collector(query, collector)
            return [(searcher.stored_fields(number)[KEY], score) for score, number in collector.results().top_n]

    def _word(self, word: Word) -> WhooshQuery:
        return _terms(self._matcher.stems(word), ARTICLE_FIELDS)

    def _clause(self, clause: Clause) -> WhooshQuery:
        if clause.is_phrase or clause.field not in {Field.ANYWHERE, Field.TITLE}:
            raise Inexpressible(clause.field)
        words = self._listener.clause(clause).words
        found = And([self._word(word) for word in words])
        if clause.field is Field.ANYWHERE:
            return found
        return Require(found, And([_terms(self._matcher.stems(word), ("title",)) for word in words]))


def _terms(stems: Iterable[str], fields: Iterable[str]) -> WhooshQuery:
    return Or([Term(name, stem, ARTICLE_FIELDS[name]) for name in fields for stem in stems])
