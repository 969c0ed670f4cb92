"""Texts that are being written, kept until they are saved: a crash or an evening loses nothing."""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kbassist.content import writing
from kbassist.content.writing import Opened


class Draft(msgspec.Struct, frozen=True):
    """A text for a file that is not saved yet, and what the file held when the writing began."""

    path: str
    text: str
    base_text: str
    base_digest: str
    when: datetime


class Drafts:
    """The drafts of one person, one file each in a folder."""

    def __init__(self, folder: Path) -> None:
        """Keep drafts in `folder`."""
        self._folder = folder

    def keep(self, path: Path, text: str, base: Opened) -> Draft:
        """Keep a text for a file, in place of the one before."""
        # Half of a sign that was pasted must not keep the rest from being kept.
        whole = text.encode(errors="replace").decode()
        draft = Draft(str(path), whole, base.text, base.digest, datetime.now(UTC))
        self._folder.mkdir(parents=True, exist_ok=True)
        writing.replace(self._place(path), msgspec.json.encode(draft))
        return draft

    def find(self, path: Path) -> Draft | None:
        """Return what is kept for a file."""
        return _read(self._place(path))

    def drop(self, path: Path) -> None:
        """Forget what is kept for a file: it was saved, or is not wanted."""
        self._place(path).unlink(missing_ok=True)

    def _place(self, path: Path) -> Path:
        name = os.path.normcase(path.resolve())
        return self._folder / f"{hashlib.blake2b(os.fsencode(name), digest_size=12).hexdigest()}.json"


def _read(place: Path) -> Draft | None:
    try:
        return msgspec.json.decode(place.read_bytes(), type=Draft)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
