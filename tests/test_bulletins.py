"""Whom a bulletin touches among past calls, what each is told, and that each is put on the list once."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import partial

import pytest

from kbassist import bulletins
from kbassist.bulletins import News
from kbassist.desk import follow_ups, rules
from kbassist.desk.outbound import Bar
from kbassist.desk.store import Store
from kbassist.desk.tables import CallRow, ConsentRow, CustomerRow
from kbassist.desk.workdays import Workdays

JAKARTA = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 27, 10, 0, tzinfo=JAKARTA)  # a Friday
RULES = rules.load(None)
WORKDAYS = Workdays(RULES.calendar)
NEWS = News(
    "gangguan",
    "Gangguan mutasi",
    ("mutasi tidak muncul", "saldo", "m-banking error"),
    {"id": "{sapaan} {nama}, mutasi sudah normal.", "en": "{salutation} {name}, your statement is back."},
)


def call(name, note, *, days=1, **changed):
    started = NOW - timedelta(days=days)
    row = {"started": started, "ended": started, "channel": "phone", "salutation": "Ibu", "lang": "id", "phase": ""}
    CallRow.create(**{**row, "id": name, "name": name, "note": note, "used": [], **changed})


def fill():
    call("Sari", "mutasi tdk muncul sejak pagi")
    call("Hadi", "m-banking error terus", salutation="Bapak", lang="en", days=2)
    call("Budi", "tanya saldo minimum")
    call("Rina", "kartu hilang")
    call("Tono", "mutasi tdk muncul", days=bulletins.DAYS + 1)
    call("Umar", "mutasi tdk muncul", ended=None)
    for days in (3, 4):
        call(f"Dewi{days}", "mutasi tidak muncul", customer="k1", days=days)
    CustomerRow.create(
        id="k1", name="Dewi Lestari", salutation="Kak", contact="", lang="", notes="", made=NOW, changed=NOW
    )


@pytest.fixture
def store(tmp_path):
    """Return the calls of some weeks."""
    store = Store(tmp_path / "calls.sqlite3")
    store.run(fill)
    yield store
    store.close()


def find(store, now=NOW, news=NEWS):
    past = store.run(partial(bulletins.read, news.name, now))
    return bulletins.find(news, now, "id", RULES.outbound, WORKDAYS, past)


def consent(withdrawn=None):
    ConsentRow.create(customer="k1", purpose="service-news", given=date(2026, 1, 1), withdrawn=withdrawn)


def test_the_calls_about_its_matter_are_found_each_customer_once(store):
    assert [each.call.id for each in find(store)] == ["Sari", "Hadi", "Dewi3"]


def test_single_words_count_where_there_is_nothing_else(store):
    assert [each.call.id for each in find(store, news=NEWS._replace(phrases=("saldo",)))] == ["Budi"]


def test_each_message_has_the_name_and_the_customers_language(store):
    assert [each.message for each in find(store)] == [
        "Ibu Sari, mutasi sudah normal.",
        "Bapak Hadi, your statement is back.",
        "Kak Dewi Lestari, mutasi sudah normal.",
    ]


def test_they_are_put_on_the_list_in_one_step_and_only_once(store):
    promises = bulletins.promises(NEWS, find(store), NOW, "Rani")
    assert store.run(partial(follow_ups.save_once, promises)) == 3
    again = find(store)
    assert all(each.is_made for each in again)
    assert bulletins.promises(NEWS, again, NOW, "Rani") == []
    assert store.run(partial(follow_ups.save_once, [replace(one, id="x" + one.id) for one in promises])) == 0
    store.run(partial(call, "Wati", "mutasi tidak muncul", days=0))
    store.run(partial(call, "Dewi0", "mutasi tidak muncul", customer="k1", days=0))
    assert [one.name for one in bulletins.promises(NEWS, find(store), NOW, "Rani")] == ["Wati"]


def test_consent_and_hours_are_told_and_who_said_no_is_left_out(store):
    assert all(each.permission.bars == (Bar.NO_CONSENT,) for each in find(store))
    store.run(consent)
    assert find(store)[-1].permission.is_given
    store.run(partial(consent, date(2026, 11, 1)))
    store.run(lambda: ConsentRow.delete().where(ConsentRow.withdrawn.is_null()).execute())
    assert find(store)[-1].permission.bars == (Bar.WITHDRAWN,)
    assert [one.name for one in bulletins.promises(NEWS, find(store), NOW, "")] == ["Sari", "Hadi"]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (NOW, NOW.replace(hour=17)),
        (NOW.replace(hour=17, minute=30), NOW.replace(hour=18, minute=30)),
        (NOW.replace(hour=20), datetime(2026, 11, 28, 17, tzinfo=JAKARTA)),
        (datetime(2026, 12, 24, 20, tzinfo=JAKARTA), datetime(2026, 12, 26, 17, tzinfo=JAKARTA)),
    ],
)
def test_they_are_due_within_the_allowed_hours(store, now, due):
    assert {each.due for each in find(store, now)} == {due}
