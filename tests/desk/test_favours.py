from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbassist.desk import favours, rules
from kbassist.desk.favours import Answer, Favour, Terms
from kbassist.desk.tables import FavourRow

RULES = rules.load(None).goodwill
DAY = date(2026, 11, 27)
FEE = Favour("Biaya admin dikembalikan", DAY, amount=50_000, name="Sari", line="biaya#kembalikan", agent="Rina")
NO_TERMS = Terms()


def give(store, favour, terms=NO_TERMS):
    return store.run(partial(favours.give, favour, terms, RULES))


def kept(store):
    return store.run(lambda: [(row.gesture, row.amount, row.approver) for row in FavourRow.select()])


def test_a_small_gesture_is_made_and_entered(store):
    assert give(store, FEE).answer is Answer.YES
    assert store.run(partial(favours.last_of, "", "sari")) == FEE


@pytest.mark.parametrize(
    ("amount", "terms", "approver"),
    [
        (50_001, NO_TERMS, "supervisor"),
        (250_001, NO_TERMS, "branch-head"),
        (40_000, Terms(limit=30_000), "supervisor"),
        (40_000, Terms(limit=30_000, approve="Kepala unit"), "Kepala unit"),
        (10_000, Terms(approve="Kepala unit"), "Kepala unit"),
        (None, Terms(approve="Kepala unit"), "Kepala unit"),
    ],
)
def test_what_needs_approval_is_entered_with_the_name_of_who_agreed_alone(store, amount, terms, approver):
    favour = replace(FEE, amount=amount)
    judgement = give(store, favour, terms)
    assert (judgement.answer, judgement.approver) == (Answer.WITH_APPROVAL, approver)
    assert not kept(store)
    give(store, replace(favour, approver="  "), terms)
    assert not kept(store)
    give(store, replace(favour, approver="Budi"), terms)
    assert kept(store) == [("Biaya admin dikembalikan", amount, "Budi")]


def test_nobody_gives_more_than_the_highest_limit(store):
    judgement = give(store, replace(FEE, amount=1_000_001, approver="Budi"))
    assert (judgement.answer, judgement.most) == (Answer.TOO_MUCH, 1_000_000)
    assert not kept(store)


@pytest.mark.parametrize(
    ("again", "answer"),
    [
        (replace(FEE, day=DAY + timedelta(days=89)), Answer.TOO_SOON),
        (replace(FEE, day=DAY + timedelta(days=90)), Answer.YES),
        (replace(FEE, day=DAY + timedelta(days=89), name="Budi"), Answer.YES),
        (replace(FEE, day=DAY + timedelta(days=89), customer="c1"), Answer.TOO_SOON),
        (replace(FEE, day=DAY + timedelta(days=89), approver="Budi"), Answer.TOO_SOON),
    ],
)
def test_a_customer_gets_one_gesture_a_period(store, again, answer):
    give(store, FEE)
    judgement = store.run(partial(favours.judge, again, NO_TERMS, RULES))
    assert judgement.answer is answer
    if answer is Answer.TOO_SOON:
        assert (judgement.last, judgement.free_on) == (FEE, DAY + timedelta(days=90))


def test_a_line_can_ask_for_a_longer_time_between_its_own_gestures(store):
    give(store, FEE)
    later = replace(FEE, day=DAY + timedelta(days=100))
    assert give(store, later, Terms(once=365)).answer is Answer.TOO_SOON
    assert give(store, replace(later, line="another#line"), Terms(once=365)).answer is Answer.YES


def test_a_card_tells_apart_who_has_the_same_name(store):
    give(store, replace(FEE, customer="c1"))
    assert give(store, replace(FEE, customer="c2")).answer is Answer.YES
    assert give(store, replace(FEE, customer="c1")).answer is Answer.TOO_SOON


def test_whoever_is_not_known_was_given_nothing(store):
    give(store, replace(FEE, name=""))
    assert store.run(partial(favours.last_of, "", "")) is None


def test_what_is_entered_is_masked(store):
    give(store, replace(FEE, gesture="untuk 4111 1111 1111 1111"))
    assert "1111 1111 1111" not in kept(store)[0][0]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    gifts=st.lists(st.tuples(st.integers(0, 2_000_000), st.integers(0, 400), st.booleans()), max_size=8),
    limit=st.none() | st.integers(0, 100_000),
)
def test_whatever_is_asked_no_rule_is_broken(store, gifts, limit):
    store.run(lambda: FavourRow.delete().execute())
    for amount, later, has_approver in sorted(gifts, key=lambda gift: gift[1]):
        favour = replace(FEE, amount=amount, day=DAY + timedelta(days=later), approver="Budi" if has_approver else "")
        give(store, favour, Terms(limit=limit))
    rows = store.run(lambda: list(FavourRow.select().order_by(FavourRow.day)))
    for before, after in pairwise(rows):
        assert after.day - before.day >= timedelta(days=RULES.days)
    for row in rows:
        assert row.amount <= RULES.limits["branch-head"]["IDR"]
        if row.amount > min(RULES.limits["agent"]["IDR"], RULES.limits["agent"]["IDR"] if limit is None else limit):
            assert row.approver == "Budi"
