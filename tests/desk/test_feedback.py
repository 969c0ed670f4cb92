import csv
import io
import json
from datetime import UTC, date, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.desk import exports, feedback, marks, steps, wrapups
from kbassist.desk.feedback import Feedback, FeedbackKind, FeedbackStatus
from kbassist.desk.wrapups import WrapUp

NOW = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)


def said(name, words="antreannya lama", *, kind=FeedbackKind.COMPLAINT, product="Tabungan", day=DAY):
    return Feedback(name, f"call-{name}", day, kind, product, "Antrean cabang", words, agent="Rina", customer="c1")


def put(store, *found):
    for one in found:
        store.run(partial(feedback.save, one, NOW))


@pytest.mark.parametrize(
    ("given_marks", "value", "low", "high"),
    [
        ([5] * 8 + [1] * 2, 80, 49.0, 94.3),  # the interval of 8 in 10 in the tables of Wilson's method
        ([5], 100, 20.7, 100),
        ([3, 3], 0, 0, 65.8),
    ],
)
def test_the_share_of_satisfied_has_wilsons_interval(given_marks, value, low, high):
    found = marks.satisfied(given_marks)
    assert found
    assert (found.value, found.answers) == (value, len(given_marks))
    assert [found.low, found.high] == pytest.approx([low, high], abs=0.1)


def test_the_promoter_score_has_the_adjusted_wald_interval():
    found = marks.promoters([10] * 11 + [8] * 8 + [3] * 9)
    assert found
    assert found.value == pytest.approx(100 * 2 / 28)
    # n 31, 11.75 promoters and 9.75 detractors: 6.45 % with a reach of 1.96 * sqrt((21.5 / 31 - 0.0645 ** 2) / 31)
    assert [found.low, found.high] == pytest.approx([6.45 - 29.2, 6.45 + 29.2], abs=0.1)


@given(st.lists(st.integers(0, 10), min_size=1))
def test_a_figure_lies_in_its_interval_as_far_as_marks_go(given_marks):
    found = marks.promoters(given_marks)
    share = marks.satisfied([min(5, max(1, mark)) for mark in given_marks])
    assert found
    assert share
    assert -100 <= found.low <= found.high <= 100
    assert found.low - 50 <= found.value <= found.high + 50
    assert 0 <= share.low <= share.value + 1e-9
    assert share.value - 1e-9 <= share.high <= 100


def test_without_marks_there_is_no_figure():
    assert marks.satisfied([]) is None
    assert marks.promoters([]) is None


def test_words_are_kept_masked_and_once(store):
    put(store, said("a", "kartu 4111 1111 1111 1111 tertelan"), said("a", "pin saya 482193 ketahuan"))
    (found,) = store.run(feedback.find)
    assert "482193" not in found.words
    assert "4111" not in found.words


def test_the_register_groups_by_product_and_reason_and_has_marks(store):
    put(
        store,
        said("a"),
        said("b", "stafnya ramah", kind=FeedbackKind.PRAISE),
        said("c", product="Kartu"),
        said("old", day=date(2026, 10, 31)),
    )
    for number, mark in enumerate((5, 4, 1)):
        wrapped = WrapUp(f"w{number}", NOW, "solved", "Antrean cabang", "Tabungan", csat=mark, nps=mark)
        store.run(partial(wrapups.save, wrapped))
    found = store.run(partial(feedback.register, DAY))
    first, second = found.groups
    assert (first.product, first.reason, len(first.said)) == ("Tabungan", "Antrean cabang", 2)
    assert [first.count(kind) for kind in FeedbackKind] == [0, 1, 1]
    assert (round(first.csat.value), first.csat.answers, round(first.nps.value)) == (67, 3, -100)
    assert (second.product, second.csat) == ("Kartu", None)
    assert found.products == ("Kartu", "Tabungan")
    only = store.run(partial(feedback.register, DAY, "Kartu"))
    assert [group.product for group in only.groups] == ["Kartu"]
    assert only.products == found.products


def test_what_the_unit_answers_stays_when_the_call_is_wrapped_up_again(store):
    put(store, said("a"))
    store.run(partial(feedback.answer, "a", FeedbackStatus.IN_WORK, "loket ditambah, hub 081234567890", NOW, "Rina"))
    put(store, said("a", "antreannya dua jam"))
    (found,) = store.run(feedback.find)
    assert (found.words, found.status) == ("antreannya dua jam", FeedbackStatus.IN_WORK)
    assert found.answer.startswith("loket ditambah")
    assert "081234567890" not in found.answer
    (step,) = store.run(partial(steps.of, "a"))
    assert (step.status, step.agent) == ("in-work", "Rina")
    store.run(partial(feedback.remove, "a"))
    assert len(store.run(feedback.find)) == 1


def test_words_noted_by_mistake_go_while_they_are_new(store):
    put(store, said("a"))
    store.run(partial(feedback.remove, "a"))
    assert store.run(feedback.find) == []


def test_the_export_is_the_same_each_time_and_names_nobody(store):
    put(store, said("b"), said("a", '=1+1; "kutip"\nbaris'))
    first, again = (store.run(feedback.rows) for _time in range(2))
    assert feedback.as_csv(first) == feedback.as_csv(again)
    assert json.loads(exports.as_json(first)) == first
    read = list(csv.DictReader(io.StringIO(feedback.as_csv(first))))
    assert [row["id"] for row in read] == ["a", "b"]
    assert read[0]["words"] == '\'=1+1; "kutip"\nbaris'
    assert "Rina" not in feedback.as_csv(first)
    assert "c1" not in feedback.as_csv(first)


def test_an_export_of_nothing_is_empty():
    assert feedback.as_csv([]).strip() == ""
    assert json.loads(exports.as_json([])) == []
