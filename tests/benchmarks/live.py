"""How long it takes until a file that any program changed is suggested, with nobody asking for it.

    .venv/bin/python tests/benchmarks/live.py --articles 76 10000

The time runs from before the file is written until a note about the article brings its new line, while the library is
watched; the assistant is asked every few milliseconds meanwhile.

Then the real window is typed into while another process makes `--edits` random edits of the starter library, beside
the same typing with no edits. A pause is what lies between two turns of the window's loop; of the clock and of what
the process used of the processor the smaller one counts.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import library
from changes import is_told
from common import begin, parser, ready, show, spread

from kbassist.assist.model import CallNote
from kbassist.assistant import Assistant
from kbassist.resources import starter_library

_BETWEEN = 0.004  # s
_REST = 0.5  # s between two changes
_GIVE_UP = 60.0  # s
_HERE = Path(__file__).parent
_TYPIST = _HERE.parent / "tools/live_typist.py"
_FRAME = 1 / 60  # s


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


def pauses(edits: int) -> list[tuple[object, ...]]:
    """Return a row for typing alone, and one for typing while files are edited."""
    with TemporaryDirectory() as made:
        place = Path(made)
        shutil.copytree(starter_library(), place / "library")
        notes = (_HERE / "notes.txt").read_text(encoding="utf-8").splitlines()
        (place / "notes.json").write_text(json.dumps(notes), encoding="utf-8")
        arguments = map(str, (place / "library", place, edits, place / "notes.json", edits, 1))
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
        done = subprocess.run(
            [sys.executable, _TYPIST, *arguments], env=environment, capture_output=True, text=True, check=False
        )
    if done.returncode:
        sys.exit(done.stderr)
    told = json.loads(done.stdout.splitlines()[-1])
    if any("differs" in check for check in told["checks"]):
        sys.exit("the suggestions are not those of an index built from nothing")
    rows: list[tuple[object, ...]] = []
    for name, when in (("typing alone", "quiet"), (f"with {edits} edits", "pauses")):
        own = [min(pause) for pause in told[when]]
        rows.append((name, len(own), *spread(own), f"{sum(pause > _FRAME for pause in own) / len(own):.1%}"))
    return rows


def main() -> None:
    """Measure and print."""
    made = parser(__doc__)
    made.add_argument("--articles", type=int, nargs="+", default=[76, 10_000])
    made.add_argument("--changes", type=int, default=30)
    made.add_argument("--edits", type=int, default=40)
    options = made.parse_args()
    begin(options)
    sys.setswitchinterval(2e-4)  # as the window sets it
    rows = []
    for articles in options.articles:
        times = measure(articles, options.cache, options.changes)
        rows.append((articles, len(times), *spread(times)))
    show("From a file changed to its new line suggested", ("articles", "changes", "median ms", "99 %", "most"), rows)

    columns = ("", "turns", "median ms", "99 %", "most", "over a frame")
    show("Pauses of the window's loop", columns, pauses(options.edits))


if __name__ == "__main__":
    main()
