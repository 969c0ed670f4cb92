import subprocess
import sys
import threading
from pathlib import Path

import pytest

import kbassist
from kbassist.search import store
from kbassist.search.compiled import Compiled
from kbassist.search.store import Damaged
from kbassist.text.stems import stem


def test_a_list_of_folders_has_a_place_of_its_own(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    assert store.place([one, two], tmp_path) != store.place([two, one], tmp_path)
    assert store.place([one], tmp_path) == store.place([two / ".." / "one"], tmp_path)


def test_there_is_no_snapshot_before_the_first_update(tmp_path):
    assert store.open_snapshot(tmp_path) is None
    assert store.open_snapshot(tmp_path / "missing") is None


def test_the_snapshot_holds_articles_without_bodies_and_problems(shelf):
    shelf.write("kartu", "Kartu hilang", "Diblokir lebih dulu.")
    shelf.write("rusak", "'tanpa akhir", "x")
    shelf.update()
    loaded = store.open_snapshot(shelf.root)
    assert loaded is not None
    assert loaded.snapshot.articles[0].title == "Kartu hilang"
    assert all(article.body == "" for article in loaded.snapshot.articles)
    assert [Path(problem.path).name for problem in loaded.snapshot.problems] == ["rusak.md"]


def test_reading_it_imports_none_of_the_slow_packages(starter):
    code = f"""
import sys
from pathlib import Path
from kbassist.search import store
assert store.open_snapshot(Path({str(starter.root)!r})).snapshot.articles
print(*sorted({{"whoosh", "numpy", "markdown", "yaml", "ruamel", "PySide6", "sqlite3"}} & set(sys.modules)))
"""
    home = Path(kbassist.__file__).parents[1]
    found = subprocess.run([sys.executable, "-c", code], cwd=home, capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


@pytest.mark.parametrize(
    "manifest", ["", "{}", "null", '{"format": 99}', '{"format": 1, "fingerprint": "", "generation": 1}', "\0" * 200]
)
def test_a_manifest_that_is_none_counts_for_nothing(shelf, manifest):
    shelf.write("kartu", "Kartu")
    shelf.update()
    (shelf.root / "current").write_text(manifest, encoding="utf-8")
    assert store.open_snapshot(shelf.root) is None
    shelf.update()
    assert shelf.titles() == {"id/kartu": "Kartu"}


def test_the_generation_before_stays_for_readers_on_their_way(shelf):
    shelf.write("kartu", "Kartu")
    shelf.update()
    slow = store.open_snapshot(shelf.root)
    assert slow is not None
    shelf.write("kartu", "Kartu debit")
    shelf.update()
    assert Compiled.load(slow.root, slow.manifest).articles.keys == ["id/kartu"]
    shelf.write("kartu", "Kartu kredit")
    shelf.update()
    with pytest.raises(Damaged):
        Compiled.load(slow.root, slow.manifest)
    assert len(list(shelf.root.glob("generation-*"))) == 2


def test_a_reader_finds_one_whole_generation_while_another_comes_into_force(shelf):
    """Titles and texts change together, so a mixed generation would show."""
    over = threading.Event()
    found: list[tuple[str, bool]] = []

    def read() -> None:
        while not over.is_set():
            articles, compiled = shelf.loaded()
            title = articles["id/kartu"].title
            found.append((title, compiled.articles.score([stem(title)]).all()))

    shelf.write("kartu", "satu")
    shelf.update()
    reader = threading.Thread(target=read)
    reader.start()
    for title in ("dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan"):
        shelf.write("kartu", title)
        shelf.update()
    over.set()
    reader.join()
    assert found
    assert all(whole for _, whole in found)
