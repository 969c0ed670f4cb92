"""What customers' marks say of all customers, with the interval in which the truth lies 95 times in 100.

The share of satisfied customers has the interval of Wilson (1927). The Net Promoter Score has the adjusted Wald
interval that B. Rocks, "Interval Estimation for the Net Promoter Score", The American Statistician 70 (2016), found
the best: three answers more, three quarters of one among the promoters and as much among the detractors.
"""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

_Z = 1.959964  # 95 %
_SATISFIED = 4  # of 5
_PROMOTER, _DETRACTOR = 9, 6  # of 10
_MORE, _MORE_AT_AN_END = 3, 0.75


class Estimate(NamedTuple):
    """A figure per cent, the interval around it, and of how many answers it is."""

    value: float
    low: float
    high: float
    answers: int


def satisfied(marks: Sequence[int]) -> Estimate | None:
    """Return the share of customers who gave 4 or 5 of 5 marks, None without any marks."""
    n = len(marks)
    if not n:
        return None
    share, square = sum(mark >= _SATISFIED for mark in marks) / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach = _Z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return _per_cent(share, middle, reach, 0, n)


def promoters(marks: Sequence[int]) -> Estimate | None:
    """Return the Net Promoter Score of marks from 0 to 10, from -100 to 100; None without any marks."""
    n = len(marks)
    if not n:
        return None
    many, few = sum(mark >= _PROMOTER for mark in marks), sum(mark <= _DETRACTOR for mark in marks)
    more, fewer = (many + _MORE_AT_AN_END) / (n + _MORE), (few + _MORE_AT_AN_END) / (n + _MORE)
    middle = more - fewer
    reach = _Z * sqrt((more + fewer - middle * middle) / (n + _MORE))
    return _per_cent((many - few) / n, middle, reach, -1, n)


def _per_cent(value: float, middle: float, reach: float, least: int, answers: int) -> Estimate:
    low, high = max(least, middle - reach), min(1, middle + reach)
    return Estimate(100 * value, 100 * low, 100 * high, answers)
