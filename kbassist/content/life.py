"""The life of an article: draft, review, published, retired; who took each step, and what is due.

Where four eyes are wanted, an article is published by another than the one who last changed its words.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from kbassist.content import header
from kbassist.content.kinds import Status
from kbassist.content.model import Article
from kbassist.content.rules import Rules
from kbassist.content.versions import Versions, VersionsError, status_of

FOUR_EYES = "four-eyes"
_STATUS_ROW = re.compile(r"^status[ \t]*:.*\n?", re.MULTILINE)


class Step(StrEnum):
    """What can be done with an article next."""

    SUBMIT = "submit"
    PUBLISH = "publish"
    REVISE = "revise"
    RETIRE = "retire"

    @property
    def status(self) -> Status:
        """Return the status that the step leads to."""
        return _LEADS_TO[self]


_LEADS_TO = {
    Step.SUBMIT: Status.REVIEW,
    Step.PUBLISH: Status.PUBLISHED,
    Step.REVISE: Status.DRAFT,
    Step.RETIRE: Status.RETIRED,
}
_STEPS = {
    Status.DRAFT: (Step.SUBMIT,),
    Status.REVIEW: (Step.PUBLISH, Step.REVISE),
    Status.PUBLISHED: (Step.REVISE, Step.RETIRE),
    Status.RETIRED: (Step.REVISE,),
}


class Task(StrEnum):
    """What is to be done about an article on a day."""

    OVERDUE = "overdue"
    REVIEW = "review"
    STARTS = "starts"
    ENDS = "ends"
    OVER = "over"


class Due(Struct, frozen=True):
    """An article that is to be looked after, why, and the day it goes by."""

    article: Article
    task: Task
    day: date


def steps(status: Status) -> tuple[Step, ...]:
    """Return what can be done with an article of a status, the usual step first."""
    return _STEPS[status]


def with_status(text: str, status: Status) -> str:
    """Return an article's text with another status; raises HeaderError when its header can't be read."""
    return header.set_key(text, "status", status.value)


def hindrance(step: Step, text: str, path: Path, versions: Versions, who: str, rules: Rules) -> str:
    """Return why `who` may not take a step with a text of the file `path`: FOUR_EYES, or nothing.

    Whose words they are is read from the versions; words that nobody is known to have written hinder nobody.
    Raises VersionsError where the versions can't be read.
    """
    if step is not Step.PUBLISH or not rules.four_eyes:
        return ""
    return FOUR_EYES if _same_name(who, _last_writer(text, path, versions, who)) else ""


def unseen(before: str, after: str, rules: Rules) -> bool:
    """Whether saving would publish words that only the one who saves has seen, where four eyes are wanted."""
    return rules.four_eyes and status_of(after) == Status.PUBLISHED and _words(before) != _words(after)


def due(articles: Iterable[Article], today: date, days: int) -> list[Due]:
    """Return what is to be looked after until so many days from today, the soonest first."""
    last = today + timedelta(days=days)
    found = [Due(article, task, day) for article in articles for task, day in _tasks(article, today) if day <= last]
    return sorted(found, key=lambda one: (one.day, one.article.title.casefold(), one.article.id, one.article.lang))


def _tasks(article: Article, today: date) -> Iterator[tuple[Task, date]]:
    is_out = article.status is Status.PUBLISHED
    if article.review_by and is_out:
        yield (Task.OVERDUE if article.review_by < today else Task.REVIEW), article.review_by
    if article.status is Status.RETIRED:
        return
    if article.valid_from and article.valid_from > today:
        yield Task.STARTS, article.valid_from
    if article.valid_until and article.valid_until >= today:
        yield Task.ENDS, article.valid_until
    elif article.valid_until and is_out:
        yield Task.OVER, article.valid_until


def _last_writer(text: str, path: Path, versions: Versions, who: str) -> str:
    """Return who last changed the words of a text: `who` when no version has them, nobody when that is not known."""
    known, words = versions.of(path), _words(text)
    writer = who if known else ""
    for version in known:
        try:
            same = _words(versions.text(path, version.id)) == words
        except VersionsError as error:
            if error.code != "version-unreadable":
                raise
            same = False  # what is no text has other words
        if not same:
            break
        writer = version.who
    return writer


def _words(text: str) -> tuple[str, str]:
    """Return all of a text but its status."""
    head, body, _row = header.split(text)
    return _STATUS_ROW.sub("", head or "").strip(), body.strip()


def _same_name(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
