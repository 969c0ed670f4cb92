import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
from deskrows import complaint, follow_up

from kbassist.desk import calls, wrapups
from kbassist.desk.calls import Mood, Said, SavedCall
from kbassist.desk.store import Store
from kbassist.desk.tables import CallRow, ComplaintRow, OrderRow, WrapUpRow

CALL = SavedCall(
    id="c1",
    started=datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
    note="cust marah2, kartu blm dtg 2 mgg, rek 20261234567",
    channel="phone",
    salutation="Ibu",
    name="Sari",
    lang="id",
    phase="calming",
    agent="Rina",
    customer="k1",
    said=(Said("kartu-belum-diterima#empati", "Empati", "Saya paham, Ibu Sari.", "deescalate"), Said("marah#maaf")),
    dismissed=("kartu#tawaran",),
    seen=("marah#maaf", "x#y"),
    values={"nomor_resi": "JNE123"},
    moods=(Mood(0, "uneasy"), Mood(42, "furious")),
    kept=("20261234567",),
    behind=4,
)
LATER = CALL.started + timedelta(minutes=5)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new folder" / "calls.sqlite3"


def save(store, **changes):
    call = replace(CALL, **changes)
    store.run(partial(calls.save, call))
    return call


def ids(store, job):
    return [call.id for call in store.run(job)]


def stored_bytes(path):
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_a_saved_call_comes_back_as_it_was(store):
    save(store)
    changed = save(store, note="skrg tenang, rek 20261234567", said=(), held=LATER)
    assert store.run(partial(calls.open_calls, "Rina")) == [changed]
    assert store.run(partial(calls.get, "c1")) == changed
    assert store.run(partial(calls.get, "nobody's")) is None


def test_a_time_of_any_zone_is_the_same_moment(store):
    save(store, started=datetime(2026, 11, 21, 16, 30, tzinfo=timezone(timedelta(hours=7))))
    assert store.run(partial(calls.get, "c1")).started == CALL.started


def test_a_call_is_open_then_waits_to_be_wrapped_up_then_is_done(store):
    save(store)
    save(store, id="c2", started=LATER, held=LATER)
    save(store, id="of another", agent="Budi")
    assert ids(store, partial(calls.open_calls, "Rina")) == ["c1", "c2"]
    store.run(partial(calls.end, "c2", LATER))
    assert ids(store, partial(calls.open_calls, "Rina")) == ["c1"]
    assert ids(store, partial(calls.to_wrap_up, "Rina")) == ["c2"]
    ended = store.run(partial(calls.get, "c2"))
    assert (ended.ended, ended.held) == (LATER, None)
    store.run(partial(calls.wrap, "c2", LATER))
    assert ids(store, partial(calls.to_wrap_up, "Rina")) == []
    assert store.run(partial(calls.get, "c2")).wrapped == LATER


def test_a_call_that_is_saved_after_its_end_is_open_again(store):
    save(store)
    store.run(partial(calls.end, "c1", LATER))
    save(store)
    assert ids(store, partial(calls.open_calls, "Rina")) == ["c1"]


def test_a_call_that_is_removed_is_gone(store):
    save(store)
    store.run(partial(calls.remove, "c1"))
    assert store.run(calls.find) == []


def test_calls_are_found_by_words_name_and_number(store):
    save(store, note="Kartu hilang di 100% pasar")
    save(store, id="c2", name="Budi", note="bunga deposito", started=LATER)
    store.run(lambda: CallRow.update(agent="Tono").where(CallRow.id == "c2").execute())
    for table, number, call in ((OrderRow, "PSN-2026-000007", "c1"), (ComplaintRow, "PGD-2026-000009", "c2")):
        values = {field.name: "" for field in table._meta.sorted_fields if not field.null and field.name != "id"}
        store.run(partial(table.create, **{**values, "number": number, "call": call}))
    for words, found in {
        "": ["c2", "c1"],
        "KARTU pasar": ["c1"],
        "kartu budi": [],
        "budi": ["c2"],
        "000007": ["c1"],
        "pgd-2026 deposito": ["c2"],
        "100%": ["c1"],
        "1%0": [],
    }.items():
        assert ids(store, partial(calls.find, words)) == found, words
    assert ids(store, partial(calls.find, agent="Tono")) == ["c2"]
    assert ids(store, partial(calls.find, since=LATER)) == ["c2"]
    assert ids(store, partial(calls.find, most=1)) == ["c2"]


def test_the_calls_of_a_customer_come_newest_first(store):
    save(store)
    save(store, id="c2", started=LATER)
    save(store, id="c3", customer="k2")
    assert ids(store, partial(calls.of_customer, "k1")) == ["c2", "c1"]


def test_the_summary_is_that_of_the_wrap_up(store):
    assert store.run(partial(calls.summary, "c1")) == ""
    values = {field.name: "" for field in WrapUpRow._meta.sorted_fields if not field.null}
    store.run(partial(WrapUpRow.create, **{**values, "call": "c1", "at": LATER, "summary": "Kartu dikirim ulang."}))
    assert store.run(partial(calls.summary, "c1")) == "Kartu dikirim ulang."


