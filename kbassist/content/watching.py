"""Watches the folders of a library, and tells when something that belongs to it has changed and come to rest.

Each folder is watched as the system can do it, and looked through every other second where the system cannot: on a
network share, or where it has no watch left to give. One that is not there is waited for.
"""

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from kbassist.content import forbidden, rules, synonyms

# Editors save by several steps, which settle within this; whoever never rests is heard all the same.
_REST = 0.08  # s
_LONGEST_UNREST = 0.4  # s
_LOOK_FOR_FOLDERS = 0.5  # s
_POLL = 2.0  # s, for whoever serves a share to hundreds
_OWN_FILES = {rules.LIBRARY_FILE, synonyms.FILE, forbidden.FILE}
_MOUNTS = Path("/proc/self/mounts")
_REMOTE = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "fuse.", "davfs", "vboxsf")
# Reading a file is no change of it.
_CHANGES: list[type[FileSystemEvent]] = [
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileAttribEvent,
    events.FileMovedEvent,
    events.FileDeletedEvent,
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.DirDeletedEvent,
]
_Identity = tuple[int, int]


class Watcher:
    """Watches until it is closed; `changed` is called in a thread of its own."""

    def __init__(self, folders: Sequence[Path], changed: Callable[[], None]) -> None:
        """Begin to watch; what changes once this returns is told."""
        self._changed = changed
        self._stirs: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._watches = [_Watch(folder, self._stirs) for folder in folders]
        self._look_for_folders()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop watching; nothing is told after this."""
        self._stirs.put(False)
        self._thread.join()
        for watch in self._watches:
            watch.stop()

    def _look_for_folders(self) -> bool:
        """Watch the folders that have come; whether any has come or gone."""
        return sum(watch.is_renewed() for watch in self._watches) > 0

    def _run(self) -> None:
        looked = time.monotonic()
        while True:
            try:
                stirred = self._stirs.get(timeout=max(0.0, looked + _LOOK_FOR_FOLDERS - time.monotonic()))
                if not stirred:
                    return
            except queue.Empty:
                looked = time.monotonic()
                stirred = self._look_for_folders()
            if stirred:
                if not self._rests():
                    return
                self._changed()

    def _rests(self) -> bool:
        """Wait until all is quiet; false when it is over."""
        end = time.monotonic() + _LONGEST_UNREST
        with suppress(queue.Empty):
            while (left := end - time.monotonic()) > 0:
                if not self._stirs.get(timeout=min(_REST, left)):
                    return False
        return True


class _Watch(FileSystemEventHandler):
    """One folder, and what watches it while it is there."""

    def __init__(self, folder: Path, stirs: "queue.SimpleQueue[bool]") -> None:
        self._folder, self._stirs = folder, stirs
        self._identity: _Identity | None = None
        self._observer: BaseObserver | None = None

    def is_renewed(self) -> bool:
        """Watch the folder if it has come; whether it has come, gone or given its place to another one."""
        identity = _identity(self._folder)
        if identity == self._identity:
            return False
        self._identity = identity
        self.stop()
        if identity:
            self._observer = self._begun()
        return True

    def _begun(self) -> BaseObserver | None:
        if not is_remote(self._folder):
            with suppress(OSError):
                return self._watching(Observer(), one_more=True)
        with suppress(OSError):
            return self._watching(PollingObserver(timeout=_POLL))
        self._identity = None  # it went again meanwhile
        return None

    def _watching(self, observer: BaseObserver, *, one_more: bool = False) -> BaseObserver:
        observer.start()
        try:
            observer.schedule(self, self._folder, recursive=True, event_filter=_CHANGES)
            if one_more:
                # Where the system gives no more watches, folders deep inside have none, and nobody says so.
                observer.unschedule(observer.schedule(FileSystemEventHandler(), self._folder.parent))
        except OSError:
            _end(observer)
            raise
        return observer

    def stop(self) -> None:
        """Watch no longer."""
        if self._observer:
            _end(self._observer)
            self._observer = None

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell of what belongs to the library."""
        if any(self._belongs(path, event.is_directory) for path in _paths(event)):
            self._stirs.put(True)

    def _belongs(self, path: str, is_folder: bool) -> bool:
        if not Path(path).is_relative_to(self._folder):
            return False
        *folders, name = Path(path).relative_to(self._folder).parts or (".",)
        if any(part[0] in "._" for part in folders):
            return False
        if is_folder:
            return name[0] not in "._"
        return name in _OWN_FILES if name[0] in "._" else name.lower().endswith(".md")


def _end(observer: BaseObserver) -> None:
    observer.stop()
    observer.join()


def is_remote(folder: Path) -> bool:
    """Whether a folder lies on a file system of another machine, of whose changes ours need not tell us."""
    if str(folder).startswith("\\\\"):
        return True
    mounts = [(mount, kind) for mount, kind in _mounts() if folder.is_relative_to(mount)]
    return bool(mounts) and max(mounts, key=lambda found: len(found[0]))[1].startswith(_REMOTE)


def _mounts() -> Iterator[tuple[str, str]]:
    """Yield where file systems are mounted, and of what kind they are, where the system says so."""
    with suppress(OSError), _MOUNTS.open(encoding="utf-8", errors="surrogateescape") as rows:
        for row in rows:
            _device, mount, kind, *_rest = row.split(" ")
            yield mount.replace("\\040", " "), kind


def _identity(folder: Path) -> _Identity | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if folder.is_dir() else None


def _paths(event: FileSystemEvent) -> Iterator[str]:
    return (os.fsdecode(path) for path in (event.src_path, event.dest_path) if path)
