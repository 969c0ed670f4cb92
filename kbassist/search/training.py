"""Trains the ranker on the examples of a library, with numpy alone; the same examples give the same ranker."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kbassist.search.features import blocks
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
Vector = tuple[npt.NDArray[np.uint64], Scores]


def train(examples: Sequence[tuple[int, str]], classes: int) -> Ranker | None:
    """Return a ranker for the classes of numbered examples; None where there are none."""
    if not examples:
        return None
    found = [blocks(tokens.read(text)) for _, text in examples]
    wanted = np.array([number for number, _ in examples], np.int64)
    rarities = _rarities([np.concatenate(each) % PLACES for each in found], wanted, classes)
    step = float(rarities.max()) / 255
    steps = np.ceil(rarities / step).astype(np.uint8)
    rarities = steps.astype(np.float32) * np.float32(step)
    vectors = [weighed(each, rarities) for each in found]
    if max(len(examples), COLUMNS) * classes <= _MOST_DENSE:
        matrix = _matrix(vectors)
        held_out = np.arange(len(examples)) % _FOLDS == 0
        part = _logistic(matrix[~held_out], wanted[~held_out], classes)
        right = (matrix[held_out] @ part).argmax(axis=1) == wanted[held_out]
        weights = _logistic(matrix, wanted, classes)
        return Ranker(classes, 1.0, float(right.mean()), step, steps.tobytes(), weights.astype(np.float16).tobytes())
    return _averages(vectors, wanted, classes, step, steps.tobytes())


def _rarities(places: Sequence[npt.NDArray[np.uint64]], wanted: npt.NDArray[np.int64], classes: int) -> Scores:
    """Return how few classes have each feature, ln((1 + classes) / (1 + those with it)) + 1, and 0 for unknown ones."""
    cells = [
        np.unique(place * np.uint64(classes) + np.uint64(number)) for place, number in zip(places, wanted, strict=True)
    ]
    found_in = np.bincount((np.unique(np.concatenate(cells)) // np.uint64(classes)).astype(np.int64), minlength=PLACES)
    return np.where(found_in, np.log((1 + classes) / (1 + found_in)) + 1, 0).astype(np.float32)


def _matrix(vectors: Sequence[Vector]) -> Matrix:
    matrix = np.zeros((len(vectors), COLUMNS), np.float32)
    for row, (places, values) in enumerate(vectors):
        column, sign = hashed(places)
        matrix[row] = np.bincount(column, values * sign, COLUMNS)
    return matrix


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


def _averages(
    vectors: Sequence[Vector], wanted: npt.NDArray[np.int64], classes: int, step: float, rarities: bytes
) -> Ranker:
    """Return the sparse model: of every class the largest features of the average of its examples, at length 1."""
    order = np.argsort(wanted, kind="stable")
    bounds = np.searchsorted(wanted[order], np.arange(classes + 1))
    places, members, weights = [], [], []
    for number in range(classes):
        own = [vectors[example] for example in order[bounds[number] : bounds[number + 1]]]
        if not own:
            continue
        place, which = np.unique(np.concatenate([place for place, _ in own]), return_inverse=True)
        sums = np.bincount(which, np.concatenate([values for _, values in own]))
        kept = np.argsort(-sums, kind="stable")[:_MOST_FEATURES]
        places.append(place[kept].astype(np.int64))
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
        rarities,
        np.concatenate(weights)[by_place].tobytes(),
        starts.tobytes(),
        np.concatenate(members)[by_place].tobytes(),
    )
