"""Every file of a library as last read: what is remembered from one update to the next, without what it says."""

import hashlib
import os
import tempfile
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from kbassist.content import forbidden, library, reader, rules, synonyms
from kbassist.content.kinds import Severity
from kbassist.content.library import Head, Source
from kbassist.content.model import Article, Problem, Synonyms
from kbassist.search.lastgood import LastGood

# A file changed so shortly before it was read may change again without a new time of change (FAT counts 2 seconds).
_UNSETTLED_NS = 2_000_000_000
# What stands at such a place is not gone, it cannot be looked at.
_OUT_OF_SIGHT = {"library-missing", "file-unreadable"}


class Entry(msgspec.Struct, frozen=True):
    """One file as read: which article it gave, if any, and what is wrong with it.

    `digest` tells whether the article is another one, body included; `unsettled` that the file was read too soon
    after it was written to be sure of it; `is_kept` that the file is half saved, broken or out of sight, and the
    article is the last good one.
    """

    source: Source
    problems: tuple[Problem, ...] = ()
    unsettled: bool = False
    id: str = ""
    lang: str = ""
    explicit_id: bool = False
    digest: bytes = b""
    is_kept: bool = False

    @property
    def head(self) -> Head:
        """Return what decides whether the article is in force."""
        return Head(self.id, self.lang, self.explicit_id, self.source)

    @property
    def is_final(self) -> bool:
        """Whether there is nothing new to read while the file is as it was."""
        return bool(self.digest) and not self.unsettled and not self.is_kept


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
    forbidden: dict[tuple[str, ...], str] = {}

    def in_force(self) -> tuple[dict[str, InForce], tuple[Problem, ...]]:
        """Return the articles in force by key, and all problems."""
        found, between = library.names(entry.head for entry in self.entries.values() if entry.digest)
        own = (problem for entry in self.entries.values() for problem in entry.problems)
        articles = {
            f"{lang}/{name}": InForce(head.source.path, name, self.entries[head.source.path].digest)
            for (name, lang), head in found.items()
        }
        return articles, (*self.scan_problems, *own, *between)

    @property
    def kept(self) -> tuple[str, ...]:
        """Return the paths of the files of which the last good version serves."""
        return tuple(path for path, entry in self.entries.items() if entry.is_kept)


class Bodies:
    """Whole articles just read, by the paths of their files, kept on disk: a large library is read before indexing."""

    def __init__(self, root: Path) -> None:
        """Open the file, which goes with the object; `root` is the place of the library in the cache."""
        self.root = root
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

    def article(self, entry: Entry) -> Article | None:
        """Return an article as read, or read it now."""
        path = entry.source.path
        if path not in self._places:
            if not entry.is_kept:
                return reader.read(entry.source).article
            with LastGood(self.root) as good:
                return found[1] if (found := good.find(path)) else None
        start, size = self._places[path]
        self._file.seek(start)
        return msgspec.msgpack.decode(self._file.read(size), type=Article)


def read(folders: Sequence[Path], before: Catalogue, bodies: Bodies, progress: Callable[[int, int], None]) -> Catalogue:
    """Read the files that are new or changed since `before` into `bodies`; tell how many of how many are read.

    Return the catalogue, which equals `before` when nothing is new. A file that is half saved or broken keeps the
    article that it last was.
    """
    seen = time.time_ns()
    sources, problems = library.scan(folders)
    known = before.entries
    unread = [
        source
        for source in sources
        if (entry := known.get(source.path)) is None or entry.source != source or not entry.is_final
    ]
    new: dict[str, Entry] = {}
    with LastGood(bodies.root) as good:
        for number, source in enumerate(unread, 1):
            new[source.path] = _read(source, bodies, good)
            progress(number, len(unread))
        entries = {source.path: new.get(source.path) or known[source.path] for source in sources}
        entries = _with_those_out_of_sight(entries, known, problems)
        good.forget_all_but(entries, seen)
    said, faults = synonyms.read(folders)
    unsayable, more_faults = forbidden.read(folders)
    return Catalogue(entries, (*problems, *faults, *more_faults), rules.owner(folders), said, unsayable.instead)


def _with_those_out_of_sight(
    entries: dict[str, Entry], known: Mapping[str, Entry], problems: Iterable[Problem]
) -> dict[str, Entry]:
    places = tuple(problem.path for problem in problems if problem.code in _OUT_OF_SIGHT)
    lost = {
        path: msgspec.structs.replace(entry, is_kept=True)
        for path, entry in known.items()
        if path not in entries and any(path == place or path.startswith(place + os.sep) for place in places)
    }
    return dict(sorted((entries | lost).items(), key=_order)) if lost else entries


def _order(item: tuple[str, Entry]) -> tuple[object, ...]:
    """Return what sorts files as they are found: those of a folder, then those of its folders."""
    path, entry = Path(item[0]), item[1]
    return entry.source.folder, [*((True, name) for name in path.parts[:-1]), (False, path.name)]


def _read(source: Source, bodies: Bodies, good: LastGood) -> Entry:
    now = time.time_ns()
    unsettled = now - source.mtime_ns < _UNSETTLED_NS
    reading = reader.read(source)
    article, problems = reading.article, reading.problems
    whole = msgspec.msgpack.encode(article) if article else b""
    kept = None if reading.whole else good.find(source.path)
    if kept:
        whole, article = kept
        problems = (Problem("last-good-serves", Severity.ERROR, source.path, 1), *problems)
    if article is None:
        return Entry(source, problems, unsettled)
    if reading.whole:
        good.put(source.path, whole, now)
    bodies.put(source.path, whole)
    return Entry(
        source,
        problems,
        unsettled,
        article.id,
        article.lang,
        article.explicit_id,
        hashlib.blake2b(whole, digest_size=16).digest(),
        is_kept=bool(kept),
    )


def articles(catalogue: Catalogue, wanted: Iterable[InForce], bodies: Bodies) -> Iterator[Article]:
    """Yield articles in force with their bodies, under the names in force."""
    for found in wanted:
        if article := bodies.article(catalogue.entries[found.path]):
            yield library.renamed(article, found.name)
