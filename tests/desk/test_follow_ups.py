from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest

from kbassist.desk import follow_ups, steps
from kbassist.desk.follow_ups import FollowUp, Status, Turn

JAKARTA = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 27, 10, 0, tzinfo=JAKARTA)
PROMISE = FollowUp(
    due=NOW + timedelta(hours=3), promise="kabari kartu", made=NOW, call="c1", customer="k1", name="Sari", agent="Dewi"
)


@pytest.fixture
def saved(store):
    store.run(partial(follow_ups.save, PROMISE))
    return store


def test_what_is_promised_comes_back_as_it_was(saved):
    assert saved.run(follow_ups.to_do) == [PROMISE]
    assert saved.run(partial(follow_ups.of_customer, "k1")) == [PROMISE]
    assert saved.run(partial(follow_ups.of_customer, "k2")) == []
    assert saved.run(partial(follow_ups.of_call, "c1")) == [PROMISE]
    assert saved.run(partial(follow_ups.of_call, "c2")) == []
    assert saved.run(partial(follow_ups.find, "other")) is None


def test_numbers_in_a_promise_are_masked(store):
    store.run(partial(follow_ups.save, replace(PROMISE, promise="telp 081234567890 soal kartu 4111 1111 1111 1111")))
    (kept,) = store.run(follow_ups.to_do)
    assert "soal kartu" in kept.promise
    assert not any(sign.isdigit() for sign in kept.promise)


def test_what_is_due_first_comes_first(saved):
    earlier = replace(PROMISE, id="earlier", due=datetime(2026, 11, 27, 4, 0, tzinfo=UTC))
    later = replace(PROMISE, id="later", due=NOW + timedelta(days=1))
    for promise in (later, earlier):
        saved.run(partial(follow_ups.save, promise))
    assert [kept.id for kept in saved.run(follow_ups.to_do)] == ["later", PROMISE.id, "earlier"][::-1]


def test_a_promise_that_is_done_waits_for_the_customer_and_is_closed_by_his_word(saved):
    done, confirmed = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    saved.run(partial(follow_ups.change, PROMISE.id, Status.DONE, done, "Budi"))
    (waiting,) = saved.run(follow_ups.to_do)
    assert waiting.turn(NOW) is Turn.WAITING
    saved.run(partial(follow_ups.change, PROMISE.id, Status.CLOSED, confirmed, "Budi", "sudah diterima"))
    assert saved.run(follow_ups.to_do) == []
    history = saved.run(partial(steps.of, PROMISE.id))
    assert [(step.at, step.agent, step.status, step.words) for step in history] == [
        (NOW, "Dewi", "open", ""),
        (done, "Budi", "done", ""),
        (confirmed, "Budi", "closed", "sudah diterima"),
    ]


def test_a_promise_that_is_moved_is_open_again_and_says_why(saved):
    saved.run(partial(follow_ups.change, PROMISE.id, Status.DONE, NOW, "Dewi"))
    later = NOW + timedelta(days=2)
    saved.run(partial(follow_ups.move, PROMISE.id, later, NOW + timedelta(hours=1), "Dewi", "nasabah belum bisa"))
    assert saved.run(follow_ups.to_do) == [replace(PROMISE, due=later)]
    assert saved.run(partial(steps.of, PROMISE.id))[-1].words == "nasabah belum bisa"


def test_a_promise_that_is_saved_again_keeps_its_status_and_its_first_step(saved):
    saved.run(partial(follow_ups.change, PROMISE.id, Status.DONE, NOW, "Dewi"))
    saved.run(partial(follow_ups.save, replace(PROMISE, promise="kabari resi")))
    (kept,) = saved.run(follow_ups.to_do)
    assert (kept.promise, kept.status) == ("kabari resi", Status.DONE)
    assert len(saved.run(partial(steps.of, PROMISE.id))) == 2


@pytest.mark.parametrize(
    ("due", "turn"),
    [
        (timedelta(minutes=-1), Turn.LATE),
        (timedelta(), Turn.LATE),
        (timedelta(minutes=1), Turn.TODAY),
        (timedelta(hours=13, minutes=59), Turn.TODAY),
        (timedelta(hours=14), Turn.LATER),
    ],
)
def test_whose_turn_it_is_goes_by_the_local_day(due, turn):
    assert replace(PROMISE, due=(NOW + due).astimezone(UTC)).turn(NOW) is turn


def test_a_bulletin_asks_once_for_each_call(store):
    wanted = [replace(PROMISE, id=call, call=call, bulletin="atm-offline") for call in ("a", "b")]
    assert store.run(partial(follow_ups.save_once, wanted)) == 2
    again = [replace(one, id=f"{one.id}2") for one in wanted]
    third = replace(PROMISE, id="c", call="c", bulletin="atm-offline")
    other = replace(PROMISE, id="d", call="a", bulletin="mutasi-tertunda")
    assert store.run(partial(follow_ups.save_once, [*again, third, other])) == 2
    assert {one.id for one in store.run(partial(follow_ups.of_bulletin, "atm-offline"))} == {"a", "b", "c"}
