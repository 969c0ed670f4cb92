import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

import kbassist
from kbassist.search import store
from kbassist.search.compiled import Compiled
from kbassist.search.documents import article_key
from kbassist.search.patcher import Patched

HOME = Path(kbassist.__file__).parents[1]
# A worker that takes a moment's quiet for the end of the changes.
IMPATIENT = "from kbassist.search import worker; worker._QUIET_SECONDS = 0.05; worker.main()"
Told = dict[str, Any]


def titles(compiled: Compiled) -> dict[str, str]:
    return {article_key(article): article.title for article in compiled.articles()}


class Worker:
    """A worker process, asked and heard as the app does it."""

    def __init__(self, shelf: Any, *command: str) -> None:
        self._shelf = shelf
        self.process = subprocess.Popen(
            [sys.executable, *(command or ("-m", "kbassist.search.worker"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=HOME,
        )

    def ask(self, *, patch: bool = False, watch: bool = False) -> "Worker":
        job = {"folders": [str(folder) for folder in self._shelf.folders], "root": str(self._shelf.root)}
        assert self.process.stdin
        self.process.stdin.write(msgspec.json.encode({**job, "patch": patch, "watch": watch}) + b"\n")
        self.process.stdin.flush()
        return self

    def hear(self) -> Told:
        """Return the next event; an empty one when the worker is gone."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        return msgspec.json.decode(line, type=Told) if line else {}

    def answer(self) -> Told:
        """Return the outcome of what was asked last."""
        return self._next("done", "failed")

    def settled(self) -> Told:
        """Return the next event that nobody asked for."""
        return self._next("settled")

    def _next(self, *events: str) -> Told:
        while (told := self.hear()) and told["event"] not in events:
            pass
        return told

    def end(self) -> int:
        """Close the worker's standard input, wait until it and whatever it started are gone, return its status."""
        with self.process:
            assert self.process.stdin
            assert self.process.stderr
            self.process.stdin.close()
            self.process.stderr.read()
            return self.process.wait()

    def kill(self) -> None:
        self.process.kill()
        self.end()


@pytest.fixture
def start(shelf) -> Iterator[Callable[..., Worker]]:
    workers: list[Worker] = []

    def start_one(*command: str) -> Worker:
        workers.append(Worker(shelf, *command))
        return workers[-1]

    yield start_one
    for worker in workers:
        if worker.process.poll() is None:
            worker.kill()


def fill(shelf: Any, count: int, word: str) -> None:
    for number in range(count):
        shelf.write(
            f"artikel-{number}", f"Artikel {number} {word}", f"Isi {word}.\n\n> [!answer] A {{#a}}\n> Baik {word}."
        )


def done(changed: int, generation: int, patch: str = "") -> Told:
    return {"event": "done", "changed": changed, "generation": generation, "patch": patch}


def test_it_tells_its_progress_and_its_outcome(shelf, start):
    fill(shelf, 60, "satu")
    worker = start().ask()
    told = [worker.hear()]
    while told[-1]["event"] == "progress":
        told.append(worker.hear())
    assert told[-1] == done(60, 1)
    assert len(told) > 1
    assert all(0 <= event["done"] <= event["total"] == 60 for event in told[:-1])
    assert worker.end() == 0


def test_a_few_changes_come_as_a_patch_and_settle_when_it_is_quiet(shelf, start):
    fill(shelf, 8, "satu")
    worker = start("-c", IMPATIENT).ask()
    assert worker.answer() == done(8, 1)
    shelf.write("artikel-3", "Artikel tiga")
    assert worker.ask(patch=True).hear() == done(1, 1, "patch-1")
    assert worker.settled() == {"event": "settled", "generation": 2, "patch": ""}
    assert shelf.titles()["id/artikel-3"] == "Artikel tiga"
    assert shelf.keys("articles") == sorted(shelf.titles())
    assert worker.ask(patch=True).answer() == done(0, 2)
    assert worker.end() == 0


def test_it_does_many_jobs_and_leaves_the_index_as_if_they_were_one(shelf, start):
    fill(shelf, 8, "satu")
    worker = start()
    assert worker.ask().answer() == done(8, 1)
    for number in range(1, 5):
        shelf.write("artikel-3", f"Artikel tiga {number}")
        assert worker.ask(patch=True).answer() == done(1, 1, f"patch-{number}")
    assert worker.ask().answer() == done(1, 2)
    assert worker.ask().answer()["changed"] == 0
    assert shelf.titles()["id/artikel-3"] == "Artikel tiga 4"
    assert shelf.keys("articles") == sorted(shelf.titles())
    assert len(shelf.keys("lines")) == 7
    assert worker.end() == 0


def test_what_changed_while_a_generation_was_made_comes_as_a_patch_of_it(shelf, start):
    fill(shelf, 1200, "satu")
    worker = start().ask(patch=True)
    told = worker.hear()
    while told["event"] == "progress" and told["done"] * 2 <= told["total"]:  # still reading
        told = worker.hear()
    assert told["event"] == "progress"
    shelf.write("artikel-3", "Artikel tiga")
    answer = worker.answer()
    assert (answer["event"], answer["generation"], answer["patch"]) == ("done", 1, "patch-1")
    assert shelf.titles()["id/artikel-3"] == "Artikel 3 satu"
    worker.kill()


def test_what_examples_teach_is_learned_once_and_again_when_they_change(shelf, start):
    def learned() -> str:
        manifest = store.read_manifest(shelf.root)
        assert manifest is not None
        return manifest.ranker

    examples = "> [!examples]\n> - kartu saya hilang\n> - kartu dicopet"
    shelf.write("kartu", "Kartu hilang", examples)
    worker = start()
    assert worker.ask().answer()["event"] == "done"
    first = learned()
    assert first
    shelf.write("lain", "Artikel lain", "Tanpa contoh.")
    assert worker.ask().answer()["event"] == "done"
    assert learned() == first
    shelf.write("kartu", "Kartu hilang", examples + "\n> - kartu raib entah di mana")
    assert worker.ask().answer()["event"] == "done"
    assert learned() not in ("", first)
    assert len(list(shelf.root.glob("ranker-*"))) == 1


def test_what_any_program_changes_is_patched_within_a_second_and_settles(shelf, start):
    fill(shelf, 8, "satu")
    worker = start().ask(patch=True, watch=True)
    assert worker.answer() == done(8, 1)
    for revision in range(1, 4):
        begun = time.monotonic()
        shelf.write("artikel-3", f"Artikel tiga {revision}")
        told = worker.settled()
        assert (told["generation"], told["patch"]) == (1, f"patch-{revision}")
        assert time.monotonic() - begun < 1
    (shelf.folder / "id/artikel-4.md").unlink()
    assert worker.settled()["patch"] == "patch-4"
    assert worker.settled() == {"event": "settled", "generation": 2, "patch": ""}
    assert shelf.titles()["id/artikel-3"] == "Artikel tiga 3"
    assert "id/artikel-4" not in shelf.titles()
    assert worker.end() == 0


def test_more_changes_than_a_patch_takes_are_built_unasked(shelf, start):
    fill(shelf, 2, "satu")
    worker = start().ask(patch=True, watch=True)
    assert worker.answer() == done(2, 1)
    fill(shelf, 1100, "dua")
    while worker.settled() and len(shelf.titles()) < 1100:
        pass
    assert shelf.titles()["id/artikel-1"] == "Artikel 1 dua"
    worker.kill()


def test_workers_of_several_windows_patch_side_by_side(shelf, start):
    """No one removes or writes over what the window of another is about to read."""
    fill(shelf, 8, "satu")
    workers = [start() for _ in range(3)]
    for worker in workers:
        worker.ask(patch=True, watch=True)
    for worker in workers:
        assert worker.answer()["event"] == "done"
    for revision in range(5):
        shelf.write("artikel-3", f"Artikel tiga {revision}")
        for worker in workers:
            title = ""
            while title != f"Artikel tiga {revision}":
                told = worker.settled()
                title = titles(shelf.compiled(Patched(1, told["generation"], told["patch"])))["id/artikel-3"]
    for worker in workers:
        worker.kill()


def test_it_says_why_it_failed_and_lives_on(shelf, start):
    fill(shelf, 3, "satu")
    shelf.root.parent.parent.mkdir(parents=True)
    shelf.root.parent.write_text("a file where the cache should be", encoding="utf-8")
    worker = start()
    for patch in (False, True):
        told = worker.ask(patch=patch).answer()
        assert (told["event"], told["reason"]) == ("failed", "cache")
    shelf.root.parent.unlink()
    assert worker.ask(patch=True).answer() == done(3, 1)
    assert worker.end() == 0


def test_a_torn_generation_is_mended_by_a_worker_that_remembers_it(shelf, start):
    fill(shelf, 8, "satu")
    worker = start("-c", IMPATIENT).ask()
    assert worker.answer() == done(8, 1)
    assert worker.ask(patch=True).answer() == done(0, 1)
    for path in (*(shelf.root / shelf.manifest().folder).iterdir(), *shelf.index_folder().iterdir()):
        path.unlink()
    shelf.write("artikel-3", "Artikel tiga")
    assert worker.ask(patch=True).answer() == done(1, 1, "patch-1")
    assert worker.settled()["patch"] == ""
    assert shelf.titles()["id/artikel-3"] == "Artikel tiga"
    assert shelf.keys("articles") == sorted(shelf.titles())
    worker.kill()


def test_an_index_thrown_away_is_built_anew_by_a_worker_that_remembers_it(shelf, start):
    fill(shelf, 3, "satu")
    worker = start()
    assert worker.ask().answer() == done(3, 1)
    shutil.rmtree(shelf.root)
    shelf.write("artikel-1", "Artikel satu")
    assert worker.ask(patch=True).answer()["generation"] == 1
    assert shelf.titles()["id/artikel-1"] == "Artikel satu"
    assert worker.ask().answer()["changed"] == 0
    assert shelf.titles()["id/artikel-1"] == "Artikel satu"
    worker.kill()


def test_it_stops_when_whoever_asked_is_gone(shelf, start):
    fill(shelf, 400, "satu")
    worker = start().ask()
    worker.hear()
    assert worker.end() == 0
    assert store.read_manifest(shelf.root) is None
    assert start().ask().answer() == done(400, 1)


def test_one_that_was_never_asked_stops_too(start):
    assert start().end() == 0


def test_two_at_once_do_the_work_once(shelf, start):
    fill(shelf, 60, "satu")
    workers = [start().ask(), start().ask()]
    outcomes = [worker.answer() for worker in workers]
    assert sorted(outcome["changed"] for outcome in outcomes) == [0, 60]
    assert shelf.keys("articles") == sorted(shelf.titles())
    assert len(shelf.keys("lines")) == 60


@pytest.mark.parametrize("kills", [4, pytest.param(30, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
def test_a_killed_worker_leaves_the_last_good_state(shelf, start, kills):
    chosen = random.Random(kills)
    fill(shelf, 40, "nol")
    shelf.update()
    good = shelf.titles()
    on_disk = dict(good)
    for kill in range(kills):
        changed = chosen.choice([3, 40])
        fill(shelf, changed, f"nomor{kill}")
        on_disk |= {f"id/artikel-{number}": f"Artikel {number} nomor{kill}" for number in range(changed)}
        worker = start("-c", IMPATIENT).ask(patch=chosen.random() < 0.5)
        moment = threading.Timer(chosen.uniform(0.1, 1.5), worker.process.kill)
        moment.start()
        while worker.hear():
            pass
        moment.join()
        worker.kill()
        assert shelf.titles() in (good, on_disk)
        assert shelf.compiled().article_keys == sorted(good)
        if kill % 3 == 0:
            assert start().ask().answer()["event"] == "done"
            assert shelf.titles() == on_disk
            assert shelf.keys("articles") == sorted(on_disk)
            assert len(shelf.keys("lines")) == 40
        good = shelf.titles()
