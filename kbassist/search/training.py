"""Trains the ranker on the examples of a library, with numpy alone; the same examples give the same ranker."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kbassist.search.features import Codes, blocks
from kbassist.search.ranker import COLUMNS, PLACES, Ranker, Scores, hashed, member_type, weighed
from kbassist.text import tokens

# Up to so many numbers (examples times articles, and columns times articles) the model is trained by gradient.
_MOST_DENSE = 4_000_000
_STEPS = 100
# How freely the weights may grow: the inverse of the strength of the L2 penalty.
_FREEDOM = 30.0
# So many features of an article are kept in the sparse model, and how sharply its cosines tell articles apart.
_MOST_FEATURES = 100
_SHARPNESS = 20.0
_SPARSE_RELIABILITY = 0.5
# One example in so many is held out to see how well the others tell it apart.
_FOLDS = 5

Matrix = npt.NDArray[np.float32]


def train(examples: Sequence[tuple[int, str]], classes: int) -> Ranker | None:
    """Return a ranker for the classes of numbered examples; None where there are none."""
    if not examples:
        return None
    examples = sorted(examples, key=lambda example: example[0])
    notes = [_Note.read(text) for _, text in examples]
    wanted = np.array([number for number, _ in examples], np.int64)
    bounds = np.searchsorted(wanted, np.arange(classes + 1)).tolist()
    rarities = _rarities(notes, bounds)
    step = float(rarities.max()) / 255
    steps = np.ceil(rarities / step).astype(np.uint8)
    rarities = steps.astype(np.float32) * np.float32(step)
    if max(len(examples), COLUMNS) * classes > _MOST_DENSE:
        return _averages(notes, bounds, rarities, step, steps.tobytes())
    matrix = np.zeros((len(notes), COLUMNS), np.float32)
    for row, note in enumerate(notes):
        places, values = weighed(note.blocks(), rarities)
        column, sign = hashed(places)
        matrix[row] = np.bincount(column, values * sign, COLUMNS)
    held_out = np.arange(len(examples)) % _FOLDS == 0
    part = _logistic(matrix[~held_out], wanted[~held_out], classes)
    right = (matrix[held_out] @ part).argmax(axis=1) == wanted[held_out]
    weights = _logistic(matrix, wanted, classes)
    return Ranker(classes, 1.0, float(right.mean()), step, steps.tobytes(), weights.astype(np.float16).tobytes())


class _Note(NamedTuple):
    """The features of an example, by place, in little memory: there may be a hundred thousand."""

    places: npt.NDArray[np.uint32]
    ends: tuple[int, ...]

    @classmethod
    def read(cls, text: str) -> "_Note":
        found = blocks(tokens.read(text))
        ends = tuple(np.cumsum([codes.size for codes in found])[:-1].tolist())
        return cls((np.concatenate(found) % PLACES).astype(np.uint32), ends)

    def blocks(self) -> list[Codes]:
        return np.split(self.places.astype(np.uint64), self.ends)


def _rarities(notes: Sequence[_Note], bounds: Sequence[int]) -> Scores:
    """Return how few classes have each feature, ln((1 + classes) / (1 + those with it)) + 1, and 0 for unknown ones."""
    found_in = np.zeros(PLACES)
    for start, end in pairwise(bounds):
        if start < end:
            found_in[np.unique(np.concatenate([note.places for note in notes[start:end]]))] += 1
    return np.where(found_in, np.log(len(bounds) / (1 + found_in)) + 1, 0).astype(np.float32)


def _logistic(matrix: Matrix, wanted: npt.NDArray[np.int64], classes: int) -> Matrix:
    """Return the weights of a multinomial logistic regression (accelerated gradient descent, Nesterov 1983).

    With fewer examples than columns it works on the products of the examples with each other.
    """
    few = len(matrix) < COLUMNS
    base = matrix @ matrix.T if few else matrix
    target = np.zeros((len(matrix), classes), np.float32)
    target[np.arange(len(matrix)), wanted] = 1
    rate = 1 / (0.5 * _largest_eigenvalue(matrix) + 1 / _FREEDOM)
    now = before = np.zeros((base.shape[1], classes), np.float32)
    for step in range(_STEPS):
        ahead = now + np.float32(step / (step + 3)) * (now - before)
        scores = base @ ahead
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        likely -= target
        slope = likely if few else base.T @ likely
        before, now = now, ahead - np.float32(rate) * (slope + ahead / np.float32(_FREEDOM))
    return matrix.T @ now if few else now


def _largest_eigenvalue(matrix: Matrix) -> float:
    """Return the largest eigenvalue of the products of a matrix with itself (power iteration)."""
    vector = np.ones(matrix.shape[1], np.float32)
    size = 1.0
    for _ in range(12):
        vector = matrix.T @ (matrix @ (vector / np.linalg.norm(vector)))
        size = float(np.linalg.norm(vector))
    return size


def _averages(notes: Sequence[_Note], bounds: Sequence[int], rarities: Scores, step: float, stored: bytes) -> Ranker:
    """Return the sparse model: of every class the largest features of the average of its examples, at length 1."""
    classes = len(bounds) - 1
    places, members, weights = [], [], []
    for number, (start, end) in enumerate(pairwise(bounds)):
        own = [weighed(note.blocks(), rarities) for note in notes[start:end]]
        if not own:
            continue
        place, which = np.unique(np.concatenate([place for place, _ in own]), return_inverse=True)
        sums = np.bincount(which, np.concatenate([values for _, values in own]))
        kept = np.argsort(-sums, kind="stable")[:_MOST_FEATURES]
        places.append(place[kept].astype(np.int32))
        members.append(np.full(len(kept), number, member_type(classes)))
        weights.append((sums[kept] / np.linalg.norm(sums)).astype(np.float16))
    every = np.concatenate(places)
    by_place = np.argsort(every, kind="stable")
    starts = np.searchsorted(every[by_place], np.arange(PLACES + 1)).astype(np.int32)
    return Ranker(
        classes,
        _SHARPNESS,
        _SPARSE_RELIABILITY,
        step,
        stored,
        np.concatenate(weights)[by_place].tobytes(),
        starts.tobytes(),
        np.concatenate(members)[by_place].tobytes(),
    )
