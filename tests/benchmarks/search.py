"""What a key costs while queries for articles grow letter by letter, best ten each time.

    .venv/bin/python tests/benchmarks/search.py --articles 1000 10000 30000

In one run over the same articles and the same queries, the beginnings of made-up titles: the app's search, the same
with every facet counted and the passages of eight hits, and what tantivy, SQLite FTS5 and Whoosh take for all words
required, the last one a beginning, titles counting more. FTS5 and Whoosh are asked at some of the keys only.
"""

import gc
import statistics
from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from random import Random
from typing import NamedTuple

import library
from common import Times, begin, parser, percentile, ratio, ready, show, spread
from titled import OwnWhoosh, TitledFts5, TitledTantivy

from kbassist.assistant import Assistant
from kbassist.librarian import Found, Librarian
from kbassist.search import store
from kbassist.search.compiled import Compiled, Part

_BEST = 10
_SHOWN = 8
_LONGEST = 4  # words
_WAYS = {"by the clock": attrgetter("clock"), "of the processor": attrgetter("processor")}
# Every so many keys, since these take their time.
_EVERY_FTS5, _EVERY_WHOOSH = 3, 40


class _Engine(NamedTuple):
    """Something that is asked at every so many keys; what it returns is not empty where something is found."""

    name: str
    every: int
    ask: Callable[[str], Sequence[object]]


def queries(articles: int, count: int) -> list[str]:
    """Return the beginnings of titles, one to four words, always the same for a size."""
    draw = Random(5)
    titles = (library.title(draw.randrange(articles)).lower().split() for _ in range(count))
    return [" ".join(words[: draw.randint(1, _LONGEST)]) for words in titles]


def search(librarian: Librarian, query: str) -> Sequence[object]:
    """Return the hits."""
    return librarian.search(query, limit=_BEST).hits


def search_to_be_shown(librarian: Librarian, query: str) -> Sequence[object]:
    """Return the hits once all is known that a list of results shows."""
    found = librarian.search(query, limit=_BEST)
    found.facets()
    read_passages(librarian, found)
    return found.hits


def engines(assistant: Assistant, folder: Path, cache: Path) -> list[_Engine]:
    """Return the app's search and its peers over the same articles."""
    librarian = assistant.librarian
    texts = [(article.title, Path(article.path).read_text(encoding="utf-8")) for article in assistant.articles()]
    tantivy, fts5 = TitledTantivy(texts), TitledFts5(texts)
    root = store.place((folder,), cache)
    manifest = store.read_manifest(root)
    assert manifest
    whoosh = OwnWhoosh(root / manifest.index, Compiled(Part.of_generation(root, manifest)))
    return [
        _Engine("search", 1, partial(search, librarian)),
        _Engine(f"search, facets and {_SHOWN} passages", 1, partial(search_to_be_shown, librarian)),
        _Engine(tantivy.name, 1, lambda query: tantivy.search(query, _BEST)),
        _Engine(fts5.name, _EVERY_FTS5, lambda query: fts5.search(query, _BEST)),
        _Engine(whoosh.name, _EVERY_WHOOSH, lambda query: whoosh.search(query, _BEST)),
    ]


def measure(folder: Path, cache: Path, count: int) -> None:
    """Print the tables of one library."""
    with ready(folder, cache) as assistant:
        asked = queries(assistant.article_count(), count)
        keys = [query[:length] for query in asked for length in range(1, len(query) + 1)]
        every = engines(assistant, folder, cache)
        for engine in every:
            engine.ask("kartu")
        gc.collect()
        gc.freeze()  # as the window does once it has loaded
        times = {engine.name: Times() for engine in every}
        found = dict.fromkeys(times, 0)
        for engine in every:
            for key in keys[:: engine.every]:
                found[engine.name] += bool(times[engine.name].of(partial(engine.ask, key)))
        title = f"{assistant.article_count()} articles: ms a key"
        passages(assistant.librarian, asked)
        gc.unfreeze()
    for way, of in _WAYS.items():
        last = {name: percentile(of(one), 0.99) for name, one in times.items()}
        middle = {name: statistics.median(of(one)) for name, one in times.items()}
        rows = [
            (
                name,
                len(of(one)),
                f"{found[name] / len(of(one)):.2f}",
                *spread(of(one)),
                ratio(middle[name], middle["tantivy"]),
                ratio(last[name], last["tantivy"]),
                ratio(last[name], last[TitledFts5.name]),
            )
            for name, one in times.items()
        ]
        ratios = ("median / tantivy", "99 % / tantivy", "99 % / FTS5")
        show(f"{title}, {way}", ("", "keys", "with hits", "median", "99 %", "most", *ratios), rows)


def passages(librarian: Librarian, asked: Sequence[str]) -> None:
    """Print what the passages of the hits shown take together, read for the first time and again."""
    first, again = Times(), Times()
    for query in asked:
        fresh = Librarian(librarian._library)
        found = fresh.search(query, limit=_SHOWN)
        first.of(partial(read_passages, fresh, found))
        again.of(partial(read_passages, fresh, found))
    rows = [("first time", *spread(first.clock)), ("again", *spread(again.clock))]
    show(f"Passages of {_SHOWN} hits together: ms", ("", "median", "99 %", "most"), rows)


def read_passages(librarian: Librarian, found: Found) -> None:
    """Read the passages of the hits that a list shows."""
    for hit in found.hits[:_SHOWN]:
        librarian.passage(hit, found.words)


def main() -> None:
    """Measure each size."""
    made = parser(__doc__)
    made.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000, 30_000])
    made.add_argument("--queries", type=int, default=40, help="how many queries are typed")
    options = made.parse_args()
    begin(options)
    for size in options.articles:
        measure(library.make(options.cache / f"library-{size}", size), options.cache, options.queries)


if __name__ == "__main__":
    main()
