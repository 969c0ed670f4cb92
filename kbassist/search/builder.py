"""Brings the index of one library up to date with its files; the work that a worker process does.

Nothing that it finds in the cache is trusted further than its checksum. When Whoosh's own files are not as they were
left, be it by a killed worker or a failing disk, they are built again in a new folder from the articles as last read.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec
from whoosh.util.filelock import FileLock, try_for

from kbassist.content import library, reader
from kbassist.content.library import Reading, Source
from kbassist.content.model import Article, Problem
from kbassist.search import compiled, documents, indexing, store
from kbassist.search.compiled import Arrays, Vocabulary
from kbassist.search.documents import KINDS, article_key
from kbassist.search.schema import fingerprint
from kbassist.search.store import Damaged, Manifest, Snapshot
from kbassist.text import tokens

_READINGS = "readings.msgpack"
_LOCK = "lock"
# A worker that builds a large library from nothing is at it for a minute; its lock dies with it.
_PATIENCE_SECONDS = 300.0
# A file changed so shortly before it was read may change again without a new time of change (FAT counts 2 seconds).
_UNSETTLED_NS = 2_000_000_000

_log = logging.getLogger(__name__)

Report = Callable[[int, int], None]


class Busy(Exception):  # noqa: N818 - it names a state
    """Another process has been at work on this library for too long."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an update came to: how many articles are new, changed or gone, and the generation in force."""

    changed: int
    generation: int


class _Readings(msgspec.Struct, frozen=True):
    """Every file of a library as read, bodies included, and the problems met while looking for files.

    `unsettled` are the paths of files that were read too soon after they were written.
    """

    readings: tuple[Reading, ...] = ()
    scan_problems: tuple[Problem, ...] = ()
    unsettled: frozenset[str] = frozenset()
    owner: str = ""

    def settled(self) -> dict[Source, Reading]:
        """Return the readings that hold for as long as time and size of their files do."""
        return {reading.source: reading for reading in self.readings if reading.source.path not in self.unsettled}

    def in_force(self) -> dict[str, Article]:
        """Return the articles that these readings come to, by key."""
        return {article_key(article): article for article in library.resolve(self.readings).articles}


