"""Brings the index of one library up to date with its files: a new generation, with Whoosh's index behind it.

Nothing that is found in the cache is trusted further than its checksum. When Whoosh's own files are not as they were
left, be it by a killed worker or a failing disk, everything is read and built again in a new folder.
"""

import gc
import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
from whoosh.util.filelock import FileLock, try_for

from kbassist.content.model import Article
from kbassist.search import catalogue, indexing, learned, packing, parts, readings, store, training
from kbassist.search.catalogue import Bodies, Catalogue, InForce
from kbassist.search.compiled import About, Part
from kbassist.search.documents import article_key
from kbassist.search.indexing import Gathered
from kbassist.search.learned import Learned
from kbassist.search.packing import Array
from kbassist.search.progress import Progress, Report
from kbassist.search.schema import fingerprint
from kbassist.search.store import Damaged, Manifest
from kbassist.text import tokens

_LOCK = "lock"
# A worker that builds a large library from nothing is at it for a minute; its lock dies with it.
_PATIENCE_SECONDS = 300.0

_log = logging.getLogger(__name__)


class Busy(Exception):  # noqa: N818 - it names a state
    """Another process has been at work on this library for too long."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an update came to: how many articles are new, changed or gone, and the generation in force."""

    changed: int
    generation: int


@dataclass(frozen=True, slots=True)
class _Before:
    """A generation in force whose files are as they were left."""

    manifest: Manifest
    catalogue: Catalogue
    part: Part
    in_force: Mapping[str, InForce]