def test_all_that_was_said_is_masked(store):
    saved = replace(
        CALL,
        note="kartu 4111 1111 1111 1111, otp nya 123456",
        name="Sari 081234567890",
        said=(Said("a#b", "Kartu", "Kartu Ibu 4111 1111 1111 1111", "answer"),),
        values={"nomor_rekening": "1234567890", "pin": "482193", "nomor_resi": "JNE123"},
        kept=(),
    )
    store.run(partial(calls.save, saved))
    row = store.run(lambda: CallRow.get_by_id("c1"))
    kept = f"{row.note} {row.name} {row.state}"
    for secret in ("1111", "123456", "08123456", "482193", "1234567"):
        assert secret not in kept
    assert row.note.startswith("kartu •")
    assert row.state["values"]["nomor_resi"] == "JNE123"


def test_a_number_kept_by_hand_goes_with_the_word_that_makes_it_a_secret(path):
    store = Store(path)
    save(store, note="rek 20261234567")
    assert b"20261234567" in stored_bytes(path)
    save(store, note="rek 20261234567 itu pinnya, salah: rek 20261234567")
    save(store, note="rek")
    assert store.tidy()
    assert b"261234" not in stored_bytes(path)
    store.close()


def test_a_secret_that_is_told_late_leaves_what_came_of_the_call_before(path):
    store = Store(path)
    told = "nasabah sebut 482193"
    save(store, note=told)

    def write():
        wrapups.keep_draft("c1", LATER, {"words": told, "csat": 4})
        complaint(number="PGD-1", call="c1", words=told, handover=f"PGD-1\n{told}")
        follow_up(call="c1", promise=told)
        follow_up(call="another", promise="resi 482194")

    store.run(write)
    save(store, note=f"{told} itu pinnya")
    assert store.tidy()
    assert b"482193" not in stored_bytes(path)
    assert store.run(partial(wrapups.draft, "c1")) == {"words": "nasabah sebut […]", "csat": 4}
    assert b"482194" in stored_bytes(path)
    store.close()


def test_a_row_of_an_earlier_release_has_the_lines_that_were_said(store):
    save(store)
    store.run(lambda: CallRow.update(state={}).execute())
    assert store.run(partial(calls.get, "c1")).said == (Said("kartu-belum-diterima#empati"), Said("marah#maaf"))


@pytest.mark.parametrize("story", ["", "nasabah bercerita panjang lebar tentang kartunya. " * 400])
def test_a_number_that_turns_out_secret_leaves_every_stored_byte(path, story):
    store = Store(path)
    save(store, note=f"{story}nsbh sebut 482193")
    assert b"482193" in stored_bytes(path)
    save(store, note=f"{story}nsbh sebut 482193 itu pinnya")
    assert store.scrub()
    assert b"482193" not in stored_bytes(path)
    store.close()


def test_replaced_words_leave_every_stored_byte(path):
    store = Store(path)
    for number in range(50):
        save(store, id=f"c{number}", note="kata pertama " * number)
    for number in range(50):
        save(store, id=f"c{number}", note="lain")
    assert store.scrub()
    assert b"kata pertama" not in stored_bytes(path)
    store.close()


WRITER = """
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from kbassist.desk import calls, wrapups
from kbassist.desk.store import Store
store = Store(Path(sys.argv[1]))
for number in range(10_000):
    call = calls.SavedCall("c1", datetime.now(UTC), note=f"nomor {number} " * 50)
    store.run(partial(calls.save, call))
    print(number, flush=True)
"""


def test_what_was_saved_survives_a_kill(path):
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        while int(writer.stdout.readline()) < 20:
            pass
        writer.kill()
        saved = max((int(line) for line in writer.stdout if line.endswith("\n")), default=20)
    store = Store(path)
    (call,) = store.run(partial(calls.open_calls, ""))
    assert call.note in {f"nomor {saved} " * 50, f"nomor {saved + 1} " * 50}
    store.close()


def test_a_damaged_file_is_set_aside_wherever_it_is_cut(path):
    store = Store(path)
    for number in range(200):
        save(store, id=f"c{number}", note="panjang " * 50)
    store.close()
    whole = path.read_bytes()
    for size in (50, 700, 4096, len(whole) // 2):
        path.write_bytes(whole[:size])
        cut = Store(path)
        assert cut.run(partial(calls.open_calls, "Rina")) == []
        saved = save(cut)
        assert cut.run(partial(calls.open_calls, "Rina")) == [saved]
        cut.close()
        path.unlink()
    assert len(list(Path(path.parent).glob("*.damaged-?"))) == 4


def test_an_open_call_comes_back_whatever_became_of_calls_long_ago(path):
    store = Store(path)
    for number in range(400):
        save(store, id=f"c{number}", note=f"{number} " * 100)
        if number < 399:
            store.run(partial(calls.end, f"c{number}", LATER))
    store.close()
    with path.open("r+b") as file:
        file.seek(path.read_bytes().index(b"200 " * 50) // 4096 * 4096)
        file.write(b"\xff" * 4096)
    assert ids(store, partial(calls.open_calls, "Rina")) == ["c399"]
    assert not list(path.parent.glob("*.damaged-*"))
    store.close()
