"""Article files as editors open and save them: what was not changed stays as it was, and nobody's work is overwritten.

A saved text is written beside its file and takes its place at once. The file beside is made by one alone: as long as it
is there nobody else saves, so of two who save at the same moment one is told that the file has changed.
"""

import hashlib
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from msgspec import Struct

from kbassist.content.reader import MAX_BYTES

_MARK = "\ufeff"
# Saving takes milliseconds: a file beside that stays longer was left by a process that was killed.
_PATIENCE_SECONDS = 5.0
_LOOK_SECONDS = 0.01


class NotTextError(Exception):
    """What a file holds can't be edited as text; `code` is that of the problem: "file-not-text" or "file-too-large"."""

    def __init__(self, code: str) -> None:
        """Keep the code of the problem."""
        super().__init__(code)
        self.code = code


class Opened(Struct, frozen=True):
    """A file as it was read: its text without mark and with plain row ends, and what it needs to be saved alike."""

    path: str
    text: str
    digest: str
    newline: str = "\n"
    bom: bool = False


class ChangedOnDiskError(Exception):
    """The file is no longer what was opened; `now` is what it holds, None when it has gone or is no text."""

    def __init__(self, now: Opened | None) -> None:
        """Keep what the file holds now."""
        super().__init__(now.path if now else "")
        self.now = now


def open_file(path: Path) -> Opened:
    """Read a file for editing; raises OSError, or NotTextError for what is no text.

    A file that is not UTF-8 is read as the library reads it and becomes UTF-8 when it is saved.
    """
    with path.open("rb") as file:
        return opened_from(path, file.read(MAX_BYTES + 1))


def opened_from(path: Path, data: bytes) -> Opened:
    """Return what a file of these bytes would be opened as; raises NotTextError."""
    if len(data) > MAX_BYTES:
        raise NotTextError("file-too-large")
    if b"\0" in data:
        raise NotTextError("file-not-text")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    crlf = text.count("\r\n")
    ends = Counter({"\n": text.count("\n") - crlf, "\r\n": crlf, "\r": text.count("\r") - crlf})
    plain = _plain(text.removeprefix(_MARK))
    return Opened(str(path), plain, digest_of(data), ends.most_common(1)[0][0], text.startswith(_MARK))


def digest_of(data: bytes) -> str:
    """Return what tells the bytes of one file from those of another."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def save(opened: Opened, text: str) -> Opened:
    """Write a new text in place of the one that was opened, with its row ends, mark and permissions.

    A file that ended with a row end keeps one. Raises ChangedOnDiskError when the file is no longer what was opened,
    NotTextError for more than an article may hold, and OSError when it can't be written.
    """
    path = Path(opened.path).resolve()
    if opened.text.endswith("\n") and text and not text.endswith("\n"):
        text += "\n"
    data = _encoded(text, opened.newline, opened.bom)
    saved = opened_from(Path(opened.path), data)
    with _taking_the_place_of(path) as file:
        _require_unchanged(opened, path)
        file.write(data)
        # Some file systems of other makers know no permissions.
        with suppress(PermissionError):
            shutil.copymode(path, file.name)
    return saved


def create(path: Path, text: str) -> Opened:
    """Write a new file, and the folders it lies in; raises FileExistsError, and NotTextError as `save` does."""
    data = _encoded(text)
    made = opened_from(path, data)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _taking_the_place_of(path) as file:
        if os.path.lexists(path):
            raise FileExistsError(path)
        file.write(data)
    return made


def replace(path: Path, data: bytes) -> None:
    """Write a file of our own whole or not at all, over what it held."""
    with _taking_the_place_of(path) as file:
        file.write(data)


def _require_unchanged(opened: Opened, path: Path) -> None:
    try:
        # For writing too: a file that its owner has closed to us is not to be replaced either.
        with path.open("r+b") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ChangedOnDiskError(None) from error
    if digest_of(data) != opened.digest:
        try:
            raise ChangedOnDiskError(opened_from(Path(opened.path), data))
        except NotTextError as error:
            raise ChangedOnDiskError(None) from error


@contextmanager
def _taking_the_place_of(path: Path) -> Iterator[IO[bytes]]:
    """Yield the file beside that becomes `path` once it has reached the disk; nobody else has one meanwhile."""
    beside = path.with_name(f".{path.name}.saving")
    file = _first_to_make(beside)
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _first_to_make(beside: Path) -> IO[bytes]:
    waited_until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return beside.open("xb")
        except FileExistsError:
            if time.monotonic() > waited_until:
                beside.unlink(missing_ok=True)
            time.sleep(_LOOK_SECONDS)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoded(text: str, newline: str = "\n", bom: bool = False) -> bytes:
    # What holds a NUL would be opened as text by nobody.
    marked = (_MARK if bom else "") + _plain(text.replace("\0", "")).replace("\n", newline)
    # Half of a sign that was pasted must not keep the rest from being saved.
    return marked.encode(errors="replace")
