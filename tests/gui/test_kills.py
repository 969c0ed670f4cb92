"""The real window, typed into by real keys and killed at any moment: no note is lost, nothing private is on disk."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kbassist.desk import calls
from kbassist.desk.calls import SavedCall
from kbassist.desk.store import Store
from kbassist.text.privacy import clean, unsettled

TYPIST = Path(__file__).parents[1] / "tools/typist.py"
PATIENCE = 60.0  # s, until the window is there
BEHIND = 1.0  # s, that the disk may be behind the keys
TYPED = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.5, 3.0)  # s, about, before a kill
PIECE = 6
HARMLESS = (
    "cust marah2, kartu blm dtg 2 mgg ",
    "sdh telp 3x, mau tutup rekening ",
    "biaya admin Rp12.500 dipotong tgl 25/11/2026 ",
    "tiket TKT-2026-001234 belum dijawab ",
    "asks about deposit rates, wants to save monthly ",
)
# What no file may ever hold, and in which words it comes; {} is the secret.
PRIVATE = (
    ("pin", "nsbh sebut {} itu¦ pinnya "),
    ("pin", "{} tadi¦ itu otpnya "),
    ("pin", "otp nya {} katanya "),
    ("word", "passwordnya {} sdh diganti "),
    ("card", "kartu {} blm dtg "),
    ("card", "card number {} was lost "),
    ("phone", "hp {} bisa dihubungi "),
    ("nik", "NIK {} sesuai ktp "),
)
# Moments are numbers of our own, in which six digits of a secret may stand by chance; so are the names of calls.
MOMENT = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?")


class State(NamedTuple):
    """A call after a key."""

    at: float
    note: str
    cursor: int | None


class Session(NamedTuple):
    """What the typist told until it was killed."""

    killed: float
    states: dict[str, list[State]]
    secrets: list[tuple[float, str]]
    restored: dict[str, str]
    read: str  # all that came back after the kill before


def secret_of(kind: str, dice: random.Random) -> str:
    def digits(count: int) -> str:
        return "".join(dice.choices("0123456789", k=count))

    if kind == "word":
        return "".join(dice.choices("bcdfghjkmnpqrstvwxz", k=5)).capitalize() + digits(4)
    if kind == "phone":
        return f"0812-{digits(4)}-{digits(4)}"
    if kind == "nik":
        return f"3171{dice.randint(1, 28):02}0190{digits(6)}"
    if kind == "pin":
        return digits(6)
    number = f"4{digits(14)}"
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(number))
    number += str(-total % 10)
    return " ".join(number[at : at + 4] for at in range(0, 16, 4))


def pieces(secret: str) -> set[bytes]:
    """Return every run of six letters of a secret, as it was typed and without signs."""
    forms = secret, re.sub(r"\W", "", secret)
    return {form[at : at + PIECE].encode() for form in forms for at in range(len(form) - PIECE + 1)}


def stands_in(secret: str, held: bytes) -> bool:
    return any(piece in held for piece in pieces(secret))


def around(secret: str, held: bytes) -> bytes:
    """Return where a piece of a secret stands, to look into it."""
    at = min(held.find(piece) for piece in pieces(secret) if piece in held)
    return held[max(0, at - 60) : at + 60]


def stored(profile: Path) -> dict[str, bytes]:
    """Return what each file of a profile holds."""
    return {
        str(path.relative_to(profile)): MOMENT.sub(b" ", path.read_bytes())
        for path in profile.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


class Killer:
    """Starts the window on one profile again and again, and kills it."""

    def __init__(self, profile: Path, library: Path, seed: int) -> None:
        self._profile, self._library, self._dice = profile, library, random.Random(seed)
        self._at_first: bytes = b""

    def prepare(self) -> None:
        """Have all that is built once built, so that each start is quick."""
        command = (sys.executable, "-m", "kbassist", "--library", str(self._library), "index")
        subprocess.run(command, env=self._environment(), check=True, capture_output=True, timeout=PATIENCE)
        self._at_first = b"\n".join(stored(self._profile).values())

    def run(self) -> Session:
        """Let it type for a while, kill it, and return what it told."""
        phrases = self._profile.parent / "phrases.json"
        phrases.write_text(json.dumps(list(self._phrases())), encoding="utf-8")
        command = [sys.executable, str(TYPIST), str(phrases), str(self._dice.random())]
        with subprocess.Popen(
            [*command, "--library", str(self._library)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environment(),
        ) as window:
            assert window.stdout
            assert window.stderr
            alarm = threading.Timer(PATIENCE, window.kill)
            alarm.start()
            rows = [window.stdout.readline()]
            alarm.cancel()
            assert rows[0], window.stderr.read().decode()
            reader = threading.Thread(target=rows.extend, args=(window.stdout,))
            reader.start()
            time.sleep(self._dice.choice(TYPED) * self._dice.uniform(0.8, 1.2))
            killed = time.monotonic()
            os.kill(window.pid, signal.SIGKILL)
            reader.join()
            assert window.wait() == -signal.SIGKILL, window.stderr.read().decode()
        return session([json.loads(row) for row in rows if row.endswith(b"\n")], killed)

    def _phrases(self) -> Iterator[tuple[str, str]]:
        for _phrase in range(60):
            if self._dice.random() < 0.3:
                yield self._dice.choice(HARMLESS), ""
                continue
            kind, words = self._dice.choice(PRIVATE)
            secret = secret_of(kind, self._dice)
            while stands_in(secret, self._at_first):
                secret = secret_of(kind, self._dice)
            yield words.format(secret), secret

    def _environment(self) -> dict[str, str]:
        places = {
            f"XDG_{name}_HOME": str(self._profile / name.lower()) for name in ("DATA", "CONFIG", "CACHE", "STATE")
        }
        root = str(Path(__file__).parents[2])
        more = {"HOME": str(self._profile), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": root}
        return {**os.environ, **places, **more}


def session(rows: list[dict[str, Any]], killed: float) -> Session:
    states: dict[str, list[State]] = {}
    for row in rows:
        if "note" in row:
            states.setdefault(row["id"], []).append(State(row["t"], row["note"], row["cursor"]))
    secrets = [(row["t"], row["secret"]) for row in rows if "secret" in row]
    restored = [row for row in rows if row.get("restored")]
    read = "\n".join(f"{row['note']}\n{row['name']}" for row in restored)
    return Session(killed, states, secrets, {row["id"]: row["note"] for row in restored}, read)


def check_notes(told: Session, kept: dict[str, SavedCall]) -> None:
    """Hold every note on disk against what was typed until a second before the kill, or later."""
    for call, states in told.states.items():
        settled = [state for state in states if state.at <= told.killed - BEHIND]
        allowed = [*settled[-1:], *(state for state in states if state.at > told.killed - BEHIND)]
        notes = {clean(state.note) for state in allowed} | {
            clean(unsettled(state.note, state.cursor)) for state in allowed if state.cursor is not None
        }
        if not settled or "" in notes:
            notes.add("")
        on_disk = kept[call].note if call in kept else ""
        assert on_disk in notes, f"{on_disk!r} is more than a second behind {allowed[-1].note!r}"


def kill_often(profile: Path, library: Path, times: int, seed: int) -> None:
    killer = Killer(profile, library, seed)
    killer.prepare()
    journal = profile / "data/kbassist/calls.sqlite3"
    secrets: set[str] = set()
    late: set[str] = set()
    before: dict[str, SavedCall] = {}
    for _kill in range(times):
        told = killer.run()
        files = stored(profile)
        store = Store(journal)
        kept = {call.id: call for call in store.run(lambda: calls.find(most=None))}
        store.close()
        assert not list(journal.parent.glob("*.damaged-*"))
        check_notes(told, kept)
        names = re.compile("|".join({*kept, *told.states}).encode())
        files = {name: names.sub(b" ", held) for name, held in files.items()}
        # What became a secret just before a kill may be on disk still; if its words were lost, it is none any more.
        words = "\n".join([told.read, *(f"{call.note}\n{call.name}" for call in kept.values())]).encode()
        secrets |= {secret for secret in late if not stands_in(secret, words)}
        late = {secret for at, secret in told.secrets if at > told.killed - BEHIND}
        secrets |= {secret for _at, secret in told.secrets} - late
        for secret in secrets:
            found = [name for name, held in files.items() if stands_in(secret, held)]
            assert not found, f"{secret} stands in {found}: {[around(secret, files[name]) for name in found]}"
        for call in kept.values():
            assert (clean(call.note), clean(call.name)) == (call.note, call.name)
        # The restart brought back every call that was open, as it stood on disk.
        assert told.restored.items() >= {call.id: call.note for call in before.values() if not call.ended}.items()
        before = kept


@pytest.mark.timeout(300)
def test_twenty_kills(tmp_path, folder):
    kill_often(tmp_path / "profile", folder, 20, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_two_hundred_kills(tmp_path, folder):
    kill_often(tmp_path / "profile", folder, 200, seed=int.from_bytes(os.urandom(4)))
