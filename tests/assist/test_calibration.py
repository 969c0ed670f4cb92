import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.assist.calibration import probability, relevance


@given(st.floats(0.001, 1))
def test_a_threshold_in_scores_is_the_one_in_relevance(value):
    assert relevance(probability(value)) == pytest.approx(value, abs=1e-6)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_relevance_is_never_less_probable(one, other):
    low, high = sorted((one, other))
    assert 0 <= probability(low) <= probability(high) < 1


def test_nothing_is_wanted_without_relevance_and_everything_is_shown_from_zero_on():
    assert probability(0) == 0
    assert relevance(0) == 0
    assert 0.9 < relevance(1) < 3
