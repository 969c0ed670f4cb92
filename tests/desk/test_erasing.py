from datetime import timedelta
from functools import partial

import pytest
from deskrows import NOW, call, complaint, favour, feedback, follow_up, report, wrap_up

from kbassist.desk import closing, customers, erasing, follow_ups, orders, rules, steps, wrapups
from kbassist.desk import feedback as feedbacks
from kbassist.desk.customers import Customer
from kbassist.desk.exports import Table
from kbassist.desk.feedback import FeedbackStatus
from kbassist.desk.follow_ups import FollowUp
from kbassist.desk.orders import Answer, Order, Status
from kbassist.desk.store import Store
from kbassist.desk.tables import (
    TABLES,
    ChoreRow,
    ComplaintRow,
    CustomerRow,
    FeedbackRow,
    FollowUpRow,
    OrderRow,
    StepRow,
    WrapUpRow,
)
from kbassist.desk.wrapups import WrapUp

TODAY = NOW.date()
RETENTION = rules.load(None).retention


def fill(name, secret, now=NOW):
    """Keep something of a customer in every table, `secret` wherever words stand."""
    card = customers.save(Customer(f"{name} {secret}", contact=secret, notes=secret, id=name), frozenset("o"), now)
    call(id=f"call-{name}", customer=card.id, name=secret, note=f"{secret} " * 40, started=now, ended=now)
    wrap_up(call=f"call-{name}", summary=secret)
    asked = (Answer("nama", "Nama", secret),)
    order = orders.place(Order("a#b", "Buku", "Kirim", "Unit", asked, now, call=f"call-{name}"), "PSN")
    orders.move(order.id, Status.HANDED_ON, now, "")
    row = complaint(
        id=f"pgd-{name}",
        number=f"PGD-{name}",
        customer=card.id,
        name=secret,
        words=secret,
        status="closed",
        handover=secret,
        changed=now,
    )
    steps.add(row.id, now, "Rina", "open", secret)
    made = follow_up(customer=card.id, name=secret, promise=secret, status="closed", changed=now)
    steps.add(made.id, now, "Rina", "open", secret)
    feedback(call=f"call-{name}", words=secret, changed=now)
    favour(customer=card.id, name=secret, gesture=secret, day=now.date())
    report(call=f"call-{name}", words=secret, status="done", changed=now)


def rows_left(store):
    kept = [table for table in TABLES if table is not ChoreRow]
    return {table._meta.table_name: store.run(partial(lambda table: table.select().count(), table)) for table in kept}


def test_everything_of_a_customer_is_found(store):
    store.run(partial(fill, "sari", "rahasia"))
    store.run(partial(fill, "budi", "lain"))
    held = store.run(partial(erasing.of_customer, "sari"))
    assert held.counts == dict.fromkeys(Table, 1)
    assert held.rows[Table.CALLS] == ("call-sari",)


def test_everything_of_a_customer_goes_in_one_step_and_nothing_of_another(store):
    store.run(partial(fill, "budi", "lain"))
    before = rows_left(store)
    store.run(partial(fill, "sari", "rahasia"))
    assert store.run(partial(erasing.erase, "sari")) == dict.fromkeys(Table, 1)
    left = rows_left(store)
    assert left == {**before, "complaints": before["complaints"] + 1, "steps": before["steps"] + 1}
    assert store.run(partial(erasing.erase, "sari")) == {}


def test_a_complaint_stays_without_whose_it_was(store):
    store.run(partial(fill, "sari", "rahasia"))
    store.run(partial(erasing.erase, "sari"))
    row = store.run(partial(ComplaintRow.get_by_id, "pgd-sari"))
    assert (row.number, row.status) == ("PGD-sari", "closed")
    assert (row.customer, row.name, row.words, row.handover, row.call) == ("",) * 5
    assert [step.words for step in store.run(partial(steps.of, row.id))] == [""]


def test_what_is_said_of_something_that_was_erased_meanwhile_is_not_kept(store):
    store.run(partial(fill, "sari", "rahasia"))
    promise, words = store.run(lambda: [table.get().id for table in (FollowUpRow, FeedbackRow)])
    store.run(partial(erasing.erase, "sari"))
    before = rows_left(store)
    store.run(partial(follow_ups.move, promise, NOW, NOW, "Rina", "rahasia"))
    store.run(partial(feedbacks.answer, words, FeedbackStatus.DONE, "rahasia", NOW, "Rina"))
    assert rows_left(store) == before


