"""What speaks against saying anything from an article on a day."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kbassist.content.kinds import Status
from kbassist.content.model import Article


class Caution(StrEnum):
    """Why an agent should not say a thing, or not without a second look; the gravest first."""

    RETIRED = "retired"
    NOT_RELEASED = "not-released"
    OVER = "over"
    NOT_YET = "not-yet"
    FACT_OVER = "fact-over"
    REVIEW_DUE = "review-due"


class Doubt(NamedTuple):
    """A caution, the day that it goes by, and the label of the fact that it is about."""

    caution: Caution
    day: date | None = None
    fact: str = ""


def doubts(article: Article, today: date) -> tuple[Doubt, ...]:
    """Return what speaks against an article on a day, the gravest first."""
    found: list[Doubt] = []
    if article.status is Status.RETIRED:
        found.append(Doubt(Caution.RETIRED))
    elif article.status is not Status.PUBLISHED:
        found.append(Doubt(Caution.NOT_RELEASED))
    if article.valid_until and article.valid_until < today:
        found.append(Doubt(Caution.OVER, article.valid_until))
    if article.valid_from and article.valid_from > today:
        found.append(Doubt(Caution.NOT_YET, article.valid_from))
    found += (Doubt(Caution.FACT_OVER, fact.valid_until, fact.label) for fact in article.facts_over(today))
    if article.review_by and article.review_by < today:
        found.append(Doubt(Caution.REVIEW_DUE, article.review_by))
    return tuple(found)
