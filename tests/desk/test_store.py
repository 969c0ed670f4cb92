import sqlite3
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest

from kbassist import resources
from kbassist.desk import calls
from kbassist.desk.calls import SavedCall
from kbassist.desk.store import VERSION, Store, StoreError
from kbassist.desk.tables import TABLES, CallRow, ChoreRow

STARTED = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
CALL = {
    "started": STARTED,
    "note": "cust marah2",
    "channel": "phone",
    "salutation": "Ibu",
    "name": "Sari",
    "lang": "id",
    "phase": "calming",
    "used": ["kartu#empati"],
}


def files(path):
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def old_file(path, version):
    """Write a file as a release with that version of the tables left it."""
    connection = sqlite3.connect(path)
    for number in range(1, version + 1):
        connection.executescript(resources.read_text(f"desk/{number}.sql"))
    connection.execute(
        "INSERT INTO calls (id, started, ended, note, channel, salutation, name, lang, phase, used)"
        " VALUES ('a', '2026-11-21T09:30:00+00:00', NULL, 'kartu hilang', 'phone', 'Ibu', 'Sari', 'id', '',"
        " '[\"x#y\"]'),"
        " ('b', '2026-11-20T09:30:00+00:00', '2026-11-20T09:40:00+00:00', 'selesai', 'chat', '', '', '', '', '[]')"
    )
    if version > 1:
        connection.execute("UPDATE calls SET wrapped = ended")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()


def test_every_table_has_the_columns_that_queries_name(store):
    assert store.run(lambda: [list(table.select().limit(1)) for table in TABLES]) == [[] for _table in TABLES]


def test_what_is_kept_comes_back_as_it_was(store):
    jakarta = datetime(2026, 11, 21, 16, 30, tzinfo=timezone(timedelta(hours=7)))
    store.run(lambda: CallRow.create(**{**CALL, "id": "a", "ended": jakarta, "state": {"x": [1, "é"]}}))
    row = store.run(lambda: CallRow.get_by_id("a"))
    assert (row.started, row.ended) == (CALL["started"], jakarta)
    assert not row.held
    assert (row.used, row.state, row.name) == (["kartu#empati"], {"x": [1, "é"]}, "Sari")


def test_an_action_that_fails_changes_nothing(store):
    def half():
        CallRow.create(**CALL)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.run(half)
    assert store.run(lambda: CallRow.select().count()) == 0


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_file_of_an_earlier_release_is_brought_up_to_date(tmp_path, version):
    path = tmp_path / "calls.sqlite3"
    old_file(path, version)
    store = Store(path)
    rows = store.run(lambda: {row.id: row for row in CallRow.select()})
    store.close()
    assert (rows["a"].note, rows["a"].used, rows["a"].agent) == ("kartu hilang", ["x#y"], "")
    assert not rows["a"].wrapped
    assert rows["b"].wrapped == rows["b"].ended == datetime(2026, 11, 20, 9, 40, tzinfo=UTC)


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_server_of_an_earlier_release_is_brought_up_to_date(server_store, version):
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(server_store.place) as connection:
        for number in range(1, version + 1):
            connection.execute(resources.read_text(f"desk/{number}.sql"))
        connection.execute("CREATE TABLE versions (version INTEGER PRIMARY KEY)")
        connection.execute("INSERT INTO versions (version) VALUES (%s)", (version,))
    assert server_store.run(lambda: [list(table.select().limit(1)) for table in TABLES]) == [[] for _table in TABLES]
    server_store.run(lambda: CallRow.create(**CALL))
    server_store.close()
    assert server_store.run(lambda: CallRow.select().count()) == 1


def test_a_file_of_a_later_release_is_set_aside_not_changed(tmp_path):
    path = tmp_path / "calls.sqlite3"
    old_file(path, 1)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    store = Store(path)
    assert store.run(lambda: CallRow.select().count()) == 0
    store.close()
    aside = sqlite3.connect(path.with_name("calls.sqlite3.damaged-1"))
    assert aside.execute("SELECT count(*) FROM calls").fetchone() == (2,)
    aside.close()


