"""The past of files that lie in a Git clone, read and written without Git on the machine.

A version is a commit. One that is made here holds a single file: what else was changed or staged stays as it is, and no
hooks run. Nothing is fetched and nothing sent.
"""

import heapq
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count, islice
from pathlib import Path

from dulwich.config import StackedConfig
from dulwich.diff_tree import CHANGE_RENAME, RenameDetector
from dulwich.errors import ChecksumMismatch, FileFormatException, NotGitRepository
from dulwich.file import FileLocked
from dulwich.ignore import IgnoreFilterManager
from dulwich.index import IndexEntry, UnsupportedIndexFormat, index_entry_from_stat, locked_index
from dulwich.object_store import commit_tree_changes
from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.refs import HEADREF
from dulwich.repo import Repo, UnsupportedExtension, UnsupportedVersion

from kbassist.content import writing
from kbassist.content.slugs import slug
from kbassist.content.versions import MOST_VERSIONS, Version, VersionsError, status_of

_PLAIN_FILE = stat.S_IFREG | 0o644
# An article is run by nobody, but shared folders mark all files so.
_MARKED_FILE = stat.S_IFREG | 0o755
_COMMIT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
# What stands between the parts of "Name <mail>", and what ends a row.
_NOT_IN_NAMES = re.compile(r"[<>\s\0]+")
# There while the clone is in the middle of something that a commit would end.
_UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")
# Other programs hold a clone for moments, to look at it even.
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)
_REMEMBERED = 100_000
# So many commits are looked through in two or three seconds.
_FARTHEST = 20_000
# What Dulwich raises for what it can't read: objects that are missing, an index of a kind that it does not know.
_DAMAGE = (KeyError, ValueError, AssertionError, FileFormatException, ChecksumMismatch, UnsupportedIndexFormat)


class Clone:
    """The past of the files of one clone."""

    def __init__(self, root: Path) -> None:
        """Know the clone whose files lie in `root`."""
        self._root = root

    def of(self, path: Path, most: int = MOST_VERSIONS) -> list[Version]:
        """Return the versions of a file, the newest first; looks no further back than it has to."""
        with self._opened() as repo:
            log = _Log(repo, self._name(path))
            return [log.version(commit, blob) for commit, blob in islice(log.changes(), most)]

    def text(self, path: Path, version_id: str) -> str:
        """Return the text that a file had; raises VersionsError."""
        with self._opened() as repo:
            commit_id = ObjectID(version_id.encode())
            if not _COMMIT_ID.fullmatch(version_id) or commit_id not in repo.object_store:
                raise VersionsError("version-unknown", version_id)
            log = _Log(repo, self._name(path))
            blob = log.blob_at(commit_id)
            if blob is None:
                raise VersionsError("version-unknown", version_id)
            try:
                return log.text(blob)
            except writing.NotTextError as error:
                raise VersionsError("version-unreadable", version_id) from error

    def secure(self, path: Path) -> None:
        """Commit apart what somebody changed with another program and did not commit; raises VersionsError.

        What is not in the clone yet is left to the commit that brings it there.
        """
        with suppress(FileNotFoundError), self._opened() as repo:
            head, name = _head(repo), self._name(path)
            if head and _Log(repo, name).blob_in(head, name):
                self.record(path, "", "")

    def record(self, path: Path, who: str, message: str) -> Version | None:
        """Commit what a file holds now; None when it is committed already. Raises VersionsError."""
        for seconds in _WAITS:
            try:
                return self._record(path, who, message)
            except VersionsError as error:
                if error.code != "clone-busy":
                    raise
            time.sleep(seconds)
        return self._record(path, who, message)

    def holds(self, path: Path) -> bool:
        """Whether a file belongs to the clone: it is in it already, or nothing keeps it out."""
        try:
            with self._opened() as repo:
                name = self._name(path)
                return name in repo.open_index() or not IgnoreFilterManager.from_repo(repo).is_ignored(name.decode())
        except (NotGitRepository, UnsupportedExtension, UnsupportedVersion, VersionsError):
            return False

    def _record(self, path: Path, who: str, message: str) -> Version | None:
        with self._opened() as repo:
            _require_calm(repo)
            name, data, head = self._name(path), path.read_bytes(), _head(repo)
            blob = repo.get_blob_normalizer().checkin_normalize(Blob.from_string(data), name)
            log = _Log(repo, name)
            if head and log.blob_in(head, name) == blob.id:
                return None
            repo.object_store.add_object(blob)
            mode = _stage(repo, name, blob.id, path)
            tree = _tree_with(repo, head, (name, mode, blob.id))
            author = _author(who, repo.get_config_stack())
            commit = _commit(repo, head, tree, author, message.strip() or name.decode())
            return log.version(commit, blob.id)

    def _name(self, path: Path) -> bytes:
        return path.resolve().relative_to(self._root).as_posix().encode()

    @contextmanager
    def _opened(self) -> Iterator[Repo]:
        try:
            with Repo(str(self._root)) as repo:
                yield repo
        except FileLocked as error:
            raise VersionsError("clone-busy") from error
        except _DAMAGE as error:
            raise VersionsError("clone-damaged", str(error)) from error


