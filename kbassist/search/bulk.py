"""A segment writer for large batches: same index as Whoosh's own writer, several times faster.

Whoosh sorts every single posting and adds it on its own; this takes the words of a document as they come, sorts all of
them at once, and writes the blocks of a term together. It touches private parts of one version of Whoosh, so any other
version gets Whoosh's own writer.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import whoosh
from whoosh.index import FileIndex
from whoosh.system import pack_uint
from whoosh.writing import IndexWriter, SegmentWriter

from kbassist.search.documents import KEY
from kbassist.search.schema import StemField, Stems
from kbassist.search.segments import FieldPostings, Integers, Segment
from kbassist.text import tokens

_KNOWN_VERSION = (3, 54, 0)


def open_writer(index: FileIndex) -> IndexWriter:
    """Return the fastest writer for `index` that fits the installed Whoosh."""
    return BulkWriter(index) if whoosh.__version__ == _KNOWN_VERSION else index.writer()


class _Written(NamedTuple):
    """The postings of one field, term by term: each one's document, ascending, and frequency.

    Those of term `n` stand from `starts[n]` to `starts[n + 1]`; `lengths` are those of the field in each document, as
    Whoosh rounds them, and `total` what they were together.
    """

    terms: list[bytes]
    starts: Integers
    documents: npt.NDArray[np.uint32]
    frequencies: npt.NDArray[np.float32]
    lengths: npt.NDArray[np.uint32]
    total: int


class _Column:
    """The words of one field as they come, each by its number, and whose documents they are."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._words, self._documents, self._sizes = array("I"), array("I"), array("I")

    def add(self, stems: Sequence[str], document: int) -> None:
        self._words.extend(map(self._numbers.__getitem__, stems))
        self._documents.append(document)
        self._sizes.append(len(stems))

    def written(self, lengths: npt.NDArray[np.uint32], total: int) -> _Written:
        """Return the postings of documents with these lengths, term by term."""
        documents = lengths.size
        terms = sorted((stem.encode(), number) for stem, number in self._numbers.items())
        rank = np.empty(len(terms), np.int64)
        rank[[number for _, number in terms]] = np.arange(len(terms))
        cells = rank[np.frombuffer(self._words, np.uint32)] * documents
        cells += np.repeat(np.frombuffer(self._documents, np.uint32), np.frombuffer(self._sizes, np.uint32))
        cells.sort()
        firsts = np.flatnonzero(np.diff(cells, prepend=-1))
        frequencies = np.diff(firsts, append=cells.size).astype(np.float32)
        rows, found_in = np.divmod(cells[firsts], documents)
        starts = np.searchsorted(rows, np.arange(len(terms) + 1))
        found = found_in.astype(np.uint32)
        return _Written([term for term, _ in terms], starts, found, frequencies, lengths, total)


class _Pool:
    """Takes the place of Whoosh's sorting pool."""

    def __init__(self) -> None:
        self.columns: dict[str, _Column] = defaultdict(_Column)

    def add(self, posting: tuple[str, bytes | Stems, int, float, bytes]) -> None:
        name, term, document, weight, _ = posting
        stems = term if isinstance(term, Stems) else [term.decode()] * int(weight)
        if stems:
            self.columns[name].add(stems, document)

    def cleanup(self) -> None:
        self.columns = {}


class BulkWriter(SegmentWriter):
    """A SegmentWriter that holds its postings in memory and writes them term by term.

    `written` are the postings of the segment by field once it is committed, so that nobody has to read them back.
    """

    def __init__(self, index: FileIndex) -> None:
        """Open the writer; raises whoosh.index.LockError where another one is open."""
        super().__init__(index)  # type: ignore[no-untyped-call]
        self._pool = self.pool = _Pool()  # type: ignore[assignment]  # all that SegmentWriter asks of a pool
        self.written: dict[str, _Written] = {}

    def add_document(self, **fields: str | Sequence[str]) -> None:
        """Add a document; the words of a field may be given as a text or as stems."""
        given = {name: self._all_at_once(name, value) for name, value in fields.items()}
        super().add_document(**given)  # type: ignore[no-untyped-call]

    def _all_at_once(self, name: str, value: str | Sequence[str]) -> str | Sequence[str]:
        if not isinstance(self.schema[name], StemField):
            return value
        return Stems(tokens.words_and_stems(value)[1] if isinstance(value, str) else value)

    def segment(self, fields: Iterable[str]) -> Segment:
        """Return what the committed segment holds in some fields."""
        rows: dict[str, int] = {}
        postings = {}
        nothing = np.empty(0, np.uint32)
        for name in fields:
            if name not in self.written:
                none = np.zeros(self.docnum, np.uint32)
                postings[name] = FieldPostings(nothing, nothing, np.empty(0, np.float32), none)
                continue
            written = self.written[name]
            numbers = np.array([rows.setdefault(term.decode(), len(rows)) for term in written.terms], np.uint32)
            stems = np.repeat(numbers, np.diff(written.starts))
            postings[name] = FieldPostings(stems, written.documents, written.frequencies, written.lengths)
        keys = self.written[KEY]
        key_of = dict(zip(keys.documents.tolist(), keys.terms, strict=True))
        return Segment([key_of[number].decode() for number in range(self.docnum)], list(rows), postings)

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        reader = self.per_document_reader()  # type: ignore[no-untyped-call]
        for name in sorted(self._pool.columns):
            length_of = reader.doc_field_length_reader(name)
            lengths = np.fromiter((length_of(number) or 0 for number in range(self.docnum)), np.uint32, self.docnum)
            written = self._pool.columns.pop(name).written(lengths, reader.field_length(name))
            self.written[name] = written
            self._write_field(name, written)
        reader.close()
        self.fieldwriter.close()

    def _write_field(self, name: str, written: _Written) -> None:
        writer, size = self.fieldwriter, self.codec._blocklimit  # noqa: SLF001 - see the module
        places = [*pairwise(written.starts.tolist())]
        firsts = [first for start, end in places for first in range(start, end, size)]
        lengths = written.lengths[written.documents]
        longest = np.maximum.reduceat(lengths, firsts).tolist()
        shortest = np.minimum.reduceat(lengths, firsts).tolist()
        heaviest = np.maximum.reduceat(written.frequencies, firsts).tolist()
        counted = isinstance(self.schema[name], StemField)
        value_of = [pack_uint(number) for number in range(int(max(heaviest)) + 1)]
        statistics = zip(heaviest, shortest, longest, strict=True)
        writer.start_field(name, self.schema[name])
        for term, (start, end) in zip(written.terms, places, strict=True):
            writer.start_term(term)
            block = writer._postwriter  # noqa: SLF001
            for first in range(start, end, size):
                if first > start:
                    block._write_block()  # noqa: SLF001
                part = slice(first, min(first + size, end))
                # What W3PostingsWriter.add_posting would have gathered for these postings.
                block._ids = array("I", written.documents[part].tolist())  # noqa: SLF001
                block._weights = array("f", written.frequencies[part].tolist())  # noqa: SLF001
                block._values = [value_of[int(weight)] for weight in block._weights] if counted else []  # noqa: SLF001
                block._maxweight, least, most = next(statistics)  # noqa: SLF001
                block._minlength, block._maxlength = least or None, most  # noqa: SLF001
            writer.finish_term()
        writer.finish_field()
