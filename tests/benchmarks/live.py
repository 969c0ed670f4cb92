"""How long it takes until a file that any program changed is suggested, with nobody asking for it.

    .venv/bin/python tests/benchmarks/live.py --articles 76 10000

The time runs from before the file is written until a note about the article brings its new line, while the library is
watched; the assistant is asked every few milliseconds meanwhile.
"""

import sys
import time
from itertools import islice
from pathlib import Path

import library
from changes import is_told
from common import begin, parser, ready, show, spread

from kbassist.assist.model import CallNote
from kbassist.assistant import Assistant

_BETWEEN = 0.004  # s
_REST = 0.5  # s between two changes
_GIVE_UP = 60.0  # s


def change(assistant: Assistant, folder: Path, number: int, revision: int) -> float:
    """Change an article; return the seconds until its new line is suggested."""
    note = CallNote(library.title(number))
    start = time.perf_counter()
    new = library.revise(folder, number, revision)
    while not any(new in found.text for found in assistant.suggest(note, 0.0).suggestions):
        if time.perf_counter() - start > _GIVE_UP:
            raise TimeoutError(f"article {number} brings no new line")
        time.sleep(_BETWEEN)
    return time.perf_counter() - start


def measure(articles: int, cache: Path, changes: int) -> list[float]:
    """Return the seconds of each change of a different article."""
    folder = library.make(cache / f"library-{articles}", articles)
    with ready(folder, cache) as assistant, library.changing(folder) as revised:
        assistant.watch()
        assistant.wait()
        told = (number for number in range(articles // 2, articles) if is_told(assistant, number))
        numbers = list(islice(told, changes))
        revised.extend(numbers)
        times = []
        for revision, number in enumerate(numbers, 1):
            times.append(change(assistant, folder, number, revision))
            time.sleep(_REST)
        return times


def main() -> None:
    """Measure and print."""
    made = parser(__doc__)
    made.add_argument("--articles", type=int, nargs="+", default=[76, 10_000])
    made.add_argument("--changes", type=int, default=30)
    options = made.parse_args()
    begin(options)
    sys.setswitchinterval(2e-4)  # as the window sets it
    rows = []
    for articles in options.articles:
        times = measure(articles, options.cache, options.changes)
        rows.append((articles, len(times), *spread(times)))
    show("From a file changed to its new line suggested", ("articles", "changes", "median ms", "99 %", "most"), rows)


if __name__ == "__main__":
    main()
