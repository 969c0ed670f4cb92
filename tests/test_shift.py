"""The hand-over to the next shift, held against a reference in both languages."""

from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest

from kbassist import messages, outreach, shift
from kbassist.desk import follow_ups
from kbassist.desk import shift as tables
from kbassist.desk.follow_ups import FollowUp, Status, Whom
from kbassist.desk.store import Store
from kbassist.desk.tables import CallRow, ComplaintRow, CustomerRow

JAKARTA = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 27, 14, 5, tzinfo=JAKARTA)
REFERENCE = Path(__file__).with_name("shift.txt")


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=JAKARTA)


def complaint(number, due, status):
    empty = dict.fromkeys(("customer", "call", "agent", "product", "reason", "words", "line", "handover"), "")
    ComplaintRow.create(
        **empty,
        number=number,
        name="Hadi Santoso",
        channel="spoken",
        unit="Unit Kartu",
        documents=[],
        opened=date(2026, 11, 20),
        due=due,
        waiting=[],
        status=status,
        changed=NOW,
    )


def call(name, note, **changed):
    row = {"started": NOW, "channel": "phone", "salutation": "Bapak", "lang": "id", "phase": "", "used": []}
    CallRow.create(**{**row, "name": name, "note": note, **changed})


def fill():
    promises = (
        FollowUp(due=at(27, 10), promise="kabari posisi kartu", made=NOW, name="Sari", agent="Dewi", id="a"),
        FollowUp(due=at(27, 16, 30), promise="telepon balik soal 4111 1111 1111 1111", made=NOW, name="Budi", id="b"),
        FollowUp(due=datetime(2027, 1, 4, 9, tzinfo=JAKARTA), promise="cek saldo", made=NOW, agent="Dewi", id="c"),
        FollowUp(due=at(26, 9), promise="kirim formulir", made=NOW, name="Tono", id="d"),
        FollowUp(due=at(20, 9), promise="sudah beres", made=NOW, name="Rina", id="e"),
    )
    for promise in promises:
        follow_ups.save(promise)
    follow_ups.change("d", Status.DONE, NOW, "Dewi")
    follow_ups.change("e", Status.CLOSED, NOW, "Dewi")
    complaint("PGD-2026-000001", date(2026, 11, 27), "open")
    complaint("PGD-2026-000002", date(2026, 12, 30), "open")
    complaint("PGD-2026-000003", date(2026, 11, 20), "closed")
    call("Hadi", "kartu tertelan di mesin ATM\nmenunggu jawaban cabang", held=at(27, 13, 40), agent="Dewi")
    call("Ani", "selesai", ended=at(27, 13), held=None)


@pytest.fixture
def store(tmp_path):
    """Return filled tables."""
    store = Store(tmp_path / "calls.sqlite3")
    store.run(fill)
    yield store
    store.close()


def composed(language, left):
    messages.use(language)
    return shift.text(left, NOW)


def test_the_next_shift_reads_all_that_is_left_in_both_languages(store):
    left = store.run(partial(tables.read, date(2026, 11, 30)))
    assert "\n".join(composed(language, left) for language in ("id", "en")) == REFERENCE.read_text(encoding="utf-8")


def test_on_paper_stands_the_same_and_nothing_is_taken_for_markup(store):
    store.run(partial(follow_ups.save, FollowUp(due=NOW, promise="<b>kartu & buku</b>", made=NOW)))
    left = store.run(partial(tables.read, date(2026, 11, 30)))
    messages.use("id")
    html = shift.html(left, NOW)
    assert "&lt;b&gt;kartu &amp; buku&lt;/b&gt;" in html
    assert all(section.title in html for section in shift.sections(left, NOW))


def test_a_shift_that_leaves_nothing_says_so():
    messages.use("en")
    assert shift.text(tables.Shift(), NOW) == "Hand-over, Friday, 27 Nov 14:05\n\nNothing is left to hand over.\n"


@pytest.mark.parametrize(
    ("hour", "whom", "lang", "words"),
    [
        (8, Whom("Ibu", "Sari", "id"), "en", "Selamat pagi, Ibu Sari. Sesuai janji, kami menghubungi kembali."),
        (16, Whom("", "Sari", ""), "id", "Selamat sore, Sari. Sesuai janji, kami menghubungi kembali."),
        (12, Whom(), "id", "Selamat siang, Bapak/Ibu. Sesuai janji, kami menghubungi kembali."),
        (19, Whom("", "Jane", "en"), "id", "Good evening, Jane. As promised, we are getting back to you."),
        (9, Whom("", "Jane", "fr"), "en", "Good morning, Jane. As promised, we are getting back to you."),
    ],
)
def test_a_promise_is_kept_in_the_customers_language(hour, whom, lang, words):
    messages.use("en")
    assert outreach.call_back(whom, NOW.replace(hour=hour), lang) == words


@pytest.mark.parametrize(
    ("whom", "words"),
    [
        (Whom("Ibu", "Sari"), "Ibu Sari, mesin ATM kembali pukul …."),
        (Whom("Ibu", ""), "Ibu, mesin ATM kembali pukul …."),
        (Whom("", "Sari"), "Sari, mesin ATM kembali pukul …."),
        (Whom(), "Bapak/Ibu, mesin ATM kembali pukul …."),
    ],
)
def test_a_ready_line_has_the_name_and_leaves_open_what_nobody_knows(whom, words):
    assert outreach.news("{sapaan} {nama}, mesin ATM kembali pukul {jam}.", whom, "id") == words


def test_a_customer_is_addressed_as_on_the_card_else_as_in_the_call(store):
    card = {"name": "Sari Dewi", "salutation": "Ibu", "contact": "", "lang": "en", "notes": "", "made": NOW}
    store.run(lambda: CustomerRow.create(**card, id="k1", changed=NOW))
    store.run(partial(call, "Sari", "", id="c1"))
    promise = FollowUp(due=NOW, promise="", made=NOW, call="c1")
    assert store.run(partial(follow_ups.whom, promise)) == Whom("Bapak", "Sari", "id")
    of_card = FollowUp(due=NOW, promise="", made=NOW, call="c1", customer="k1")
    assert store.run(partial(follow_ups.whom, of_card)) == Whom("Ibu", "Sari Dewi", "en")
    assert store.run(partial(follow_ups.whom, FollowUp(due=NOW, promise="", made=NOW, name="X"))) == Whom(name="X")
