"""Every file of a library as last read: what is remembered from one update to the next, without what it says."""

import hashlib
import tempfile
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from kbassist.content import library, reader, rules, synonyms
from kbassist.content.library import Head, Source
from kbassist.content.model import Article, Problem, Synonyms

# A file changed so shortly before it was read may change again without a new time of change (FAT counts 2 seconds).
_UNSETTLED_NS = 2_000_000_000


class Entry(msgspec.Struct, frozen=True):
    """One file as read: which article it gave, if any, and what is wrong with it.

    `digest` tells whether the article is another one, body included; `unsettled` that the file was read too soon
    after it was written to be sure of it.
    """

    source: Source
    problems: tuple[Problem, ...] = ()
    unsettled: bool = False
    id: str = ""
    lang: str = ""
    explicit_id: bool = False
    digest: bytes = b""

    @property
    def head(self) -> Head:
        """Return what decides whether the article is in force."""
        return Head(self.id, self.lang, self.explicit_id, self.source)


class InForce(msgspec.Struct, frozen=True):
    """The article in force under a key: where it comes from, its name, and which state of it."""

    path: str
    name: str
    digest: bytes


class Catalogue(msgspec.Struct, frozen=True):
    """The files of a library by path, in their order, and what was told of the library as a whole."""

    entries: dict[str, Entry] = {}
    scan_problems: tuple[Problem, ...] = ()
    owner: str = ""
    synonyms: Synonyms = Synonyms()

    def in_force(self) -> tuple[dict[str, InForce], tuple[Problem, ...]]:
        """Return the articles in force by key, and all problems."""
        found, between = library.names(entry.head for entry in self.entries.values() if entry.digest)
        own = (problem for entry in self.entries.values() for problem in entry.problems)
        articles = {
            f"{lang}/{name}": InForce(head.source.path, name, self.entries[head.source.path].digest)
            for (name, lang), head in found.items()
        }
        return articles, (*self.scan_problems, *own, *between)


class Bodies:
    """Whole articles just read, by the paths of their files, kept on disk: a large library is read before indexing."""

    def __init__(self) -> None:
        """Open the file, which goes with the object."""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it is open for as long as the object lives
        weakref.finalize(self, self._file.close)
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def put(self, path: str, article: bytes) -> None:
        """Keep an encoded article."""
        self._file.seek(self._end)
        self._file.write(article)
        self._places[path] = self._end, len(article)
        self._end += len(article)

    def article(self, source: Source) -> Article | None:
        """Return an article as read, or read it now."""
        if source.path not in self._places:
            return reader.read(source).article
        start, size = self._places[source.path]
        self._file.seek(start)
        return msgspec.msgpack.decode(self._file.read(size), type=Article)


def read(folders: Sequence[Path], before: Catalogue, bodies: Bodies, progress: Callable[[int, int], None]) -> Catalogue:
    """Read the files that are new or changed since `before` into `bodies`; tell how many of how many are read.

    Return the catalogue, which equals `before` when nothing is new.
    """
    sources, problems = library.scan(folders)
    known = before.entries
    unread = [
        source
        for source in sources
        if (entry := known.get(source.path)) is None or entry.source != source or entry.unsettled
    ]
    new: dict[str, Entry] = {}
    for number, source in enumerate(unread, 1):
        new[source.path] = _read(source, bodies)
        progress(number, len(unread))
    entries = {source.path: new.get(source.path) or known[source.path] for source in sources}
    said, faults = synonyms.read(folders)
    return Catalogue(entries, (*problems, *faults), rules.owner(folders), said)


def _read(source: Source, bodies: Bodies) -> Entry:
    unsettled = time.time_ns() - source.mtime_ns < _UNSETTLED_NS
    reading = reader.read(source)
    article = reading.article
    if article is None:
        return Entry(source, reading.problems, unsettled)
    whole = msgspec.msgpack.encode(article)
    bodies.put(source.path, whole)
    return Entry(
        source,
        reading.problems,
        unsettled,
        article.id,
        article.lang,
        article.explicit_id,
        hashlib.blake2b(whole, digest_size=16).digest(),
    )


def articles(catalogue: Catalogue, wanted: Iterable[InForce], bodies: Bodies) -> Iterator[Article]:
    """Yield articles in force with their bodies, under the names in force."""
    for found in wanted:
        if article := bodies.article(catalogue.entries[found.path].source):
            yield library.renamed(article, found.name)
