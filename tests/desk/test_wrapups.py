from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from kbassist.desk import closing, follow_ups, wrapups
from kbassist.desk.follow_ups import FollowUp
from kbassist.desk.tables import CallRow
from kbassist.desk.wrapups import WrapUp

NOW = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
DONE = WrapUp("a", NOW, "solved", "Kartu hilang", "Kartu Debit", "x#y", "declined", "no-need", 4, 0, "Kartu diblokir.")
DUE = NOW + timedelta(days=1)
PROMISE = FollowUp(DUE, "telp balik", NOW, call="a")


def call(name="a"):
    CallRow.create(id=name, started=NOW, note="", channel="", salutation="", name="", lang="", phase="", used=[])


def test_a_wrap_up_is_kept_and_the_call_is_done(store):
    store.run(call)
    store.run(partial(wrapups.save, DONE))
    assert store.run(partial(wrapups.find, "a")) == DONE
    assert store.run(lambda: CallRow.get_by_id("a").wrapped) == NOW


def test_saving_again_takes_the_place_of_what_was_said_before(store):
    changed = replace(DONE, outcome="not-solved", csat=None, at=NOW + timedelta(minutes=1))
    for one in (DONE, DONE, changed):
        store.run(partial(wrapups.save, one))
    assert store.run(partial(wrapups.between, NOW, NOW + timedelta(hours=1))) == [changed]
    assert store.run(partial(wrapups.between, NOW - timedelta(hours=1), NOW)) == []


def test_what_is_private_is_masked(store):
    store.run(partial(wrapups.save, replace(DONE, summary="Kartu 4111 1111 1111 1111, pin saya 482193")))
    summary = store.run(partial(wrapups.find, "a")).summary
    assert "1111 1111" not in summary
    assert "482193" not in summary


def test_a_draft_is_no_wrap_up_until_it_is_saved(store):
    values = {"outcome": "solved", "csat": 4, "nps": None, "words": "pin saya 482193"}
    store.run(partial(wrapups.keep_draft, "a", NOW, values))
    draft = store.run(partial(wrapups.draft, "a"))
    assert (draft["outcome"], draft["csat"], draft["nps"]) == ("solved", 4, None)
    assert "482193" not in draft["words"]
    assert store.run(partial(wrapups.find, "a")) is None
    assert store.run(partial(wrapups.between, NOW, NOW + timedelta(hours=1))) == []
    store.run(partial(wrapups.save, DONE))
    assert store.run(partial(wrapups.draft, "a")) == draft
    store.run(partial(wrapups.keep_draft, "a", NOW + timedelta(days=1), {"outcome": "not-solved"}))
    assert store.run(partial(wrapups.find, "a")) == DONE
    assert store.run(partial(wrapups.draft, "other")) == {}


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({}, {"telp balik"}),
        ({"due": DUE + timedelta(hours=2)}, {"telp balik"}),
        ({"promise": "ditelepon"}, {"telp balik"}),
        ({"promise": "kirim formulir", "due": DUE + timedelta(days=1)}, {"telp balik", "kirim formulir"}),
    ],
    ids=["same", "another time", "other words", "another promise"],
)
def test_what_was_promised_during_the_call_is_not_promised_again(store, changed, kept):
    store.run(partial(follow_ups.save, PROMISE))
    again = replace(PROMISE, id="a", **changed)
    for _time in range(2):
        store.run(partial(closing.save, DONE, again))
    found = store.run(follow_ups.to_do)
    assert {one.promise for one in found} == kept
    assert len(found) == len(kept)
    assert again.due in {one.due for one in found}
