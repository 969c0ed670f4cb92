from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import whoosh
from whoosh.index import FileIndex, create_in
from whoosh.writing import IndexWriter, SegmentWriter

from kbassist.content.model import Article
from kbassist.search.bulk import BulkWriter, open_writer
from kbassist.search.documents import KINDS, documents
from kbassist.search.schema import schemas
from kbassist.search.segments import map_segment, read_segment, write_segment

Opened = Callable[[FileIndex], IndexWriter]
Documents = list[dict[str, str]]


def add(index: FileIndex, opened: Opened, fields: Documents, **how: Any) -> None:
    writer = opened(index)
    for document in fields:
        writer.add_document(**document)
    writer.commit(**how)


def build(index: FileIndex, opened: Opened, fields: Documents) -> None:
    add(index, opened, fields)


def update(index: FileIndex, opened: Opened, fields: Documents) -> None:
    add(index, opened, fields)
    writer = opened(index)
    for document in fields[::3]:
        writer.update_document(**{**document, next(name for name in document if name != "key"): "kartu baru sekali"})
    writer.commit()


def delete(index: FileIndex, opened: Opened, fields: Documents) -> None:
    add(index, opened, fields)
    writer = opened(index)
    for document in fields[::4]:
        writer.delete_by_term("key", document["key"])
    writer.commit()


def merge(index: FileIndex, opened: Opened, fields: Documents) -> None:
    add(index, opened, fields[20:])
    for document in fields[:10]:
        add(index, opened, [document], merge=False)
    writer = opened(index)
    writer.delete_by_term("key", fields[0]["key"])
    writer.delete_by_term("key", fields[21]["key"])
    writer.add_document(**fields[10])
    writer.commit()
    assert len(list(index.reader().leaf_readers())) < 12


def merge_all(index: FileIndex, opened: Opened, fields: Documents) -> None:
    delete(index, opened, fields)
    add(index, opened, fields[::4], optimize=True)


def contents(index: FileIndex) -> Iterator[tuple[Any, ...]]:
    """Yield all that can be read from an index, segment by segment."""
    reader = index.reader()
    for leaf, offset in reader.leaf_readers():
        yield offset, leaf.doc_count_all(), sorted(leaf.segment().deleted_docs())
        yield from (leaf.stored_fields(number) for number in range(leaf.doc_count_all()))
        for name in index.schema.names():
            yield name, leaf.field_length(name), [leaf.doc_field_length(n, name) for n in range(leaf.doc_count_all())]
        for name, term in leaf.all_terms():
            info = leaf.term_info(name, term)
            yield name, term, info.weight(), info.doc_frequency(), info.min_length(), info.max_length()
            yield info.max_weight(), info.min_id(), info.max_id()
        yield from leaf.iter_postings()
    reader.close()


@pytest.mark.parametrize("kind", ["articles", "lines"])
@pytest.mark.parametrize("change", [build, update, delete, merge, merge_all])
def test_the_index_is_the_one_that_whooshs_own_writer_writes(
    tmp_path: Path, starter_articles: list[Article], kind: str, change: Callable[[FileIndex, Opened, Documents], None]
):
    fields = [document for article in starter_articles[:60] for document in documents(article)[kind]]
    indexes = []
    for name, opened in (("stock", SegmentWriter), ("bulk", BulkWriter)):
        (tmp_path / name).mkdir()
        index = create_in(str(tmp_path / name), schemas()[kind])
        change(index, opened, fields)
        indexes.append(index)
    assert list(contents(indexes[0])) == list(contents(indexes[1]))


def test_a_cancelled_batch_leaves_nothing(tmp_path):
    index = create_in(str(tmp_path), schemas()["lines"])
    writer = open_writer(index)
    writer.add_document(key="id/a#b", line_say="kartu hilang")
    writer.cancel()
    assert index.doc_count() == 0


def test_another_whoosh_gets_its_own_writer(tmp_path, monkeypatch):
    monkeypatch.setattr(whoosh, "__version__", (3, 55, 0))
    index = create_in(str(tmp_path), schemas()["lines"])
    with open_writer(index) as writer:
        assert type(writer) is SegmentWriter
        writer.add_document(key="id/a#b", line_say="kartu hilang")
    assert index.doc_count() == 1


@pytest.mark.parametrize("kind", ["articles", "lines", "examples"])
def test_what_it_keeps_of_a_segment_is_what_a_reader_finds(tmp_path: Path, starter_articles: list[Article], kind: str):
    index = create_in(str(tmp_path), schemas()[kind])
    writer = BulkWriter(index)
    for document in (document for article in starter_articles[:30] for document in documents(article)[kind]):
        writer.add_document(**document)
    writer.commit()
    write_segment(tmp_path / "kept", writer.segment(KINDS[kind]))
    kept, reader = map_segment(tmp_path / "kept"), index.reader()
    read = read_segment(reader.leaf_readers()[0][0], KINDS[kind])
    reader.close()
    assert (kept.keys, kept.stems) == (read.keys, read.stems)
    for name, field in read.fields.items():
        for part, array in field._asdict().items():
            np.testing.assert_array_equal(array, getattr(kept.fields[name], part))