class _Log:
    """What became of one file, commit by commit."""

    def __init__(self, repo: Repo, name: bytes) -> None:
        self._repo, self._name = repo, name
        # Most trees of most commits are those of the commit before.
        self._entry = lru_cache(_REMEMBERED)(self._read_entry)

    def changes(self) -> Iterator[tuple[Commit, ObjectID]]:
        """Yield the commits that changed the file, the newest first, with what it held; under its earlier names too.

        Of a merge the side that brought the file as it is is followed alone, as `git log` does.
        """
        head = _head(self._repo)
        order = count()
        waiting = [(0, next(order), head, self._name)] if head else []
        seen = {head.id} if head else set()
        while waiting and len(seen) < _FARTHEST:
            _, _, commit, name = heapq.heappop(waiting)
            blob = self.blob_in(commit, name)
            parents = [_commit_at(self._repo, parent) for parent in self._repo.get_parents(commit.id, commit)]
            alike = [parent for parent in parents if self.blob_in(parent, name) == blob][:1]
            if blob is not None and not alike:
                yield commit, blob
                name = self._name_before(commit, parents, name)
            for parent in alike or parents:
                if parent.id not in seen:
                    seen.add(parent.id)
                    heapq.heappush(waiting, (-parent.commit_time, next(order), parent, name))

    def blob_at(self, commit_id: ObjectID) -> ObjectID | None:
        """Return what the file held at a commit that changed it or had it under the name of now."""
        commit = self._repo.object_store[commit_id]
        blob = self.blob_in(commit, self._name) if isinstance(commit, Commit) else None
        return blob or next((earlier for changed, earlier in self.changes() if changed.id == commit_id), None)

    def blob_in(self, commit: Commit, name: bytes) -> ObjectID | None:
        """Return what a file of that name held at a commit."""
        found: ObjectID | None = commit.tree
        for part in name.split(b"/"):
            found = self._entry(found, part) if found else None
        return found

    def text(self, blob: ObjectID) -> str:
        """Return what the file held as text; raises NotTextError."""
        return writing.opened_from(Path(), self._repo.object_store[blob].as_raw_string()).text

    def version(self, commit: Commit, blob: ObjectID) -> Version:
        """Return what a commit made of the file."""
        when = datetime.fromtimestamp(commit.author_time, UTC)
        who = commit.author.decode(errors="replace").partition("<")[0].strip()
        try:
            status = status_of(self.text(blob))
        except writing.NotTextError:
            status = ""
        return Version(commit.id.decode(), when, who, commit.message.decode(errors="replace").strip(), status)

    def _name_before(self, commit: Commit, parents: list[Commit], name: bytes) -> bytes:
        """Return the name that the file had before a commit that may have moved it."""
        if len(parents) != 1 or self.blob_in(parents[0], name):
            return name
        changes = RenameDetector(self._repo.object_store).changes_with_renames(parents[0].tree, commit.tree)
        moved = (
            change for change in changes if change.type == CHANGE_RENAME and change.new and change.new.path == name
        )
        return next((change.old.path for change in moved if change.old and change.old.path), name)

    def _read_entry(self, tree_id: ObjectID, name: bytes) -> ObjectID | None:
        tree = self._repo.object_store[tree_id]
        return tree[name][1] if isinstance(tree, Tree) and name in tree else None


