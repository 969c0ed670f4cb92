import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from whoosh.index import open_dir
from whoosh.query.terms import Term

from kbassist.search import builder, store


@pytest.fixture
def cards(shelf):
    for name in ("debit", "kredit", "hilang", "rusak", "baru"):
        shelf.write(f"kartu-{name}", f"Kartu {name}", f"Semua tentang kartu {name}.\n\n> [!answer] {name}\n> Baik.")
    shelf.update()
    return shelf


def search(shelf: Any, query: str) -> set[str]:
    return set(shelf.found(query))


def test_the_first_update_reads_everything_and_tells_how_far_it_is(shelf):
    for number in range(7):
        shelf.write(f"artikel-{number}", f"Artikel {number}")
    told: list[tuple[int, int]] = []
    outcome = builder.update([shelf.folder], shelf.root, lambda done, total: told.append((done, total)))
    assert (outcome.changed, len(shelf.titles())) == (7, 7)
    assert told == sorted(told)
    assert told[-1] == (7, 7)


def test_an_article_changed_is_found_by_its_new_words_only(cards):
    cards.write("kartu-hilang", "Dompet dicuri", "Laporkan pencurian.")
    outcome = cards.update()
    assert outcome.changed == 1
    assert "id/kartu-hilang" in search(cards, "pencurian")
    assert "id/kartu-hilang" not in search(cards, "kartu hilang")


def test_after_many_updates_there_is_one_copy_of_everything(cards):
    for number in range(12):
        cards.write(
            "kartu-hilang", f"Kartu hilang {number}", f"> [!answer] Jawab {number} {{#jawab}}\n> Versi {number}."
        )
        cards.update()
    assert cards.keys("articles") == sorted(cards.titles())
    assert cards.keys("lines").count("id/kartu-hilang#jawab") == 1
    assert cards.compiled().article_keys == sorted(cards.titles())
    with open_dir(str(cards.index_folder()), "articles").searcher() as searcher:
        assert len(searcher.search(Term("key", "id/kartu-hilang"), limit=None)) == 1


def test_an_article_removed_is_gone_with_its_lines(cards):
    (cards.folder / "id" / "kartu-rusak.md").unlink()
    assert cards.update().changed == 1
    assert "id/kartu-rusak" not in cards.keys("articles")
    assert not [key for key in cards.keys("lines") if key.startswith("id/kartu-rusak#")]


def test_a_change_of_nothing_is_no_change(cards):
    settle(cards)
    generation = cards.update().generation
    assert cards.update() == builder.Outcome(0, generation)


def test_a_file_saved_again_unchanged_changes_no_article(cards):
    settle(cards)
    os.utime(cards.folder / "id" / "kartu-rusak.md", ns=(10**18, 10**18))
    index = stamp(cards.index_folder())
    assert cards.update().changed == 0
    assert stamp(cards.index_folder()) == index


def test_a_file_changed_twice_within_one_tick_of_the_clock_is_read_again(cards):
    path = cards.write("kartu-hilang", "Kartu hilang A")
    cards.update()
    before = path.stat()
    cards.write("kartu-hilang", "Kartu hilang B")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    cards.update()
    assert cards.titles()["id/kartu-hilang"] == "Kartu hilang B"


def test_a_problem_that_comes_or_goes_is_told(cards):
    settle(cards)
    path = cards.folder / "id" / "kartu-besar.md"
    path.write_bytes(b"\0")
    cards.update()
    assert [problem.path for problem in cards.compiled().about.problems] == [str(path)]
    path.unlink()
    cards.update()
    assert cards.compiled().about.problems == ()


def test_whose_library_it_is_and_what_its_words_mean_is_told(cards):
    settle(cards)
    cards.write_text("_library.yml", "owner: Bank Contoh\n")
    cards.write_text("_synonyms.yml", "same:\n  - [gerai, kantor kas]\n")
    assert cards.update().changed == 0
    about = cards.compiled().about
    assert (about.owner, about.synonyms.same) == ("Bank Contoh", (("gerai", "kantor kas"),))


