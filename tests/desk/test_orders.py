import csv
import io
import json
from datetime import timedelta
from functools import partial

import pytest
from deskrows import NOW, call

from kbassist.desk import customers, exports, orders, steps
from kbassist.desk.customers import Customer
from kbassist.desk.orders import Answer, Order, OrderMovedError, Status

ASKED = (Answer("alamat", "Alamat kirim", "Jl. Melati 5"), Answer("tanggal", "Tanggal", "2026-12-01"))


def place(store, **given):
    order = Order("kartu#kirim-ulang", "Kirim ulang kartu", "Pengiriman kartu", "Unit Kartu", ASKED, NOW, **given)
    return store.run(partial(orders.place, order, "PSN"))


def test_an_order_has_a_number_and_what_was_filled_in(store):
    order = place(store, agent="Rina", customer="c", due=NOW + timedelta(days=5))
    assert (order.number, order.status, order.fields) == ("PSN-2026-000001", Status.NEW, ASKED)
    assert store.run(partial(orders.get, order.id)) == order
    (step,) = store.run(partial(steps.of, order.id))
    assert (step.status, step.agent, step.words, step.at) == ("new", "Rina", "Pengiriman kartu", NOW)


def test_each_step_of_an_order_is_kept(store):
    order = place(store)
    for hours, status in enumerate((Status.HANDED_ON, Status.HANDED_ON, Status.DONE), 1):
        order = store.run(partial(orders.move, order.id, status, NOW + timedelta(hours=hours), "Rina"))
        assert order.status is status
    assert [step.status for step in store.run(partial(steps.of, order.id))] == ["new", "handed-on", "handed-on", "done"]


def test_an_order_that_is_over_stays_so(store):
    order = place(store)
    store.run(partial(orders.move, order.id, Status.CANCELLED, NOW, ""))
    with pytest.raises(OrderMovedError, match="cancelled"):
        store.run(partial(orders.move, order.id, Status.HANDED_ON, NOW, ""))
    assert len(store.run(partial(steps.of, order.id))) == 2
    assert order.next_statuses
    assert not store.run(partial(orders.get, order.id)).next_statuses


def test_orders_that_wait_come_first(store):
    first, second, third = (place(store) for _each in range(3))
    store.run(partial(orders.move, second.id, Status.HANDED_ON, NOW, ""))
    found = [order for order, _name in store.run(orders.listed)]
    assert {order.id for order in found[:2]} == {first.id, third.id}
    assert found[2].id == second.id
    assert store.run(partial(orders.get, "gone")) is None


def test_an_order_is_listed_with_whose_it_is(store):
    place(store, customer="sari", call="c")
    place(store, call="c")
    store.run(partial(customers.save, Customer("Sari Dewi", id="sari"), (), NOW))
    store.run(partial(call, id="c", name="Bu Sari"))
    assert {name for _order, name in store.run(orders.listed)} == {"Sari Dewi", "Bu Sari"}


def test_an_order_goes_to_the_bank_as_json_or_as_a_table(store):
    order = place(store, agent="Rina", due=NOW + timedelta(days=5))
    read = json.loads(exports.handed_on(order, as_table=False))
    assert read["number"] == "PSN-2026-000001"
    assert read["fields"][0] == {"id": "alamat", "label": "Alamat kirim", "value": "Jl. Melati 5"}
    (row,) = csv.DictReader(io.StringIO(exports.handed_on(order, as_table=True).decode(), newline=""))
    assert (row["field_tanggal"], row["due"]) == ("2026-12-01", "2026-12-02T03:00:00Z")
