import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest

import kbassist
from kbassist.search import store

HOME = Path(kbassist.__file__).parents[1]


def start(shelf: Any) -> subprocess.Popen[bytes]:
    worker = subprocess.Popen(
        [sys.executable, "-m", "kbassist.search.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=HOME
    )
    assert worker.stdin
    job = {"folders": [str(shelf.folder)], "root": str(shelf.root)}
    worker.stdin.write(msgspec.json.encode(job) + b"\n")
    worker.stdin.flush()
    return worker


def finish(worker: subprocess.Popen[bytes]) -> tuple[list[dict[str, Any]], int]:
    """Return all that a worker tells and its exit status; its standard input stays open as long as it runs."""
    with worker:
        assert worker.stdout
        told = [msgspec.json.decode(line) for line in worker.stdout]
        return told, worker.wait()


def fill(shelf: Any, count: int, word: str) -> None:
    for number in range(count):
        shelf.write(
            f"artikel-{number}", f"Artikel {number} {word}", f"Isi {word}.\n\n> [!answer] A {{#a}}\n> Baik {word}."
        )


def test_it_tells_its_progress_and_its_outcome(shelf):
    fill(shelf, 60, "satu")
    told, status = finish(start(shelf))
    assert status == 0
    assert told[-1] == {"event": "done", "changed": 60, "generation": 1}
    assert {event["event"] for event in told[:-1]} == {"progress"}
    assert all(0 <= event["done"] <= event["total"] == 60 for event in told[:-1])


def test_it_says_why_it_failed(shelf):
    shelf.root.parent.parent.mkdir(parents=True)
    shelf.root.parent.write_text("a file where the cache should be", encoding="utf-8")
    told, status = finish(start(shelf))
    assert status == 1
    assert told[-1]["event"] == "failed"
    assert told[-1]["reason"] == "cache"


def test_it_stops_when_whoever_asked_is_gone(shelf):
    fill(shelf, 400, "satu")
    worker = start(shelf)
    assert worker.stdin
    assert worker.stdout
    worker.stdout.readline()
    worker.stdin.close()
    with worker:
        assert worker.wait(10) == 1
    assert store.open_snapshot(shelf.root) is None
    assert finish(start(shelf))[1] == 0


def test_two_at_once_do_the_work_once(shelf):
    fill(shelf, 60, "satu")
    workers = [start(shelf), start(shelf)]
    outcomes = [finish(worker)[0][-1] for worker in workers]
    assert sorted(outcome["changed"] for outcome in outcomes) == [0, 60]
    assert shelf.keys("articles") == sorted(shelf.titles())
    assert len(shelf.keys("lines")) == 60


@pytest.mark.parametrize("kills", [4, pytest.param(30, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
def test_a_killed_worker_leaves_the_last_good_state(shelf, kills):
    chosen = random.Random(kills)
    fill(shelf, 40, "nol")
    shelf.update()
    good = shelf.titles()
    on_disk = dict(good)
    for kill in range(kills):
        changed = chosen.choice([3, 40])
        fill(shelf, changed, f"nomor{kill}")
        on_disk |= {f"id/artikel-{number}": f"Artikel {number} nomor{kill}" for number in range(changed)}
        worker = start(shelf)
        moment = threading.Timer(chosen.uniform(0.1, 0.7), worker.kill)
        moment.start()
        finish(worker)
        moment.cancel()
        assert shelf.titles() in (good, on_disk)
        assert shelf.loaded()[1].articles.keys == sorted(good)
        if kill % 3 == 0:
            assert finish(start(shelf))[1] == 0
            assert shelf.titles() == on_disk
            assert shelf.keys("articles") == sorted(on_disk)
            assert len(shelf.keys("lines")) == 40
        good = shelf.titles()
