"""Puts together the part of a library that readers load: a generation from Whoosh's segments, or a patch without it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from kbassist.content.model import Article
from kbassist.search import documents, packing, phrasebook, proximity, segments, shelf, store
from kbassist.search.compiled import About, Role
from kbassist.search.documents import KINDS
from kbassist.search.indexing import Gathered
from kbassist.search.packing import Array, strings, text
from kbassist.search.segments import Segment, Statistics
from kbassist.search.store import Manifest
from kbassist.text import stopwords, tokens

# So many words say something together even where each of them says nothing: "tidak ada lagi".
_TELLING_LENGTH = 3

Segments = Sequence[tuple[Segment, frozenset[int]]]


class Mismatch(Exception):  # noqa: N818 - it names a state
    """Whoosh holds other documents than the articles have."""


def encoded(about: About) -> Array:
    """Return an array of what is told of a library, to be kept with its part."""
    return np.frombuffer(msgspec.msgpack.encode(about), np.uint8)


@dataclass(frozen=True, slots=True)
class Known:
    """The statistics of a generation, and the number of each of its stems."""

    row_of: Mapping[str, int]
    of_kind: Mapping[str, Statistics]


def generation(
    articles: Iterable[Article], find: Callable[[str], Segments], gathered: Gathered
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return the arrays of a generation, and those of its statistics.

    `articles` come in the order of their keys and are gone through several times; `find` gives the segments of a kind,
    one kind at a time, since those of a large library take much memory. Raises Mismatch where the segments do not hold
    the documents of the articles.
    """
    phrases = list(_phrases(articles))
    row_of = _rows((segment.stems for kind in KINDS for segment, _ in find(kind)), phrases)
    arrays: dict[str, Array] = {}
    statistics: dict[str, Array] = {"stems": text(list(row_of))}
    live = np.zeros(len(row_of), np.bool_)
    for kind, weights in KINDS.items():
        joined = segments.join(find(kind), weights, row_of)
        if joined.keys != [key for article in articles for key in documents.keys(article)[kind]]:
            raise Mismatch(kind)
        live |= np.diff(joined.arrays["starts"].view(np.int32)) > 0
        arrays |= {f"{kind}.{name}": array for name, array in joined.arrays.items()}
        statistics[f"{kind}.count"] = np.array([joined.statistics.count], np.int64)
        for name, found_in in joined.statistics.found_in.items():
            statistics[f"{kind}.{name}"] = found_in.astype(np.int32)
            statistics[f"{kind}.{name}.length"] = np.array([joined.statistics.average_length[name]])
    # Words that went with their articles, slips that were mended, are offered to nobody.
    stems = {stem for stem, row in row_of.items() if live[row]}
    words = {word: stem for word, stem in gathered.words.items() if stem in stems}
    arrays |= _common(articles, phrases, row_of, Gathered(words, gathered.sequences))
    return arrays, statistics


def known(statistics: Mapping[str, Array]) -> Known:
    """Return the statistics of `generation` in a form to look up."""
    of_kind = {
        kind: Statistics(
            int(statistics[f"{kind}.count"][0]),
            {name: statistics[f"{kind}.{name}"].astype(np.int64) for name in weights},
            {name: float(statistics[f"{kind}.{name}.length"][0]) for name in weights},
        )
        for kind, weights in KINDS.items()
    }
    return Known({stem: row for row, stem in enumerate(strings(statistics["stems"]))}, of_kind)


def known_of(root: Path, manifest: Manifest) -> Known:
    """Return the statistics of a generation that is kept in `root`; raises Damaged."""
    return known(packing.read(store.map_file(root, manifest, f"{manifest.folder}/{store.STATISTICS}")))


def patch(articles: Sequence[Article], known: Known) -> dict[str, Array]:
    """Return the arrays of articles with their bodies, in the order of their keys, by known statistics."""
    phrases = list(_phrases(articles))
    texts = [documents.documents(article) for article in articles]
    own = {
        kind: segments.segment_of([each for found in texts for each in found[kind]], weights)
        for kind, weights in KINDS.items()
    }
    row_of = _rows((segment.stems for segment in own.values()), phrases)
    rows = np.array([known.row_of.get(stem, -1) for stem in row_of], np.int64)
    gathered = Gathered({}, {})
    for found in texts:
        gathered.read("articles", found["articles"][0])
    arrays = _common(articles, phrases, row_of, gathered)
    for kind, weights in KINDS.items():
        general = known.of_kind[kind]
        found_in = {name: np.where(rows < 0, 0, np.append(of, 0)[rows]) for name, of in general.found_in.items()}
        statistics = Statistics(general.count, found_in, general.average_length)
        joined = segments.join([(own[kind], frozenset())], weights, row_of, statistics)
        arrays |= {f"{kind}.{name}": array for name, array in joined.arrays.items()}
    return arrays


def _rows(stems: Iterable[Iterable[str]], phrases: Iterable[tuple[tuple[str, ...], int]]) -> dict[str, int]:
    every = {stem for some in stems for stem in some} | {stem for found, _ in phrases for stem in found}
    return {stem: row for row, stem in enumerate(sorted(every))}


def _common(
    articles: Iterable[Article],
    phrases: Iterable[tuple[tuple[str, ...], int]],
    row_of: Mapping[str, int],
    gathered: Gathered,
) -> dict[str, Array]:
    words = gathered.words
    sorted_words = sorted(words)
    sequences = [gathered.sequences[key] for key in sorted(gathered.sequences)]
    parts: dict[str, Mapping[str, Array]] = {
        "shelf": shelf.pack(articles),
        "phrases": phrasebook.pack(phrases, row_of),
        "sequences": proximity.pack(sequences),
        "titles": _titles(articles, row_of),
        "words": {
            "words": text(sorted_words),
            "rows": np.array([row_of[words[word]] for word in sorted_words], np.int32),
        },
    }
    arrays = {f"{owner}.{name}": array for owner, part in parts.items() for name, array in part.items()}
    return {"stems": text(list(row_of)), **arrays}


def _titles(articles: Iterable[Article], row_of: Mapping[str, int]) -> dict[str, Array]:
    """Return the words of each title as rows of stems; -1 stands behind it."""
    rows = [[*(row_of[stem] for stem in tokens.words_and_stems(found.title)[1]), -1] for found in articles]
    return {
        "rows": np.array([row for title in rows for row in title], np.int32),
        "ends": np.cumsum([0, *map(len, rows)], dtype=np.int32)[1:],
    }


def _phrases(articles: Iterable[Article]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the stems and payload of each trigger and condition of articles in the order of their keys."""
    read: dict[str, tuple[str, ...]] = {}
    line_number = 0
    for number, article in enumerate(articles):
        yield from _telling(article.triggers, number * Role.COUNT + Role.TRIGGER, read)
        for _, line in shelf.sorted_lines(article):
            yield from _telling(line.when, line_number * Role.COUNT + Role.WHEN, read)
            yield from _telling(line.unless, line_number * Role.COUNT + Role.UNLESS, read)
            line_number += 1


def _telling(
    phrases: Iterable[str], payload: int, read: dict[str, tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the phrases that say something of the matter."""
    for phrase in phrases:
        if phrase not in read:
            read[phrase] = tuple(token.stem for token in tokens.read(phrase))
        stems = read[phrase]
        if len(stems) >= _TELLING_LENGTH or not stopwords.stems().issuperset(stems):
            yield stems, payload
