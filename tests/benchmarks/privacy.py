"""What survives the mask, and what it hides without cause, in our own notes; and what it costs at a key.

    .venv/bin/python tests/benchmarks/privacy.py

Rules are tuned to the half `tune`; of `report` only the totals are to be looked at.
"""

import random
import statistics
import sys
import time
from pathlib import Path

from common import begin, parser, show

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from private_notes import HALVES, LANGUAGES, notes, tally

from kbassist.text import privacy

_OTHER_NOTES = Path(__file__).parents[1] / "text/labelled_notes.tsv"
_LENGTH = 400
_ROUNDS = 300


def main() -> None:
    """Print both figures for both halves and languages, what went wrong in `tune`, and the time of a note."""
    begin(parser(__doc__).parse_args())
    rows, wrong = [], []
    for half in HALVES:
        for lang in LANGUAGES:
            counted = tally(half, lang)
            masked = len(counted.numbers_masked)
            rows.append(
                (
                    half,
                    lang,
                    f"{len(counted.secrets_shown)} of {counted.secrets}",
                    f"{len(counted.private_shown)} of {counted.private}",
                    f"{masked} of {counted.numbers} ({masked / counted.numbers:.1%})",
                )
            )
            if half == "tune":
                wrong += [*counted.secrets_shown, *counted.private_shown, *counted.numbers_masked]
    show("Notes", ("half", "language", "secrets that survive", "numbers that survive", "harmless masked"), rows)
    print(*wrong, sep="\n")
    kinds = (("as agents write them", 0.1), ("numbers in every row", 1.0))
    times = [(name, *_time_of_keys(share)) for name, share in kinds]
    show(f"Finding in {_LENGTH} characters", ("notes", "median", "95 %"), times)


def _time_of_keys(share: float) -> tuple[str, str]:
    """Time what a key costs in notes of which a share of the rows has numbers, a quarter of these private ones."""
    chosen = random.Random(1)
    numbered = [
        note.translate(str.maketrans("", "", "<>{}"))
        for name in ("private_notes.tsv", *["harmless_notes.tsv"] * 3)
        for lang in LANGUAGES
        for note in notes(name, "tune", lang)
    ]
    others = [row.split("\t")[-1] for row in _OTHER_NOTES.read_text(encoding="utf-8").splitlines()]
    times = []
    for _ in range(_ROUNDS):
        rows = [chosen.choice(numbered if chosen.random() < share else others) for _ in range(_LENGTH // 8)]
        note = "\n".join(rows)[:_LENGTH]
        start = time.perf_counter()
        privacy.find(note)
        times.append((time.perf_counter() - start) * 1000)
    return f"{statistics.median(times):.2f} ms", f"{sorted(times)[int(0.95 * _ROUNDS)]:.2f} ms"


if __name__ == "__main__":
    main()