def update(folders: Sequence[Path], root: Path, report: Report) -> Outcome:
    """Bring the index in `root` up to date, telling how many articles of how many are done.

    Waits for another process that is at the same work. Raises Busy, or OSError where the cache can't be written.
    """
    with alone(root):
        store.sweep(root)
        return _Update(root).run(folders, Progress(report))


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Be the only process that writes in `root`; raises Busy when another one has been at it for too long."""
    root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(root / _LOCK))
    if not try_for(lock.acquire, _PATIENCE_SECONDS):
        raise Busy
    try:
        yield
    finally:
        lock.release()


def is_whole(root: Path, manifest: Manifest) -> bool:
    """Whether all that a manifest names is as it was left, and nothing else was done since."""
    # A worker killed between Whoosh's commit and ours leaves a table of contents that the manifest does not know.
    contents = {path.relative_to(root).as_posix() for path in (root / manifest.index).glob("*.toc")}
    return contents <= manifest.files.keys() and store.intact(root, manifest)


def stored_catalogue(root: Path, manifest: Manifest) -> Catalogue:
    """Return the catalogue of a generation; raises Damaged when it is not as it was written."""
    try:
        data = store.map_file(root, manifest, f"{manifest.folder}/{store.CATALOGUE}")
        return msgspec.msgpack.decode(data, type=Catalogue)
    except msgspec.DecodeError as error:
        raise Damaged(store.CATALOGUE) from error


def learn(root: Path) -> bool:
    """Train a ranker where the examples in force are others than those last learned from; tell whether."""
    manifest = store.read_manifest(root)
    if manifest is None:
        return False
    articles = [article for article in Part.of_generation(root, manifest).shelf if article.examples]
    keys = [article_key(article) for article in articles]
    rows = [
        (number, text)
        for number, article in enumerate(articles)
        for text in (article.title, *article.triggers, *article.examples)
    ]
    told = msgspec.msgpack.encode((manifest.fingerprint, keys, rows))
    examples = hashlib.blake2b(told, digest_size=16).digest()
    if learned.load(root, manifest).examples == examples:
        return False
    new = Learned(examples, keys, training.train(rows, len(articles)) if rows else None)
    with alone(root):
        store.put_ranker_in_force(root, msgspec.msgpack.encode(new))
    return True


class _Update:
    """One update, with what was there before it and what it reads."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._mark = fingerprint()
        self._bodies = Bodies(root)
        self._before = self._whole(store.read_manifest(root))

    def _whole(self, manifest: Manifest | None) -> _Before | None:
        if manifest is None or manifest.fingerprint != self._mark or not is_whole(self._root, manifest):
            return None
        try:
            read = stored_catalogue(self._root, manifest)
            return _Before(manifest, read, Part.of_generation(self._root, manifest), read.in_force()[0])
        except Damaged:
            return None

    def run(self, folders: Sequence[Path], progress: Progress) -> Outcome:
        before = self._before
        now = catalogue.read(folders, before.catalogue if before else Catalogue(), self._bodies, progress.read)
        if before and now == before.catalogue:
            return Outcome(0, before.manifest.generation)
        in_force, problems = now.in_force()
        old = before.in_force if before else {}
        changed = sorted(key for key in old.keys() | in_force.keys() if old.get(key) != in_force.get(key))
        index = None
        if before and len(changed) <= len(in_force) // 2:
            index = self._changed(before, now, in_force, changed, progress)
        index = index or self._rebuilt(now, in_force, progress)
        generation = store.next_number(self._root, "generation")
        folder = self._root / f"generation-{generation}"
        folder.mkdir()
        about = parts.encoded(About(problems, now.owner, synonyms=now.synonyms, kept=now.kept, forbidden=now.forbidden))
        phrases = readings.pack(phrase for row in now.synonyms.same for phrase in row)
        packing.write(folder / store.PART, {**index.part, "about": about, "readings": phrases})
        packing.write(folder / store.STATISTICS, index.statistics)
        (folder / store.CATALOGUE).write_bytes(msgspec.msgpack.encode(now))
        store.put_in_force(self._root, self._mark, generation, index.name)
        return Outcome(len(changed), generation)

    def _changed(
        self,
        before: _Before,
        now: Catalogue,
        in_force: Mapping[str, InForce],
        changed: Sequence[str],
        progress: Progress,
    ) -> "_Index | None":
        """Change Whoosh's index in its place; None when Whoosh can't."""
        try:
            folder = self._root / before.manifest.index
            shelf = before.part.shelf
            removed = (found for key in changed if (found := shelf.by_key(key)))
            wanted = [in_force[key] for key in changed if key in in_force]
            added = catalogue.articles(now, wanted, self._bodies)
            new = Gathered({}, {})
            if changed:
                new = indexing.change(folder, removed, added, progress.indexing(len(wanted)))
            words = {**dict(zip(*before.part.words, strict=True)), **new.words}
            stay = (key for key in in_force.keys() & before.in_force.keys() if key not in new.sequences)
            gathered = Gathered(words, {key: before.part.sequence(key) for key in stay} | new.sequences)
            return self._compiled(folder, gathered, _Articles(now, in_force, self._bodies, before))
        except Exception:  # noqa: BLE001 - whatever goes wrong inside Whoosh, the cure is the same
            _log.warning("The index could not be changed and is built again", exc_info=True)
            return None

    def _rebuilt(self, now: Catalogue, in_force: Mapping[str, InForce], progress: Progress) -> "_Index":
        folder = self._root / f"index-{store.next_number(self._root, 'index')}"
        indexing.create(folder)
        articles = _Articles(now, in_force, self._bodies)
        gathered = indexing.change(folder, (), articles, progress.indexing(len(in_force)))
        return self._compiled(folder, gathered, articles)

    @staticmethod
    def _compiled(folder: Path, gathered: Gathered, articles: "_Articles") -> "_Index":
        # Whoosh's writers leave large cycles behind, and nothing will be read again that is remembered.
        tokens.forget()
        gc.collect()
        return _Index(folder.name, *parts.generation(articles, partial(indexing.read_segments, folder), gathered))


@dataclass(frozen=True, slots=True)
class _Index:
    """A folder of Whoosh indexes, and the arrays made of it."""

    name: str
    part: Mapping[str, Array]
    statistics: Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class _Articles:
    """The articles in force in the order of their keys, decoded each time they are gone through."""

    now: Catalogue
    in_force: Mapping[str, InForce]
    bodies: Bodies
    before: _Before | None = None

    def __iter__(self) -> Iterator[Article]:
        for key in sorted(self.in_force):
            found = self.in_force[key]
            if self.before and self.before.in_force.get(key) == found and (known := self.before.part.shelf.by_key(key)):
                yield known
            else:
                yield from catalogue.articles(self.now, [found], self.bodies)
