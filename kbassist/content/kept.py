"""Versions of files that lie in no Git clone, kept in the library folder itself so that all who share it have them.

    _history/id/kartu/blokir.md/2026-11-27 14.05.12 sari-dewi.md     the file as it was, to be read by anyone
    _history/id/kartu/blokir.md/versions.jsonl                       who, when and why, one row a version

The rows are only ever added to. Two who add at once may spoil a row: what can't be read is passed over.
"""

from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import msgspec

from kbassist.content import writing
from kbassist.content.slugs import slug
from kbassist.content.versions import MOST_VERSIONS, Version, VersionsError, status_of

FOLDER = "_history"
_ROWS = "versions.jsonl"
_LONGEST_NAME = 40


class _Row(msgspec.Struct, frozen=True):
    id: str
    when: datetime
    who: str
    message: str
    status: str
    digest: str


class Kept:
    """The kept versions of the files of one library folder."""

    def __init__(self, folder: Path) -> None:
        """Keep versions in `folder`."""
        self._root = folder.resolve()

    def of(self, path: Path, most: int = MOST_VERSIONS) -> list[Version]:
        """Return the versions of a file, the newest first."""
        rows = self._rows(path)[: -most - 1 : -1]
        return [_version(row) for row in rows]

    def text(self, path: Path, version_id: str) -> str:
        """Return the text that a file had; raises VersionsError."""
        if version_id not in {row.id for row in self._rows(path)}:
            raise VersionsError("version-unknown", version_id)
        try:
            return writing.open_file(self._place(path) / f"{version_id}.md").text
        except (OSError, writing.NotTextError) as error:
            raise VersionsError("version-unreadable", version_id) from error

    def secure(self, path: Path) -> None:
        """Keep what a file holds when no version does: what it was before all saving, or what others made of it."""
        with suppress(FileNotFoundError):
            self._keep(path, "", "", datetime.fromtimestamp(path.stat().st_mtime, UTC))

    def record(self, path: Path, who: str, message: str) -> Version | None:
        """Keep what a file holds now as its newest version; None when it is that already."""
        return self._keep(path, who.strip(), message.strip(), datetime.now(UTC))

    def _keep(self, path: Path, who: str, message: str, when: datetime) -> Version | None:
        data = path.read_bytes()
        digest, rows = writing.digest_of(data), self._rows(path)
        if rows and rows[-1].digest == digest:
            return None
        opened = writing.opened_from(path, data)
        place = self._place(path)
        place.mkdir(parents=True, exist_ok=True)
        name = _copy(place, f"{when.astimezone():%Y-%m-%d %H.%M.%S} {slug(who)[:_LONGEST_NAME]}".strip(), data)
        row = _Row(name, when, who, message, status_of(opened.text), digest)
        _add(place / _ROWS, msgspec.json.encode(row))
        return _version(row)

    def _place(self, path: Path) -> Path:
        return self._root / FOLDER / path.resolve().relative_to(self._root)

    def _rows(self, path: Path) -> list[_Row]:
        """Return the rows of the versions that are there, the oldest first; of two alike in a row, the first."""
        place = self._place(path)
        try:
            lines = (place / _ROWS).read_bytes().splitlines()
            copies = {copy.stem for copy in place.iterdir()}
        except FileNotFoundError:
            return []
        rows: list[_Row] = []
        for line in lines:
            try:
                row = msgspec.json.decode(line, type=_Row)
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue
            if row.id in copies and not (rows and rows[-1].digest == row.digest):
                rows.append(row)
        return rows


def _version(row: _Row) -> Version:
    return Version(row.id, row.when, row.who, row.message, row.status)


def _copy(place: Path, name: str, data: bytes) -> str:
    """Write a copy under the first free name; return that name."""
    names = (name if number == 1 else f"{name} {number}" for number in count(1))
    while True:
        free = next(names)
        with suppress(FileExistsError), (place / f"{free}.md").open("xb") as file:
            file.write(data)
            return free


def _add(path: Path, line: bytes) -> None:
    with path.open("a+b") as file:
        file.seek(0)
        is_whole = file.read()[-1:] in {b"", b"\n"}
        file.write((b"" if is_whole else b"\n") + line + b"\n")
