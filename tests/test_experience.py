"""Learning as both front ends see it, through the assistant."""

import logging
import os
import sqlite3
import subprocess
import sys

import pytest

from kbassist.assist.kinds import Outcome
from kbassist.assist.learning import Learned
from kbassist.assist.model import CallNote
from kbassist.assistant import Assistant, DeskFiles
from kbassist.desk.history import Forgotten

LINES = "\n\n".join(f"> [!answer] Limit {name} {{#{name}}}\n> Limit harian kartu {name}." for name in ("abu", "biru"))
LIBRARY = {
    "id/limit.md": f"---\ntitle: Limit kartu\ntriggers: [limit kartu]\n---\n{LINES}\n",
    "id/deposito.md": """\
        ---
        title: Deposito
        kind: product
        triggers: [deposito, bunga deposito]
        ---
        > [!cross-sell] Tawarkan deposito {#tawar}
        > - when: mau simpan uang
        >
        > Bila berkenan, saya jelaskan deposito kami.
        """,
    "id/pinjaman.md": """\
        ---
        title: Pinjaman ditolak
        kind: problem
        triggers: [pinjaman ditolak, pengajuan pinjaman]
        ---
        > [!comply] Sampaikan hak nasabah {#hak}
        > - when: pinjaman ditolak
        >
        > Alasan penolakan dapat Anda minta secara tertulis.

        > [!up-sell] Tawarkan plafon {#plafon}
        > - when: pinjaman ditolak
        >
        > Saya bisa tawarkan plafon lain.
        """,
}
NOTE = CallNote("nanya limit kartu")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "learning.sqlite3"


@pytest.fixture
def start(write, tmp_path, path):
    """Return a function that starts an assistant, as the window does each morning."""
    folder = write(LIBRARY)
    started = []

    def start_one(**how):
        assistant = Assistant((folder,), tmp_path / "cache", desk=DeskFiles(path), **how)
        started.append(assistant)
        if not assistant.load():
            assistant.update()
            assert assistant.wait()
        return assistant

    yield start_one
    for assistant in started:
        assistant.close()


def names(advice):
    return [suggestion.line for suggestion in advice.suggestions]


def click(assistant, outcome, line, times=1):
    for _ in range(times):
        assistant.record(outcome, line)
    return assistant.learning()


def test_a_line_that_agents_take_comes_before_its_equal_at_once_and_after_a_restart(start):
    assistant = start()
    first, second = names(assistant.suggest(NOTE))
    click(assistant, Outcome.DISMISSED, first, 6)
    click(assistant, Outcome.COPIED, second, 6)
    assert names(assistant.suggest(NOTE)) == [second, first]
    assistant.close()
    again = start()
    assert names(again.suggest(NOTE)) == [second, first]
    assert again.forget_learning() == Forgotten(lines=2, refusals=0)
    assert names(again.suggest(NOTE)) == [first, second]
    assert again.learning() == ()


def test_what_agents_do_unlocks_nothing_and_hides_nothing_that_must_be_said(start):
    angry = CallNote("cust marah2, pinjaman ditolak")
    assistant = start()
    before = assistant.suggest(angry).suggestions
    assert {(line.line, line.locked) for line in before} == {("pinjaman#hak", False), ("pinjaman#plafon", True)}
    click(assistant, Outcome.COPIED, "pinjaman#plafon", 20)
    click(assistant, Outcome.DISMISSED, "pinjaman#hak", 20)
    after = assistant.suggest(angry).suggestions
    assert [(line.line, line.locked, line.score) for line in after] == [
        (line.line, line.locked, line.score) for line in before
    ]


def test_what_was_learned_is_told_with_its_factor(start):
    assistant = start()
    assistant.record(Outcome.SHOWN, "limit#abu", "limit#biru")
    assistant.record(Outcome.COPIED, "limit#abu")
    assistant.record(Outcome.INSERTED, "limit#abu")
    assistant.record(Outcome.DISMISSED, "limit#biru")
    assistant.withdraw(Outcome.DISMISSED, "limit#biru")
    known = assistant.learning()
    assert known == (Learned("limit#abu", 1, 1, 1, 0), Learned("limit#biru", 1))
    assert known[0].factor > known[1].factor == 1
    factors = {suggestion.line: suggestion.factors for suggestion in assistant.suggest(NOTE).suggestions}
    assert factors["limit#abu"].acceptance > factors["limit#biru"].acceptance == 1


