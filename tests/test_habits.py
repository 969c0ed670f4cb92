"""What an agent reads and misses, as the window and the command line see it."""

import json
import logging
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import paths
from kbassist.cli import main
from kbassist.desk.habits import HabitStore
from kbassist.habits import Habits


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "habits.sqlite3"


@pytest.fixture
def start(path):
    """Return a function that begins to remember, as the window does each morning."""
    started: list[Habits] = []

    def start_one(agent=""):
        for before in started:
            before.close()
        habits = Habits(path, agent)
        started.append(habits)
        habits.load()
        habits.close()  # all of it has been read
        return habits

    yield start_one
    for habits in started:
        habits.close()


def names(used):
    return [article.article for article in used]


def test_what_was_read_last_comes_first_and_is_there_the_next_morning(start):
    habits = start()
    for article in ("kpr", "biaya", "kpr"):
        habits.open(article, "id")
    assert names(habits.at_hand().recent) == ["kpr", "biaya"]
    assert names(start().at_hand().recent)[:1] in (["kpr"], ["biaya"])
    assert {used.article: used.opened for used in start().at_hand().recent} == {"kpr": 2, "biaya": 1}


def test_an_article_stands_in_one_list_alone(start):
    habits = start()
    for article in "abcdefghij":
        habits.open(article, "id")
    assert habits.toggle_pin("j", "id")
    assert habits.is_pinned("j", "id")
    assert not habits.is_pinned("j", "en")
    at_hand = habits.at_hand()
    assert names(at_hand.pinned) == ["j"]
    assert names(at_hand.recent) == list("ihgfedcb")
    assert names(at_hand.frequent) == ["a"]
    assert not habits.toggle_pin("j", "id")
    assert names(habits.at_hand().recent)[0] == "j"


def test_what_was_read_long_ago_is_not_among_the_most_read(start, path):
    store = HabitStore(path)
    now = datetime.now(UTC)
    for number in range(8):
        store.open("", f"new-{number}", "id", now)
    for _time in range(5):
        store.open("", "old", "id", now - timedelta(days=91))
    store.open("", "other", "id", now - timedelta(days=80))
    store.close()
    assert names(start().at_hand().frequent) == ["other"]


def test_what_nobody_read_or_missed_for_a_year_goes_but_what_is_pinned_stays(start, path):
    store = HabitStore(path)
    now = datetime.now(UTC)
    for article, days in (("pinned", 400), ("old", 367), ("younger", 360)):
        store.open("Sari", article, "id", now - timedelta(days=days))
        store.miss(article, (now - timedelta(days=days)).date())
    store.pin("Sari", "pinned", "id", pinned=True)
    store.close()
    start("Budi")
    assert [used.article for used in store.articles("Sari")] == ["pinned", "younger"]
    assert [miss.words for miss in store.misses()] == ["younger"]
    store.close()


def test_what_is_opened_before_the_file_is_read_counts_too(start, path):
    habits = start()
    habits.open("kpr", "id")
    habits.toggle_pin("kpr", "id")
    habits.close()
    again = Habits(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")  # the file can not be read yet
    again.load()
    again.open("kpr", "id")
    again.open("biaya", "id")
    other.execute("ROLLBACK")
    other.close()
    again.close()
    at_hand = again.at_hand()
    assert [(used.article, used.opened) for used in at_hand.pinned] == [("kpr", 2)]
    assert names(at_hand.recent) == ["biaya"]


def test_people_who_share_an_account_are_told_apart(start):
    start("Sari").toggle_pin("kpr", "id")
    assert not start("Budi").at_hand().pinned
    assert names(start("Sari").at_hand().pinned) == ["kpr"]


def test_without_a_file_only_this_window_remembers(tmp_path):
    habits = Habits(None)
    habits.open("kpr", "id")
    habits.miss("kredit sepeda")
    assert names(habits.at_hand().recent) == ["kpr"]
    assert habits.misses() == ()
    habits.close()


def test_a_disk_that_can_not_be_written_holds_nobody_up(tmp_path, caplog):
    (tmp_path / "file").write_text("in the way")
    habits = Habits(tmp_path / "file" / "habits.sqlite3")
    with caplog.at_level(logging.WARNING):
        habits.open("kpr", "id")
        habits.close()
    assert "nothing is kept" in caplog.text
    assert names(habits.at_hand().recent) == ["kpr"]


def test_a_miss_is_kept_in_words_alone(start):
    habits = start()
    for query in (
        "Kredit  SEPEDA 2026",
        "kredit sepeda",
        "judul:kredit -sepeda",
        "4111 1111 1111 1111",
        "budi@x.id",
    ):
        habits.miss(query)
    assert [(miss.words, miss.times) for miss in habits.misses()] == [("kredit sepeda", 3)]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("lupa sandi melati biru", None),
        ("pin:rahasia kartu", None),
        ("kode OTP-nya belum masuk", None),
        ("title:budi@mail.com kredit sepeda", "kredit sepeda"),
        ("title:4111111111111111 kredit sepeda", "kredit sepeda"),
        ("rek budi123456 kredit sepeda", "rek kredit sepeda"),
        ("Kredit sepeda bu RATNA, d'souza", "kredit sepeda bu"),
        ("pinjaman sepeda", "pinjaman sepeda"),
    ],
)
def test_no_secret_and_no_name_is_kept(start, query, kept):
    habits = start()
    habits.miss(query, name="Ratna D'Souza")
    assert [miss.words for miss in habits.misses()] == ([kept] if kept else [])


@given(st.text(max_size=60))
def test_no_number_is_ever_kept(tmp_path_factory, query):
    habits = Habits(tmp_path_factory.mktemp("misses") / "habits.sqlite3")
    habits.miss(query)
    kept = " ".join(miss.words for miss in habits.misses())
    habits.close()
    assert not any(letter.isdigit() for letter in kept)
    assert kept == kept.lower()


def test_editors_see_what_was_missed_most_often_first(capsys):
    habits = Habits(paths.habits())
    for query in ("kredit sepeda", "kartu emas", "kartu emas"):
        habits.miss(query)
    habits.close()
    assert main(["misses", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(miss["words"], miss["times"]) for miss in found] == [("kartu emas", 2), ("kredit sepeda", 1)]
    assert main(["misses"]) == 0
    shown = capsys.readouterr().out
    assert shown.index("kartu emas") < shown.index("kredit sepeda")
    assert main(["misses", "--reset"]) == 0
    assert main(["misses"]) == 0
    assert "Nothing was searched for in vain yet." in capsys.readouterr().out
