"""What an article's file held before, who changed it, when and why: from its Git clone, else kept in the library."""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from kbassist.content import header
from kbassist.content.kinds import Status

# More than anyone looks through; a file with a longer past shows its last versions.
MOST_VERSIONS = 200
_STATUSES = {"": Status.PUBLISHED.value} | {status.value: status.value for status in Status}


class Version(Struct, frozen=True):
    """One state of a file: who made it so, when and why, and the status that its text had.

    `who` and `message` are empty for what was found and not saved here, `status` where its header can't be read.
    """

    id: str
    when: datetime
    who: str
    message: str
    status: str


class VersionsError(Exception):
    """A version that cannot be had or made; `code` says why.

    "version-unknown", "version-unreadable"; of a clone "clone-detached" (on no branch), "clone-merging" (in the middle
    of a merge), "clone-busy" (another program is writing), "clone-damaged".
    """

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the code, and what more is known."""
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class Versions(Protocol):
    """The past of the files of one library folder."""

    def of(self, path: Path, most: int = MOST_VERSIONS) -> list[Version]:
        """Return the versions of a file, the newest first."""
        ...

    def text(self, path: Path, version_id: str) -> str:
        """Return the text that a file had; raises VersionsError."""
        ...

    def secure(self, path: Path) -> None:
        """See that what a file holds now can be had again: called before it is saved over. Raises VersionsError."""
        ...

    def record(self, path: Path, who: str, message: str) -> Version | None:
        """Keep what a file holds now as its newest version; None when it is that already. Raises VersionsError."""
        ...


def versions_for(path: Path, folder: Path) -> Versions:
    """Return the past of a file in a library folder: that of the Git clone it lies in, else our own kept versions."""
    from kbassist.content.kept import Kept  # noqa: PLC0415 - it needs what stands here

    root = next((above for above in path.resolve().parents if (above / ".git").exists()), None)
    if root:
        # Dulwich is loaded where there is a clone alone.
        from kbassist.content.clone import Clone  # noqa: PLC0415

        clone = Clone(root)
        if clone.holds(path):
            return clone
    return Kept(folder)


def status_of(text: str) -> str:
    """Return the status that a text has, the usual one where it names none; empty when its header can't be read."""
    head = header.split(text)[0]
    try:
        field = header.read(head).get("status") if head else None
    except header.HeaderError:
        return ""
    named = field.value if field else ""
    if not isinstance(named, str):
        return ""
    return _STATUSES.get(named.lower(), "")