def test_each_agent_has_learned_for_himself(start):
    click(start(values={"agent": "Sari"}), Outcome.COPIED, "limit#abu")
    assert start(values={"agent": "Budi"}).learning() == ()
    assert start(values={"agent": "Sari"}).learning() == (Learned("limit#abu", copied=1),)


def test_switched_off_nothing_is_learned_nor_applied(start):
    _first, second = names(start().suggest(NOTE))
    click(start(), Outcome.COPIED, second, 9)
    off = start(learns=False)
    assert names(off.suggest(NOTE))[1] == second
    assert click(off, Outcome.DISMISSED, second, 9) == (Learned(second, copied=9),)


def test_an_article_is_tested_without_what_was_learned_here(start, write):
    assistant = start()
    first, second = names(assistant.suggest(NOTE))
    test = f"expect: [{{note: {NOTE.note}, first: {first}}}]"
    write({"id/limit.md": LIBRARY["id/limit.md"].replace("title:", f"{test}\ntitle:")})
    assistant.update()
    assert assistant.wait()
    click(assistant, Outcome.COPIED, second, 9)
    assert names(assistant.suggest(NOTE)) == [second, first]
    assert [problem for problem in assistant.check() if problem.code == "expect-failed"] == []


def test_a_refused_offer_stays_away_from_that_customer_alone(start):
    wants = "mau simpan uang, tanya bunga deposito"
    assistant = start(refusal_days=30)
    assert names(assistant.suggest(CallNote(wants, name="Ratna W"))) == ["deposito#tawar"]
    assistant.remember_refusals("Ratna W", ("deposito",))
    assistant.close()
    again = start(refusal_days=30)
    assert names(again.suggest(CallNote(wants, name="ratna w "))) == []
    assert names(again.suggest(CallNote(wants, name="Hadi"))) == ["deposito#tawar"]
    assert names(again.suggest(CallNote(wants))) == ["deposito#tawar"]
    assert again.forget_learning() == Forgotten(lines=0, refusals=1)
    assert names(again.suggest(CallNote(wants, name="Ratna W"))) == ["deposito#tawar"]


def test_refusals_are_kept_only_as_long_as_the_user_set(start, path):
    assistant = start()
    assistant.remember_refusals("Ratna", ("deposito",))
    assistant.close()
    assert not path.exists()
    assistant = start(refusal_days=1)
    assistant.remember_refusals("Ratna", ("deposito",))
    assistant.remember_refusals(" ", ("deposito",))
    assistant.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM refusals").fetchone() == (1,)
        connection.execute("UPDATE refusals SET day = date(day, '-1 day')")
    connection.close()
    assert start(refusal_days=1).forget_learning() == Forgotten(lines=0, refusals=0)


def test_a_file_that_is_damaged_costs_what_was_learned_and_nothing_else(start, path, caplog):
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 999)
    assistant = start()
    assert len(names(assistant.suggest(NOTE))) == 2
    assert click(assistant, Outcome.COPIED, "limit#abu") == (Learned("limit#abu", copied=1),)


def test_a_file_that_can_not_be_used_is_told_to_the_log_and_the_call_goes_on(start, path, caplog):
    path.mkdir(parents=True)
    with caplog.at_level(logging.WARNING):
        assistant = start()
        assistant.record(Outcome.COPIED, "limit#abu")
        assistant.close()
    assert str(path) in caplog.text
    assert len(names(assistant.suggest(NOTE))) == 2
    with pytest.raises(OSError, match="directory"):
        assistant.learning()


def test_a_key_never_waits_for_a_file_that_another_program_has_locked(start, path):
    assistant = start()
    click(assistant, Outcome.COPIED, "limit#abu")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assistant.record(Outcome.COPIED, "limit#abu")
    assert len(names(assistant.suggest(NOTE))) == 2
    other.execute("ROLLBACK")
    other.close()
    assert assistant.learning() == (Learned("limit#abu", copied=2),)


def test_nothing_of_it_is_loaded_before_there_is_something_to_keep(write, path):
    code = f"""
import pathlib, sys
from kbassist.assistant import Assistant, DeskFiles
from kbassist.assist.model import CallNote
with Assistant((pathlib.Path({str(write(LIBRARY))!r}),), pathlib.Path({str(path.parent)!r}),
               desk=DeskFiles(pathlib.Path({str(path)!r}))) as assistant:
    print("kbassist.experience" in sys.modules)
    assistant.update()
    assistant.wait()
    assistant.suggest(CallNote("limit kartu"))
    print("sqlite3" in sys.modules)
"""
    told = subprocess.run([sys.executable, "-c", code], env=os.environ, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False"]
    assert not path.exists()
