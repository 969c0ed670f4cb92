import csv
import io
import json
import re
import stat
from datetime import date, timedelta
from functools import partial

import pytest
from deskrows import NOW, call, complaint, favour, feedback, follow_up, report, wrap_up
from hypothesis import example, given
from hypothesis import strategies as st

from kbassist.desk import customers, exports, orders, steps
from kbassist.desk.customers import Customer
from kbassist.desk.exports import Table
from kbassist.desk.orders import Answer, Order

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
STARTS = tuple("=+-@\t\r＝＋－＠")


def fill():
    """Put something into every table, of one customer and of another."""
    for name, day in (("Sari", 0), ("Budi", 5)):
        now = NOW + timedelta(days=day)
        card = customers.save(
            Customer(name, "Ibu", "+6281234567890", "id", "suka email", id=name), frozenset(["offers"]), now
        )
        call(id=f"call-{name}", customer=card.id, name=name, note="kartu 4111 1111 1111 1111", started=now)
        wrap_up(call=f"call-{name}", outcome="solved", reason="kartu", nps=9, summary="Selesai.")
        asked = (Answer("jumlah", "Jumlah", "3"),)
        orders.place(Order("a#b", "Buku", "Kirim", "Unit", asked, now, customer=card.id), "PSN")
        row = complaint(number=f"PGD-{name}", customer=card.id, name=name, opened=now.date(), words="lama")
        steps.add(row.id, now, "Rina", "open", "diterima")
        follow_up(customer=card.id, promise="telepon", made=now)
        feedback(customer=card.id, words="antre", day=now.date())
        favour(customer=card.id, amount=50000, currency="IDR", day=now.date())
        report(customer=card.id, words="biaya lama", made=now)


def unescaped(text):
    return re.sub(r"(^|[;\t\r\n])'(?=[=+\-@'＝＋－＠\t\r\n])", r"\1", text)


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize("table", Table)
def test_every_table_is_exported_the_same_each_time(store, table):
    store.run(fill)
    first, second = (store.run(partial(exports.read, table)) for _time in range(2))
    assert exports.as_json(first) == exports.as_json(second)
    assert exports.as_csv(first, exports.columns(table)) == exports.as_csv(second, exports.columns(table))
    assert len(json.loads(exports.as_json(first))) == len(rows_of(exports.as_csv(first, exports.columns(table)))) == 2


@pytest.mark.parametrize("table", Table)
def test_an_export_can_be_of_one_customer_or_from_a_day_on(store, table):
    store.run(fill)
    (of_sari,) = store.run(partial(exports.read, table, "Sari"))
    (later,) = store.run(partial(exports.read, table, since=date(2026, 12, 1)))
    owner = "id" if table is Table.CUSTOMERS else "customer"
    assert (of_sari[owner], later[owner]) == ("Sari", "Budi")


@pytest.mark.parametrize("table", Table)
def test_the_columns_of_an_empty_table_are_those_of_a_full_one(store, table):
    empty = exports.as_csv(store.run(partial(exports.read, table)), exports.columns(table))
    store.run(fill)
    full = exports.as_csv(store.run(partial(exports.read, table)), exports.columns(table))
    assert full.startswith(empty)
    assert store.run(partial(exports.read, table))[0].keys() == set(exports.columns(table))


def test_what_belongs_together_is_exported_together(store):
    store.run(fill)
    read = {table: store.run(partial(exports.read, table, "Sari"))[0] for table in Table}
    assert read[Table.CALLS]["wrapup_outcome"] == "solved"
    assert read[Table.CALLS]["wrapup_nps"] == 9
    assert read[Table.CALLS]["started"] == "2026-11-27T03:00:00Z"
    assert read[Table.CUSTOMERS]["consents"] == [{"purpose": "offers", "given": "2026-11-27", "withdrawn": None}]
    assert read[Table.ORDERS]["fields"] == [["jumlah", "Jumlah", "3"]]
    assert [step["words"] for step in read[Table.COMPLAINTS]["history"]] == ["diterima"]


def test_a_call_that_was_not_wrapped_up_says_nothing_about_it(store):
    store.run(partial(call, id="a"))
    (record,) = store.run(partial(exports.read, Table.CALLS))
    assert record["wrapup_outcome"] is None
    assert rows_of(exports.as_csv([record], exports.columns(Table.CALLS)))[0]["wrapup_nps"] == ""


def test_free_text_is_masked_and_how_a_call_is_restored_is_not_told(store):
    store.run(partial(call, id="a", note="kartu 4111 1111 1111 1111", state={"seen": ["a#b"], "moods": [[0, "upset"]]}))
    (record,) = store.run(partial(exports.read, Table.CALLS))
    assert "1111 1111" not in record["note"]
    assert record["moods"] == [[0, "upset"]]
    assert "a#b" not in str(record)


def test_a_file_is_for_its_owner_alone_also_where_there_was_one(tmp_path):
    path = tmp_path / "calls.csv"
    path.write_text("old")
    path.chmod(0o644)
    exports.write(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o600)


@given(TEXT)
@example("=cmd|' /C calc'!A0")
@example("a;=1+1")
@example("'=1")
@example("\t=1")
@example("-5\r\n@x")
def test_no_spreadsheet_takes_a_cell_for_a_formula_and_its_text_comes_back(text):
    cell = exports.cell(text)
    assert not [part for part in re.split(r"[;\t\r\n]", cell) if part.startswith(STARTS)]
    assert not cell.startswith(STARTS)
    assert unescaped(cell) == text


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_whatever_was_noted_comes_back_from_csv_and_json(texts):
    records = [dict.fromkeys(exports.columns(Table.FEEDBACK), text) for text in texts]
    assert json.loads(exports.as_json(records)) == records
    read = rows_of(exports.as_csv(records, exports.columns(Table.FEEDBACK)))
    assert [{name: unescaped(cell) for name, cell in row.items()} for row in read] == records
