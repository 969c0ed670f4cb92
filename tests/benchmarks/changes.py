"""How long it takes until the new wording of one article, changed on disk, is suggested.

    .venv/bin/python tests/benchmarks/changes.py --articles 10000

The time runs from before the file is written until a note about the article brings its new line; the assistant is
asked every few milliseconds meanwhile.
"""

import statistics
import sys
import time
from itertools import islice
from pathlib import Path

import library
from common import begin, parser, ready, show

from kbassist.assist.model import CallNote
from kbassist.assistant import Assistant

_BETWEEN = 0.004  # s
_GIVE_UP = 120.0  # s


def change(assistant: Assistant, folder: Path, number: int, revision: int) -> float:
    """Change an article; return the seconds until its new line is suggested."""
    note = CallNote(library.title(number))
    start = time.perf_counter()
    new = library.revise(folder, number, revision)
    assistant.update(patch=True)
    while not any(new in found.text for found in assistant.suggest(note, 0.0).suggestions):
        if time.perf_counter() - start > _GIVE_UP:
            raise TimeoutError(f"article {number} brings no new line")
        time.sleep(_BETWEEN)
    took = time.perf_counter() - start
    assistant.wait()
    return took


def measure(articles: int, cache: Path, changes: int) -> list[float]:
    """Return the seconds of each change of a different article."""
    folder = library.make(cache / f"library-{articles}", articles)
    with ready(folder, cache) as assistant, library.changing(folder) as revised:
        told = (number for number in range(articles // 2, articles) if is_told(assistant, number))
        numbers = list(islice(told, changes))
        revised.extend(numbers)
        return [change(assistant, folder, number, revision) for revision, number in enumerate(numbers, 1)]


def is_told(assistant: Assistant, number: int) -> bool:
    """Whether a note about an article brings its answer."""
    wanted = f"artikel-{number:05}#jawab"
    return any(found.line == wanted for found in assistant.suggest(CallNote(library.title(number)), 0.0).suggestions)


def main() -> None:
    """Measure and print."""
    made = parser(__doc__)
    made.add_argument("--articles", type=int, nargs="+", default=[10_000])
    made.add_argument("--changes", type=int, default=10)
    options = made.parse_args()
    begin(options)
    sys.setswitchinterval(2e-4)  # as the window sets it
    rows = []
    for articles in options.articles:
        times = measure(articles, options.cache, options.changes)
        figures = (statistics.median(times), min(times), max(times))
        rows.append((articles, len(times), *(f"{figure * 1e3:.0f}" for figure in figures)))
    show("From a file changed to its new line suggested", ("articles", "changes", "median ms", "least", "most"), rows)


if __name__ == "__main__":
    main()
