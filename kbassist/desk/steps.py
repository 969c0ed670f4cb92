"""The history of orders, complaints, follow-ups and feedback, step by step."""

from dataclasses import dataclass
from datetime import datetime

from kbassist.desk.tables import StepRow
from kbassist.text.privacy import clean


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, when and by whom; `status` is what the subject has been since."""

    at: datetime
    agent: str
    status: str
    words: str


def add(subject: str, at: datetime, agent: str, status: str, words: str = "") -> None:
    """Add a step to the history of the row that has the id `subject`."""
    place = StepRow.select().where(StepRow.subject == subject).count()
    StepRow.create(subject=subject, place=place, at=at, agent=agent, status=status, words=clean(words))


def forget(subject: str) -> None:
    """Take out the history of a row that goes."""
    StepRow.delete().where(StepRow.subject == subject).execute()


def of(subject: str) -> list[Step]:
    """Return the steps of a subject, the first one first."""
    rows = StepRow.select().where(StepRow.subject == subject).order_by(StepRow.place)
    return [Step(row.at, row.agent, row.status, row.words) for row in rows]