def test_what_was_promised_by_mistake_goes_with_its_history(store):
    store.run(partial(follow_ups.save, FollowUp(NOW, "lain", NOW, call="a", id="a")))
    store.run(partial(follow_ups.move, "a", NOW, NOW, "Rina", "rahasia"))
    store.run(partial(closing.save, WrapUp("a", NOW, "solved")))
    assert store.run(partial(steps.of, "a")) == []


def test_what_was_filled_in_at_a_call_that_went_is_purged(store):
    for days in (366, 1):
        store.run(partial(wrapups.keep_draft, f"gone-{days}", NOW - timedelta(days=days), {"words": "rahasia"}))
    store.run(partial(erasing.purge, RETENTION, TODAY))
    assert store.run(lambda: [row.call for row in WrapUpRow.select()]) == ["gone-1"]


def test_a_crash_after_an_erasure_leaves_the_rebuilding_to_the_next_start(tmp_path):
    store = Store(tmp_path / "calls.sqlite3")
    for act in (partial(fill, "sari", "rahasia"), partial(erasing.erase, "sari")):
        store.run(act)
    store.close()
    again = Store(store.place)
    assert again.run(lambda: ChoreRow.select().count()) == 1
    assert again.tidy()
    assert again.run(lambda: ChoreRow.select().count()) == 0
    again.close()


def test_no_byte_of_an_erased_customer_is_left_in_any_file(tmp_path):
    store = Store(tmp_path / "calls.sqlite3")
    for number in range(60):  # pages are split while rows grow beside each other
        store.run(partial(fill, f"k{number}", f"rahasia{number:03}"))
        store.run(lambda: CustomerRow.update(notes=CustomerRow.notes + "x" * 300).execute())
    for number in range(0, 60, 3):
        store.run(partial(erasing.erase, f"k{number}"))
    assert store.rebuild()
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [number for number in range(60) if f"rahasia{number:03}".encode() in left] == [
        number for number in range(60) if number % 3
    ]
    store.close()


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        (29, set()),
        (31, {Table.ORDERS}),
        (366, {Table.ORDERS, Table.CALLS, Table.FOLLOW_UPS}),
        (731, set(Table) - {Table.COMPLAINTS}),
        (1826, set(Table)),
    ],
)
def test_what_was_kept_long_enough_is_purged_once(store, days, gone):
    store.run(partial(fill, "sari", "rahasia", NOW - timedelta(days=days)))
    assert store.run(partial(erasing.purge, RETENTION, TODAY)) == dict.fromkeys(gone, 1)
    assert store.run(partial(erasing.purge, RETENTION, TODAY)) == {}


def test_of_an_order_handed_on_its_number_stays_and_its_values_go(store):
    store.run(partial(fill, "sari", "rahasia", NOW - timedelta(days=31)))
    store.run(partial(erasing.purge, RETENTION, TODAY))
    (row,) = store.run(lambda: list(OrderRow.select()))
    assert (row.number, row.fields, row.status) == ("PSN-2026-000001", [], "handed-on")


def test_what_is_open_is_not_purged(store):
    old = NOW - timedelta(days=4000)
    store.run(partial(customers.save, Customer("Sari", id="sari"), frozenset(), old))
    store.run(partial(orders.place, Order("a#b", "", "", "", (Answer("a", "A", "1"),), old, customer="sari"), "PSN"))
    store.run(partial(complaint, number="PGD-1", status="open", changed=old))
    store.run(partial(follow_up, status="open", changed=old))
    store.run(partial(report, status="open", changed=old))
    assert store.run(partial(erasing.purge, RETENTION, TODAY)) == {}


def test_a_card_that_was_used_again_is_kept(store):
    old = NOW - timedelta(days=800)
    store.run(partial(customers.save, Customer("Sari", id="sari"), frozenset(), old))
    store.run(partial(customers.take, "sari", NOW - timedelta(days=700)))
    assert store.run(partial(erasing.purge, RETENTION, TODAY)) == {}
    assert store.run(lambda: StepRow.select().count()) == 0
