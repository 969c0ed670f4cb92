"""Where the index of one library lies in the cache, and how a reader always finds a consistent set of files.

The folder of a library holds

    current           the manifest: which generation is in force and the checksum of every file of it
    generation-7/     what readers load: the snapshot of the articles, the compiled arrays, the vocabulary
    index-3/          the Whoosh indexes and what else only the worker needs
    lock              held by the worker at work

A generation never changes once `current` names it. `current` is replaced last and at once, after everything it names
has reached the disk; the generation before stays until the next one, for readers that are on their way. Nothing
here is precious: whatever does not fit its checksum is built again from the articles.
"""

import gc
import hashlib
import os
import re
import shutil
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kbassist.content.model import Article, Problem

FORMAT = 3
SNAPSHOT = "snapshot.msgpack"
_CURRENT = "current"
_NUMBERED = re.compile(r"(generation|index)-(\d+)")


class Damaged(Exception):  # noqa: N818 - it names a state, like FileNotFoundError
    """A file of the cache is missing or not as it was written."""


class Manifest(msgspec.Struct, frozen=True):
    """What is in force: folders by their names, files by their paths inside the library's folder, with checksums."""

    format: int
    fingerprint: str
    generation: int
    index: str
    files: dict[str, int]

    @property
    def folder(self) -> str:
        """Return the name of the generation's folder."""
        return f"generation-{self.generation}"


class Snapshot(msgspec.Struct, frozen=True):
    """The library as last read: all articles in force, without their bodies, and all problems.

    `phrases` are the stems of every trigger and condition, so that no reader has to find them again; `owner` is whose
    library it is.
    """

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    phrases: dict[str, tuple[str, ...]]
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A snapshot, and where the rest of its generation lies."""

    root: Path
    manifest: Manifest
    snapshot: Snapshot


def place(folders: Sequence[Path], cache: Path) -> Path:
    """Return the folder that a list of library folders has in the cache."""
    names = "\0".join(os.path.normcase(folder.resolve()) for folder in folders)
    return cache / "index" / hashlib.blake2b(names.encode(errors="surrogateescape"), digest_size=12).hexdigest()


def open_snapshot(root: Path) -> Loaded | None:
    """Load the snapshot in force; None when there is none or it does not fit. Imports no Whoosh, numpy or Markdown."""
    tried = None
    while (manifest := read_manifest(root)) != tried and manifest is not None:
        try:
            data = read_file(root, manifest, f"{manifest.folder}/{SNAPSHOT}")
            with _without_collecting():
                return Loaded(root, manifest, msgspec.msgpack.decode(data, type=Snapshot))
        except (Damaged, msgspec.DecodeError):
            # Where a worker has just replaced the generation, the next round finds the new one.
            tried = manifest
    return None


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hold the garbage collector off: a hundred thousand new objects, all of them kept, make it run in vain."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def read_manifest(root: Path) -> Manifest | None:
    """Return what is in force, or None when nothing is or another version of the app wrote it."""
    try:
        manifest = msgspec.json.decode((root / _CURRENT).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None
    return manifest if manifest.format == FORMAT else None


def read_file(root: Path, manifest: Manifest, name: str) -> bytes:
    """Return the bytes of a file of the manifest; raises Damaged when they are not as they were written."""
    try:
        data = (root / name).read_bytes()
    except OSError as error:
        raise Damaged(name) from error
    if zlib.crc32(data) != manifest.files.get(name):
        raise Damaged(name)
    return data


def intact(root: Path, manifest: Manifest) -> bool:
    """Whether all files of the manifest are as they were written."""
    try:
        for name in manifest.files:
            read_file(root, manifest, name)
    except Damaged:
        return False
    return True


def next_number(root: Path, kind: str) -> int:
    """Return the first free number for a new folder: "generation" or "index"."""
    numbers = [int(found[2]) for found in _numbered(root) if found[1] == kind]
    return max(numbers, default=0) + 1


def sweep(root: Path) -> None:
    """Remove what killed workers left behind: indexes not in force, and generations that never came into force."""
    manifest = read_manifest(root)
    index, generation = (manifest.index, manifest.generation) if manifest else ("", sys.maxsize)
    _remove(
        root,
        [
            found[0]
            for found in _numbered(root)
            if (found[0] != index if found[1] == "index" else int(found[2]) > generation)
        ],
    )


def put_in_force(root: Path, fingerprint: str, generation: int, index: str) -> None:
    """Write the manifest over the files of a generation and of its index once all of them have reached the disk."""
    before = read_manifest(root)
    folders = (root / f"generation-{generation}", root / index)
    files = {
        path.relative_to(root).as_posix(): _settled(path)
        for folder in folders
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.endswith("LOCK")
    }
    for folder in (*folders, root):
        _sync_folder(folder)
    new = root / f"{_CURRENT}.new"
    new.write_bytes(msgspec.json.encode(Manifest(FORMAT, fingerprint, generation, index, files)))
    _settled(new)
    new.replace(root / _CURRENT)
    _sync_folder(root)
    kept = {f"generation-{generation}", index} | ({before.folder} if before else set())
    _remove(root, [found[0] for found in _numbered(root) if found[0] not in kept])


def _settled(path: Path) -> int:
    """See that a file's bytes have reached the disk; return their checksum."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
        return zlib.crc32(file.read())


def _sync_folder(folder: Path) -> None:
    # Windows can't open folders, and its file system keeps names in a journal of its own.
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove(root: Path, names: Iterable[str]) -> None:
    for name in names:
        # What another process holds open goes the next time.
        shutil.rmtree(root / name, ignore_errors=True)


def _numbered(root: Path) -> Iterator[re.Match[str]]:
    return filter(None, (_NUMBERED.fullmatch(path.name) for path in root.iterdir()))
