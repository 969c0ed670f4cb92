"""The Whoosh indexes of one library, one for each kind of document, side by side in one folder."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
from whoosh.index import create_in, open_dir
from whoosh.reading import IndexReader

from kbassist.content.model import Article
from kbassist.search.bulk import open_writer
from kbassist.search.compiled import Arrays, Segment, join, read_segment
from kbassist.search.documents import KEY, KINDS, documents
from kbassist.search.schema import schemas
from kbassist.text import tokens


def create(folder: Path) -> None:
    """Make a folder with an empty index for each kind."""
    folder.mkdir()
    for kind, schema in schemas().items():
        create_in(str(folder), schema, kind)


def change(
    folder: Path, removed: Sequence[Article], added: Sequence[Article], step: Callable[[], None]
) -> dict[str, str]:
    """Take articles out as they were and put articles in; call `step` after each one that is in.

    Return the words of those put in, each with its stem.
    """
    words: dict[str, str] = {}
    if not removed and not added:
        return words
    with ExitStack() as stack:
        writers = {kind: stack.enter_context(open_writer(open_dir(str(folder), kind))) for kind in KINDS}
        for article in removed:
            for kind, found in documents(article).items():
                for texts in found:
                    writers[kind].delete_by_term(KEY, texts[KEY])
        for article in added:
            for kind, found in documents(article).items():
                for texts in found:
                    writers[kind].add_document(**_read(texts, words))
            step()
    return words


def _read(texts: dict[str, str], words: dict[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {name: tokens.read(text) for name, text in texts.items() if name != KEY}
    for read in fields.values():
        words.update((token.word, token.stem) for token in read)
    return {KEY: texts[KEY], **fields}


def compile_arrays(folder: Path, kind: str) -> Arrays:
    """Compile the arrays of one kind; what a segment holds never changes, so it is read once and kept beside it.

    Whoosh deletes the kept file together with its segment. Raises what Whoosh raises for a damaged index.
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
    return join(segments, KINDS[kind])


def _kept(path: Path, leaf: IndexReader, kind: str) -> Segment:
    if path.exists():
        return msgspec.msgpack.decode(path.read_bytes(), type=Segment)
    segment = read_segment(leaf, KINDS[kind])
    path.write_bytes(msgspec.msgpack.encode(segment))
    return segment
