"""From the call to the painted page: an article whole, the first screen of a long one, and the slices that follow.

    .venv/bin/python tests/benchmarks/reading.py [--rounds 40]

"at once" is what a reader without sections does: `Markdown().convert` of the body and one `setHtml`, painted. Both
read the same generated articles with headings, paragraphs, tables, lists, task lists and callouts, and take turns.
"slices" are the pieces of work by which the rest of a long article follows while the window is used. "processor" is
what the window's thread used, which others at work on the machine do not prolong.
"""

import os
import random
import re
import statistics
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from common import Times, begin, parser, ratio, show, spread
from markdown import Markdown
from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QTextBrowser

from kbassist import words
from kbassist.content.library import Source
from kbassist.content.model import Article
from kbassist.content.reader import read_text
from kbassist.content.render import Rendering
from kbassist.gui.app import application
from kbassist.gui.reading.page import Page
from kbassist.gui.theme import Theme
from kbassist.gui.ticks import Ticks

WORDS = re.findall(r"[a-z]{3,}", Path(__file__).with_name("notes.txt").read_text(encoding="utf-8"))
SIZES = (20_000, 200_000)
_SLICE = 0.008  # s
EXTENSIONS = ("tables", "fenced_code", "sane_lists", "pymdownx.tasklist", "toc")


def sentence(chance: random.Random, length: int = 12) -> str:
    """Return a sentence, now and then with something in bold or a link."""
    chosen = chance.choices(WORDS, k=length)
    if chance.random() < 0.3:
        chosen[3] = f"**{chosen[3]}**"
    if chance.random() < 0.15:
        chosen[4] = "[[biaya-admin]]"
    return " ".join(chosen).capitalize() + "."


def chapters(chance: random.Random) -> Iterator[str]:
    """Yield chapter after chapter."""
    number = 0
    while True:
        number += 1
        yield f"## {sentence(chance, 5)[:-1]} {number}\n\n"
        for _ in range(2):
            yield " ".join(sentence(chance) for _ in range(4)) + "\n\n"
        if number % 2:
            rows = (
                f"| {sentence(chance, 5)} | Rp{chance.randint(1, 99)}.000 | {sentence(chance, 5)} |" for _ in range(8)
            )
            yield "\n".join(("| hal | biaya | keterangan |", "|---|--:|---|", *rows)) + "\n\n"
        yield "".join(f"- {sentence(chance, 8)}\n" for _ in range(5)) + "\n"
        if number % 3 == 0:
            yield f"### Langkah {number}\n\n" + "".join(f"- [ ] {sentence(chance, 6)}\n" for _ in range(4)) + "\n"
        if number % 2 == 0:
            yield f"> [!answer] {sentence(chance, 5)} {{#baris-{number}}}\n> - when: kartu\n>\n"
            yield f"> {sentence(chance, 20)}\n\n"


def article(size: int) -> Article:
    """Return a generated article of about so many bytes."""
    pieces, made = [], 0
    for piece in chapters(random.Random(size)):
        pieces.append(piece)
        made += len(piece)
        if made >= size:
            break
    source = Source("/library/id/long.md", 0, "id", 0, 0, "long.md")
    return read_text("".join(pieces), source, lambda *_arguments, **_values: None)


def paint(page: QTextBrowser) -> None:
    """Paint a page now."""
    page.viewport().repaint()
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 0)


def main() -> None:
    """Measure and print."""
    made = parser(__doc__)
    made.add_argument("--rounds", type=int, default=40)
    options = made.parse_args()
    begin(options)
    app = application()
    theme = Theme("light", app)
    page, other = Page(theme, Ticks()), QTextBrowser()
    for widget in (page, other):
        widget.resize(420, 860)
        widget.show()
        paint(widget)
    times: dict[tuple[int, str], Times] = defaultdict(Times)
    slices = Times()
    for size in SIZES:
        text = article(size)

        def first_screen(text: Article = text) -> None:
            page.show_rendering(Rendering(text, str.title, words.callout_word))
            page.viewport().repaint()

        def whole() -> None:
            first_screen()
            page.finish()
            page.viewport().repaint()

        def at_once(text: Article = text) -> None:
            other.setHtml(Markdown(extensions=[*EXTENSIONS]).convert(text.body))
            other.viewport().repaint()

        for turn in range(options.rounds + 2):
            for name, call in (("whole", whole), ("at once", at_once), ("first screen", first_screen)):
                (times[size, name] if turn > 1 else Times()).of(call)
            while not page.is_whole:  # the first screen has just been shown
                slices.of(QCoreApplication.processEvents)
    rows = [
        (
            f"{size // 1000} KB, {name}",
            *spread(found.clock),
            *spread(found.processor)[:2],
            ratio(statistics.median(found.processor), statistics.median(times[size, "at once"].processor)),
        )
        for (size, name), found in times.items()
    ]
    columns = ("median", "99 %", "most", "processor", "99 %")
    show("ms from the call to the painted page", ("", *columns, "x at once"), rows)
    over = f"{sum(one > _SLICE for one in slices.processor) / len(slices.processor):.1%}"
    row = (len(slices.clock), *spread(slices.clock), *spread(slices.processor)[:2], over)
    show("ms that a slice holds the window, its painting included", ("slices", *columns, "over 8 ms"), [row])


if __name__ == "__main__":
    main()
