"""What a key costs while twenty notes grow letter by letter to 60 words, and how steady the first three lines are.

    .venv/bin/python tests/benchmarks/typing_notes.py --articles 1000 10000 30000
    .venv/bin/python tests/benchmarks/typing_notes.py --window --articles 10000
    .venv/bin/python tests/benchmarks/typing_notes.py --library articles

Without `--window`, in one run over the same lines: the whole engine (`Assistant.suggest`, reasons and all), its bare
relevance part (the arrays compiled from the postings, best ten), and the bare queries of tantivy, SQLite FTS5 and
Whoosh for the same words, already stemmed, best ten too. FTS5 and Whoosh are asked at some of the keys only.
With `--window`: from key to painted cards in the real window, see typing_window.py; `QT_QPA_PLATFORM` says where.
"""

import gc
import statistics
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations, pairwise
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import library
from common import Times, begin, parser, percentile, ratio, ready, show, spread
from peers import Fts5, Tantivy, Whoosh

from kbassist.assist.model import Advice, CallNote, Suggestion
from kbassist.assistant import Assistant
from kbassist.content.kinds import Group
from kbassist.search import store
from kbassist.search.compiled import Compiled, Part
from kbassist.search.postings import best
from kbassist.text import tokens

NOTES = tuple(Path(__file__).with_name("notes.txt").read_text(encoding="utf-8").splitlines())
_BEST = 10
_TOP = 3
_WAYS = {"by the clock": attrgetter("clock"), "of the processor": attrgetter("processor")}
# Every so many keys, since these take their time.
_EVERY_FTS5, _EVERY_WHOOSH = 13, 97


class Steadiness:
    """Counts keys at which the first three lines move, and those at which no score says that they should.

    Two lines may change places when the later one is better than the other by more than `margin`, a share of its
    worth. Whatever their worth, a calming line may come before others, and an offer behind them: these moves are
    counted as made by rule. A line that is no longer suggested has fallen below the threshold or out of a limit and is
    no move. Keys at which mood, phase or locks change are counted apart: then another order is wanted.
    """

    def __init__(self, margin: float) -> None:
        self._margin = margin
        self._before: Advice | None = None
        self.keys = self.moment = self.changed = self.moved = self.by_rule = self.unfounded = 0
        self.examples: list[tuple[str, str, str]] = []

    def note(self, advice: Advice) -> None:
        """Compare an advice with the one of the key before."""
        before, self._before = self._before, advice
        if before is None or not advice.note.startswith(before.note):
            return
        self.keys += 1
        if _moment(before) != _moment(advice):
            self.moment += 1
            return
        old, new = _free(before), _free(advice)
        self.changed += [one.line for one in old[:_TOP]] != [one.line for one in new[:_TOP]]
        swapped = list(self._swapped(old, new))
        self.moved += bool(swapped)
        close = [pair for pair in swapped if _worth(pair[0]) <= _worth(pair[1]) * (1 + self._margin)]
        unfounded = [(later, earlier) for later, earlier in close if _turn(later) == _turn(earlier)]
        self.by_rule += bool(close) and not unfounded
        self.unfounded += bool(unfounded)
        self.examples += [(advice.note[-30:], _told(later), _told(earlier)) for later, earlier in unfounded[:1]]

    @staticmethod
    def _swapped(old: Sequence[Suggestion], new: Sequence[Suggestion]) -> "Sequence[tuple[Suggestion, Suggestion]]":
        """Return pairs of one line that now stands before another, which stood before it."""
        place = {suggestion.line: at for at, suggestion in enumerate(old)}
        now = {suggestion.line: at for at, suggestion in enumerate(new)}
        return [
            (one, other)
            for one, other in combinations(new, 2)
            if place.get(other.line, len(old)) < place.get(one.line, len(old))
            and (min(now[one.line], place[other.line]) < _TOP)
        ]


def _turn(suggestion: Suggestion) -> Group | None:
    return suggestion.group if suggestion.group in {Group.CALM, Group.OFFER} else None


def _told(suggestion: Suggestion) -> str:
    return f"{suggestion.line} ({suggestion.kind.value}) {_worth(suggestion):.3f}"


def _moment(advice: Advice) -> tuple[object, ...]:
    return (advice.mood_level, advice.phase, advice.lock_reasons, advice.lang)


def _free(advice: Advice) -> list[Suggestion]:
    return [suggestion for suggestion in advice.suggestions if not suggestion.locked]


def _worth(suggestion: Suggestion) -> float:
    factors = suggestion.factors
    product = factors.relevance * factors.fit * factors.value * factors.acceptance
    return product or suggestion.score


def compiled(folder: Path, cache: Path) -> Compiled:
    """Return the arrays that relevance is read from."""
    root = store.place((folder,), cache)
    manifest = store.read_manifest(root)
    assert manifest
    return Compiled(Part.of_generation(root, manifest))


def line_texts(assistant: Assistant) -> list[str]:
    """Return the stems of every line and of what it is for, with spaces between."""
    parts = ((*line.when, line.title, line.text) for article in assistant.articles() for line in article.lines)
    return [" ".join(token.stem for token in tokens.read("\n".join(part))) for part in parts]


