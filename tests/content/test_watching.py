import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kbassist.content import watching
from kbassist.content.watching import Watcher, is_remote

PATIENCE = 10.0  # s
SILENCE = 0.6  # s, in which whatever is told would have been told


class Ear:
    """Hears of changes."""

    def __init__(self) -> None:
        self.heard = threading.Semaphore(0)

    def hears(self, timeout: float = PATIENCE) -> bool:
        return self.heard.acquire(timeout=timeout)


@pytest.fixture
def folder(tmp_path):
    """A library folder of one article, reached without links."""
    folder = (tmp_path / "library").resolve()
    (folder / "id").mkdir(parents=True)
    (folder / "id/kartu.md").write_text("# Kartu", encoding="utf-8")
    return folder


@pytest.fixture
def watch() -> Iterator[Callable[..., Ear]]:
    watchers: list[Watcher] = []

    def begin(*folders: Path) -> Ear:
        ear = Ear()
        watchers.append(Watcher(folders, ear.heard.release))
        return ear

    yield begin
    for watcher in watchers:
        watcher.close()


def replaced(path: Path) -> None:
    beside = path.with_name("." + path.name + ".swp")
    beside.write_text("# Baru", encoding="utf-8")
    path.rename(path.with_name(path.name + "~"))
    beside.rename(path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "written": lambda folder: (folder / "id/kartu.md").write_text("# Baru", encoding="utf-8"),
    "replaced": lambda folder: replaced(folder / "id/kartu.md"),
    "removed": lambda folder: (folder / "id/kartu.md").unlink(),
    "renamed": lambda folder: (folder / "id/kartu.md").rename(folder / "id/lain.MD"),
    "moved away": lambda folder: (folder / "id/kartu.md").rename(folder.parent / "kartu.md"),
    "in a new folder": lambda folder: shutil.copytree(folder / "id", folder / "en/cards"),
    "a folder renamed": lambda folder: (folder / "id").rename(folder / "en"),
    "synonyms": lambda folder: (folder / "_synonyms.yml").write_text("short: {}", encoding="utf-8"),
    "library": lambda folder: (folder / "_library.yml").write_text("owner: Bank", encoding="utf-8"),
    "forbidden": lambda folder: (folder / "_forbidden.yml").write_text("- pasti", encoding="utf-8"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_told_once(folder, watch, change):
    ear = watch(folder)
    change(folder)
    assert ear.hears()
    assert not ear.hears(SILENCE)


def test_what_is_no_part_of_the_library_is_not_told(folder, watch):
    (folder / "_history/id").mkdir(parents=True)
    (folder / ".git").mkdir()
    ear = watch(folder)
    for name in ("_history/id/kartu.md", ".git/kartu.md", "id/.kartu.md.swp", "id/gambar.png", "_lain.yml"):
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "_history/neu").mkdir()
    (folder / "id/kartu.md").read_text(encoding="utf-8")
    assert not ear.hears(SILENCE)


def test_many_changes_at_once_are_told_as_one_and_the_last_of_them_is_never_missed(folder, watch):
    ear = watch(folder)
    for number in range(200):
        (folder / f"id/artikel-{number}.md").write_text("# Artikel", encoding="utf-8")
    told = 0
    while ear.hears(PATIENCE if not told else SILENCE):
        told += 1
    assert told < 20


def test_a_folder_that_comes_later_goes_and_comes_back_is_watched(folder, watch, tmp_path):
    late = tmp_path.resolve() / "share/articles"
    ear = watch(folder, late)
    late.mkdir(parents=True)
    assert ear.hears()
    (late / "baru.md").write_text("# Baru", encoding="utf-8")
    assert ear.hears()
    late.rename(late.with_name("old"))
    assert ear.hears()
    late.mkdir()
    assert ear.hears()
    (late / "lagi.md").write_text("# Lagi", encoding="utf-8")
    assert ear.hears()


def test_where_the_system_gives_no_watch_the_folder_is_looked_through(folder, watch, monkeypatch):
    def refuse() -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watching, "Observer", refuse)
    monkeypatch.setattr(watching, "_POLL", 0.1)
    ear = watch(folder)
    (folder / "id/kartu.md").write_text("# Kartu debit", encoding="utf-8")
    assert ear.hears()
    (folder / "id/kartu.md").unlink()
    assert ear.hears()


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/home/me/articles", False),
        ("/mnt/share/articles", True),
        ("/mnt/share/usb/articles", False),
        ("/mnt/team drive/articles", True),
        ("/mnt/shared", False),
    ],
)
def test_a_share_is_known_by_its_mount(tmp_path, monkeypatch, path, remote):
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n//server/s /mnt/share cifs rw 0 0\n/dev/sdb1 /mnt/share/usb vfat rw 0 0\n"
        "server:/s /mnt/team\\040drive nfs4 rw 0 0\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(watching, "_MOUNTS", mounts)
    if os.sep == "/":
        assert is_remote(Path(path)) is remote
