"""What the desk keeps, as tables for other systems: the same rows give the same bytes each time."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from peewee import Field, Model

from kbassist.desk.orders import Order
from kbassist.desk.tables import (
    CallRow,
    ComplaintRow,
    ConsentRow,
    CustomerRow,
    DayField,
    FavourRow,
    FeedbackRow,
    FollowUpRow,
    OrderRow,
    ReportRow,
    Row,
    StepRow,
    WrapUpRow,
)
from kbassist.text.privacy import clean

Record = dict[str, Any]
# A spreadsheet takes a cell that begins so for a formula. It may also take a semicolon, a tab or a new row within a
# text for the end of the cell.
_FORMULA = re.compile(r"(^|[;\t\r\n])(?=[=+\-@'＝＋－＠\t\r\n])")
_ESCAPED = r"\1'"
_OWNER_ONLY = 0o600


class Table(StrEnum):
    """What can be exported."""

    CALLS = "calls"
    CUSTOMERS = "customers"
    ORDERS = "orders"
    COMPLAINTS = "complaints"
    FOLLOW_UPS = "follow-ups"
    FEEDBACK = "feedback"
    FAVOURS = "favours"
    REPORTS = "reports"


_MODELS: Mapping[Table, type[Row]] = {
    Table.CALLS: CallRow,
    Table.CUSTOMERS: CustomerRow,
    Table.ORDERS: OrderRow,
    Table.COMPLAINTS: ComplaintRow,
    Table.FOLLOW_UPS: FollowUpRow,
    Table.FEEDBACK: FeedbackRow,
    Table.FAVOURS: FavourRow,
    Table.REPORTS: ReportRow,
}
# The moment or day that each is listed by.
_DATED: Mapping[Table, Field] = {
    Table.CALLS: CallRow.started,
    Table.CUSTOMERS: CustomerRow.changed,
    Table.ORDERS: OrderRow.made,
    Table.COMPLAINTS: ComplaintRow.opened,
    Table.FOLLOW_UPS: FollowUpRow.made,
    Table.FEEDBACK: FeedbackRow.day,
    Table.FAVOURS: FavourRow.day,
    Table.REPORTS: ReportRow.made,
}
_FREE_TEXT = frozenset({"note", "notes", "summary", "words", "handover", "promise", "answer", "gesture"})
# How the window goes on with a call after a crash is no part of its record, but for the moods.
_UNSAID, _MOODS = frozenset({"state", "draft"}), "moods"
_WITH_STEPS = frozenset({Table.ORDERS, Table.COMPLAINTS, Table.FOLLOW_UPS, Table.FEEDBACK})


def read(table: Table, customer: str = "", since: date | None = None) -> list[Record]:
    """Return the rows of a table, the first one first: of one customer if an id is given, and from a UTC day on."""
    model, dated = _MODELS[table], _DATED[table]
    rows = model.select().order_by(dated, model.id)
    if customer:
        owner = CustomerRow.id if table is Table.CUSTOMERS else model.customer  # type: ignore[attr-defined]
        rows = rows.where(owner == customer)
    if since:
        first = since if isinstance(dated, DayField) else datetime(since.year, since.month, since.day, tzinfo=UTC)
        rows = rows.where(dated >= first)
    records = [_record(row) for row in rows]
    for name, more in _joined(table).items():
        for record in records:
            record[name] = more.get(record["id"], [])
    if table is Table.CALLS:
        _add_wrap_ups(records)
    return records


def as_json(value: object) -> bytes:
    """Return JSON to read and to compare, its keys in order."""
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1, sort_keys=True) + "\n").encode()


def as_csv(records: Iterable[Record], names: Sequence[str]) -> bytes:
    """Return rows below a heading; lists are JSON, and a ' stands before what spreadsheets may take for formulas."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, names, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in record.items()} for record in records)
    return stream.getvalue().encode()


def handed_on(order: Order, *, as_table: bool) -> bytes:
    """Return the file with which an order goes to the bank's own system: JSON, or CSV with a column for each field."""
    names = ("number", "form", "title", "purpose", "unit", "agent", "made", "due")
    record = {name: plain(getattr(order, name)) for name in names}
    if as_table:
        record |= {f"field_{answer.id}": answer.value for answer in order.fields}
        return as_csv([record], list(record))
    return as_json({**record, "fields": [answer._asdict() for answer in order.fields]})


def write(path: Path, data: bytes) -> None:
    """Write a file that its owner alone can read, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=_OWNER_ONLY)
    if path.is_file():  # it may have been there, open to others
        path.chmod(_OWNER_ONLY)
    path.write_bytes(data)


def columns(table: Table) -> list[str]:
    """Return the names of the columns of a table, in order."""
    names = _names(_MODELS[table])
    if table is Table.CALLS:
        names += [_MOODS, *_wrap_up_names()]
    return sorted([*names, *_joined_names(table)])


def cell(value: object) -> str:
    """Return a value as a cell of text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return _FORMULA.sub(_ESCAPED, text)


def plain(value: object) -> Any:  # noqa: ANN401 - whatever a row has
    """Return a value as JSON can hold it, moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _names(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.sorted_fields if field.name not in _UNSAID]  # noqa: SLF001 - as documented


def _record(row: Model) -> Record:
    record = {name: plain(getattr(row, name)) for name in _names(type(row))}
    kept = frozenset(row.state.get("kept", ())) if isinstance(row, CallRow) else frozenset()
    record = {name: clean(value, kept) if name in _FREE_TEXT else value for name, value in record.items()}
    return {**record, _MOODS: row.state.get(_MOODS, [])} if isinstance(row, CallRow) else record


def _wrap_up_names() -> list[str]:
    return [f"wrapup_{name}" for name in _names(WrapUpRow) if name != "call"]


def _add_wrap_ups(records: list[Record]) -> None:
    wrapped = {row.call: _record(row) for row in WrapUpRow.select()}
    for record in records:
        found = wrapped.get(record["id"], {})
        record.update({name: found.get(name.removeprefix("wrapup_")) for name in _wrap_up_names()})


def _joined_names(table: Table) -> list[str]:
    return ["consents"] if table is Table.CUSTOMERS else ["history"] if table in _WITH_STEPS else []


def _joined(table: Table) -> dict[str, dict[str, list[Record]]]:
    """Return what belongs to the rows of a table, by its name and their ids."""
    if table is Table.CUSTOMERS:
        rows = ConsentRow.select().order_by(ConsentRow.given, ConsentRow.purpose, ConsentRow.id)
        return {"consents": _grouped(rows, "customer")}
    if table in _WITH_STEPS:
        return {"history": _grouped(StepRow.select().order_by(StepRow.place), "subject")}
    return {}


def _grouped(rows: Iterable[Model], owner: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in rows:
        record = _record(row)
        found.setdefault(record.pop(owner), []).append({name: each for name, each in record.items() if name != "id"})
    return found
