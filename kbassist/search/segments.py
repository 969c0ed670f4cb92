"""What Whoosh's segments hold, read once and kept, and joined into the arrays of a whole index.

Every posting of every field becomes an impact, its part of Whoosh's own BM25F score times the weight of its field;
the score of a document is the sum of the impacts of the words asked for.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Union

import msgspec
import numpy as np
import numpy.typing as npt

from kbassist.search.documents import KEY
from kbassist.search.packing import Array
from kbassist.text import tokens

if TYPE_CHECKING:
    from whoosh.reading import IndexReader

# As whoosh.scoring.BM25F has them.
_B = 0.75
_K1 = 1.2
# So many stems are joined at a time, which bounds the memory that a large index takes.
_BLOCK = 4096

_Bytes = Union["array[int]", "array[float]", Array]
Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


class FieldPostings(msgspec.Struct, frozen=True):
    """The postings of one field in one segment, three arrays side by side, and the lengths of its documents."""

    stems: memoryview
    documents: memoryview
    frequencies: memoryview
    lengths: memoryview
    total_length: int


class Segment(msgspec.Struct, frozen=True):
    """What one segment of a Whoosh index holds, deleted documents included."""

    keys: list[str]
    stems: list[str]
    fields: dict[str, FieldPostings]


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


class Written(NamedTuple):
    """The postings of one field of a segment, term by term: each one's document, ascending, and frequency.

    Those of term `n` stand from `starts[n]` to `starts[n + 1]`.
    """

    terms: list[bytes]
    starts: Integers
    documents: npt.NDArray[np.uint32]
    frequencies: npt.NDArray[np.float32]


def read_segment(
    reader: "IndexReader", fields: Iterable[str], written: "Mapping[str, Written] | None" = None
) -> Segment:
    """Read the postings of a new segment through its Whoosh reader, or take them as they were just `written`.

    Raises ValueError for a segment with deletions: their postings count in Whoosh's statistics but are hidden.
    """
    if reader.has_deletions():
        message = "the arrays of a segment are read before anything is deleted from it"
        raise ValueError(message)
    count = reader.doc_count_all()
    rows: dict[str, int] = {}
    postings = {
        name: _read_field(reader, name, count, rows)
        if written is None
        else _written_field(reader, name, count, rows, written.get(name))
        for name in fields
    }
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
    return _packed(stems, documents, frequencies, _lengths(reader, name, count), reader.field_length(name))


def _written_field(
    reader: "IndexReader", name: str, count: int, rows: dict[str, int], written: Written | None
) -> FieldPostings:
    lengths, total = _lengths(reader, name, count), reader.field_length(name)
    if written is None:
        return _packed(array("I"), array("I"), array("f"), lengths, total)
    numbers = np.array([rows.setdefault(term.decode(), len(rows)) for term in written.terms], np.uint32)
    stems = np.repeat(numbers, np.diff(written.starts))
    return _packed(stems, written.documents, written.frequencies, lengths, total)


def _lengths(reader: "IndexReader", name: str, count: int) -> "array[int]":
    return array("I", (reader.doc_field_length(number, name, 0) or 0 for number in range(count)))


def _packed(stems: _Bytes, documents: _Bytes, frequencies: _Bytes, lengths: _Bytes, total: int) -> FieldPostings:
    views = [memoryview(part.tobytes()) for part in (stems, documents, frequencies, lengths)]
    return FieldPostings(views[0], views[1], views[2], views[3], total)


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
        postings[name] = _packed(stems, numbers, frequencies, lengths, sum(lengths))
    return Segment([texts[KEY] for texts in documents], list(rows), postings)


def join(
    segments: Sequence[tuple[Segment, frozenset[int]]],
    weights: Mapping[str, float],
    row_of: Mapping[str, int],
    known: Statistics | None = None,
) -> Joined:
    """Join segments, each with its deleted documents; `weights` are the fields and what each weighs.

    `row_of` numbers the stems, in their order, of this and perhaps of other kinds of documents. Documents come in the
    order of their keys, whatever the history of the segments. Deleted documents still count for how rare a word is
    and how long a field is, as in Whoosh; or else the statistics that are `known` count.
    """
    keys, number_of = _live_documents(segments)
    fields = {name: list(_columns(segments, name, row_of)) for name in weights}
    statistics = known or _statistics(segments, fields, len(row_of))
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
    total_length: int


def _columns(
    segments: Sequence[tuple[Segment, frozenset[int]]], name: str, row_of: Mapping[str, int]
) -> Iterator[_Column]:
    first = 0
    for segment, _ in segments:
        field = segment.fields[name]
        own = np.array([row_of[stem] for stem in segment.stems], np.int32)
        rows = own[np.frombuffer(field.stems, "u4")]
        documents, frequencies = np.frombuffer(field.documents, "u4"), np.frombuffer(field.frequencies, "f4")
        if (rows[1:] < rows[:-1]).any():
            order = np.argsort(rows, kind="stable")
            rows, documents, frequencies = rows[order], documents[order], frequencies[order]
        yield _Column(rows, documents, frequencies, np.frombuffer(field.lengths, "u4"), first, field.total_length)
        first += len(segment.keys)


def _statistics(
    segments: Sequence[tuple[Segment, frozenset[int]]], fields: Mapping[str, Sequence[_Column]], stems: int
) -> Statistics:
    count = sum(len(segment.keys) for segment, _ in segments)
    none = np.zeros(stems, np.int64)
    return Statistics(
        count,
        {name: sum((np.bincount(column.rows, minlength=stems) for column in of), none) for name, of in fields.items()},
        {name: sum(column.total_length for column in of) / max(count, 1) or 1 for name, of in fields.items()},
    )


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
