"""The Whoosh indexes of one library, one for each kind of document, side by side in one folder."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.index import create_in, open_dir
from whoosh.reading import IndexReader
from whoosh.writing import IndexWriter

from kbassist.content.model import Article
from kbassist.search import proximity
from kbassist.search.bulk import BulkWriter, open_writer
from kbassist.search.documents import KEY, KINDS, documents, keys
from kbassist.search.proximity import Codes
from kbassist.search.schema import schemas
from kbassist.search.segments import Segment, map_segment, read_segment, write_segment
from kbassist.text import tokens

# So many articles at a time become a segment, which bounds the memory that a large library takes.
_BATCH = 10_000


class Gathered(NamedTuple):
    """What readers need of articles beside the index: words with their stems, and by key the words in their order."""

    words: dict[str, str]
    sequences: dict[str, Codes]

    def read(self, kind: str, texts: dict[str, str]) -> dict[str, Any]:
        """Return the fields of a document as Whoosh takes them, and remember their words."""
        fields = {}
        for name, text in texts.items():
            if name != KEY:
                words, fields[name] = tokens.words_and_stems(text)
                self.words.update(zip(words, fields[name], strict=True))
        if kind == "articles":
            self.sequences[texts[KEY]] = proximity.sequence(fields.values())
        return {KEY: texts[KEY], **fields}


def create(folder: Path) -> None:
    """Make a folder with an empty index for each kind."""
    folder.mkdir()
    for kind, schema in schemas().items():
        create_in(str(folder), schema, kind)


def change(folder: Path, removed: Iterable[Article], added: Iterable[Article], step: Callable[[], None]) -> "Gathered":
    """Take articles out as they were and put articles, with their bodies, in; call `step` after each one that is in.

    Return what was gathered of those put in.
    """
    gathered = Gathered({}, {})
    gone, coming = iter(removed), iter(added)
    taken = _BATCH
    while taken == _BATCH:
        taken = 0
        with _writers(folder) as writers:
            for article in gone:
                for kind, old in keys(article).items():
                    for key in old:
                        writers[kind].delete_by_term(KEY, key)
            for article in islice(coming, _BATCH):
                for kind, found in documents(article).items():
                    for texts in found:
                        writers[kind].add_document(**gathered.read(kind, texts))
                taken += 1
                step()
    return gathered


@contextmanager
def _writers(folder: Path) -> Iterator[dict[str, IndexWriter]]:
    """Open a writer for each kind and commit them all; none where anything goes wrong."""
    writers: dict[str, IndexWriter] = {}
    try:
        for kind in KINDS:
            writers[kind] = open_writer(open_dir(str(folder), kind))
        yield writers
    except BaseException:
        for writer in writers.values():
            writer.cancel()
        raise
    for kind, writer in writers.items():
        writer.commit()
        if isinstance(writer, BulkWriter) and writer.written:
            name = writer.newsegment.make_filename(".arrays")
            write_segment(folder / name, writer.segment(KINDS[kind]))


def read_segments(folder: Path, kind: str) -> list[tuple[Segment, frozenset[int]]]:
    """Return what the segments of one kind hold, each with the numbers of its deleted documents.

    What a segment holds never changes, so it is read once and kept beside it; Whoosh deletes the kept file together
    with its segment. Raises what Whoosh raises for a damaged index.
    """
    segments = []
    reader = open_dir(str(folder), kind).reader()  # type: ignore[no-untyped-call]
    try:
        for leaf, _ in reader.leaf_readers():
            if segment := leaf.segment():
                kept = _kept(folder / segment.make_filename(".arrays"), leaf, kind)
                segments.append((kept, frozenset(segment.deleted_docs())))
    finally:
        reader.close()
    return segments


def _kept(path: Path, leaf: IndexReader, kind: str) -> Segment:
    if not path.exists():
        write_segment(path, read_segment(leaf, KINDS[kind]))
    return map_segment(path)
