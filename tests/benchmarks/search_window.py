"""From key to painted results in the real window, while queries for articles grow letter by letter.

    .venv/bin/python tests/benchmarks/search_window.py --articles 10000

The time runs from the delivery of the key event until the event loop has painted the list: the script line of the first
article, and as many passages as a frame has room for; facets are counted once it is painted. "processor" is what the
window's thread used of it, "whole" the time until every passage on the screen was painted, as measured for the key.
"""

import gc
import os
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import library
from common import begin, parser, ready, show, spread
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest
from typing_window import Keys

from kbassist.assistant import Assistant
from kbassist.desk.store import Store
from kbassist.gui.app import application
from kbassist.gui.flow import CallFlow
from kbassist.gui.recorder import Recorder
from kbassist.gui.theme import Theme
from kbassist.gui.window import AssistantWindow

_FRAME = 1 / 60  # s
_LONGEST = 4  # words
_NOTE = "nasabah marah, kartu belum datang dua minggu"


def queries(articles: int, count: int) -> list[str]:
    """Return the beginnings of titles, one to four words, always the same for a size."""
    draw = Random(5)
    titles = (library.title(draw.randrange(articles)).lower().split() for _ in range(count))
    return [" ".join(words[: draw.randint(1, _LONGEST)]) for words in titles]


def measure(assistant: Assistant, count: int, gap: int) -> None:
    """Type the queries into a window over a library, and print the table."""
    app = application()
    with TemporaryDirectory() as folder:
        flow = CallFlow(assistant, app)
        window = AssistantWindow(assistant, flow, Theme("light", app))
        recorder = Recorder(Store(Path(folder) / "calls.sqlite3"), flow)
        window.complete(recorder)
        flow.keep(recorder)
        flow.awake()
        window.resize(420, 860)
        window.show()
        window.activateWindow()
        QTest.keyClicks(window.notepad, _NOTE)
        window.search.setFocus()
        keys = Keys(window.search, window.side.finding.results.viewport())
        window.search.textChanged.connect(keys.answered)
        asked = queries(assistant.article_count(), count)
        keys.type_note(asked[0], gap)
        keys.result()
        gc.collect()
        gc.freeze()  # as the window does once it has loaded
        whole: list[float] = []
        for query in asked:
            window.search.clear()
            for character in query:
                QTest.qWait(gap)
                start = time.perf_counter()
                keys.press(character)
                while not window.side.finding.results.is_whole:
                    QCoreApplication.processEvents()
                whole.append(time.perf_counter() - start)
        times, used, unpainted = keys.result()
        flow.close()
        window.close()
    over = f"{sum(one > _FRAME for one in times) / len(times):.2%}"
    row = (len(times), *spread(times), over, *spread(used)[:2], *spread(whole)[:2], unpainted)
    columns = ("keys", "median", "99 %", "most", "over a frame", "processor", "99 %", "whole", "99 %", "not painted")
    show(f"{assistant.article_count()} articles: ms from key to painted results", columns, [row])


def main() -> None:
    """Measure each size."""
    made = parser(__doc__)
    made.add_argument("--articles", type=int, nargs="+", default=[10_000])
    made.add_argument("--queries", type=int, default=60)
    made.add_argument("--gap", type=int, default=20, help="ms between two keys")
    options = made.parse_args()
    begin(options)
    for articles in options.articles:
        with ready(library.make(options.cache / f"library-{articles}", articles), options.cache) as assistant:
            measure(assistant, options.queries, options.gap)


if __name__ == "__main__":
    main()
