"""The agents' voice: what they say is wrong or out of date in an article, collected for its editors.

The wording is that of the library at the time, so that it is known what was meant once the article says another thing.
What was selected in the reader may tell of the customer beside, for whom lines are filled in there.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kbassist.desk.exports import plain
from kbassist.desk.tables import ReportRow, new_id
from kbassist.text.privacy import clean


class Flaw(StrEnum):
    """What is the matter with an article."""

    WRONG = "wrong"
    OUTDATED = "outdated"


class ReportStatus(StrEnum):
    """Whether an editor has seen to it."""

    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Report:
    """A flaw that an agent found in a call; `words` say why, `answer` what became of it and `editor` who said so.

    `place` is the id of a line or the anchor of a heading, empty for the article as a whole.
    """

    article: str
    lang: str
    flaw: Flaw
    made: datetime
    place: str = ""
    wording: str = ""
    words: str = ""
    agent: str = ""
    call: str = ""
    customer: str = ""
    status: ReportStatus = ReportStatus.OPEN
    answer: str = ""
    editor: str = ""
    id: str = field(default_factory=new_id)


# Whose call it was is nothing that editors need.
_TOLD = ("id", "article", "lang", "place", "wording", "flaw", "words", "agent", "made", "status", "answer", "editor")


def add(report: Report) -> None:
    """Keep a report, once."""
    ReportRow.insert(
        id=report.id,
        article=report.article,
        lang=report.lang,
        place=report.place,
        wording=clean(report.wording),
        flaw=report.flaw,
        words=clean(report.words),
        call=report.call,
        customer=report.customer,
        agent=report.agent,
        made=report.made,
        status=report.status,
        answer=clean(report.answer),
        editor=report.editor,
        changed=report.made,
    ).on_conflict_ignore().execute()


def move(report: str, status: ReportStatus, words: str, at: datetime, editor: str) -> None:
    """Say that a report is done and what came of it, or take it up again."""
    changes = {
        ReportRow.status: status,
        ReportRow.answer: clean(words),
        ReportRow.editor: editor,
        ReportRow.changed: at,
    }
    ReportRow.update(changes).where(ReportRow.id == report).execute()


def find(status: ReportStatus) -> list[Report]:
    """Return the reports that are open or done: together those of an article, and always the newest first."""
    rows = ReportRow.select().where(ReportRow.status == status).order_by(ReportRow.made.desc(), ReportRow.id)
    found: dict[tuple[str, str], list[Report]] = {}
    for row in rows:
        found.setdefault((row.article, row.lang), []).append(_report(row))
    return [report for reports in found.values() for report in reports]


def open_counts() -> Mapping[tuple[str, str], int]:
    """Return how many reports are open, by article and language."""
    rows = ReportRow.select(ReportRow.article, ReportRow.lang).where(ReportRow.status == ReportStatus.OPEN)
    return Counter((row.article, row.lang) for row in rows)


def rows(status: ReportStatus) -> list[dict[str, str]]:
    """Return the reports for other programs, in the same order."""
    return [{name: plain(getattr(report, name)) for name in _TOLD} for report in find(status)]


def _report(row: ReportRow) -> Report:
    return Report(
        article=row.article,
        lang=row.lang,
        flaw=Flaw(row.flaw),
        made=row.made,
        place=row.place,
        wording=row.wording,
        words=row.words,
        agent=row.agent,
        call=row.call,
        customer=row.customer,
        status=ReportStatus(row.status),
        answer=row.answer,
        editor=row.editor,
        id=row.id,
    )
