import threading
from pathlib import Path

import pytest

from kbassist.search import store
from kbassist.search.updater import Updater
from kbassist.search.worker import Done, Failed


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "library" / "id"
    folder.mkdir(parents=True)
    for number in range(200):
        (folder / f"artikel-{number}.md").write_text(f"# Artikel {number}\n\nIsi artikel {number}.", encoding="utf-8")
    return folder.parent


def test_it_brings_the_index_up_to_date_in_a_process_of_its_own(folder, tmp_path):
    told: list[tuple[object, ...]] = []
    updater = Updater(
        [folder],
        tmp_path / "cache",
        on_progress=lambda done, total: told.append(("progress", done, total)),
        on_done=lambda changed, generation: told.append(("done", changed, generation)),
        on_failed=lambda reason, detail: told.append(("failed", reason, detail)),
    )
    updater.start()
    assert updater.wait() == Done(200, 1)
    assert told[-1] == ("done", 200, 1)
    assert {event[0] for event in told[:-1]} == {"progress"}
    assert store.open_snapshot(updater.root) is not None


def test_it_tells_of_a_worker_that_could_not_write(folder, tmp_path):
    (tmp_path / "cache").write_text("not a folder", encoding="utf-8")
    failures: list[str] = []
    updater = Updater([folder], tmp_path / "cache", on_failed=lambda reason, _detail: failures.append(reason))
    updater.start()
    outcome = updater.wait()
    assert isinstance(outcome, Failed)
    assert failures == [outcome.reason] == ["cache"]


def test_a_cancelled_one_says_no_more(folder, tmp_path):
    begun = threading.Event()
    over: list[object] = []
    updater = Updater(
        [folder],
        tmp_path / "cache",
        on_progress=lambda _done, _total: begun.set(),
        on_done=lambda *outcome: over.append(outcome),
        on_failed=lambda *outcome: over.append(outcome),
    )
    updater.start()
    assert begun.wait(30)
    updater.cancel()
    assert updater.wait() is None
    assert over == []
    assert store.open_snapshot(updater.root) is None


def test_one_just_started_can_be_cancelled(folder, tmp_path):
    updater = Updater([folder], tmp_path / "cache")
    updater.start()
    updater.cancel()
    assert updater.wait() is None


def test_one_that_never_started_can_be_cancelled(folder, tmp_path):
    updater = Updater([folder], tmp_path / "cache")
    updater.cancel()
    assert updater.wait() is None


def test_the_current_folder_lends_the_worker_no_modules(folder, tmp_path, monkeypatch):
    (tmp_path / "whoosh.py").write_text("raise SystemExit('run from the current folder')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    updater = Updater([Path("library")], Path("cache"))
    updater.start()
    assert updater.wait() == Done(200, 1)
    assert updater.root == store.place([folder], tmp_path / "cache")
