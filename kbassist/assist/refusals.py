"""Which product a customer does not want: an offer refused stays silent for the rest of the call."""

from collections.abc import Iterable, Sequence

import numpy as np

from kbassist.assist.evidence import Evidence, Found
from kbassist.content.kinds import ArticleKind, Group
from kbassist.content.model import Line
from kbassist.text import stopwords
from kbassist.text import tokens as words
from kbassist.text.phrases import Match
from kbassist.text.tokens import Token

PRODUCTS = frozenset({ArticleKind.PRODUCT, ArticleKind.OFFER})
# So many words beside a refusal can name what is refused, and so many articles are looked at.
_REACH = 3
_LOOKED_AT = 40


class Refusals:
    """Finds what is refused among the articles of one library."""

    def __init__(self, evidence: Evidence) -> None:
        """Remember nothing yet; the names of a product are read when first needed."""
        self._evidence = evidence
        self._names: dict[int, frozenset[str]] = {}

    def articles(
        self, matches: Iterable[Match], note: str, tokens: Sequence[Token], found: Found, used: Sequence[Line]
    ) -> frozenset[str]:
        """Return the ids of the articles whose offers the matches refuse; empty where it can't be told, or none is.

        A refusal is meant for the offer made last, else for the product that is named beside it.
        """
        matches = tuple(matches)
        offers = [line.article for line in used if line.kind.group is Group.OFFER]
        if not matches or offers:
            return frozenset(offers[-1:] if matches else ())
        return frozenset(name for match in matches for name in self._named_beside(match, note, tokens, found))

    def _named_beside(self, match: Match, note: str, tokens: Sequence[Token], found: Found) -> frozenset[str]:
        """Return the products that the words behind a refusal name best, else those before it."""
        behind = tokens[match.last_token + 1 : match.last_token + 1 + _REACH]
        before = tokens[max(0, match.first_token - _REACH) : match.first_token]
        products = self._products(found)
        for beside in (_same_clause(behind, match.end, note), before):
            stems = {token.stem for token in beside} - stopwords.stems()
            shared = {number: len(stems & self._names_of(number)) for number in products}
            most = max(shared.values(), default=0)
            if most:
                return frozenset(
                    self._evidence.articles[number].id for number, count in shared.items() if count == most
                )
        return frozenset()

    def _products(self, found: Found) -> list[int]:
        """Return the products among the articles that the note has most to do with."""
        count = min(_LOOKED_AT, found.articles.size)
        likely = np.argpartition(-found.articles, count - 1)[:count].tolist() if count else []
        return [
            number
            for number in likely
            if found.articles[number] > 0 and self._evidence.articles[number].kind in PRODUCTS
        ]

    def _names_of(self, number: int) -> frozenset[str]:
        if number not in self._names:
            article = self._evidence.articles[number]
            texts = (article.title, *article.triggers)
            self._names[number] = frozenset(token.stem for text in texts for token in words.read(text))
        return self._names[number]


def _same_clause(tokens: Sequence[Token], start: int, note: str) -> list[Token]:
    """Return the tokens that follow place `start` up to the next punctuation mark."""
    clause: list[Token] = []
    for token in tokens:
        if not note[start : token.start].isspace():
            break
        clause.append(token)
        start = token.end
    return clause
