"""Where the index of one library lies in the cache, and how a reader always finds a consistent set of files.

The folder of a library holds

    current           the manifest: which generation is in force and the checksum of every file of it
    generation-7/     what readers map, articles and arrays, and what the worker must know of them next time
    patch-2           what has changed since, for readers of one worker, who already have the generation
    index-3/          the Whoosh indexes
    ranker-4          what was learned from the articles' examples
    good.sqlite3      the last good version of each article file
    lock              held by the worker at work

A generation never changes once `current` names it. `current` is replaced last and at once, after everything it names
has reached the disk; the generation before stays until the next one, for readers that are on their way. Nothing
here is precious: whatever does not fit its checksum is built again from the articles. Only the last good versions of
files that are broken at that moment cannot be.
"""

import hashlib
import mmap
import os
import re
import shutil
import sys
import time
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import IO

import msgspec

FORMAT = 10
PART = "part.bin"
STATISTICS = "statistics.bin"
CATALOGUE = "catalogue.msgpack"
_CURRENT = "current"
_NUMBERED = re.compile(r"(generation|index|patch|ranker)-(\d+)")
_SWEPT = ("generation", "index", "ranker")
_PIECE = 1 << 20
# A patch becomes part of a generation within seconds, and windows that have it open keep it.
_PATCH_SECONDS = 86_400


class Damaged(Exception):  # noqa: N818 - it names a state, like FileNotFoundError
    """A file of the cache is missing or not as it was written."""


class Manifest(msgspec.Struct, frozen=True):
    """What is in force: folders by their names, files by their paths inside the library's folder, with checksums."""

    format: int
    fingerprint: str
    generation: int
    index: str
    files: dict[str, int]
    ranker: str = ""

    @property
    def folder(self) -> str:
        """Return the name of the generation's folder."""
        return f"generation-{self.generation}"

    @property
    def identity(self) -> tuple[int, int | None]:
        """Return what no other generation has, even one that was built after the cache was thrown away."""
        return self.generation, self.files.get(f"{self.folder}/{PART}")

    @property
    def learned(self) -> tuple[str, int | None]:
        """Return what only the same learning from examples has."""
        return self.ranker, self.files.get(self.ranker)


def place(folders: Sequence[Path], cache: Path) -> Path:
    """Return the folder that a list of library folders has in the cache."""
    names = "\0".join(os.path.normcase(folder.resolve()) for folder in folders)
    return cache / "index" / hashlib.blake2b(names.encode(errors="surrogateescape"), digest_size=12).hexdigest()


def read_manifest(root: Path) -> Manifest | None:
    """Return what is in force, or None when nothing is or another version of the app wrote it."""
    try:
        manifest = msgspec.json.decode((root / _CURRENT).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None
    return manifest if manifest.format == FORMAT else None


def map_file(root: Path, manifest: Manifest, name: str) -> memoryview:
    """Return a file of the manifest mapped into memory; raises Damaged when its bytes are not as they were written."""
    try:
        with (root / name).open("rb") as file:
            if _checksum(file) != manifest.files.get(name):
                raise Damaged(name)
        return mapped(root / name)
    except (OSError, ValueError) as error:
        raise Damaged(name) from error


def map_patch(path: Path) -> memoryview:
    """Return a patch mapped into memory; raises Damaged when it is gone, as for a new generation it may be."""
    try:
        return mapped(path)
    except (OSError, ValueError) as error:
        raise Damaged(path.name) from error


def mapped(path: Path) -> memoryview:
    """Return a file mapped into memory; raises OSError, or ValueError for an empty one."""
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def intact(root: Path, manifest: Manifest) -> bool:
    """Whether all files of the manifest are as they were written."""
    try:
        for name, expected in manifest.files.items():
            with (root / name).open("rb") as file:
                if _checksum(file) != expected:
                    return False
    except OSError:
        return False
    return True


def next_number(root: Path, kind: str) -> int:
    """Return the first free number for a new folder: "generation" or "index"."""
    numbers = [int(found[2]) for found in _numbered(root, (kind,))]
    return max(numbers, default=0) + 1


def sweep(root: Path) -> None:
    """Remove what ended workers left behind: what is not in force, generations that never came into force, patches."""
    manifest = read_manifest(root)
    generation = manifest.generation if manifest else sys.maxsize
    in_force = {manifest.index, manifest.ranker} if manifest else set()
    _remove(
        root,
        (
            found[0]
            for found in _numbered(root, _SWEPT)
            if (int(found[2]) > generation if found[1] == "generation" else found[0] not in in_force)
        ),
    )
    old = time.time() - _PATCH_SECONDS
    _remove(root, [found[0] for found in _numbered(root, ("patch",)) if (root / found[0]).stat().st_mtime < old])


def new_patch(root: Path) -> str:
    """Return the name of a new file for a patch, which no other worker will take."""
    for number in count(next_number(root, "patch")):
        name = f"patch-{number}"
        with suppress(FileExistsError):
            (root / name).touch(exist_ok=False)
            break
    return name


def remove_patches(root: Path, names: Iterable[str]) -> None:
    """Remove patches that no reader is on its way to any more."""
    _remove(root, names)


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
    for folder in folders:
        _sync_folder(folder)
    ranker = before.ranker if before else ""
    if before and ranker:
        files[ranker] = before.files[ranker]
    _write_manifest(root, Manifest(FORMAT, fingerprint, generation, index, files, ranker))
    kept = {f"generation-{generation}", index, ranker} | ({before.folder} if before else set())
    _remove(root, (found[0] for found in _numbered(root, _SWEPT) if found[0] not in kept))


def put_ranker_in_force(root: Path, data: bytes) -> None:
    """Write what was learned from examples, in place of what was learned before; without data there is none."""
    manifest = read_manifest(root)
    if manifest is None:
        return
    files = {name: checksum for name, checksum in manifest.files.items() if name != manifest.ranker}
    name = f"ranker-{next_number(root, 'ranker')}" if data else ""
    if data:
        (root / name).write_bytes(data)
        files[name] = _settled(root / name)
    _write_manifest(root, msgspec.structs.replace(manifest, files=files, ranker=name))
    _remove(root, [manifest.ranker] if manifest.ranker else [])


def _write_manifest(root: Path, manifest: Manifest) -> None:
    _sync_folder(root)
    new = root / f"{_CURRENT}.new"
    new.write_bytes(msgspec.json.encode(manifest))
    _settled(new)
    new.replace(root / _CURRENT)
    _sync_folder(root)


def _settled(path: Path) -> int:
    """See that a file's bytes have reached the disk; return their checksum."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
        return _checksum(file)


def _checksum(file: IO[bytes]) -> int:
    checksum = 0
    while piece := file.read(_PIECE):
        checksum = zlib.crc32(piece, checksum)
    return checksum


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
        with suppress(OSError):
            (root / name).unlink(missing_ok=True)


def _numbered(root: Path, kinds: Collection[str]) -> Iterator[re.Match[str]]:
    return (
        found for path in root.iterdir() if (found := _NUMBERED.fullmatch(path.name)) is not None and found[1] in kinds
    )
