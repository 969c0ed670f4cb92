"""Arrays compiled from Whoosh's postings: at a keystroke no query is parsed and no index is read.

Every posting of every field becomes an impact, its part of Whoosh's own BM25F score times the weight of its field;
the score of a document is the sum of the impacts of the words asked for.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt

from kbassist.search.documents import KEY, KINDS
from kbassist.search.store import Manifest, read_file

if TYPE_CHECKING:
    from whoosh.reading import IndexReader

FILES = {kind: f"{kind}.msgpack" for kind in KINDS}
VOCABULARY = "vocabulary.msgpack"

# As whoosh.scoring.BM25F has them.
_B = 0.75
_K1 = 1.2
_AFTER_ALL_LETTERS = "\U0010ffff"

Numbers = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]


class FieldPostings(msgspec.Struct, frozen=True):
    """The postings of one field in one segment, three arrays side by side, and the lengths of its documents."""

    stems: bytes
    documents: bytes
    frequencies: bytes
    lengths: bytes
    total_length: int


class Segment(msgspec.Struct, frozen=True):
    """What one segment of a Whoosh index holds, deleted documents included."""

    keys: list[str]
    stems: list[str]
    fields: dict[str, FieldPostings]


class Arrays(msgspec.Struct, frozen=True):
    """Postings of a whole index in compressed sparse rows: one row of documents and impacts for each stem."""

    keys: list[str]
    stems: list[str]
    starts: bytes
    documents: bytes
    impacts: bytes


class Vocabulary(msgspec.Struct, frozen=True):
    """Words as they stand in the articles, sorted, and the stem of each."""

    words: list[str]
    stems: list[str]


def read_segment(reader: "IndexReader", fields: Iterable[str]) -> Segment:
    """Read the postings of a new segment through its Whoosh reader.

    Raises ValueError for a segment with deletions: their postings count in Whoosh's statistics but are hidden.
    """
    if reader.has_deletions():
        message = "the arrays of a segment are read before anything is deleted from it"
        raise ValueError(message)
    count = reader.doc_count_all()
    rows: dict[str, int] = {}
    postings = {name: _read_field(reader, name, count, rows) for name in fields}
    keys = [reader.stored_fields(number)[KEY] for number in range(count)]
    return Segment(keys, list(rows), postings)


def _read_field(reader: "IndexReader", name: str, count: int, rows: dict[str, int]) -> FieldPostings:
    stems, documents, frequencies = array("I"), array("I"), array("f")
    for term in reader.lexicon(name):
        row = rows.setdefault(term.decode(), len(rows))
        matcher = reader.postings(name, term)
        while matcher.is_active():
            stems.append(row)
            documents.append(matcher.id())
            frequencies.append(matcher.weight())
            matcher.next()
    lengths = array("I", (reader.doc_field_length(number, name, 0) or 0 for number in range(count)))
    parts = (stems.tobytes(), documents.tobytes(), frequencies.tobytes(), lengths.tobytes())
    return FieldPostings(*parts, reader.field_length(name))


def join(segments: Sequence[tuple[Segment, frozenset[int]]], weights: Mapping[str, float]) -> Arrays:
    """Join segments, each with its deleted documents, into the arrays of the whole index.

    `weights` are the fields and what each weighs. Documents come in the order of their keys, whatever the history
    of the segments. Deleted documents still count for how rare a word is and how long a field is, as in Whoosh.
    """
    stems = sorted({stem for segment, _ in segments for stem in segment.stems})
    row_of = {stem: row for row, stem in enumerate(stems)}
    rows_of = [np.array([row_of[stem] for stem in segment.stems], np.int64) for segment, _ in segments]
    keys, number_of = _live_documents(segments)
    cells, impacts = [np.empty(0, np.int64)], [np.empty(0)]
    for name, weight in weights.items():
        fields = [segment.fields[name] for segment, _ in segments]
        rows = _joined([of[_numbers(field.stems)] for of, field in zip(rows_of, fields, strict=True)])
        offsets = np.cumsum([0, *(len(segment.keys) for segment, _ in segments)])
        documents = _joined([_numbers(field.documents) + int(at) for at, field in zip(offsets, fields, strict=False)])
        impact = weight * _bm25f(rows, documents, fields, len(stems), len(number_of))
        numbers = number_of[documents]
        live = numbers >= 0
        cells.append(rows[live] * len(keys) + numbers[live])
        impacts.append(impact[live])
    places, which = np.unique(np.concatenate(cells), return_inverse=True)
    sums = np.bincount(which, np.concatenate(impacts), len(places))
    rows, documents = np.divmod(places, max(len(keys), 1))
    starts = np.searchsorted(rows, np.arange(len(stems) + 1))
    return Arrays(
        keys,
        stems,
        starts.astype("<i8").tobytes(),
        documents.astype("<i4").tobytes(),
        sums.astype("<f4").tobytes(),
    )


def _live_documents(segments: Sequence[tuple[Segment, frozenset[int]]]) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Return the sorted keys of the live documents, and the place of each document among them (-1 where deleted)."""
    keys = [key for segment, _ in segments for key in segment.keys]
    live = [number not in deleted for segment, deleted in segments for number in range(len(segment.keys))]
    order = sorted((number for number, alive in enumerate(live) if alive), key=keys.__getitem__)
    number_of = np.full(len(keys), -1, np.int64)
    number_of[order] = np.arange(len(order))
    return [keys[number] for number in order], number_of


