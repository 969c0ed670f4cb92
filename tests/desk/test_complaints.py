from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from kbassist.desk import complaints, rules, steps
from kbassist.desk.clock import ClockState, Filing
from kbassist.desk.complaints import Action, Complaint, NotNowError, Status
from kbassist.desk.workdays import Workdays

RULES = rules.load(None)
DAYS = Workdays(RULES.calendar)
FRIDAY = date(2026, 11, 27)
JAKARTA = ZoneInfo("Asia/Jakarta")
SPOKEN = Complaint(
    "Unit Kartu",
    Filing.SPOKEN,
    FRIDAY,
    words="Kartu saya belum datang",
    product="Kartu debit",
    reason="Kartu belum diterima",
    documents=("KTP",),
    handover="Lacak kiriman.",
    name="Sari",
    call="c1",
    agent="Rina",
    line="kartu#ke-unit",
)
WRITTEN = replace(SPOKEN, filing=Filing.WRITTEN)


def at(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=JAKARTA)


@pytest.fixture
def register(store):
    return lambda complaint: store.run(
        partial(complaints.register, complaint, at(complaint.opened), rules=RULES, workdays=DAYS)
    )


@pytest.fixture
def act(store):
    def do(complaint, action, day, words="", agent="Budi"):
        return store.run(
            partial(complaints.act, complaint.id, action, words, agent=agent, now=at(day), rules=RULES, workdays=DAYS)
        )

    return do


@pytest.fixture
def actions(store):
    def possible(complaint, day):
        found = store.run(partial(complaints.find, complaint.id))
        return complaints.actions(found, complaints.read_clock(found, day, RULES, DAYS))

    return possible


def listed(store, day):
    return store.run(partial(complaints.listed, day, RULES, DAYS))


def test_a_complaint_gets_a_number_a_day_and_a_history(store, register):
    entered = register(SPOKEN)
    assert (entered.number, entered.due, entered.status) == ("PGD-2026-000001", date(2026, 12, 4), Status.OPEN)
    assert entered == replace(
        SPOKEN, id=entered.id, number=entered.number, due=entered.due, handover="PGD-2026-000001\nLacak kiriman."
    )
    assert store.run(partial(complaints.find, entered.id)) == entered
    [step] = store.run(partial(steps.of, entered.id))
    assert (step.agent, step.status) == ("Rina", Status.OPEN)


def test_a_written_complaint_has_more_time(register):
    assert register(WRITTEN).due == date(2026, 12, 11)


def test_what_the_customer_said_is_masked_and_the_number_stays(register):
    entered = register(
        replace(SPOKEN, words="kartu 4111 1111 1111 1111", handover="rek 1234567890", name="0812-3456-7890")
    )
    kept = f"{entered.words} {entered.handover} {entered.name}"
    assert entered.number in kept
    assert not any(secret in kept for secret in ("1111 1111", "123456", "3456"))


def test_the_register_has_what_is_due_first_at_the_top_and_what_is_done_at_the_end(store, register, act):
    written, late, today = (
        register(WRITTEN),
        register(replace(SPOKEN, opened=date(2026, 11, 2))),
        register(replace(SPOKEN, opened=date(2026, 11, 20))),
    )
    closed = act(act(register(SPOKEN), Action.ANSWER, FRIDAY), Action.CLOSE, FRIDAY)
    answered = act(register(SPOKEN), Action.ANSWER, FRIDAY)
    found = listed(store, FRIDAY)
    assert [entry.number for entry, _clock in found] == [
        each.number for each in (late, today, written, answered, closed)
    ]
    assert [clock.state for _entry, clock in found[:3]] == [ClockState.LATE, ClockState.DUE_TODAY, ClockState.IN_TIME]


def test_the_clock_stands_while_documents_are_waited_for(store, register, act):
    entered = register(SPOKEN)
    act(entered, Action.ASK_DOCUMENTS, FRIDAY, "KTP")
    [(_entry, clock)] = listed(store, date(2026, 12, 2))
    assert (clock.state, clock.documents_due) == (ClockState.WAITING, date(2026, 12, 11))
    changed = act(entered, Action.TAKE_DOCUMENTS, date(2026, 12, 2))
    assert changed.due == date(2026, 12, 9)
    assert [step.status for step in store.run(partial(steps.of, entered.id))] == [
        Status.OPEN,
        Action.ASK_DOCUMENTS,
        Action.TAKE_DOCUMENTS,
    ]


def test_a_written_complaint_is_extended_once_and_only_before_its_day_is_over(store, register, act, actions):
    entered = register(WRITTEN)
    assert Action.EXTEND not in actions(entered, entered.due + timedelta(days=1))
    with pytest.raises(NotNowError):
        act(entered, Action.EXTEND, entered.due + timedelta(days=1))
    extended = act(entered, Action.EXTEND, entered.due, "Lewat telepon: rekanan belum menjawab")
    assert extended.due == DAYS.add(FRIDAY, 20)
    assert Action.EXTEND not in actions(entered, entered.due)
    assert store.run(partial(steps.of, entered.id))[-1].words == "Lewat telepon: rekanan belum menjawab"


def test_a_spoken_complaint_cannot_be_extended_but_filed_in_writing(register, act, actions):
    entered = register(SPOKEN)
    assert Action.EXTEND not in actions(entered, FRIDAY)
    asked = act(entered, Action.ASK_WRITING, FRIDAY)
    assert (asked.status, asked.is_open, asked.due) == (Status.TO_BE_WRITTEN, True, entered.due)
    assert Action.ASK_WRITING not in actions(entered, FRIDAY)
    monday = date(2026, 11, 30)
    written = act(entered, Action.TAKE_WRITING, monday)
    assert (written.number, written.filing, written.status) == (entered.number, Filing.WRITTEN, Status.OPEN)
    assert written.due == DAYS.add(monday, 10)
    assert Action.TAKE_WRITING not in actions(entered, monday)


def test_what_another_did_first_is_not_done_twice(store, register, act):
    entered = register(SPOKEN)
    act(entered, Action.ANSWER, FRIDAY)
    with pytest.raises(NotNowError):
        act(entered, Action.ANSWER, FRIDAY)
    assert len(store.run(partial(steps.of, entered.id))) == 2


def test_an_answer_that_does_not_help_opens_it_again(register, act, actions):
    entered = register(SPOKEN)
    act(entered, Action.ANSWER, FRIDAY)
    assert actions(entered, FRIDAY) == (Action.CLOSE, Action.REOPEN)
    assert act(entered, Action.REOPEN, FRIDAY).is_open
