import sqlite3
from datetime import UTC, date, datetime

import pytest

from kbassist.desk.usage import Miss, Usage, Used

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DAY = NOON.date()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new folder" / "reading.sqlite3"


@pytest.fixture
def usage(path):
    usage = Usage(path)
    yield usage
    usage.close()


def test_openings_add_up_and_are_there_after_a_restart(usage, path):
    usage.open("", "kpr", "id", datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    usage.open("", "kpr", "id", NOON)
    usage.pin("", "biaya", "en", pinned=True)
    usage.close()
    again = Usage(path)
    assert again.articles("") == [Used("biaya", "en", pinned=True), Used("kpr", "id", 2, NOON)]
    again.close()


def test_a_pin_and_the_openings_of_an_article_leave_each_other_alone(usage):
    usage.open("", "kpr", "id", NOON)
    usage.pin("", "kpr", "id", pinned=True)
    usage.open("", "kpr", "id", NOON)
    assert usage.articles("") == [Used("kpr", "id", 2, NOON, pinned=True)]
    usage.pin("", "kpr", "id", pinned=False)
    assert usage.articles("") == [Used("kpr", "id", 2, NOON)]


def test_people_who_share_an_account_are_told_apart_but_for_what_they_miss(usage):
    usage.open("Sari", "kpr", "id", NOON)
    assert usage.articles("Budi") == []
    usage.miss("kredit sepeda", DAY)
    assert usage.misses() == [Miss("kredit sepeda", 1, DAY)]


def test_what_was_missed_most_comes_first_and_can_be_forgotten(usage):
    for words, day in (("a", DAY), ("b", DAY), ("b", date(2026, 11, 22)), ("c", DAY)):
        usage.miss(words, day)
    assert usage.misses() == [Miss("b", 2, date(2026, 11, 22)), Miss("a", 1, DAY), Miss("c", 1, DAY)]
    assert usage.forget_misses() == 3
    assert usage.misses() == []


def test_a_damaged_file_is_set_aside(usage, path):
    path.parent.mkdir()
    path.write_bytes(b"not a database at all, and long enough to be looked at" * 40)
    usage.miss("kredit sepeda", DAY)
    assert usage.misses() == [Miss("kredit sepeda", 1, DAY)]
    assert path.with_name("reading.sqlite3.damaged-1").exists()


def test_only_the_words_of_articles_and_searches_stand_in_the_file(usage, path):
    usage.open("", "kpr", "id", NOON)
    usage.close()
    connection = sqlite3.connect(path)
    columns = [
        [row[1] for row in connection.execute(f"PRAGMA table_info({table})")] for table in ("articles", "misses")
    ]
    connection.close()
    assert columns == [["agent", "article", "lang", "opened", "last", "pinned"], ["words", "count", "last_day"]]