def _bm25f(
    rows: npt.NDArray[np.int64],
    documents: npt.NDArray[np.int64],
    fields: Sequence[FieldPostings],
    stems: int,
    count: int,
) -> npt.NDArray[np.float64]:
    """Return the BM25F score of each posting of one field (the formula of whoosh.scoring.bm25)."""
    frequencies = np.concatenate([np.empty(0), *(np.frombuffer(field.frequencies, "f4") for field in fields)])
    lengths = _joined([_numbers(field.lengths) for field in fields])[documents]
    average = sum(field.total_length for field in fields) / max(count, 1) or 1
    found_in = np.bincount(rows, minlength=stems)
    rarity = np.log(count / (found_in[rows] + 1)) + 1
    scores: npt.NDArray[np.float64] = (
        rarity * frequencies * (_K1 + 1) / (frequencies + _K1 * (1 - _B + _B * lengths / average))
    )
    return scores


def _numbers(buffer: bytes) -> npt.NDArray[np.int64]:
    return np.frombuffer(buffer, "u4").astype(np.int64)


def _joined(parts: Sequence[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.empty(0, np.int64), *parts])


class Postings:
    """The documents of one kind, and the impact of every stem on each; `keys` are sorted."""

    def __init__(self, arrays: Arrays) -> None:
        """Take over the arrays without copying them."""
        self.keys = arrays.keys
        self._rows = {stem: row for row, stem in enumerate(arrays.stems)}
        self._starts: list[int] = np.frombuffer(arrays.starts, "<i8").tolist()
        self._documents: Numbers = np.frombuffer(arrays.documents, "<i4")
        self._impacts: Scores = np.frombuffer(arrays.impacts, "<f4")

    def term(self, stem: str) -> tuple[Numbers, Scores]:
        """Return the numbers of the documents that hold the stem, ascending, and its impact on each."""
        row = self._rows.get(stem)
        part = slice(0, 0) if row is None else slice(self._starts[row], self._starts[row + 1])
        return self._documents[part], self._impacts[part]

    def idf(self, stem: str) -> float:
        """Return how rare the stem is over all fields, always above 0: ln(documents / (those with it + 1)) + 1."""
        return log(max(len(self.keys), 1) / (len(self.term(stem)[0]) + 1)) + 1

    def totals(self) -> Scores:
        """Return for every document the sum of the impacts of all its stems: its score for its own words."""
        return np.bincount(self._documents, self._impacts, len(self.keys)).astype(np.float32)

    def score(self, stems: Iterable[str]) -> Scores:
        """Return the score of every document for the stems, each counted once."""
        scores = np.zeros(len(self.keys), np.float32)
        parts = list(self._parts({row for stem in stems if (row := self._rows.get(stem)) is not None}))
        documents = np.concatenate([self._documents[part] for part in parts])
        np.add.at(scores, documents, np.concatenate([self._impacts[part] for part in parts]))
        return scores

    def _parts(self, rows: set[int]) -> Iterator[slice]:
        """Yield the parts of the arrays that hold the rows; rows side by side, as a prefix has them, make one part."""
        first = last = -1
        for row in sorted(rows):
            if row != last:
                yield slice(self._starts[first], self._starts[last])
                first = row
            last = row + 1
        yield slice(self._starts[first], self._starts[last])

    def find(self, words: Sequence[Iterable[str]], limit: int) -> list[tuple[str, float]]:
        """Return the keys and scores of the best documents for words that are each given by stems that would do.

        All words are required; where no document has them all, any will do.
        """
        scores = [self.score(stems) for stems in words]
        if not scores:
            return []
        total = np.sum(scores, axis=0)
        found = np.flatnonzero(np.min(scores, axis=0))
        if not found.size:
            found = np.flatnonzero(total)
        best = found[np.argsort(-total[found], kind="stable")[:limit]]
        return [(self.keys[number], float(total[number])) for number in best.tolist()]


class Compiled:
    """The arrays of one generation: a set of postings for each kind of document, and the words as they are written."""

    def __init__(self, postings: Mapping[str, Postings], vocabulary: bytes) -> None:
        """Join the parts; the vocabulary is decoded when first asked for."""
        self.articles = postings["articles"]
        self.lines = postings["lines"]
        self.examples = postings["examples"]
        self._encoded = vocabulary

    @classmethod
    def load(cls, root: Path, manifest: Manifest) -> "Compiled":
        """Load the arrays of a generation; raises Damaged when a file is missing or not as it was written."""
        names = {kind: f"{manifest.folder}/{file}" for kind, file in FILES.items()}
        postings = {kind: _postings(read_file(root, manifest, name)) for kind, name in names.items()}
        return cls(postings, read_file(root, manifest, f"{manifest.folder}/{VOCABULARY}"))

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return msgspec.msgpack.decode(self._encoded, type=Vocabulary)

    def completions(self, prefix: str) -> list[str]:
        """Return the stems of all words of the articles that begin with `prefix` (lower case)."""
        words, stems = self._vocabulary.words, self._vocabulary.stems
        return stems[bisect_left(words, prefix) : bisect_left(words, prefix + _AFTER_ALL_LETTERS)]


def _postings(data: bytes) -> Postings:
    return Postings(msgspec.msgpack.decode(data, type=Arrays))
