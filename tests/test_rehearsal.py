"""What a replay finds: in the terminal, and in a process of its own."""

import json
import threading
from datetime import UTC, datetime

import pytest

from kbassist import cli, paths
from kbassist.assist.kinds import Change
from kbassist.assist.replay import Replay
from kbassist.assistant import Assistant, DeskFiles
from kbassist.desk import calls
from kbassist.desk.calls import SavedCall
from kbassist.desk.store import Store

CARD = """\
---
title: Kartu belum diterima
kind: problem
triggers: [kartu belum datang]
expect:
  - note: kartu belum datang
    first: alamat
---
> [!ask] Alamat {#alamat}
> - when: kartu belum datang
>
> Apakah alamatnya masih sama?

> [!answer] Jarang {#jarang}
> - when: kirim ke luar negeri
>
> Ke luar negeri tidak bisa.
"""
DRAFT = """\
---
title: Resi kartu
kind: problem
status: draft
triggers: [kartu belum datang, resi kartu]
---
> [!answer] Resi {#nomor}
> - when: kartu belum datang, resi
>
> Nomor resi kartunya ada di pesan.
"""


@pytest.fixture
def folder(write):
    return write({"id/kartu.md": CARD, "id/resi.md": DRAFT})


@pytest.fixture
def journal():
    """Keep two calls, one with a number that its agent called harmless."""
    path = paths.journal()
    store = Store(path)
    now = datetime.now(UTC)
    kept = ("081234567890",)
    store.run(lambda: calls.save(SavedCall("1", now, "cust tanya resi kartu 081234567890", lang="id", kept=kept)))
    store.run(lambda: calls.save(SavedCall("2", now, "zzz", lang="id")))
    store.close()
    return path


def run(capsys, *arguments):
    status = cli.main(["--language", "en", "check", *map(str, arguments)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_check_replays_tests_and_calls_with_every_draft_published(capsys, folder, journal):
    status, out, _err = run(capsys, folder, "--replay", "--json")
    answer = json.loads(out)
    assert status == 0
    assert "7890" not in out
    assert not [problem for problem in answer["problems"] if problem["severity"] == "error"]
    found = answer["replay"]
    assert found["notes"] == 3
    by_note = {changed["asked"]["note"].split()[0]: changed for changed in found["changed"]}
    assert by_note["kartu"]["asked"]["article"] == "kartu"
    assert by_note["kartu"]["changes"]["resi#nomor"] == "new"
    assert by_note["cust"]["asked"]["article"] == ""
    assert by_note["cust"]["changes"]["resi#nomor"] == "new"
    assert found["silent"] == ["kartu#jarang"]
    assert [asked["note"] for asked in found["unanswered"]] == ["zzz"]


def test_the_terminal_shows_what_changes_by_note(capsys, folder, journal):
    status, out, _err = run(capsys, folder, "--replay")
    assert status == 0
    rows = out.splitlines()
    assert "Notes replayed: 3, answered otherwise: 2." in rows
    assert "  kartu belum datang (kartu)" in rows
    assert "    + resi#nomor (new)" in rows
    assert "Lines that no note brings: 1." in rows
    assert "  zzz (recorded call)" in rows


def test_against_a_copy_it_shows_what_has_changed_since(capsys, folder, write, tmp_path):
    old = write(
        {"id/kartu.md": CARD.replace("{#alamat}\n> - when: kartu belum datang\n>", "{#lama}")}, tmp_path / "old"
    )
    status, out, _err = run(capsys, folder, "--against", old, "--json")
    (changed,) = json.loads(out)["replay"]["changed"]
    assert status == 0
    assert changed["changes"] == {"kartu#alamat": "new", "kartu#lama": "gone"}
    assert changed["broken"] == []


def test_a_test_that_a_change_breaks_is_named(capsys, folder, write, tmp_path):
    old = write({"id/kartu.md": CARD}, tmp_path / "old")
    broken = CARD.replace("> - when: kartu belum datang\n", "> - unless: belum datang\n")
    (folder / "id/kartu.md").write_text(broken, encoding="utf-8")
    status, out, _err = run(capsys, folder, "--against", old)
    assert status == 1
    assert "    - kartu#alamat (gone)" in out.splitlines()
    assert "    ! no longer holds: first: alamat (now -)" in out.splitlines()


def test_a_copy_that_is_not_there_is_told(capsys, folder, tmp_path):
    status, out, err = run(capsys, folder, "--against", tmp_path / "nowhere")
    assert status == 1
    assert out == ""
    assert "nowhere" in err


class Told:
    """What a rehearsal told, waited for."""

    def __init__(self):
        self.replay: Replay | None = None
        self.failure = ""
        self.progress: list[tuple[int, int]] = []
        self.over = threading.Event()

    def done(self, replay):
        self.replay = replay
        self.over.set()

    def failed(self, detail):
        self.failure = detail
        self.over.set()


@pytest.fixture
def assistant(folder, journal, tmp_path):
    with Assistant((folder,), tmp_path / "cache", desk=DeskFiles(calls=journal)) as made:
        made.update()
        assert made.wait()
        yield made


def rehearse(assistant):
    told = Told()
    rehearsal = assistant.rehearse(
        assistant.unpublished(),
        on_progress=lambda *counts: told.progress.append(counts),
        on_done=told.done,
        on_failed=told.failed,
    )
    return rehearsal, told


def test_a_process_of_its_own_finds_the_same(assistant):
    _rehearsal, told = rehearse(assistant)
    assert told.over.wait(60)
    assert told.replay
    assert told.progress
    assert (told.replay.notes, told.replay.silent) == (3, ("kartu#jarang",))
    assert [changed.changes["resi#nomor"] for changed in told.replay.changed] == [Change.NEW] * 2


def test_a_library_that_went_is_told(assistant):
    assistant.forget()
    _rehearsal, told = rehearse(assistant)
    assert told.over.wait(60)
    assert told.failure


def test_closing_ends_it_and_nothing_is_told_any_more(assistant):
    rehearsal, told = rehearse(assistant)
    rehearsal.close()
    assert not told.over.is_set()
