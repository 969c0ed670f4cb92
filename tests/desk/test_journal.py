import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kbassist.desk.journal import Journal, SavedCall

CALL = SavedCall(
    id="c1",
    started=datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
    note="cust marah2, kartu blm dtg 2 mgg",
    channel="phone",
    salutation="Ibu",
    name="Sari",
    lang="id",
    phase="calming",
    used=("kartu-belum-diterima#empati", "nasabah-marah#maaf"),
)
LATER = CALL.started + timedelta(minutes=5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "calls.db"


@pytest.fixture
def journal(path):
    journal = Journal(path)
    yield journal
    journal.close()


def stored_bytes(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_a_saved_call_is_open_again_after_a_restart(journal, path):
    journal.save(CALL)
    journal.save(replace(CALL, note="skrg tenang", used=()))
    other = Journal(path)
    assert other.open_call() == replace(CALL, note="skrg tenang", used=())
    other.close()


def test_the_newest_open_call_comes_first_and_ended_ones_never(journal):
    assert journal.open_call() is None
    newer = replace(CALL, id="c2", started=LATER)
    journal.save(newer)
    journal.save(CALL)
    assert journal.open_call() == newer
    journal.end("c2", LATER)
    assert journal.open_call() == CALL
    journal.end("c1", LATER)
    assert journal.open_call() is None


def test_a_call_that_is_saved_after_its_end_is_open_again(journal):
    journal.save(CALL)
    journal.end("c1", LATER)
    journal.save(CALL)
    assert journal.open_call() == CALL


def test_a_time_of_any_zone_is_the_same_moment(journal):
    jakarta = datetime.fromisoformat("2026-11-21T16:30:00+07:00")
    journal.save(replace(CALL, started=jakarta))
    call = journal.open_call()
    assert call is not None
    assert call.started == jakarta


def test_notes_and_names_are_masked(journal, path):
    journal.save(replace(CALL, note="kartu 4111 1111 1111 1111, otp nya 123456", name="Sari 081234567890"))
    call = journal.open_call()
    assert call is not None
    assert call.note == "kartu •••••••••••••••••••, otp nya ••••••"
    assert call.name == "Sari ••••••••••••"
    stored = stored_bytes(path)
    assert b"1111" not in stored
    assert b"123456" not in stored


@pytest.mark.parametrize("story", ["", "nasabah bercerita panjang lebar tentang kartunya. " * 400])
def test_a_number_that_turns_out_secret_leaves_every_stored_byte(journal, path, story):
    journal.save(replace(CALL, note=f"{story}nsbh sebut 482193"))
    assert b"482193" in stored_bytes(path)
    journal.save(replace(CALL, note=f"{story}nsbh sebut 482193 itu pinnya"))
    assert b"482193" not in stored_bytes(path)


def test_replaced_words_leave_every_stored_byte(journal, path):
    for number in range(50):
        journal.save(replace(CALL, id=f"c{number}", note="kata pertama " * number))
    for number in range(50):
        journal.save(replace(CALL, id=f"c{number}", note="lain"))
    assert b"kata pertama" not in stored_bytes(path)


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kbassist.desk.journal import Journal, SavedCall
journal = Journal(Path(sys.argv[1]))
for number in range(10_000):
    note = f"nomor {number} " * 50
    journal.save(SavedCall("c1", datetime.now(UTC), note, "phone", "", "", "id", "", ()))
    print(number, flush=True)
"""


def test_what_was_saved_survives_a_kill(path):
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        while int(writer.stdout.readline()) < 20:
            pass
        writer.kill()
        saved = max((int(line) for line in writer.stdout if line.endswith("\n")), default=20)
    journal = Journal(path)
    call = journal.open_call()
    assert call is not None
    assert call.note in {f"nomor {saved} " * 50, f"nomor {saved + 1} " * 50}
    journal.close()


def test_a_damaged_file_is_set_aside_wherever_it_is_cut(path):
    journal = Journal(path)
    for number in range(200):
        journal.save(replace(CALL, id=f"c{number}", note="panjang " * 50))
    journal.close()
    whole = path.read_bytes()
    for size in (50, 700, 4096, len(whole) // 2):
        path.write_bytes(whole[:size])
        cut = Journal(path)
        assert cut.open_call() is None
        cut.save(CALL)
        assert cut.open_call() == CALL
        cut.close()
        path.unlink()
    assert len(list(path.parent.glob("calls.db.damaged-*"))) == 4


def test_a_file_full_of_zeros_or_of_another_kind_is_set_aside(path):
    path.parent.mkdir()
    for content in (b"\0" * 8192, b"not a database at all " * 100):
        path.write_bytes(content)
        journal = Journal(path)
        journal.save(CALL)
        assert journal.open_call() == CALL
        journal.close()
    assert path.with_name("calls.db.damaged-1").read_bytes() == b"\0" * 8192
    assert path.with_name("calls.db.damaged-2").exists()


def test_damage_found_while_writing_does_not_lose_the_note(journal, path):
    for number in range(200):
        journal.save(replace(CALL, id=f"c{number}", note="panjang " * 50))
    with path.open("r+b") as file:
        file.write(b"\xff" * path.stat().st_size)
    journal.close()
    journal.save(CALL)
    assert journal.open_call() == CALL


def test_the_open_call_comes_back_whatever_became_of_calls_long_ago(journal, path):
    for number in range(400):
        journal.save(replace(CALL, id=f"c{number}", note=f"{number} " * 100))
        if number < 399:
            journal.end(f"c{number}", LATER)
    journal.close()
    with path.open("r+b") as file:
        file.seek(path.read_bytes().index(b"200 " * 50) // 4096 * 4096)
        file.write(b"\xff" * 4096)
    call = journal.open_call()
    assert call is not None
    assert call.id == "c399"
    assert not list(path.parent.glob("*.damaged-*"))


def test_a_journal_that_can_not_be_opened_is_no_reason_not_to_start(tmp_path):
    journal = Journal(tmp_path)
    assert journal.open_call() is None
    with pytest.raises(sqlite3.OperationalError):
        journal.save(CALL)