@pytest.mark.parametrize("damage", [b"not a database" * 400, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_file_is_set_aside(tmp_path, damage):
    path = tmp_path / "calls.sqlite3"
    path.write_bytes(damage)
    store = Store(path)
    store.run(lambda: CallRow.create(**CALL))
    store.close()
    assert path.with_name("calls.sqlite3.damaged-1").read_bytes() == damage


def test_damage_that_is_met_in_use_loses_nothing_that_comes_after(tmp_path):
    path = tmp_path / "calls.sqlite3"
    store = Store(path)
    store.run(lambda: CallRow.create(**CALL))
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    store.run(lambda: CallRow.create(**CALL))
    assert store.run(lambda: CallRow.select().count()) == 1
    store.close()


def test_damage_that_is_met_while_rows_are_read_loses_nothing_that_comes_after(tmp_path):
    path = tmp_path / "calls.sqlite3"
    store = Store(path)
    for number in range(200):
        store.run(partial(CallRow.create, **{**CALL, "id": f"c{number:03}", "note": f"{number:03} " * 50}))
    store.close()
    with path.open("r+b") as file:
        file.seek(path.read_bytes().index(b"150 " * 50) // 4096 * 4096)
        file.write(b"\xff" * 4096)
    assert store.run(lambda: list(CallRow.select())) == []
    assert store.run(lambda: CallRow.create(**CALL).id)
    assert path.with_name("calls.sqlite3.damaged-1").exists()
    store.close()


def test_the_file_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "new" / "calls.sqlite3"
    store = Store(path)
    store.run(lambda: CallRow.create(**CALL))
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    store.close()


def test_a_file_that_others_could_read_no_longer_can_be(tmp_path):
    path = tmp_path / "calls.sqlite3"
    old_file(path, 1)
    path.chmod(0o644)
    store = Store(path)
    store.run(lambda: CallRow.select().count())
    store.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_stays_in_any_file_once_it_is_replaced_and_scrubbed(tmp_path):
    path = tmp_path / "calls.sqlite3"
    store = Store(path)
    store.run(lambda: CallRow.create(**{**CALL, "id": "a", "note": "482193 itu"}))
    assert b"482193" in files(path)
    store.run(lambda: CallRow.update(note="itu pinnya").where(CallRow.id == "a").execute())
    assert store.scrub()
    assert b"482193" not in files(path)
    store.close()


def test_what_moved_out_of_a_split_page_goes_once_it_is_hidden(tmp_path):
    path = tmp_path / "calls.sqlite3"
    store = Store(path)
    told = SavedCall(id="a", started=STARTED, note="482193 itu")
    store.run(lambda: calls.save(told))
    for number in range(60):  # each note grows in its turn, so that pages are split again and again
        for size in (1, 40):
            text = "kartu hilang " * size
            store.run(partial(calls.save, SavedCall(id=f"c{number}", started=STARTED, note=text)))
            store.run(partial(calls.save, replace(told, note=f"482193 itu {text}")))
    store.run(lambda: calls.save(replace(told, note="482193 itu pinnya")))
    assert store.tidy()
    assert b"482193" not in files(path)
    kept = store.run(lambda: calls.get("a"))
    assert kept
    assert kept.note == "[…] itu pinnya"
    store.close()


def test_what_moved_out_of_a_split_page_goes_after_a_crash_too(tmp_path, crashed):
    path = tmp_path / "calls.sqlite3"
    crashed(
        "from datetime import UTC, datetime\nfrom kbassist.desk import calls\n"
        "for note in ('482193 itu', '482193 itu pinnya'):\n"
        "    call = calls.SavedCall(id='a', started=datetime(2026, 11, 21, tzinfo=UTC), note=note)\n"
        "    store.run(lambda: calls.save(call))\n"
    )
    store = Store(path)
    assert store.run(lambda: ChoreRow.select().count()) == 1
    assert store.tidy()
    assert store.run(lambda: ChoreRow.select().count()) == 0
    assert b"482193" not in files(path)
    store.close()


def test_what_a_crash_left_in_the_log_is_gone_once_the_file_is_opened_again(tmp_path, crashed):
    path = tmp_path / "calls.sqlite3"
    crashed(
        "from kbassist.desk.tables import CallRow\n"
        f"store.run(lambda: CallRow.create(**{ {**CALL, 'id': 'a', 'note': '482193', 'started': '2026-11-21'}!r}))\n"
        "store.run(lambda: CallRow.update(note='-').execute())\n"
    )
    assert b"482193" in files(path)
    store = Store(path)
    assert store.run(lambda: CallRow.get_by_id("a").note) == "-"
    assert b"482193" not in files(path)
    store.close()


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        Store(tmp_path / "file" / "calls.sqlite3").run(lambda: CallRow.select().count())
