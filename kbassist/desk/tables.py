"""The tables of the desk, for queries; `resources/desk` has the statements that make them."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from peewee import IntegerField, Model, TextField

if TYPE_CHECKING:
    _Moments: TypeAlias = TextField[datetime]
    _Days: TypeAlias = TextField[date]
    _Values: TypeAlias = TextField[Any]
else:
    _Moments = _Days = _Values = TextField


REBUILD = "rebuild"


def new_id() -> str:
    """Return a name that no other row has."""
    return os.urandom(8).hex()


class MomentField(_Moments):
    """An aware moment, kept as text in UTC that sorts by time."""

    def db_value(self, value: datetime | None) -> str | None:
        """Return the text of a moment."""
        return value if isinstance(value, str | None) else value.astimezone(UTC).isoformat(timespec="microseconds")

    def python_value(self, value: str | None) -> datetime | None:
        """Return the moment of a text."""
        return datetime.fromisoformat(value) if value else None


class DayField(_Days):
    """A day, kept as an ISO date."""

    def db_value(self, value: date | None) -> str | None:
        """Return the text of a day."""
        return value if isinstance(value, str | None) else value.isoformat()

    def python_value(self, value: str | None) -> date | None:
        """Return the day of a text."""
        return date.fromisoformat(value) if value else None


class JsonField(_Values):
    """Lists and mappings, kept as JSON that is the same each time."""

    def db_value(self, value: Sequence[Any] | Mapping[str, Any]) -> str:
        """Return the JSON of a value."""
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    def python_value(self, value: str) -> Any:  # noqa: ANN401 - whatever was put in
        """Return the value of a JSON text."""
        return json.loads(value)


class Row(Model):
    """What every table has: a name for each row that no other has."""

    id = TextField(primary_key=True, default=new_id)


class CallRow(Row):
    """A call: open until it ended, on hold while `held`, done once `wrapped`; `state` is what else a restart needs."""

    started = MomentField()
    ended = MomentField(null=True)
    held = MomentField(null=True)
    wrapped = MomentField(null=True)
    note = TextField()
    channel = TextField()
    salutation = TextField()
    name = TextField()
    lang = TextField()
    phase = TextField()
    used = JsonField()
    agent = TextField(default="")
    customer = TextField(default="")
    state = JsonField(default=dict)

    class Meta:
        table_name = "calls"


class WrapUpRow(Model):
    """How a call went, as the agent says at its end; `draft` has all that was filled in."""

    call = TextField(primary_key=True)
    at = MomentField()
    outcome = TextField()
    reason = TextField()
    product = TextField()
    offer = TextField()
    offer_result = TextField()
    offer_reason = TextField()
    csat = IntegerField(null=True)
    nps = IntegerField(null=True)
    summary = TextField()
    draft = JsonField(default=dict)

    class Meta:
        table_name = "wrapups"


class PersonRow(Row):
    """One who works with this file; an empty `passphrase` asks for none."""

    name = TextField(unique=True)
    passphrase = TextField()
    made = MomentField()

    class Meta:
        table_name = "people"


class CustomerRow(Row):
    """A customer's light card."""

    name = TextField()
    salutation = TextField()
    contact = TextField()
    lang = TextField()
    notes = TextField()
    made = MomentField()
    changed = MomentField()

    class Meta:
        table_name = "customers"


class ConsentRow(Row):
    """What a customer agreed to, and until when."""

    customer = TextField()
    purpose = TextField()
    given = DayField()
    withdrawn = DayField(null=True)

    class Meta:
        table_name = "consents"


class OrderRow(Row):
    """The filled fields of a form, until they are handed on."""

    number = TextField(unique=True)
    form = TextField()
    title = TextField()
    purpose = TextField()
    unit = TextField()
    customer = TextField()
    call = TextField()
    agent = TextField()
    fields = JsonField()
    status = TextField()
    due = MomentField(null=True)
    made = MomentField()
    changed = MomentField()

    class Meta:
        table_name = "orders"


class ComplaintRow(Row):
    """An entry of the complaint register; `waiting` has the days on which waiting for documents began and ended."""

    number = TextField(unique=True)
    customer = TextField()
    name = TextField()
    call = TextField()
    agent = TextField()
    product = TextField()
    reason = TextField()
    words = TextField()
    channel = TextField()
    unit = TextField()
    line = TextField()
    documents = JsonField()
    handover = TextField()
    opened = DayField()
    due = DayField()
    extended = DayField(null=True)
    waiting = JsonField()
    status = TextField()
    changed = MomentField()

    class Meta:
        table_name = "complaints"


class FollowUpRow(Row):
    """A promise or a call-back; `bulletin` names the article that asked for it."""

    call = TextField()
    customer = TextField()
    name = TextField()
    agent = TextField()
    due = MomentField()
    promise = TextField()
    bulletin = TextField()
    status = TextField()
    made = MomentField()
    changed = MomentField()

    class Meta:
        table_name = "follow_ups"


class FeedbackRow(Row):
    """A suggestion or complaint in the customer's words, for the unit that owns the product."""

    call = TextField()
    customer = TextField()
    agent = TextField()
    day = DayField()
    kind = TextField()
    product = TextField()
    reason = TextField()
    words = TextField()
    status = TextField()
    answer = TextField()
    changed = MomentField()

    class Meta:
        table_name = "feedback"


class FavourRow(Row):
    """A gesture of goodwill that was made."""

    customer = TextField()
    name = TextField()
    call = TextField()
    agent = TextField()
    line = TextField()
    gesture = TextField()
    amount = IntegerField(null=True)
    currency = TextField()
    approver = TextField()
    day = DayField()

    class Meta:
        table_name = "favours"


class ReportRow(Row):
    """What an agent found wrong or out of date at a `place` of an article, and what became of it."""

    article = TextField()
    lang = TextField()
    place = TextField()
    wording = TextField()
    flaw = TextField()
    words = TextField()
    call = TextField()
    customer = TextField()
    agent = TextField()
    made = MomentField()
    status = TextField()
    answer = TextField()
    editor = TextField()
    changed = MomentField()

    class Meta:
        table_name = "reports"


class StepRow(Row):
    """A step in the history of an order, a complaint, a follow-up or a piece of feedback, its `subject`."""

    subject = TextField()
    place = IntegerField()
    at = MomentField()
    agent = TextField()
    status = TextField()
    words = TextField()

    class Meta:
        table_name = "steps"


class NumberRow(Model):
    """The last number given in a series."""

    series = TextField(primary_key=True)
    last = IntegerField()

    class Meta:
        table_name = "numbers"


class ChoreRow(Model):
    """What is still to be done at the file, also after a crash."""

    name = TextField(primary_key=True)

    class Meta:
        table_name = "chores"


TABLES = (
    CallRow,
    WrapUpRow,
    PersonRow,
    CustomerRow,
    ConsentRow,
    OrderRow,
    ComplaintRow,
    FollowUpRow,
    FeedbackRow,
    FavourRow,
    ReportRow,
    StepRow,
    NumberRow,
    ChoreRow,
)


def ask_for_rebuild() -> None:
    """Know that the file is to be written anew, so that no bytes of what goes now stay in it."""
    ChoreRow.insert({ChoreRow.name: REBUILD}).on_conflict_ignore().execute()
