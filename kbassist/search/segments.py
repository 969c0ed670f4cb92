"""What Whoosh's segments hold, read once and kept, and joined into the arrays of a whole index.

Every posting of every field becomes an impact, its part of Whoosh's own BM25F score times the weight of its field;
the score of a document is the sum of the impacts of the words asked for.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kbassist.search import packing, store
from kbassist.search.documents import KEY
from kbassist.search.packing import Array, strings, text
from kbassist.text import tokens

if TYPE_CHECKING:
    from whoosh.reading import IndexReader

# As whoosh.scoring.BM25F has them.
_B = 0.75
_K1 = 1.2
# So many stems are joined at a time, which bounds the memory that a large index takes.
_BLOCK = 4096

Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


class FieldPostings(NamedTuple):
    """The postings of one field in one segment, three arrays side by side, and the lengths of its documents."""

    stems: npt.NDArray[np.uint32]
    documents: npt.NDArray[np.uint32]
    frequencies: npt.NDArray[np.float32]
    lengths: npt.NDArray[np.uint32]


class Segment(NamedTuple):
    """What one segment of a Whoosh index holds, deleted documents included."""

    keys: list[str]
    stems: list[str]
    fields: dict[str, FieldPostings]


def write_segment(path: Path, segment: Segment) -> None:
    """Write a segment into a new file."""
    arrays: dict[str, Array] = {"keys": text(segment.keys), "stems": text(segment.stems)}
    for name, field in segment.fields.items():
        arrays |= {f"{name}.{part}": value for part, value in field._asdict().items()}
    packing.write(path, arrays)


def map_segment(path: Path) -> Segment:
    """Return a segment as written; its postings are mapped, not read. Raises OSError or ValueError."""
    arrays: dict[str, Any] = packing.read(store.mapped(path))
    names = [name.removesuffix(".stems") for name in arrays if name.endswith(".stems")]
    fields = {
        name: FieldPostings(**{part: arrays[f"{name}.{part}"] for part in FieldPostings._fields}) for name in names
    }
    return Segment(strings(arrays["keys"]), strings(arrays["stems"]), fields)


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25F must know of documents: how many, and by field where each stem stands and the average length."""

    count: int
    found_in: Mapping[str, Integers]
    average_length: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Joined:
    """One kind of documents of a whole index: sorted keys, the arrays of `Postings`, and what they were made with."""

    keys: list[str]
    arrays: dict[str, Array]
    statistics: Statistics


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
    return _packed(stems, documents, frequencies, lengths)


def _packed(
    stems: "array[int]", documents: "array[int]", frequencies: "array[float]", lengths: "array[int]"
) -> FieldPostings:
    return FieldPostings(
        np.asarray(stems, np.uint32),
        np.asarray(documents, np.uint32),
        np.asarray(frequencies, np.float32),
        np.asarray(lengths, np.uint32),
    )


def segment_of(documents: Sequence[Mapping[str, str]], fields: Iterable[str]) -> Segment:
    """Return what Whoosh would hold of documents, lengths rounded as it rounds them, without asking it."""
    from whoosh.util.numeric import byte_to_length, length_to_byte  # noqa: PLC0415 - readers do without Whoosh

    rows: dict[str, int] = {}
    postings = {}
    for name in fields:
        stems, numbers, frequencies, lengths = array("I"), array("I"), array("f"), array("I")
        for number, texts in enumerate(documents):
            counts = Counter(tokens.words_and_stems(texts[name])[1])
            stems.extend(rows.setdefault(stem, len(rows)) for stem in counts)
            numbers.extend([number] * len(counts))
            frequencies.extend(counts.values())
            lengths.append(byte_to_length(length_to_byte(counts.total())))
        postings[name] = _packed(stems, numbers, frequencies, lengths)
    return Segment([texts[KEY] for texts in documents], list(rows), postings)


