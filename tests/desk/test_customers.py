from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from deskrows import NOW, call, complaint, follow_up, wrap_up

from kbassist.desk import customers, orders
from kbassist.desk.customers import Customer, MatterKind
from kbassist.desk.orders import Answer, Order
from kbassist.desk.outbound import Consent

TODAY = NOW.date()


def save(store, name="Sari Dewi", agreed=(), now=NOW, **given):
    return store.run(partial(customers.save, Customer(name, **given), frozenset(agreed), now))


def test_a_card_comes_back_as_it_was_saved(store):
    card = save(store, salutation="Ibu", contact="+6281234567890", lang="id", agreed=["surveys", "offers"])
    assert store.run(partial(customers.get, card.id)) == card
    assert card.consents == (Consent("offers", TODAY), Consent("surveys", TODAY))
    assert card.agreed(TODAY) == {"offers", "surveys"}


def test_saving_again_changes_the_card_and_makes_no_second_one(store):
    card = save(store)
    store.run(partial(customers.save, Customer("Sari D.", id=card.id), frozenset(), NOW))
    assert [each.name for each in store.run(partial(customers.find, ""))] == ["Sari D."]


def test_notes_for_next_time_are_masked(store):
    card = save(store, notes="kartu 4111 1111 1111 1111, pinnya 482193")
    assert "1111 1111" not in card.notes
    assert "482193" not in card.notes


def test_a_consent_that_is_withdrawn_stays_in_the_history_and_can_be_given_anew(store):
    card = save(store, agreed=["offers"])
    later = NOW + timedelta(days=3)
    changed = store.run(partial(customers.save, card, frozenset(), later))
    assert changed.consents == (Consent("offers", TODAY, later.date()),)
    assert changed.agreed(TODAY + timedelta(days=2)) == {"offers"}
    assert changed.agreed(later.date()) == frozenset()
    again = store.run(partial(customers.save, card, frozenset(["offers"]), later + timedelta(days=1)))
    assert again.agreed(later.date() + timedelta(days=1)) == {"offers"}
    assert len(again.consents) == 2


@pytest.mark.parametrize(
    "words", ["sari", "DEWI", "0812-3456-7890", "+62 812 3456 7890", "psn-2026-000001", "PGD-2026-000009", ""]
)
def test_a_card_is_found_by_name_contact_and_the_numbers_that_the_customer_was_told(store, words):
    card = save(store, contact="+6281234567890")
    save(store, "Budi", contact="budi@contoh.id") if words else None
    store.run(partial(orders.place, Order("a#b", "", "", "", (), NOW, customer=card.id), "PSN"))
    store.run(partial(complaint, number="PGD-2026-000009", customer=card.id))
    assert [each.id for each in store.run(partial(customers.find, words))] == [card.id]


@pytest.mark.parametrize("words", ["%", "_", "sari_", "nobody"])
def test_signs_of_the_query_language_are_plain_letters(store, words):
    save(store)
    assert store.run(partial(customers.find, words)) == []


def test_cards_used_last_come_first(store):
    first, second = save(store, "A"), save(store, "B", now=NOW + timedelta(hours=1))
    assert [each.id for each in store.run(partial(customers.find, ""))] == [second.id, first.id]
    store.run(partial(customers.take, first.id, NOW + timedelta(hours=2)))
    assert [each.id for each in store.run(partial(customers.find, ""))] == [first.id, second.id]


def test_a_name_means_a_card_only_when_all_of_it_is_the_same(store):
    card = save(store)
    assert [each.id for each in store.run(partial(customers.named, " sari  DEWI "))] == [card.id]
    assert store.run(partial(customers.named, "Sari")) == []
    assert store.run(partial(customers.named, "")) == []
    assert store.run(partial(customers.take, "gone", NOW)) is None


def test_what_a_customer_has_here_is_told_the_newest_first(store):
    card = save(store)

    def fill():
        call(id="c", customer=card.id, note="kartu hilang", started=NOW - timedelta(days=3))
        wrap_up(call="c", outcome="solved", reason="kartu", summary="Diblokir.")
        call(id="d", customer=card.id, note="tanya biaya", started=NOW - timedelta(days=2))
        call(id="other", note="siapa")
        complaint(number="PGD-2026-000001", customer=card.id, reason="ATM", status="open", changed=NOW)
        follow_up(customer=card.id, promise="telepon", status="closed", made=NOW - timedelta(days=1))
        order = Order("a#b", "Kartu baru", "", "", (Answer("a", "A", "1"),), NOW - timedelta(hours=1), customer=card.id)
        orders.place(order, "PSN")

    store.run(fill)
    found = store.run(partial(customers.matters, card.id))
    assert [(each.kind, each.title, each.words, each.is_open) for each in found] == [
        (MatterKind.COMPLAINT, "PGD-2026-000001", "ATM", True),
        (MatterKind.ORDER, "PSN-2026-000001", "Kartu baru", True),
        (MatterKind.FOLLOW_UP, "", "telepon", False),
        (MatterKind.CALL, "", "tanya biaya", False),
        (MatterKind.CALL, "kartu", "Diblokir.", False),
    ]
    assert found[-1].at == datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    assert found[0].due == date(2026, 12, 1)
