import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.assist.learning import LEAST, MOST, Learned, factors

COUNTS = st.integers(0, 10**12)
KNOWN = st.builds(Learned, st.text(), COUNTS, COUNTS, COUNTS, COUNTS)


@given(KNOWN)
def test_a_factor_stays_within_its_bounds(known):
    assert 0 < known.acceptance < 1
    assert LEAST <= known.factor <= MOST


@given(KNOWN, st.integers(1, 1000))
def test_each_use_lifts_a_line_and_each_rejection_lowers_it(known, more):
    assert known._replace(copied=known.copied + more).factor >= known.factor
    assert known._replace(inserted=known.inserted + more).factor >= known.factor
    assert known._replace(dismissed=known.dismissed + more).factor <= known.factor


@given(COUNTS, COUNTS)
def test_as_many_uses_as_rejections_change_nothing(shown, clicks):
    assert Learned("a#b", shown, copied=clicks, dismissed=clicks).factor == 1


def test_one_click_means_little_and_many_mean_nearly_all_that_is_allowed():
    assert 1 < Learned("a#b", copied=1).factor < 1.02
    assert Learned("a#b", inserted=200).factor > 1.06
    assert Learned("a#b", dismissed=200).factor < 0.94


def test_only_lines_that_something_is_known_of_have_a_factor():
    assert factors([Learned("a#b", shown=9), Learned("a#c", dismissed=8)]) == {"a#b": 1, "a#c": pytest.approx(0.9675)}