def join(
    segments: Sequence[tuple[Segment, frozenset[int]]],
    weights: Mapping[str, float],
    row_of: Mapping[str, int],
    known: Statistics | None = None,
) -> Joined:
    """Join segments, each with its deleted documents; `weights` are the fields and what each weighs.

    `row_of` numbers the stems, in their order, of this and perhaps of other kinds of documents. Documents come in the
    order of their keys, and weigh the same, whatever the history of the segments. Other than in Whoosh, deleted
    documents do not count for how rare a word is: an article that is edited all day would have common words. The
    statistics that are `known` count instead, where there are any.
    """
    keys, number_of = _live_documents(segments)
    fields = {name: list(_columns(segments, name, row_of)) for name in weights}
    statistics = known or _statistics(number_of >= 0, fields, len(row_of))
    blocks = []
    for start in range(0, len(row_of), _BLOCK):
        cells, impacts = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
        for name, weight in weights.items():
            rarity = np.log(max(statistics.count, 1) / (statistics.found_in[name] + 1)) + 1
            for column in fields[name]:
                part = slice(*np.searchsorted(column.rows, (start, start + _BLOCK)).tolist())
                rows, documents = column.rows[part], column.documents[part]
                relative = column.lengths[documents] / statistics.average_length[name]
                impact = weight * _bm25f(rarity[rows], column.frequencies[part], relative)
                numbers = number_of[column.first + documents]
                live = numbers >= 0
                cells.append((rows[live] - start).astype(np.int64) * len(keys) + numbers[live])
                impacts.append(impact[live].astype(np.float32))
        in_block = min(_BLOCK, len(row_of) - start)
        blocks.append(_by_row(np.concatenate(cells), np.concatenate(impacts), in_block, len(keys)))
    counts = np.concatenate([np.zeros(1, np.int64), *(count for count, _, _ in blocks)])
    arrays: dict[str, Array] = {
        "starts": np.cumsum(counts).astype(np.int32),
        "documents": np.concatenate([np.empty(0, np.int32), *(documents for _, documents, _ in blocks)]),
        "impacts": np.concatenate([np.empty(0, np.float32), *(impacts for _, _, impacts in blocks)]),
        "count": np.array([len(keys)], np.int32),
    }
    return Joined(keys, arrays, statistics)


class _Column(NamedTuple):
    """The postings of a field in a segment by ascending row; `first` is the number of the segment's first document."""

    rows: npt.NDArray[np.int32]
    documents: npt.NDArray[np.uint32]
    frequencies: npt.NDArray[np.float32]
    lengths: npt.NDArray[np.uint32]
    first: int


def _columns(
    segments: Sequence[tuple[Segment, frozenset[int]]], name: str, row_of: Mapping[str, int]
) -> Iterator[_Column]:
    first = 0
    for segment, _ in segments:
        field = segment.fields[name]
        own = np.array([row_of[stem] for stem in segment.stems], np.int32)
        rows, documents, frequencies = own[field.stems], field.documents, field.frequencies
        if (rows[1:] < rows[:-1]).any():
            order = np.argsort(rows, kind="stable")
            rows, documents, frequencies = rows[order], documents[order], frequencies[order]
        yield _Column(rows, documents, frequencies, field.lengths, first)
        first += len(segment.keys)


def _statistics(is_live: npt.NDArray[np.bool_], fields: Mapping[str, Sequence[_Column]], stems: int) -> Statistics:
    count = int(is_live.sum())
    found_in, average_length = {}, {}
    for name, columns in fields.items():
        found, length = np.zeros(stems, np.int64), 0.0
        for column in columns:
            live = is_live[column.first + column.documents]
            found += np.bincount(column.rows[live], minlength=stems)
            length += float(column.frequencies[live].sum(dtype=np.float64))
        found_in[name], average_length[name] = found, length / max(count, 1) or 1
    return Statistics(count, found_in, average_length)


def _by_row(
    cells: Integers, impacts: npt.NDArray[np.float32], rows: int, documents: int
) -> tuple[Integers, npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """Sum the impacts of each cell (a row and a document); return how many each row has, documents and sums."""
    order = np.argsort(cells, kind="stable")
    cells = cells[order]
    first = np.flatnonzero(np.diff(cells, prepend=-1))
    sums = np.add.reduceat(impacts[order], first) if first.size else np.empty(0, np.float32)
    row, document = np.divmod(cells[first], max(documents, 1))
    return np.bincount(row, minlength=rows), document.astype(np.int32), sums


def _live_documents(segments: Sequence[tuple[Segment, frozenset[int]]]) -> tuple[list[str], Integers]:
    """Return the sorted keys of the live documents, and the place of each document among them (-1 where deleted)."""
    keys = [key for segment, _ in segments for key in segment.keys]
    live = [number not in deleted for segment, deleted in segments for number in range(len(segment.keys))]
    order = sorted((number for number, alive in enumerate(live) if alive), key=keys.__getitem__)
    number_of = np.full(len(keys), -1, np.int64)
    number_of[order] = np.arange(len(order))
    return [keys[number] for number in order], number_of


def _bm25f(rarity: Reals, frequencies: npt.NDArray[np.float32], relative_lengths: Reals) -> npt.NDArray[np.float64]:
    """Return the BM25F score of each posting of one field (the formula of whoosh.scoring.bm25)."""
    scores: Reals = rarity * frequencies * (_K1 + 1) / (frequencies + _K1 * (1 - _B + _B * relative_lengths))
    return scores
