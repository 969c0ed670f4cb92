import csv
import io
import json
import re
import stat
import sys
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from deskrows import NOW, call, complaint

from kbassist import cli, paths
from kbassist.desk import customers, follow_ups, people, reports
from kbassist.desk.customers import Customer
from kbassist.desk.follow_ups import FollowUp, Status
from kbassist.desk.history import History
from kbassist.desk.reports import Flaw, Report, ReportStatus
from kbassist.desk.store import Store


def run(capsysbinary, *arguments):
    status = cli.main(["--language", "en", *arguments])
    captured = capsysbinary.readouterr()
    return status, captured.out, captured.err.decode()


@pytest.fixture
def desk():
    """Return the tables of the user, which are empty."""
    store = Store(paths.journal())
    yield store
    store.close()


@pytest.fixture
def store(desk):
    """Return the tables of the user, with two customers who have called."""

    def fill():
        for name, started in (("Sari", NOW), ("Budi", NOW + timedelta(days=9))):
            customers.save(Customer(name, "Ibu", "+6281234567890", id=f"id-{name}"), frozenset(["offers"]), started)
            call(id=f"call-{name}", customer=f"id-{name}", name=name, note=f"={name} marah", started=started)
        complaint(number="PGD-2026-000001", customer="id-Sari", name="Sari")

    desk.run(fill)
    return desk


@pytest.mark.usefixtures("store")
def test_everything_is_exported_the_same_each_time(capsysbinary, tmp_path):
    files = [tmp_path / "one.json", tmp_path / "more" / "two.json"]
    for file in files:
        assert run(capsysbinary, "export", str(file)) == (0, b"", "")
    first, second = (file.read_bytes() for file in files)
    assert first == second
    read = json.loads(first)
    assert [row["name"] for row in read["calls"]] == ["Sari", "Budi"]
    assert read["customers"][0]["consents"][0]["purpose"] == "offers"
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


@pytest.mark.usefixtures("store")
def test_an_export_is_narrowed_to_tables_a_customer_and_days(capsysbinary):
    _status, out, _err = run(
        capsysbinary, "export", "-", "--what", "calls", "--what", "customers", "--customer", "sari"
    )
    assert {name: [row["id"] for row in rows] for name, rows in json.loads(out).items()} == {
        "calls": ["call-Sari"],
        "customers": ["id-Sari"],
    }
    _status, out, _err = run(capsysbinary, "export", "-", "--what", "calls", "--since", "2026-12-01")
    assert [row["id"] for row in json.loads(out)["calls"]] == ["call-Budi"]


@pytest.mark.usefixtures("store")
def test_csv_is_one_table_or_a_folder_and_runs_no_formula(capsysbinary, tmp_path):
    status, out, _err = run(capsysbinary, "export", "-", "--what", "calls", "--format", "csv")
    assert status == 0
    assert [row["note"] for row in csv.DictReader(io.StringIO(out.decode()))] == ["'=Sari marah", "'=Budi marah"]
    assert run(capsysbinary, "export", str(tmp_path / "all"), "--format", "csv")[0] == 0
    assert (tmp_path / "all" / "calls.csv").read_bytes() == out
    assert len(list((tmp_path / "all").iterdir())) == 8
    status, _out, err = run(capsysbinary, "export", "-", "--format", "csv")
    assert (status, "--what" in err) == (2, True)


def test_an_empty_desk_is_exported_too(capsysbinary):
    _status, out, _err = run(capsysbinary, "export", "-")
    assert set(map(tuple, json.loads(out).values())) == {()}


@pytest.mark.usefixtures("store")
def test_what_cannot_be_done_is_told(capsysbinary, tmp_path):
    (tmp_path / "file").write_text("")
    for arguments, status, words in (
        (("export", "-", "--customer", "Nobody"), 1, "no card of Nobody"),
        (("export", str(tmp_path / "file" / "x.json")), 1, "cannot be written"),
        (("erase-customer", "Nobody", "--yes"), 1, "no card of Nobody"),
    ):
        told = run(capsysbinary, *arguments)
        assert told[0] == status
        assert words in told[2]
    with pytest.raises(SystemExit):
        run(capsysbinary, "export", "-", "--since", "yesterday")


