import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kbassist.search import store
from kbassist.search.updater import Updater
from kbassist.search.worker import Done, Failed


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "library" / "id"
    folder.mkdir(parents=True)
    for number in range(200):
        path = folder / f"artikel-{number}.md"
        path.write_text(f"# Artikel {number}\n\nIsi artikel {number}.", encoding="utf-8")
        os.utime(path, (1e9, 1e9))  # a file written just now would be read again to be sure
    return folder.parent


@pytest.fixture
def new_updater(folder, tmp_path) -> Iterator[Callable[..., Updater]]:
    opened: list[Updater] = []

    def open_one(**callbacks: Any) -> Updater:
        opened.append(Updater([folder], tmp_path / "cache", **callbacks))
        return opened[-1]

    yield open_one
    for updater in opened:
        updater.close()


def process_of(updater: Updater) -> Any:
    assert updater._process
    return updater._process


def test_it_brings_the_index_up_to_date_in_a_process_of_its_own(new_updater):
    told: list[tuple[object, ...]] = []
    updater = new_updater(
        on_progress=lambda done, total: told.append(("progress", done, total)),
        on_done=lambda done: told.append(("done", done)),
        on_failed=lambda reason, detail: told.append(("failed", reason, detail)),
    )
    updater.ask()
    assert updater.wait() == Done(200, 1)
    assert told[-1] == ("done", Done(200, 1))
    assert {event[0] for event in told[:-1]} == {"progress"}
    assert store.read_manifest(updater.root) is not None
    assert process_of(updater).pid != os.getpid()


def test_it_tells_of_a_worker_that_could_not_write(new_updater, tmp_path):
    (tmp_path / "cache").write_text("not a folder", encoding="utf-8")
    failures: list[str] = []
    updater = new_updater(on_failed=lambda reason, _detail: failures.append(reason))
    updater.ask()
    outcome = updater.wait()
    assert isinstance(outcome, Failed)
    assert failures == [outcome.reason] == ["cache"]


def test_the_same_process_does_what_is_asked_next(new_updater, folder):
    updater = new_updater()
    updater.ask()
    assert updater.wait() == Done(200, 1)
    process = process_of(updater)
    (folder / "id/artikel-7.md").write_text("# Tujuh", encoding="utf-8")
    updater.ask(patch=True)
    assert updater.wait() == Done(1, 1, "patch-1")
    updater.ask()
    assert updater.wait() == Done(1, 2)
    assert process_of(updater) is process


def test_it_tells_when_a_patch_has_become_part_of_a_generation(new_updater, folder):
    settled = threading.Event()
    patches: list[str] = []

    def on_settled(patch: str) -> None:
        patches.append(patch)
        settled.set()

    updater = new_updater(on_settled=on_settled)
    updater.ask()
    assert updater.wait() == Done(200, 1)
    path = folder / "id/artikel-7.md"
    path.write_text("# Tujuh", encoding="utf-8")
    os.utime(path, (1e9 + 1, 1e9 + 1))
    updater.ask(patch=True)
    assert updater.wait() == Done(1, 1, "patch-1")
    assert settled.wait(60)
    assert patches == [""]
    manifest = store.read_manifest(updater.root)
    assert manifest is not None
    assert manifest.generation == 2


def test_it_can_be_asked_again_as_soon_as_it_tells(new_updater):
    told = threading.Event()
    updater = new_updater(on_done=lambda _done: told.set())
    updater.ask()
    for _ in range(30):
        assert told.wait(60)
        told.clear()
        updater.ask(patch=True)
        assert updater.wait(60) == Done(0, 1)


def test_a_killed_worker_is_started_anew_when_it_is_asked_again(new_updater, folder):
    updater = new_updater()
    updater.ask()
    updater.wait()
    killed = process_of(updater)
    killed.kill()
    killed.wait()
    (folder / "id/artikel-7.md").write_text("# Tujuh", encoding="utf-8")
    updater.ask(patch=True)
    assert updater.wait() == Done(1, 1, "patch-1")
    assert process_of(updater) is not killed


def test_a_worker_killed_at_work_is_told_once(new_updater):
    begun = threading.Event()
    over: list[object] = []
    updater = new_updater(
        on_progress=lambda _done, _total: begun.set(),
        on_done=over.append,
        on_failed=lambda *failure: over.append(failure),
    )
    updater.ask()
    assert begun.wait(60)
    process_of(updater).kill()
    outcome = updater.wait()
    assert isinstance(outcome, Failed)
    assert outcome.reason == "died"
    updater.ask()
    assert updater.wait() == Done(200, 1)
    assert over == [("died", outcome.detail), Done(200, 1)]


@pytest.mark.parametrize("moment", range(6))
def test_whenever_a_worker_is_killed_whoever_asked_is_answered(new_updater, moment):
    """Between a process that has died and one that is known to have died there is a gap."""
    updater = new_updater()
    updater.ask()
    updater.wait()
    process_of(updater).kill()
    if moment % 2:
        process_of(updater).wait()
    updater.ask(patch=True)
    outcome = updater.wait(60)
    assert outcome == Done(0, 1) or (isinstance(outcome, Failed) and outcome.reason == "died")
    updater.ask(patch=True)
    assert updater.wait(60) == Done(0, 1)


def test_one_closed_at_work_says_no_more(new_updater):
    begun = threading.Event()
    over: list[object] = []
    updater = new_updater(
        on_progress=lambda _done, _total: begun.set(),
        on_done=over.append,
        on_failed=lambda *failure: over.append(failure),
    )
    updater.ask()
    assert begun.wait(60)
    updater.close()
    assert updater.wait() is None
    assert over == []
    assert process_of(updater).poll() is not None
    assert store.read_manifest(updater.root) is None


def test_one_just_asked_can_be_closed(new_updater):
    updater = new_updater()
    updater.ask()
    updater.close()
    assert updater.wait() is None


def test_one_that_was_never_asked_can_be_closed(new_updater):
    updater = new_updater()
    updater.close()
    assert updater.wait() is None


def test_the_current_folder_lends_the_worker_no_modules(folder, tmp_path, monkeypatch):
    (tmp_path / "whoosh.py").write_text("raise SystemExit('run from the current folder')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    updater = Updater([Path("library")], Path("cache"))
    updater.ask()
    assert updater.wait() == Done(200, 1)
    assert updater.root == store.place([folder], tmp_path / "cache")
    updater.close()