def type_note(assistant: Assistant, note: str, steadiness: Steadiness, times: Times) -> None:
    """Type a note into the engine, which is told what it shows."""
    shown: tuple[str, ...] = ()
    for length in range(1, len(note) + 1):
        call = CallNote(note[:length], shown=shown)
        advice = times.of(partial(assistant.suggest, call))
        steadiness.note(advice)
        shown = tuple(suggestion.line for suggestion in _free(advice))


class _Bare(NamedTuple):
    """A search for the words of a note, asked at every so many keys."""

    name: str
    every: int
    ask: Callable[[list[str]], object]

    def type_note(self, note: str, times: Times) -> None:
        """Type a note; finding its words is not counted."""
        for length in range(len(note) % self.every + 1, len(note) + 1, self.every):
            words = list(dict.fromkeys(token.stem for token in tokens.read(note[:length])))
            times.of(partial(self.ask, words))


def bare_searches(assistant: Assistant, arrays: Compiled) -> list[_Bare]:
    """Return our relevance and the peers, all over the same lines."""
    texts = line_texts(assistant)
    tantivy, fts5, whoosh = Tantivy(texts, analysed=True), Fts5(texts, analysed=True), Whoosh(texts, analysed=True)

    def relevance(words: list[str]) -> object:
        return best(arrays.weigh("lines", dict.fromkeys(words, 1.0)), _BEST)

    return [
        _Bare("relevance alone", 1, relevance),
        _Bare("tantivy", 1, lambda words: tantivy.hits(words, _BEST)),
        _Bare("SQLite FTS5", _EVERY_FTS5, lambda words: fts5.search(" ".join(words), _BEST)),
        _Bare("Whoosh", _EVERY_WHOOSH, lambda words: whoosh.search(" ".join(words), _BEST)),
    ]


def measure(folder: Path, cache: Path, notes: Sequence[str], margin: float, examples: int) -> Times:
    """Print the tables of one library; return the times of the whole engine."""
    steadiness = Steadiness(margin)
    with ready(folder, cache) as assistant:
        searches = bare_searches(assistant, compiled(folder, cache))
        type_note(assistant, notes[-1][:60], Steadiness(margin), Times())
        gc.collect()
        gc.freeze()  # as the window does once it has loaded
        times = {name: Times() for name in ("engine, everything", *(search.name for search in searches))}
        for note in notes:
            type_note(assistant, note, steadiness, times["engine, everything"])
            for search in searches:
                search.type_note(note, times[search.name])
        gc.unfreeze()
        lines = sum(len(article.lines) for article in assistant.articles())
        title = f"{len(assistant.articles())} articles, {lines} lines: ms a key"
    show_times(title, times)
    counts = {
        "mood or phase changes": steadiness.moment,
        "first three differ": steadiness.changed,
        "two change places": steadiness.moved,
        "by rule": steadiness.by_rule,
        f"by less than {margin:.0%}": steadiness.unfounded,
    }
    shares = (f"{count / steadiness.keys:.2%}" for count in counts.values())
    show("Steadiness", ("keys", *counts), [(steadiness.keys, *shares)])
    if examples and steadiness.examples:
        names = ("note ends with", "now stands before", "what stood before it")
        show("Moved without being clearly better", names, steadiness.examples[:examples])
    return times["engine, everything"]


def show_times(title: str, times: dict[str, Times]) -> None:
    """Print the times of each by the clock and of the processor, and how they compare with tantivy's."""
    for way, of in _WAYS.items():
        middle, last = statistics.median(of(times["tantivy"])), _last(of(times["tantivy"]))
        rows = [
            (
                who,
                len(of(one)),
                *spread(of(one)),
                ratio(statistics.median(of(one)), middle),
                ratio(_last(of(one)), last),
            )
            for who, one in times.items()
        ]
        show(f"{title}, {way}", ("", "keys", "median", "99 %", "most", "median / tantivy", "99 % / tantivy"), rows)


def main() -> None:
    """Measure each size."""
    made = parser(__doc__)
    made.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000, 30_000])
    made.add_argument("--library", type=Path, help="articles of your own instead of made ones")
    made.add_argument("--notes", type=int, default=len(NOTES), help="type only so many of the notes")
    made.add_argument("--margin", type=float, default=0.05, help="by how much a line must be better to move up")
    made.add_argument("--examples", type=int, default=0, help="print so many moves that no score explains")
    made.add_argument("--window", action="store_true", help="measure the window instead")
    made.add_argument("--gap", type=int, default=20, help="with --window: ms between two keys")
    options = made.parse_args()
    begin(options)
    notes = NOTES[: options.notes]
    if options.window:
        import typing_window

        for articles in options.articles:
            typing_window.measure(articles, options.cache, notes, options.gap)
        return
    given = (options.cache, notes, options.margin, options.examples)
    if options.library:
        measure(options.library, *given)
        return
    engine = {size: measure(library.make(options.cache / f"library-{size}", size), *given) for size in options.articles}
    rows = [
        (f"{large} / {small}", *(ratio(_last(of(engine[large])), _last(of(engine[small]))) for of in _WAYS.values()))
        for small, large in pairwise(engine)
    ]
    if rows:
        show("Engine, larger library / smaller one, 99 %", ("articles", *_WAYS), rows)


def _last(times: Sequence[float]) -> float:
    return percentile(times, 0.99)


if __name__ == "__main__":
    main()
