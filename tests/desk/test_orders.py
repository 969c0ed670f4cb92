from datetime import timedelta
from functools import partial

import pytest
from deskrows import NOW

from kbassist.desk import orders, steps
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
    found = store.run(orders.recent)
    assert {order.id for order in found[:2]} == {first.id, third.id}
    assert found[2].id == second.id
    assert store.run(partial(orders.get, "gone")) is None
