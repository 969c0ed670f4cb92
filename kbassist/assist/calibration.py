"""From relevance to probability: a score of one half means that one note in two wants the line.

A logistic curve (Platt 1999), fitted by hand to labelled notes of our own: among the first four lines of 171 notes,
how many with a relevance of about r were of an article that the note is about.
"""

from math import exp, log

_STEEPNESS = 8.0
_EVEN = 0.55
_SMALLEST = 1e-6


def probability(relevance: float) -> float:
    """Return the probability that a note wants a line of some relevance; 0 for none at all."""
    return 1 / (1 + exp(-_STEEPNESS * (relevance - _EVEN))) if relevance > 0 else 0.0


def relevance(probability: float) -> float:
    """Return the relevance at which a note wants a line with some probability, at least 0."""
    share = min(max(probability, _SMALLEST), 1 - _SMALLEST)
    return max(0.0, _EVEN + log(share / (1 - share)) / _STEEPNESS)
