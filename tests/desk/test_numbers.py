import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbassist.desk.numbers import next_number

DAY = date(2026, 11, 27)
TAKE = """
import sys
from datetime import date
from pathlib import Path
from kbassist.desk.numbers import next_number
from kbassist.desk.store import Store

store = Store(sys.argv[1] if ":" in sys.argv[1] else Path(sys.argv[1]))
for _ in range(25):
    print(store.run(lambda: next_number("PGD", date(2026, 11, 27))))
"""


def test_numbers_go_up_one_by_one(store):
    assert store.run(lambda: [next_number("PGD", DAY) for _ in range(2)]) == ["PGD-2026-000001", "PGD-2026-000002"]


def test_each_series_and_each_year_begins_with_one(store):
    store.run(partial(next_number, "PGD", DAY))
    assert store.run(partial(next_number, "PSN", DAY)) == "PSN-2026-000001"
    assert store.run(partial(next_number, "PGD", date(2027, 1, 4))) == "PGD-2027-000001"


def test_a_number_that_was_not_used_is_given_again(store):
    def half():
        next_number("PGD", DAY)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.run(half)
    assert store.run(partial(next_number, "PGD", DAY)) == "PGD-2026-000001"


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(takes=st.lists(st.sampled_from(["PGD", "PSN", "X"]), min_size=1, max_size=40), year=st.integers(2026, 9999))
def test_threads_never_get_the_same_number(store, takes, year):
    with ThreadPoolExecutor(8) as pool:
        before = {series: store.run(partial(next_number, series, date(year, 1, 1))) for series in set(takes)}
        got = list(pool.map(lambda series: store.run(partial(next_number, series, date(year, 12, 31))), takes))
    first = {series: int(number.rpartition("-")[2]) for series, number in before.items()}
    assert sorted(got) == sorted(
        f"{series}-{year}-{first[series] + more:06}"
        for series, count in Counter(takes).items()
        for more in range(1, count + 1)
    )


def test_processes_never_get_the_same_number(store):
    takers = [
        subprocess.Popen([sys.executable, "-c", TAKE, str(store.place)], stdout=subprocess.PIPE, text=True)
        for _taker in range(4)
    ]
    got = [number for taker in takers for number in taker.communicate()[0].split()]
    assert sorted(got) == [f"PGD-2026-{number:06}" for number in range(1, 101)]
