import sqlite3
import stat
import subprocess
import sys
from datetime import date, timedelta

import pytest

from kbassist.desk.history import Counts, Forgotten, History

DAY = date(2026, 11, 21)
LONG_AGO = DAY - timedelta(days=365)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new folder" / "learning.sqlite3"


@pytest.fixture
def history(path):
    history = History(path)
    yield history
    history.close()


@pytest.fixture
def reopened(history, path):
    """Return a function that reads the file as the next start does."""
    others = []

    def reopen():
        history.close()
        others.append(History(path))
        return others[-1]

    yield reopen
    for other in others:
        other.close()


def stored_bytes(path):
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_outcomes_add_up_and_are_there_after_a_restart(history, reopened):
    history.add("", ["a#x", "a#y"], "shown")
    history.add("", ["a#x"], "copied")
    history.add("", ["a#x"], "copied")
    history.add("", ["b#z"], "inserted")
    history.add("", ["a#y"], "dismissed")
    assert reopened().counts("") == [
        Counts("a#x", shown=1, copied=2),
        Counts("a#y", shown=1, dismissed=1),
        Counts("b#z", inserted=1),
    ]


def test_people_who_share_an_account_are_told_apart(history):
    history.add("Sari", ["a#x"], "copied")
    history.add("Budi", ["a#x"], "dismissed")
    assert history.counts("Sari") == [Counts("a#x", copied=1)]
    assert history.forget("Sari") == Forgotten(lines=1, refusals=0)
    assert history.counts("Sari") == []
    assert history.counts("Budi") == [Counts("a#x", dismissed=1)]


def test_what_is_taken_back_leaves_nothing_and_no_debt(history):
    history.add("", ["a#x"], "copied")
    for _again in range(3):
        history.add("", ["a#x"], "copied", -1)
    assert history.counts("") == []
    history.add("", ["a#x"], "copied")
    assert history.counts("") == [Counts("a#x", copied=1)]


def test_old_outcomes_fade(history):
    history.add("", ["a#x"], "dismissed", 200)
    assert history.counts("") == [Counts("a#x", dismissed=200)]
    history.add("", ["a#x"], "copied", 20)
    assert history.counts("") == [Counts("a#x", copied=10, dismissed=100)]


def test_a_refusal_is_found_under_the_same_name_however_it_is_written(history, reopened):
    history.refuse("Ratna Wulandari", ["deposito", "kpr"], DAY)
    history.refuse("Hadi", ["kpr"], DAY)
    found = reopened().refusals(DAY)
    assert found.of("  ratna  WULANDARI ") == ("deposito", "kpr")
    assert found.of("Hadi") == ("kpr",)
    assert found.of("Ratna") == found.of("") == found.of("\ud800") == ()


def test_no_name_reaches_the_disk_nor_a_hash_that_others_could_make(history, path, tmp_path):
    history.refuse("Ratna Wulandari", ["kpr"], DAY)
    assert b"atna" not in stored_bytes(path)
    other = History(tmp_path / "other" / path.name)
    other.refuse("Ratna Wulandari", ["kpr"], DAY)
    assert not {*history.refusals(DAY).articles} & {*other.refusals(DAY).articles}
    other.close()


def test_refusals_that_are_older_than_asked_for_are_gone_for_good(history):
    history.refuse("Hadi", ["kpr"], LONG_AGO)
    history.refuse("Hadi", ["deposito"], DAY)
    assert history.refusals(LONG_AGO).of("Hadi") == ("deposito", "kpr")
    assert history.refusals(DAY).of("Hadi") == ("deposito",)
    assert history.refusals(LONG_AGO).of("Hadi") == ("deposito",)


def test_a_refusal_that_is_repeated_counts_from_its_last_day(history):
    history.refuse("Hadi", ["kpr"], LONG_AGO)
    history.refuse("Hadi", ["kpr"], DAY)
    assert history.refusals(DAY).of("Hadi") == ("kpr",)


def test_forgetting_leaves_no_byte_of_it(history, path):
    history.add("", ["artikel#kalimat"], "copied")
    history.refuse("Hadi", ["produk"], DAY)
    (hashed,) = history.refusals(DAY).articles
    assert {word in stored_bytes(path) for word in (b"artikel#kalimat", b"produk", hashed)} == {True}
    assert history.forget("") == Forgotten(lines=1, refusals=1)
    assert {word in stored_bytes(path) for word in (b"artikel#kalimat", b"produk", hashed)} == {False}
    assert history.refusals(LONG_AGO).of("Hadi") == ()


WRITER = """
import sys
from datetime import date
from pathlib import Path
from kbassist.desk.history import History
history = History(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    history.add("", ["a#x"], "shown")
    history.refuse(f"customer {number}", ["kpr"], date(2026, 11, 21))
    print(number, flush=True)
"""


def writer(path, count):
    command = [sys.executable, "-c", WRITER, str(path), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_windows_that_make_and_write_one_file_at_once_lose_nothing(path, history):
    writers = [writer(path, 50) for _ in range(3)]
    assert [process.communicate()[1] for process in writers] == ["", "", ""]
    assert history.counts("") == [Counts("a#x", shown=150)]
    found = history.refusals(DAY)
    assert [found.of(f"customer {number}") for number in range(50)] == [("kpr",)] * 50
    assert len(found.articles) == 50


def test_what_was_written_survives_a_kill(path, history):
    with writer(path, 10_000) as process:
        assert process.stdout is not None
        while int(process.stdout.readline()) < 20:
            pass
        process.kill()
        written = 1 + max((int(line) for line in process.stdout if line.endswith("\n")), default=20)
    assert history.counts("")[0].shown in {written, written + 1}
    assert history.refusals(DAY).of(f"customer {written - 1}") == ("kpr",)


@pytest.mark.parametrize("content", [b"\0" * 8192, b"not a database at all " * 100])
def test_a_damaged_file_is_moved_aside_and_a_new_one_begun(path, history, content):
    path.parent.mkdir()
    path.write_bytes(content)
    history.add("", ["a#x"], "copied")
    assert history.counts("") == [Counts("a#x", copied=1)]
    assert path.with_name(f"{path.name}.damaged-1").read_bytes() == content


def test_damage_in_the_middle_is_met_without_losing_what_comes_now(path, history):
    history.add("", [f"a#{number}" for number in range(2000)], "copied")
    history.close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    history.add("", ["a#x"], "copied")
    assert history.counts("") == [Counts("a#x", copied=1)]


def test_a_file_of_another_version_is_moved_aside(path, history, reopened):
    history.add("", ["a#x"], "copied")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert reopened().counts("") == []
    assert path.with_name(f"{path.name}.damaged-1").exists()


def test_a_file_that_can_not_be_used_is_told(tmp_path):
    history = History(tmp_path)
    with pytest.raises(OSError, match="directory"):
        history.counts("")
    with pytest.raises(OSError, match="directory"):
        history.add("", ["a#x"], "copied")


def test_the_file_is_for_its_owner_alone(history, path):
    path.parent.mkdir()
    path.touch(mode=0o644)
    history.counts("")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
