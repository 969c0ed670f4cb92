import subprocess
import sys
import threading
from pathlib import Path

import pytest

import kbassist
from kbassist.search import store
from kbassist.search.compiled import Part
from kbassist.search.store import Damaged
from kbassist.text.stems import stem

HOME = Path(kbassist.__file__).parents[1]
SLOW = ("whoosh", "numpy", "markdown", "yaml", "ruamel", "PySide6", "sqlite3")


def test_a_list_of_folders_has_a_place_of_its_own(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    assert store.place([one, two], tmp_path) != store.place([two, one], tmp_path)
    assert store.place([one], tmp_path) == store.place([two / ".." / "one"], tmp_path)


def test_nothing_is_in_force_before_the_first_update(tmp_path):
    assert store.read_manifest(tmp_path) is None
    assert store.read_manifest(tmp_path / "missing") is None


def test_a_generation_holds_articles_without_bodies_and_problems(shelf):
    shelf.write("kartu", "Kartu hilang", "Diblokir lebih dulu.")
    shelf.write("rusak", "'tanpa akhir", "x")
    shelf.update()
    compiled = shelf.compiled()
    assert compiled.by_key("id/kartu").title == "Kartu hilang"
    assert all(article.body == "" for article in compiled.articles())
    assert [Path(problem.path).name for problem in compiled.about.problems] == ["rusak.md"]


def imported(code: str, packages: tuple[str, ...]) -> list[str]:
    """Return which of some packages a new interpreter has imported after running some code."""
    told = f"\nimport sys\nprint(*sorted({set(packages)!r} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code + told], cwd=HOME, capture_output=True, text=True, check=True)
    return found.stdout.split()


@pytest.mark.parametrize("module", ["kbassist.assistant", "kbassist.search.store", "kbassist.search.updater"])
def test_what_a_window_needs_to_show_itself_imports_none_of_the_slow_packages(module):
    assert imported(f"import {module}", SLOW) == []


def test_readers_do_without_whoosh(starter):
    code = f"""
from pathlib import Path
from kbassist.assist.engine import Engine
from kbassist.assist.model import CallNote
from kbassist.search import query, store
from kbassist.search.compiled import Compiled, Part
root = Path({str(starter.root)!r})
compiled = Compiled(Part.of_generation(root, store.read_manifest(root)))
assert query.Searcher(compiled).search("kartu hil").best
assert Engine(compiled).advise(CallNote("kartu hilang"), threshold=0.3).suggestions
"""
    assert imported(code, ("whoosh", "markdown", "yaml", "ruamel", "PySide6")) == []


@pytest.mark.parametrize(
    "manifest", ["", "{}", "null", '{"format": 99}', '{"format": 1, "fingerprint": "", "generation": 1}', "\0" * 200]
)
def test_a_manifest_that_is_none_counts_for_nothing(shelf, manifest):
    shelf.write("kartu", "Kartu")
    shelf.update()
    (shelf.root / "current").write_text(manifest, encoding="utf-8")
    assert store.read_manifest(shelf.root) is None
    shelf.update()
    assert shelf.titles() == {"id/kartu": "Kartu"}


def test_a_manifest_of_another_format_counts_for_nothing(shelf):
    shelf.update()
    path = shelf.root / "current"
    path.write_text(path.read_text(encoding="utf-8").replace(f'"format":{store.FORMAT}', '"format":1'))
    assert store.read_manifest(shelf.root) is None


def test_the_generation_before_stays_for_readers_on_their_way(shelf):
    shelf.write("kartu", "Kartu")
    shelf.update()
    slow = shelf.manifest()
    shelf.write("kartu", "Kartu debit")
    shelf.update()
    assert Part.of_generation(shelf.root, slow).shelf.article(0).title == "Kartu"
    shelf.write("kartu", "Kartu kredit")
    shelf.update()
    with pytest.raises(Damaged):
        Part.of_generation(shelf.root, slow)
    assert len(list(shelf.root.glob("generation-*"))) == 2


def test_a_mapped_generation_serves_on_when_its_files_are_gone(shelf):
    shelf.write("kartu", "Kartu")
    shelf.update()
    compiled = shelf.compiled()
    for title in ("dua", "tiga"):
        shelf.write("kartu", title)
        shelf.update()
    assert compiled.by_key("id/kartu").title == "Kartu"
    assert compiled.weigh("articles", {stem("kartu"): 1.0}).all()


def test_a_patch_that_is_gone_or_empty_is_damaged(tmp_path):
    (tmp_path / "patch-1").touch()
    for name in ("patch-1", "patch-2"):
        with pytest.raises(Damaged):
            Part.of_patch(tmp_path / name)


def test_what_was_learned_from_examples_stays_through_generations_until_it_is_replaced(shelf):
    shelf.write("kartu", "Kartu")
    shelf.update()
    generation = shelf.manifest().generation
    store.put_ranker_in_force(shelf.root, b"learned")
    shelf.write("kartu", "Kartu debit")
    shelf.update()
    manifest = shelf.manifest()
    assert manifest.generation > generation
    assert bytes(store.map_file(shelf.root, manifest, manifest.ranker)) == b"learned"
    store.put_ranker_in_force(shelf.root, b"learned anew")
    manifest = shelf.manifest()
    assert bytes(store.map_file(shelf.root, manifest, manifest.ranker)) == b"learned anew"
    assert store.intact(shelf.root, manifest)
    assert len(list(shelf.root.glob("ranker-*"))) == 1
    store.put_ranker_in_force(shelf.root, b"")
    assert (shelf.manifest().ranker, list(shelf.root.glob("ranker-*"))) == ("", [])


def test_nothing_can_be_learned_before_the_first_generation(tmp_path):
    store.put_ranker_in_force(tmp_path, b"learned")
    assert list(tmp_path.iterdir()) == []


def test_a_reader_finds_one_whole_generation_while_another_comes_into_force(shelf):
    """Titles and texts change together, so a mixed generation would show."""
    over = threading.Event()
    found: list[tuple[str, bool]] = []

    def read() -> None:
        while not over.is_set():
            try:
                compiled = shelf.compiled()
            except Damaged:  # read the next one, as the assistant does
                compiled = shelf.compiled()
            title = compiled.by_key("id/kartu").title
            found.append((title, compiled.weigh("articles", {stem(title): 1.0}).all()))

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