class _Progress:
    """Tells progress in articles: reading is the first half of the work on each, indexing the second."""

    def __init__(self, report: Report, to_read: int) -> None:
        self._report = report
        self._to_read = to_read

    def read(self, number: int) -> None:
        self._report(number // 2, self._to_read)

    def indexing(self, count: int) -> Callable[[], None]:
        """Return what is to be called after each of `count` articles."""
        numbers = iter(range(1, count + 1))
        start, total = self._to_read // 2, self._to_read or count

        def step() -> None:
            self._report(start + (total - start) * next(numbers) // count, total)

        return step


def update(folders: Sequence[Path], root: Path, report: Report) -> Outcome:
    """Bring the index in `root` up to date, telling how many articles of how many are done.

    Waits for another process that is at the same work. Raises Busy, or OSError where the cache can't be written.
    """
    root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(root / _LOCK))
    if not try_for(lock.acquire, _PATIENCE_SECONDS):
        raise Busy
    try:
        store.sweep(root)
        return _update(folders, root, report)
    finally:
        lock.release()


def _update(folders: Sequence[Path], root: Path, report: Report) -> Outcome:
    mark = fingerprint()
    manifest, before = _last(root, mark)
    sources, scan_problems = library.scan(folders)
    owner = library.owner(folders)
    known = before.settled()
    unread = [source for source in sources if source not in known]
    nothing_new = (
        not unread
        and len(sources) == len(before.readings)
        and (scan_problems, owner)
        == (
            before.scan_problems,
            before.owner,
        )
    )
    if manifest and nothing_new:
        return Outcome(0, manifest.generation)
    progress = _Progress(report, len(unread))
    unsettled = set()
    for number, source in enumerate(unread, 1):
        if time.time_ns() - source.mtime_ns < _UNSETTLED_NS:
            unsettled.add(source.path)
        known[source] = reader.read(source)
        progress.read(number)
    now = _Readings(tuple(known[source] for source in sources), scan_problems, frozenset(unsettled), owner)
    old, new = before.in_force(), now.in_force()
    changed = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    index = None
    if manifest and len(changed) <= len(new) // 2:
        removed = [old[key] for key in changed if key in old]
        added = [new[key] for key in changed if key in new]
        index = _changed(root, manifest, removed, added, progress)
    index = index or _rebuilt(root, list(new.values()), progress)
    generation = store.next_number(root, "generation")
    _write_generation(root / f"generation-{generation}", now, index)
    store.put_in_force(root, mark, generation, index.name)
    return Outcome(len(changed), generation)


def _last(root: Path, mark: str) -> tuple[Manifest | None, _Readings]:
    """Return the manifest, if all it names is as it was left, and the articles as last read, if those are."""
    manifest = store.read_manifest(root)
    if manifest is None or manifest.fingerprint != mark:
        return None, _Readings()
    try:
        data = store.read_file(root, manifest, f"{manifest.folder}/{_READINGS}")
        readings = msgspec.msgpack.decode(data, type=_Readings)
    except (Damaged, msgspec.DecodeError):
        return None, _Readings()
    # A worker killed between Whoosh's commit and ours leaves a table of contents that the manifest does not know.
    contents = {path.relative_to(root).as_posix() for path in (root / manifest.index).glob("*.toc")}
    whole = contents <= manifest.files.keys() and store.intact(root, manifest)
    return manifest if whole else None, readings


class _Index(NamedTuple):
    """A folder of Whoosh indexes, the words in it with their stems, and its arrays by kind."""

    name: str
    words: Mapping[str, str]
    arrays: Mapping[str, Arrays]


def _changed(
    root: Path, manifest: Manifest, removed: Sequence[Article], added: Sequence[Article], progress: _Progress
) -> _Index | None:
    """Change the index in its place; None when Whoosh can't."""
    vocabulary = msgspec.msgpack.decode(
        store.read_file(root, manifest, f"{manifest.folder}/{compiled.VOCABULARY}"), type=Vocabulary
    )
    words = dict(zip(vocabulary.words, vocabulary.stems, strict=True))
    folder = root / manifest.index
    try:
        words |= indexing.change(folder, removed, added, progress.indexing(len(added)))
        return _Index(manifest.index, words, _arrays(folder))
    except Exception:  # noqa: BLE001 - whatever goes wrong inside Whoosh, the cure is the same
        _log.warning("The index could not be changed and is built again", exc_info=True)
        return None


def _rebuilt(root: Path, articles: Sequence[Article], progress: _Progress) -> _Index:
    folder = root / f"index-{store.next_number(root, 'index')}"
    indexing.create(folder)
    words = indexing.change(folder, (), articles, progress.indexing(len(articles)))
    return _Index(folder.name, words, _arrays(folder))


def _arrays(folder: Path) -> dict[str, Arrays]:
    return {kind: indexing.compile_arrays(folder, kind) for kind in KINDS}


def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(token.stem for token in tokens.read(phrase))


def _write_generation(folder: Path, now: _Readings, index: _Index) -> None:
    resolved = library.resolve(now.readings)
    articles = tuple(msgspec.structs.replace(article, body="") for article in resolved.articles)
    phrases = {phrase: _stems(phrase) for article in articles for phrase in documents.phrases(article)}
    words = sorted(index.words)
    parts = {
        store.SNAPSHOT: Snapshot(articles, (*now.scan_problems, *resolved.problems), phrases, now.owner),
        _READINGS: now,
        compiled.VOCABULARY: Vocabulary(words, [index.words[word] for word in words]),
        **{compiled.FILES[kind]: arrays for kind, arrays in index.arrays.items()},
    }
    folder.mkdir()
    for name, part in parts.items():
        (folder / name).write_bytes(msgspec.msgpack.encode(part))
