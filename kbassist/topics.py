"""What a call was about, as far as the articles tell that were said, read and found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from kbassist.content.kinds import ArticleKind

if TYPE_CHECKING:
    from kbassist.librarian import Hit, Librarian

# Kinds that tell why a customer calls, those that tell it best first.
_REASONS = (
    {ArticleKind.PROBLEM, ArticleKind.SCENARIO},
    {ArticleKind.GUIDE, ArticleKind.POLICY, ArticleKind.PRODUCT},
)


class Topics(NamedTuple):
    """Titles and categories that may be the reason, and products that may be meant, the likeliest first."""

    reasons: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


def find(librarian: Librarian, articles: Iterable[str], lang: str) -> Topics:
    """Return what articles tell of a call; those named most often, then first, tell most."""
    named = (librarian.look_up(article, lang) for article, _count in Counter(articles).most_common())
    hits = [hit for hit in named if hit]
    about = [hit for kinds in _REASONS for hit in hits if hit.kind in kinds]
    reasons = [*(hit.title for hit in about), *(hit.category for hit in about if hit.category)]
    products = [hit.title for hit in hits if hit.kind is ArticleKind.PRODUCT] or _related_products(librarian, about)
    return Topics(tuple(dict.fromkeys(reasons)), tuple(dict.fromkeys(products)))


def _related_products(librarian: Librarian, about: list[Hit]) -> list[str]:
    """Return the products that the likeliest reason names as related."""
    article = librarian.article(about[0].article, about[0].lang) if about else None
    related = librarian.related(article) if article else ()
    return [reference.title for reference in related if reference.kind is ArticleKind.PRODUCT]
