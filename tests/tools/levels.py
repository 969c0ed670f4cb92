"""Learns the weights of `resources/words/levels.tsv` from labelled notes:

    .venv/bin/python tests/tools/levels.py            writes the list
    .venv/bin/python tests/tools/levels.py --check    prints how often the level is right in notes held out

The notes are `tests/text/labelled_notes.tsv`, the everyday notes of `tests/assist`, those with a mood in the starter
library's own tests and, weighing less, the phrases of `tests/text/mood_notes.tsv`. The model
is a multinomial logistic regression with an L2 penalty (accelerated gradient descent, Nesterov 1983); the same notes
give the same list.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kbassist import resources
from kbassist.content import library, reader
from kbassist.text import levels, mood, tokens
from kbassist.text.mood import LEVELS

NOTES = Path(__file__).parents[1] / "text" / "labelled_notes.tsv"
_PHRASES = NOTES.with_name("mood_notes.tsv")
_EVERYDAY = NOTES.parents[1] / "assist" / "everyday_notes.tsv"
_WEIGHT_OF_PHRASE = 0.3
_SELDOM = 2  # a feature of fewer notes is left out
_FREEDOM = 0.7  # the inverse of the strength of the penalty
_STEPS = 400
_FOLDS = 5
_LEAST = 0.03  # a smaller weight is left out

Matrix = npt.NDArray[np.float64]
Labelled = tuple[str, int]


def read(path: Path) -> list[Labelled]:
    """Return the notes of a file, level and note a row, each with the number of its level."""
    rows = (row.split("\t") for row in path.read_text(encoding="utf-8").splitlines())
    return [(note, LEVELS.index(level)) for level, note in rows]


def expected() -> list[Labelled]:
    """Return the notes of other tests: the everyday ones, and those of the starter library that name a mood."""
    rows = [row.split("\t") for row in _EVERYDAY.read_text(encoding="utf-8").splitlines() if row[:1] != "#"]
    everyday = [(row[0], LEVELS.index(row[2].split()[0])) for row in rows if row[2].split()[0] in LEVELS]
    sources, _problems = library.scan((resources.starter_library(),))
    articles = (reader.read(source).article for source in sources)
    expectations = (expectation for article in articles if article for expectation in article.expect)
    return everyday + [(one.note, LEVELS.index(one.mood)) for one in expectations if one.mood]


def features(note: str) -> dict[str, float]:
    """Return the features of a note."""
    read_note = tokens.read(note)
    return levels.features(note, read_note, mood.read(note, read_note))


def learn(notes: Sequence[Labelled], phrases: Sequence[Labelled]) -> dict[str, npt.NDArray[np.float64]]:
    """Return the weights of each feature, one for each level."""
    found = [features(note) for note, _ in (*notes, *phrases)]
    counts = Counter(name for of_note in found[: len(notes)] for name in of_note)
    names = sorted(name for name, count in counts.items() if count >= _SELDOM)
    place = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(found), len(names)))
    for row, of_note in enumerate(found):
        for name, value in of_note.items():
            if name in place:
                matrix[row, place[name]] = value
    target = np.zeros((len(found), len(LEVELS)))
    target[np.arange(len(found)), [level for _, level in (*notes, *phrases)]] = 1
    counts_as = np.concatenate([np.ones(len(notes)), np.full(len(phrases), _WEIGHT_OF_PHRASE)])
    weights = _descend(matrix, target, counts_as)
    return dict(zip(names, weights - weights.mean(axis=1, keepdims=True), strict=True))


def _descend(matrix: Matrix, target: Matrix, counts_as: Matrix) -> Matrix:
    rate = 1 / (0.5 * np.linalg.norm(matrix, 2) ** 2 + 1 / _FREEDOM)
    now = before = np.zeros((matrix.shape[1], target.shape[1]))
    for step in range(_STEPS):
        ahead = now + step / (step + 3) * (now - before)
        likely = np.exp(matrix @ ahead)
        likely /= likely.sum(axis=1, keepdims=True)
        slope = matrix.T @ ((likely - target) * counts_as[:, None]) + ahead / _FREEDOM
        before, now = now, ahead - rate * slope
    return now


def level_of(note: str, weights: dict[str, npt.NDArray[np.float64]]) -> int:
    """Return the number of the level that weights give to a note."""
    sums = np.zeros(len(LEVELS))
    for name, value in features(note).items():
        sums += value * weights.get(name, 0.0)
    return int(sums.argmax())


def check() -> None:
    """Print how often the level is right, with one note in so many held out in turn."""
    notes, phrases = read(NOTES), read(_PHRASES)
    table = np.zeros((len(LEVELS), len(LEVELS)), int)
    by_lists = 0
    for fold in range(_FOLDS):
        weights = learn([one for number, one in enumerate(notes) if number % _FOLDS != fold], phrases)
        for note, level in notes[fold::_FOLDS]:
            table[level, level_of(note, weights)] += 1
            by_lists += mood.read(note, tokens.read(note)).level == LEVELS[level]
    print(
        f"{len(notes)} notes; right by the lists {by_lists / len(notes):.3f}, by all words "
        f"{np.trace(table) / len(notes):.3f}; written (down) and read (across):"
    )
    print(table)


def main() -> None:
    """Write the list, or check."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--check", action="store_true")
    if made.parse_args().check:
        check()
        return
    rows = [
        "\t".join([name, *(f"{round(100 * weight)}" for weight in of)])
        for name, of in sorted(learn([*read(NOTES), *expected()], read(_PHRASES)).items())
        if abs(of).max() >= _LEAST
    ]
    resources.path("words/levels.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} weights")


if __name__ == "__main__":
    main()