def test_two_cards_of_a_name_are_told_apart(capsysbinary, store):
    store.run(partial(customers.save, Customer("sari", id="id-other"), frozenset(), NOW))
    status, _out, err = run(capsysbinary, "erase-customer", "Sari", "--yes")
    assert status == 1
    assert "id-Sari" in err
    assert "id-other" in err


def test_a_customer_is_erased_from_every_file(capsysbinary, store, monkeypatch):
    history = History(paths.history())
    history.refuse("Sari", ["tabungan"], date(2026, 11, 1))
    history.refuse("Budi", ["tabungan"], date(2026, 11, 1))
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    status, out, _err = run(capsysbinary, "erase-customer", "Sari")
    assert (status, b"Calls: 1" in out, b"Nothing was erased" in out) == (1, True, True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert run(capsysbinary, "erase-customer", "id-Sari")[0] == 0
    store.close()
    assert b"Sari" not in b"".join(path.read_bytes() for path in paths.data().rglob("*") if path.is_file())
    assert [card.name for card in store.run(partial(customers.find, ""))] == ["Budi"]
    refusals = history.refusals(date(2026, 1, 1))
    assert (refusals.of("Sari"), refusals.of("Budi")) == ((), ("tabungan",))
    history.close()


def test_what_was_kept_long_enough_is_shown_then_purged(capsysbinary, desk):
    desk.run(partial(call, id="old", name="Tua", note="lama", started=datetime(2020, 1, 1, tzinfo=UTC)))
    status, out, _err = run(capsysbinary, "purge", "--dry-run")
    assert (status, b"Calls: 1" in out) == (0, True)
    assert run(capsysbinary, "purge")[1].endswith(b"Purged.\n")
    assert b"Nothing." in run(capsysbinary, "purge")[1]
    desk.close()
    assert b"lama" not in b"".join(path.read_bytes() for path in paths.data().rglob("*") if path.is_file())


def test_the_rules_of_the_bank_say_how_long(capsysbinary, desk):
    desk.run(partial(call, id="old", started=datetime.now(UTC) - timedelta(days=40)))
    paths.settings_file().parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file().with_name("desk.toml").write_text("[retention]\ncalls = 30\n")
    assert b"Calls: 1" in run(capsysbinary, "purge", "--dry-run")[1]


def test_a_folder_that_cannot_be_read_is_told(capsysbinary):
    paths.data().parent.mkdir(parents=True)
    paths.data().write_text("")
    status, _out, err = run(capsysbinary, "purge")
    assert (status, str(paths.journal()) in err) == (1, True)


@pytest.mark.usefixtures("store")
def test_calls_are_listed_and_searched(capsysbinary, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    status, out, _problems = run(capsysbinary, "calls")
    rows = out.decode().splitlines()
    assert (status, len(rows)) == (0, 3)
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d  \w", rows[1])
    assert "Budi" in rows[1]
    assert "=Sari marah" in rows[2]
    status, out, _problems = run(capsysbinary, "calls", "--search", "sari MARAH")
    assert "Sari" in out.decode()
    assert "Budi" not in out.decode()
    since = (NOW + timedelta(days=5)).date().isoformat()
    status, out, _problems = run(capsysbinary, "calls", "--since", since, "--json")
    assert [row["name"] for row in json.loads(out)] == ["Budi"]
    status, out, _problems = run(capsysbinary, "calls", "--json")
    assert [row["name"] for row in json.loads(out)] == ["Budi", "Sari"]


@pytest.mark.usefixtures("desk")
def test_a_desk_without_calls_says_so(capsysbinary):
    assert run(capsysbinary, "calls") == (0, b"No calls.\n", "")
    assert run(capsysbinary, "calls", "--json") == (0, b"[]\n", "")


class TestFollowUps:
    @pytest.fixture(autouse=True)
    def _promised(self, desk):
        now = datetime.now().astimezone()
        for name, hours in (("later", 300), ("late", -30), ("closed", -40)):
            promise = FollowUp(due=now + timedelta(hours=hours), promise=f"call {name}", made=now, id=name)
            desk.run(partial(follow_ups.save, promise))
        desk.run(partial(follow_ups.change, "closed", Status.CLOSED, now, ""))
        desk.run(partial(complaint, number="PGD-2026-000009", name="Hadi", due=now.date(), status="open"))

    def test_late_ones_come_first(self, capsysbinary):
        status, out, _err = run(capsysbinary, "followups")
        rows = out.decode().splitlines()
        assert status == 0
        assert [rows[0], rows[2]] == ["Late (1)", "Later (1)"]
        assert rows[1].endswith("call late")
        assert "PGD" not in out.decode()

    def test_late_ones_alone_as_json(self, capsysbinary):
        _status, out, _err = run(capsysbinary, "followups", "--late", "--json")
        read = json.loads(out)
        assert [(row["id"], row["turn"], row["status"]) for row in read["follow_ups"]] == [("late", "late", "open")]
        assert datetime.fromisoformat(read["follow_ups"][0]["due"]) < datetime.now(UTC)

    def test_the_next_shift_takes_over_complaints_too(self, capsysbinary):
        _status, out, _err = run(capsysbinary, "followups", "--handover")
        assert out.decode().startswith("Hand-over, ")
        assert "PGD-2026-000009 · Hadi" in out.decode()


@pytest.mark.usefixtures("desk")
def test_where_nothing_was_promised_it_is_said(capsysbinary):
    assert run(capsysbinary, "followups")[1].decode() == "Nothing is open.\n"


def test_people_are_added_let_in_and_taken_off_the_list(capsysbinary, desk):
    assert run(capsysbinary, "people") == (0, b"", "")
    assert run(capsysbinary, "people", "--add", "Sari") == (0, b"Sari\n", "")
    assert run(capsysbinary, "people", "--add", "sari")[0] == 1
    desk.run(partial(people.set_passphrase, "Sari", "melati pagi"))
    assert run(capsysbinary, "people") == (0, "Sari · with a passphrase\n".encode(), "")
    assert run(capsysbinary, "people", "--open", "Sari") == (0, b"Sari\n", "")
    assert run(capsysbinary, "people", "--remove", "Sari") == (0, b"", "")
    status, _out, err = run(capsysbinary, "people", "--remove", "Sari")
    assert (status, err) == (1, "Nobody is listed as Sari.\n")


def test_reports_on_articles_are_listed(capsysbinary, desk):
    assert run(capsysbinary, "reports") == (0, b"No reports.\n", "")
    for minutes, flaw in ((0, Flaw.WRONG), (5, Flaw.OUTDATED)):
        made = NOW + timedelta(minutes=minutes)
        said = Report("kartu", "id", flaw, made, place="biaya", words="sudah naik", agent="Rina", id=str(minutes))
        desk.run(partial(reports.add, said))
    article, newer, older = run(capsysbinary, "reports")[1].decode().splitlines()
    assert article == "kartu  ID"
    assert "Out of date · #biaya · sudah naik · Rina" in newer
    assert "Wrong" in older
    desk.run(partial(reports.move, "5", ReportStatus.DONE, "tarif diganti", NOW, "Sari"))
    assert [each["id"] for each in json.loads(run(capsysbinary, "reports", "--json")[1])] == ["0"]
    (done,) = json.loads(run(capsysbinary, "reports", "--json", "--done")[1])
    assert (done["answer"], done["editor"]) == ("tarif diganti", "Sari")
    assert "→ tarif diganti" in run(capsysbinary, "reports", "--done")[1].decode()