def test_a_later_folder_overrides_and_gives_way_again(cards, tmp_path):
    own = tmp_path / "own"
    (own / "id").mkdir(parents=True)
    (own / "id" / "kartu-hilang.md").write_text("# Milik kami\n\nCatatan sendiri.", encoding="utf-8")
    folders = (cards.folder, own)
    mine = type(cards)(folders, store.place(folders, tmp_path / "cache"))
    mine.update()
    assert mine.titles()["id/kartu-hilang"] == "Milik kami"
    assert search(mine, "catatan sendiri") == {"id/kartu-hilang"}
    (own / "id" / "kartu-hilang.md").unlink()
    mine.update()
    assert mine.titles()["id/kartu-hilang"] == "Kartu hilang"
    assert "id/kartu-hilang" in search(mine, "semua tentang hilang")


def test_a_library_that_can_not_be_written_is_left_as_it_is(cards):
    paths = [cards.folder, *cards.folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = [(path, path.stat().st_mtime_ns) for path in paths]
    (cards.root / "current").unlink()
    try:
        cards.update()
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert [(path, path.stat().st_mtime_ns) for path in [cards.folder, *cards.folder.rglob("*")]] == before
    assert len(cards.titles()) == 5


def test_a_deleted_cache_is_built_again(cards):
    before = cards.titles()
    for path in sorted(cards.root.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    cards.update()
    assert cards.titles() == before


def test_an_index_of_another_version_is_built_again(cards):
    manifest = cards.manifest()
    old = msgspec.structs.replace(manifest, fingerprint="another")
    (cards.root / "current").write_bytes(msgspec.json.encode(old))
    outcome = cards.update()
    assert outcome.generation > manifest.generation
    assert cards.index_folder().name != manifest.index


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def zeroed(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


def zeroed_at_the_end(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + b"\0" * (len(data) - len(data) // 2))


@pytest.mark.parametrize("tear", [cut_short, emptied, zeroed, zeroed_at_the_end, Path.unlink])
def test_any_torn_file_is_mended(cards, tear: Callable[[Path], None]):
    settle(cards)
    number = 0
    while number < len(files := sorted(path for path in cards.root.rglob("*") if path.is_file())):
        tear(files[number])
        cards.update()
        assert cards.keys("articles") == sorted(cards.titles())
        assert len(cards.keys("lines")) == 5
        assert search(cards, "kartu hilang") == {"id/kartu-hilang"}
        # The next change goes on from what was mended.
        cards.write("kartu-baru", f"Kartu baru {number}")
        cards.write("kartu-baru", "Kartu baru", "Semua tentang kartu baru.\n\n> [!answer] baru\n> Baik.")
        cards.update()
        number += 1
    assert number > 10


def test_what_a_killed_worker_left_is_swept_away(cards):
    for name in ("index-7", "generation-9"):
        (cards.root / name).mkdir()
        (cards.root / name / "half").write_bytes(b"x")
    cards.write("kartu-hilang", "Kartu hilang sekali")
    cards.update()
    assert not (cards.root / "index-7").exists()
    assert not (cards.root / "generation-9" / "half").exists()


def test_a_commit_of_whoosh_that_was_never_put_in_force_is_undone(cards):
    """As when a worker is killed between Whoosh's commit and ours."""
    manifest = (cards.root / "current").read_bytes()
    generation = {path.name: path.read_bytes() for path in (cards.root / "generation-1").iterdir()}
    cards.write("kartu-hilang", "Kartu lenyap", "Tanpa jejak.")
    cards.update()
    (cards.root / "current").write_bytes(manifest)
    (cards.root / "generation-1").mkdir(exist_ok=True)
    for name, data in generation.items():
        (cards.root / "generation-1" / name).write_bytes(data)
    cards.write("kartu-hilang", "Kartu hilang", "Semua tentang kartu hilang.\n\n> [!answer] hilang\n> Baik.")
    cards.update()
    assert cards.keys("articles") == sorted(cards.titles())
    assert search(cards, "tanpa jejak") == set()


def settle(shelf: Any) -> None:
    """Let all files of a library have been written long ago."""
    for path in shelf.folder.rglob("*.md"):
        os.utime(path, ns=(10**17, 10**17))
    shelf.update()


def stamp(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
