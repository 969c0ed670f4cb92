"""The hand-over text, word for word in both languages, and that nothing private is in it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import deskwords, handover, messages
from kbassist.assist.kinds import MoodLevel
from kbassist.content.kinds import Channel
from kbassist.desk import rules
from kbassist.desk.clock import Filing
from kbassist.desk.complaints import Action, Complaint
from kbassist.desk.workdays import Workdays
from kbassist.handover import Account, Task

WRITTEN = Path(__file__).parent / "handover"
RULES = rules.load(None)
DAYS = Workdays(RULES.calendar)
FRIDAY = date(2026, 11, 27)
CALL = Account(
    FRIDAY,
    Channel.PHONE,
    "Ibu Sari",
    "kartu blm datang 2 mgg\n\nsdh telp 3x, kecewa",
    MoodLevel.UPSET,
    ("disampaikan: Akui penantiannya", "Alamat sudah dicocokkan"),
    "Rina",
)
DOCUMENTS = ("KTP", "Bukti pengiriman")
COMPLAINT = Complaint("Unit Kartu", Filing.SPOKEN, FRIDAY, documents=DOCUMENTS, number="PGD-2026-000123")


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_text_says_who_why_what_was_done_and_what_is_expected(lang):
    messages.use(lang)
    task = Task("Unit Kartu", "Lacak kiriman", deskwords.due(5, date(2026, 12, 4)), DOCUMENTS, ("KTP",))
    texts = [handover.compose(CALL, task), handover.compose(Account(FRIDAY, Channel.CHAT), Task("Cabang"))]
    texts += [handover.to_say(action, COMPLAINT, date(2026, 12, 4), RULES.complaints) for action in Action]
    assert "\n\n".join(filter(None, texts)) + "\n" == (WRITTEN / f"{lang}.txt").read_text(encoding="utf-8")


def test_the_time_of_the_unit_is_told_in_its_own_measure():
    now = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
    assert handover.by("5wd", now, DAYS) == "5 working days, until Friday, 4 December 2026"
    assert handover.by("1wd", now, DAYS) == "1 working day, until Monday, 30 November 2026"
    assert handover.by("2h", now, DAYS) == "Friday, 27 November 2026, 12:30"
    assert handover.by("", now, DAYS) == ""


@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_nothing_private_is_handed_over(before, after):
    card = "4111 1111 1111 1111"
    account = CALL._replace(matter=f"{before} {card} {after}", done=(f"kartu {card}",))
    assert card not in handover.compose(account, Task("Unit Kartu", f"lihat {card}"))


def test_a_secret_stays_out_when_its_rows_are_joined():
    account = CALL._replace(matter="nasabah sebut 482193\nitu pinnya")
    assert "482193" not in handover.compose(account, Task("Unit Kartu"))


@pytest.mark.parametrize(("lang", "shown"), [("id", "Rp1.250.000"), ("en", "Rp1,250,000")])
def test_money_is_written_as_people_do(lang, shown):
    messages.use(lang)
    assert deskwords.money(1_250_000, "IDR") == shown
    assert deskwords.money(20, "USD") == "USD 20"
