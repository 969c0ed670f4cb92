from datetime import UTC, datetime
from functools import partial

import pytest

from kbassist.desk import people
from kbassist.desk.people import Person

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def test_people_are_listed_by_name(store):
    for name, passphrase in (("sari", "melati pagi"), (" Budi   Santoso ", "")):
        store.run(partial(people.add, name, passphrase, NOW))
    assert store.run(people.everyone) == [Person("Budi Santoso", False), Person("sari", True)]


def test_a_name_is_given_once_whatever_its_letters(store):
    store.run(partial(people.add, "Sari", "", NOW))
    with pytest.raises(people.TakenError):
        store.run(partial(people.add, "SARI", "", NOW))
    assert len(store.run(people.everyone)) == 1


@pytest.mark.parametrize(
    ("passphrase", "given", "lets_in"),
    [
        ("melati pagi", "melati pagi", True),
        ("melati pagi", "Melati pagi", False),
        ("melati pagi", "", False),
        ("", "", True),
        ("", "apa saja", True),
        ("kata•é", "kata•é", True),
    ],
)
def test_a_passphrase_lets_in_who_knows_it(store, passphrase, given, lets_in):
    store.run(partial(people.add, "Sari", passphrase, NOW))
    assert store.run(partial(people.unlocks, "Sari", given)) is lets_in


def test_nobody_gets_in_who_is_not_listed(store):
    assert not store.run(partial(people.unlocks, "Sari", ""))


def test_a_passphrase_can_be_changed_and_taken_away(store):
    store.run(partial(people.add, "Sari", "lama", NOW))
    assert store.run(partial(people.set_passphrase, "Sari", "baru"))
    assert not store.run(partial(people.unlocks, "Sari", "lama"))
    assert store.run(partial(people.unlocks, "Sari", "baru"))
    assert store.run(partial(people.set_passphrase, "Sari", ""))
    assert store.run(partial(people.unlocks, "Sari", ""))
    assert not store.run(partial(people.set_passphrase, "Budi", "x"))


def test_who_is_removed_is_gone(store):
    store.run(partial(people.add, "Sari", "", NOW))
    assert store.run(partial(people.remove, "Sari"))
    assert not store.run(partial(people.remove, "Sari"))
    assert store.run(people.everyone) == []


def test_no_passphrase_is_ever_in_the_file(tmp_path):
    from kbassist.desk.store import Store

    store = Store(tmp_path / "calls.sqlite3")
    store.run(partial(people.add, "Sari", "melati pagi", NOW))
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    store.close()
    assert b"melati" not in stored