def _head(repo: Repo) -> Commit | None:
    """Return the commit that the clone is at; None before the first."""
    commit_id = repo.refs.follow(HEADREF)[1]
    return _commit_at(repo, commit_id) if commit_id else None


def _commit_at(repo: Repo, commit_id: ObjectID) -> Commit:
    found = repo.object_store[commit_id]
    assert isinstance(found, Commit)
    return found


def _require_calm(repo: Repo) -> None:
    """Refuse where a commit would be lost, or would end what somebody has begun."""
    head = repo.refs.read_ref(HEADREF)
    if head is not None and not head.startswith(b"ref: "):
        raise VersionsError("clone-detached")
    control = Path(repo.controldir())
    if any((control / name).exists() for name in _UNDER_WAY) or repo.open_index().has_conflicts():
        raise VersionsError("clone-merging")


def _stage(repo: Repo, name: bytes, blob_id: ObjectID, path: Path) -> int:
    """Put what a file holds into the index, and return the mode that it has there."""
    with locked_index(repo.index_path(), repo.object_format) as index:
        mode = _PLAIN_FILE
        if name in index and isinstance(known := index[name], IndexEntry) and known.mode == _MARKED_FILE:
            mode = _MARKED_FILE
        index[name] = index_entry_from_stat(path.stat(), blob_id, mode)
    return mode


def _tree_with(repo: Repo, head: Commit | None, entry: tuple[bytes, int, ObjectID]) -> ObjectID:
    tree = repo.object_store[head.tree] if head else Tree()
    assert isinstance(tree, Tree)
    return commit_tree_changes(repo.object_store, tree, [entry])


def _commit(repo: Repo, head: Commit | None, tree: ObjectID, author: bytes, message: str) -> Commit:
    """Put a commit over `head`; raises VersionsError when another one came before it."""
    now = datetime.now().astimezone()
    commit = Commit()
    commit.tree = tree
    commit.parents = [head.id] if head else []
    commit.author = commit.committer = author
    commit.author_time = commit.commit_time = int(now.timestamp())
    commit.author_timezone = commit.commit_timezone = int((now.utcoffset() or timedelta()).total_seconds())
    commit.message = f"{message}\n".encode(errors="replace")
    repo.object_store.add_object(commit)
    told = {
        "committer": author,
        "timestamp": commit.commit_time,
        "timezone": commit.commit_timezone,
        "message": b"commit: " + commit.message.splitlines()[0],
    }
    if head:
        is_done = repo.refs.set_if_equals(HEADREF, head.id, commit.id, **told)
    else:
        is_done = repo.refs.add_if_new(HEADREF, commit.id, **told)
    if not is_done:
        raise VersionsError("clone-busy")
    return commit


def _author(who: str, config: StackedConfig) -> bytes:
    """Return a name with a mail address: the clone's own where it is the same person's, else one beside it."""
    own_name, own_mail = (_configured(config, key) for key in ("name", "email"))
    name = _NOT_IN_NAMES.sub(" ", who).strip() or own_name or "kbassist"
    if own_mail and name.casefold() == own_name.casefold():
        mail = own_mail
    else:
        mail = f"{slug(name) or 'editor'}@{own_mail.rpartition('@')[2] or 'localhost'}"
    return f"{name} <{mail}>".encode(errors="replace")


def _configured(config: StackedConfig, key: str) -> str:
    try:
        return config.get(("user",), key).decode()
    except KeyError:
        return ""
