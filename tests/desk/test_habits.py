import sqlite3
from datetime import UTC, date, datetime

import pytest

from kbassist.desk.habits import HabitStore, Miss, Used

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DAY = NOON.date()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new folder" / "habits.sqlite3"


@pytest.fixture
def store(path):
    store = HabitStore(path)
    yield store
    store.close()


def test_openings_add_up_and_are_there_after_a_restart(store, path):
    store.open("", "kpr", "id", datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    store.open("", "kpr", "id", NOON)
    store.pin("", "biaya", "en", pinned=True)
    store.close()
    again = HabitStore(path)
    assert again.articles("") == [Used("biaya", "en", pinned=True), Used("kpr", "id", 2, NOON)]
    again.close()


def test_a_pin_and_the_openings_of_an_article_leave_each_other_alone(store):
    store.open("", "kpr", "id", NOON)
    store.pin("", "kpr", "id", pinned=True)
    store.open("", "kpr", "id", NOON)
    assert store.articles("") == [Used("kpr", "id", 2, NOON, pinned=True)]
    store.pin("", "kpr", "id", pinned=False)
    assert store.articles("") == [Used("kpr", "id", 2, NOON)]


def test_people_who_share_an_account_are_told_apart_but_for_what_they_miss(store):
    store.open("Sari", "kpr", "id", NOON)
    assert store.articles("Budi") == []
    store.miss("kredit sepeda", DAY)
    assert store.misses() == [Miss("kredit sepeda", 1, DAY)]


def test_what_was_missed_most_comes_first_and_can_be_forgotten(store):
    for words, day in (("a", DAY), ("b", DAY), ("b", date(2026, 11, 22)), ("c", DAY)):
        store.miss(words, day)
    assert store.misses() == [Miss("b", 2, date(2026, 11, 22)), Miss("a", 1, DAY), Miss("c", 1, DAY)]
    assert store.forget_misses() == 3
    assert store.misses() == []


def test_a_damaged_file_is_set_aside(store, path):
    path.parent.mkdir()
    path.write_bytes(b"not a database at all, and long enough to be looked at" * 40)
    store.miss("kredit sepeda", DAY)
    assert store.misses() == [Miss("kredit sepeda", 1, DAY)]
    assert path.with_name("habits.sqlite3.damaged-1").exists()


def test_only_the_words_of_articles_and_searches_stand_in_the_file(store, path):
    store.open("", "kpr", "id", NOON)
    store.close()
    connection = sqlite3.connect(path)
    columns = [
        [row[1] for row in connection.execute(f"PRAGMA table_info({table})")] for table in ("articles", "misses")
    ]
    connection.close()
    assert columns == [["agent", "article", "lang", "opened", "last", "pinned"], ["words", "count", "last_day"]]
