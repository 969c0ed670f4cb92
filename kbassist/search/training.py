"""Trains the ranker on the examples of a library, with numpy alone; the same examples give the same ranker."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

import msgspec
import numpy as np
import numpy.typing as npt

from kbassist.search.features import (
    BLOCKS,
    MEANINGS,
    STEMS,
    Codes,
    Meanings,
    blocks_of,
    features,
    meanings_of_words,
)
from kbassist.search.postings import distinct
from kbassist.search.ranker import Ranker, Reader, Scores, balanced, member_type
from kbassist.text import tokens

# The dense model: up to so many examples, examples times classes, and weights; these must do for at least such a share
# of the features that recur.
_MOST_EXAMPLES = 20_000
_MOST_WORK = 10_000_000
_MOST_WEIGHTS = 4_000_000
_LEAST_SHARE = 0.25
_EPOCHS = 5
_RATE = 5.0
# In each step so many of an example's features are left out, by chance, for none of them to be relied on alone.
_LEFT_OUT = 0.3
# What the log-odds of naive Bayes add to the weights of the regression, and how often every class is taken to have had
# every feature beside the times it had.
_BAYES_SHARE = 0.4
_UNSEEN = 0.1
# So many features of all articles are kept in the sparse model, and at least so many of each.
_MOST_MEMBERS = 500_000
_FEWEST_FEATURES = 100
# One example in so many is held out to see how well the others tell it apart, and how sharply scores should tell.
_FOLDS = 5
_SHARPNESSES = tuple(float(2 ** (step / 4)) for step in range(-8, 5))
# How much a sharpness away from 1 must gain, in examples held out for each halving or doubling, squared.
_PLAIN = 3.0
# The sparse model is tried on one example each of so many classes that have enough of them.
_MOST_TRIED = 300
_ENOUGH = 3
_CHUNK = 1_000_000
# So many chances are drawn in all; and an odd number whose multiples are spread well over 32 bits (Knuth, TAOCP 6.4).
_CHANCES = 1 << 16
_MIXER = 2_654_435_761

Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Marks = npt.NDArray[np.uint32]


def train(examples: Sequence[tuple[int, str]], classes: int) -> Ranker | None:
    """Return a ranker for the classes of numbered examples; None where there are none."""
    if not examples:
        return None
    meanings = meanings_of_words()
    marked = sorted((number, crc32(text.encode()), text) for number, text in examples)
    wanted = np.array([number for number, _, _ in marked], np.int64)
    codes, starts = _read((text for _, _, text in marked), meanings)
    if len(examples) <= _MOST_EXAMPLES and len(examples) * classes <= _MOST_WORK:
        known, counts = np.unique(codes, return_counts=True)
        most = max(1, _MOST_WEIGHTS // classes)
        if most >= _LEAST_SHARE * np.count_nonzero(counts > 1):
            known = known[np.sort(np.argsort(-counts, kind="stable")[:most])]
            marks = np.array([mark for _, mark, _ in marked], np.uint32)
            return _dense(_Examples(codes, starts, wanted, marks), known, classes, meanings)
    return _sparse(codes, starts, wanted, classes, meanings)


def _read(examples: Iterable[str], meanings: Meanings) -> tuple[Codes, Numbers]:
    """Return the features of all examples, one behind the other, and where those of each begin.

    They are kept in little memory, for there may be a hundred thousand examples.
    """
    codes, starts = array("I"), [0]
    for text in examples:
        codes.frombytes(features(tokens.read(text), meanings).tobytes())
        starts.append(len(codes))
    return np.frombuffer(codes, np.uint32), np.array(starts, np.int64)


class _Examples(NamedTuple):
    """Examples by their classes and then by their marks, which come from their texts alone."""

    codes: Codes
    starts: Numbers
    wanted: Numbers
    marks: Marks


class _Matrix:
    """What each known feature counts in each note, row by row."""

    def __init__(self, places: npt.NDArray[np.int32], values: Scores, starts: Numbers) -> None:
        self.places = places
        self.values = values
        self.starts = starts

    def __len__(self) -> int:
        return len(self.starts) - 1

    def rows(self) -> Iterator[tuple[npt.NDArray[np.int32], Scores]]:
        for start, end in pairwise(self.starts.tolist()):
            yield self.places[start:end], self.values[start:end]

    def only(self, chosen: npt.NDArray[np.bool_]) -> "_Matrix":
        sizes = np.diff(self.starts)
        entries = np.repeat(chosen, sizes)
        starts = np.concatenate([[0], np.cumsum(sizes[chosen])])
        return _Matrix(self.places[entries], self.values[entries], starts)


def _dense(examples: _Examples, known: Codes, classes: int, meanings: Meanings) -> Ranker:
    """Return the dense model over some features."""
    codes, starts, wanted, marks = examples
    blocks = blocks_of(known)
    places = np.searchsorted(known, codes).astype(np.int32)
    places[places == known.size] = 0
    found = known[places] == codes
    starts = np.concatenate([[0], np.cumsum(found, dtype=np.int32)])[starts]
    places = places[found]
    rarities, steps, step = _rounded(_rarities(places, starts, wanted, known.size, classes))
    values = [balanced(rarities[row], blocks[row]) for row in np.split(places, starts[1:-1])]
    matrix = _Matrix(places, np.concatenate(values), starts)
    firsts = np.searchsorted(wanted, wanted)
    held_out = (np.arange(len(wanted)) - firsts + marks[firsts]) % _FOLDS == 0
    held_out[0] |= not held_out.any()
    part = _fit(matrix.only(~held_out), wanted[~held_out], marks[~held_out], blocks, classes)
    scores = np.array([values @ part[row] for row, values in matrix.only(held_out).rows()], np.float32)
    del part
    weights = _fit(matrix, wanted, marks, blocks, classes)
    scales = np.maximum(weights.max(axis=1), -weights.min(axis=1)) / np.float32(127) + np.float32(1e-12)
    weights /= scales[:, None]
    return Ranker(
        classes,
        _sharpness(scores, wanted[held_out]),
        float((scores.argmax(axis=1) == wanted[held_out]).mean()),
        dict(meanings),
        step,
        known.data,
        steps.data,
        scales.data,
        np.rint(weights, out=weights).astype(np.int8).reshape(-1).data,
    )


def _rarities(places: npt.NDArray[np.int32], starts: Numbers, wanted: Numbers, size: int, classes: int) -> Scores:
    """Return how few classes have each feature: ln((1 + classes) / (1 + those with it)) + 1."""
    found_in = np.zeros(size, np.float32)
    bounds = starts[np.searchsorted(wanted, np.arange(classes + 1))].tolist()
    for start, end in pairwise(bounds):
        found_in[distinct(places[start:end])] += 1
    rarities: Scores = np.log(np.float32(1 + classes) / (1 + found_in)) + np.float32(1)
    return rarities


def _rounded(rarities: Scores) -> tuple[Scores, npt.NDArray[np.uint8], float]:
    """Return rarities as they are stored, in steps, and the size of a step."""
    step = float(rarities.max()) / 255
    # The greatest one, divided by its 255th part, may come out a little above 255.
    steps = np.minimum(np.ceil(rarities / step), 255).astype(np.uint8)
    return steps.astype(np.float32), steps, step


def _fit(matrix: _Matrix, wanted: Numbers, marks: Marks, blocks: npt.NDArray[np.uint32], classes: int) -> Matrix:
    """Return the weights of a multinomial logistic regression, and a share of the log-odds of naive Bayes.

    The regression goes down the slope of one example after the other, in ever smaller steps and so few rounds that
    its weights stay small. Turns and chances of an example come from its own text: one article more or less leaves
    the others nearly where they were.
    """
    weights = np.zeros((len(blocks), classes), np.float32)
    rows, numbers = list(matrix.rows()), wanted.tolist()
    longest = int(np.diff(matrix.starts).max(initial=0))
    chance = np.random.default_rng(0).random(_CHANCES + longest, np.float32)
    for epoch in range(_EPOCHS):
        rate = np.float32(_RATE * (1 - epoch / _EPOCHS))
        turns = marks * np.uint32((2 * epoch + 1) * _MIXER % 2**32)
        for number in np.argsort(turns, kind="stable").tolist():
            places, values = rows[number]
            at = int(turns[number]) % _CHANCES
            stays = chance[at : at + places.size] >= _LEFT_OUT
            places, values = places[stays], values[stays] / np.float32(1 - _LEFT_OUT)
            now = weights[places]
            scores = values @ now
            slope = np.exp(scores - scores.max())
            slope /= slope.sum()
            slope[numbers[number]] -= 1
            now -= (rate * values)[:, None] * slope
            weights[places] = now
    _add_log_odds(weights, matrix, wanted, blocks)
    return weights


def _add_log_odds(weights: Matrix, matrix: _Matrix, wanted: Numbers, blocks: npt.NDArray[np.uint32]) -> None:
    size, classes = weights.shape
    owners = np.repeat(wanted, np.diff(matrix.starts))
    totals = np.bincount(blocks[matrix.places] * classes + owners, minlength=len(BLOCKS) * classes)
    unseen = _UNSEEN * np.bincount(blocks, minlength=len(BLOCKS))
    logarithms = np.log(totals.reshape(len(BLOCKS), classes) + unseen[:, None] + _UNSEEN)
    rows = max(1, _CHUNK // classes)
    for start in range(0, size, rows):
        end = min(start + rows, size)
        inside = (matrix.places >= start) & (matrix.places < end)
        cells = (matrix.places[inside] - start) * classes + owners[inside]
        counts = np.bincount(cells, minlength=(end - start) * classes).reshape(-1, classes)
        odds = np.log(counts + _UNSEEN) - logarithms[blocks[start:end]]
        odds -= odds.mean(axis=1, keepdims=True)
        weights[start:end] += np.float32(_BAYES_SHARE) * odds.astype(np.float32)


def _sharpness(scores: Scores, wanted: Numbers) -> float:
    """Return by how much to multiply scores for the likeliest probabilities of what is wanted."""
    scores = scores - scores.max(axis=1, keepdims=True)
    right = scores[np.arange(len(wanted)), wanted]

    def cost(sharpness: float) -> float:
        surprise = np.log(np.exp(sharpness * scores).sum(axis=1)) - sharpness * right
        return float(surprise.sum()) + _PLAIN * float(np.log2(sharpness)) ** 2

    return min(_SHARPNESSES, key=cost)


def _sparse(codes: Codes, starts: Numbers, wanted: Numbers, classes: int, meanings: Meanings) -> Ranker:
    """Return the sparse model, tried on one example of each of some classes without having seen those."""
    last = np.flatnonzero(
        (np.bincount(wanted, minlength=classes) >= _ENOUGH)[wanted] & (np.diff(wanted, append=-1) != 0)
    )
    tried = last[:: -(-last.size // _MOST_TRIED) or 1]
    if not tried.size:
        return _bayes(codes, starts, wanted, classes, meanings)
    stays = np.ones(wanted.size, np.bool_)
    stays[tried] = False
    sizes = np.diff(starts)
    others = np.concatenate([[0], np.cumsum(sizes[stays])])
    part = Reader(_bayes(codes[np.repeat(stays, sizes)], others, wanted[stays], classes, meanings))
    scores = np.array([part.weigh(codes[starts[number] : starts[number + 1]])[0] for number in tried.tolist()])
    del part
    return msgspec.structs.replace(
        _bayes(codes, starts, wanted, classes, meanings),
        sharpness=_sharpness(scores, wanted[tried]),
        reliability=float((scores.argmax(axis=1) == wanted[tried]).mean()),
    )


def _bayes(codes: Codes, starts: Numbers, wanted: Numbers, classes: int, meanings: Meanings) -> Ranker:
    """Return of every class the features that speak most for it by naive Bayes."""
    bounds = starts[np.searchsorted(wanted, np.arange(classes + 1))].tolist()
    known, found_in = _vocabulary(codes, bounds)
    rarities, steps, step = _rounded((np.log((1 + classes) / (1 + found_in)) + 1).astype(np.float32))
    most = max(_FEWEST_FEATURES, _MOST_MEMBERS // classes)
    places, members, weights = [], [], []
    for number, (start, end) in enumerate(pairwise(bounds)):
        own, counts = np.unique(codes[start:end], return_counts=True)
        place = np.searchsorted(known, own).astype(np.int32)
        weight = np.log1p(counts / _UNSEEN).astype(np.float32)
        speaks = weight * balanced(rarities[place] * np.sqrt(counts).astype(np.float32), blocks_of(own))
        kept = np.argsort(-speaks, kind="stable")[:most]
        places.append(place[kept])
        members.append(np.full(kept.size, number, member_type(classes)))
        weights.append(weight[kept])
    every, weight = np.concatenate(places), np.concatenate(weights)
    by_place = np.argsort(every, kind="stable")
    # Whether words are known matters even where they tell no article from another.
    stays = (np.bincount(every, minlength=known.size) > 0) | np.isin(blocks_of(known), (STEMS, MEANINGS))
    unit = float(weight.max()) / 127
    offsets = np.log(np.diff(bounds) + _UNSEEN * known.size) - np.log(_UNSEEN)
    return Ranker(
        classes,
        1.0,
        0.0,
        dict(meanings),
        step,
        known[stays].data,
        steps[stays].data,
        np.array([unit], np.float32).data,
        np.rint(weight[by_place] / unit).astype(np.int8).data,
        np.searchsorted(every[by_place], np.append(np.flatnonzero(stays), known.size)).astype(np.int32).data,
        np.concatenate(members)[by_place].data,
        offsets.astype(np.float32).data,
    )


def _vocabulary(codes: Codes, bounds: Sequence[int]) -> tuple[Codes, Numbers]:
    """Return all features and how many classes have each; the features of classes are sorted where they lie."""
    of_classes = array("I")
    for start, end in pairwise(bounds):
        of_classes.frombytes(distinct(codes[start:end]).tobytes())
    ordered = np.frombuffer(of_classes, np.uint32)
    ordered.sort()
    firsts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    return ordered[firsts], np.diff(firsts, append=ordered.size)
