"""Articles are opened, checked, saved, copied and made anew by those who write them."""

import os
import subprocess
from pathlib import Path

import pytest

from kbassist import resources
from kbassist.assistant import Assistant, DeskFiles
from kbassist.content.kinds import ArticleKind, Severity, Status
from kbassist.content.life import FOUR_EYES
from kbassist.content.writing import ChangedOnDiskError, NotTextError
from kbassist.editing import UnkeptError

FEE = """\
---
title: Biaya ganti kartu
kind: policy
category: kartu
tags: [biaya]
status: published
review_by: 2020-01-31
---

Ganti kartu dikenai biaya Rp15.000.
"""


@pytest.fixture
def shelf(tmp_path):
    root = tmp_path / "library"
    (root / "id/kartu").mkdir(parents=True)
    (root / "id/kartu/biaya.md").write_text(FEE, encoding="utf-8")
    return root


@pytest.fixture
def fee(shelf):
    return shelf / "id/kartu/biaya.md"


@pytest.fixture
def open_library(tmp_path):
    """Return a function that serves folders to those who write."""
    made = []

    def serve(*folders, drafts=True):
        desk = DeskFiles(drafts=tmp_path / "drafts" if drafts else None)
        assistant = Assistant(folders, tmp_path / "cache", desk=desk)
        made.append(assistant)
        assistant.update()
        assistant.wait()
        return assistant

    yield serve
    for assistant in made:
        assistant.close()


@pytest.fixture
def editing(open_library, shelf):
    return open_library(shelf).editing


def saved(editing, path, text, who="Sari", message=""):
    return editing.save(editing.open(path).opened, text, who, message)


def test_the_overview_tells_what_the_list_shows(editing, shelf, fee):
    (entry,) = editing.overview()
    assert entry.path == str(fee)
    assert (entry.id, entry.lang, entry.title, entry.category) == ("biaya", "id", "Biaya ganti kartu", "kartu")
    assert entry.status is Status.PUBLISHED
    assert entry.is_overdue
    assert not entry.is_translated
    assert [due.article.id for due in editing.due(30)] == ["biaya"]


def test_problems_are_counted_by_file(editing, fee):
    assert editing.problems()[str(fee)] >= 1


def test_a_fault_is_found_at_its_place_and_mended_by_its_cure(editing, fee):
    text = FEE.replace("kind: policy", "knd: policy")
    written = editing.read(text, fee)
    fault = next(fault for fault in written.faults if fault.problem.code == "header-misspelt-key")
    assert text[fault.start : fault.end] == "knd"
    assert fault.cures[0].applied(text) == FEE


def test_errors_are_counted_apart(editing, fee):
    assert editing.read(FEE, fee).errors == 0
    broken = editing.read(FEE.replace("tags: [biaya]", "tags: [biaya"), fee)
    assert broken.errors == sum(fault.problem.severity is Severity.ERROR for fault in broken.faults) > 0


def test_a_file_outside_the_library_is_no_article_of_it(editing, tmp_path):
    with pytest.raises(ValueError, match="elsewhere"):
        editing.read(FEE, tmp_path / "elsewhere.md")


def test_what_is_no_text_is_not_opened(editing, shelf):
    (shelf / "gambar.md").write_bytes(b"\x89PNG\0\0")
    with pytest.raises(NotTextError):
        editing.open(shelf / "gambar.md")
    with pytest.raises(FileNotFoundError):
        editing.open(shelf / "tiada.md")


def test_a_draft_is_found_again_until_it_is_saved_or_dropped(editing, fee):
    opened = editing.open(fee).opened
    editing.keep(opened, FEE + "Baru.\n")
    draft = editing.open(fee).draft
    assert (draft.text, draft.base_text) == (FEE + "Baru.\n", FEE)
    editing.drop(str(fee))
    assert editing.open(fee).draft is None
    editing.keep(opened, FEE + "Baru.\n")
    editing.save(opened, FEE + "Baru.\n", "Sari", "")
    assert editing.open(fee).draft is None


def test_without_a_place_for_drafts_nothing_is_kept(open_library, shelf, fee):
    editing = open_library(shelf, drafts=False).editing
    editing.keep(editing.open(fee).opened, "lain")
    assert editing.open(fee).draft is None


def test_what_is_saved_is_on_disk_kept_and_served(open_library, shelf, fee):
    assistant = open_library(shelf)
    saved(assistant.editing, fee, FEE.replace("Rp15.000", "Rp20.000 termasuk materai"), "Sari", "Biaya baru")
    assistant.wait()
    assert "materai" in fee.read_text(encoding="utf-8")
    assert [(version.who, version.message) for version in assistant.editing.past(fee)] == [
        ("Sari", "Biaya baru"),
        ("", ""),
    ]
    assert assistant.librarian.search("materai").hits


def test_nobodys_work_is_overwritten(editing, fee):
    opened = editing.open(fee).opened
    editing.keep(opened, "punya saya")
    fee.write_text(FEE + "Dari orang lain.\n", encoding="utf-8")
    with pytest.raises(ChangedOnDiskError) as told:
        editing.save(opened, "punya saya", "Sari", "")
    assert told.value.now
    assert told.value.now.text == FEE + "Dari orang lain.\n"
    assert editing.open(fee).draft.text == "punya saya"


def test_a_file_that_became_no_text_is_a_conflict_too(editing, fee):
    opened = editing.open(fee).opened
    fee.write_bytes(b"\0\0")
    with pytest.raises(ChangedOnDiskError) as told:
        editing.save(opened, FEE + "Baru.\n", "Sari", "")
    assert told.value.now is None
    assert fee.read_bytes() == b"\0\0"


def test_a_file_that_has_gone_is_made_anew(editing, fee):
    opened = editing.open(fee).opened
    editing.keep(opened, FEE + "Baru.\n")
    fee.unlink()
    with pytest.raises(ChangedOnDiskError) as told:
        editing.save(opened, FEE + "Baru.\n", "Sari", "")
    assert told.value.now is None
    made = editing.make_anew(fee, FEE + "Baru.\n", "Sari")
    assert fee.read_text(encoding="utf-8") == made.text == FEE + "Baru.\n"
    assert editing.past(fee)[0].who == "Sari"
    assert editing.open(fee).draft is None
    with pytest.raises(FileExistsError):
        editing.make_anew(fee, FEE, "Sari")


def test_what_cannot_be_kept_as_a_version_is_not_saved_over(editing, shelf, fee):
    (shelf / "_history").write_text("no folder", encoding="utf-8")
    with pytest.raises(NotADirectoryError):
        saved(editing, fee, FEE + "Baru.\n")
    assert fee.read_text(encoding="utf-8") == FEE


def test_a_clone_that_cannot_take_a_version_says_so_with_what_is_saved(open_library, shelf, fee):
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "Awal"), ("checkout", "-q", "--detach")):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *command], cwd=shelf, check=True)
    editing = open_library(shelf).editing
    assert editing.is_clone(fee)
    with pytest.raises(UnkeptError, match="clone-detached") as told:
        saved(editing, fee, FEE + "Baru.\n")
    assert told.value.saved == editing.open(fee).opened
    assert told.value.saved.text == FEE + "Baru.\n"


def test_an_article_of_the_starter_library_is_saved_as_a_copy_that_overrides_it(open_library, shelf):
    starter = resources.starter_library()
    original = min((starter / "id").rglob("*.md"))
    before = original.read_bytes()
    assistant = open_library(starter, shelf)
    editing = assistant.editing
    copy = shelf / original.relative_to(starter)
    assert editing.folders == (shelf,)
    assert editing.target(original) == copy
    assert editing.target(copy) == copy
    opened = editing.open(original).opened
    editing.keep(opened, opened.text + "\nDi sini lain.\n")
    made = editing.save(opened, opened.text + "\nDi sini lain.\n", "Sari", "")
    assert made.path == str(copy)
    assert original.read_bytes() == before
    assert editing.open(original).draft is None
    assistant.wait()
    paths = {entry.path for entry in editing.overview()}
    assert str(copy) in paths
    assert str(original) not in paths
    with pytest.raises(FileExistsError):
        editing.save(opened, "lain", "Sari", "")
    assert editing.save(made, made.text + "Lagi.\n", "Sari", "").path == str(copy)
    assert [version.who for version in editing.past(copy)] == ["Sari", "Sari"]


def test_pictures_that_an_article_of_the_starter_library_shows_go_with_its_copy(
    open_library, shelf, fee, tmp_path, monkeypatch
):
    starter = tmp_path / "starter"
    shown = "\n![a](images/a.png) ![b](../peta%20b.png) ![c](images/c.png) ![d](../../../outside.png)\n"
    original = starter / "id/kartu/panduan.md"
    (original.parent / "images").mkdir(parents=True)
    original.write_text(FEE + shown, encoding="utf-8")
    for name in ("id/kartu/images/a.png", "id/peta b.png", "id/kartu/images/c.png", "id/kartu/unseen.png"):
        (starter / name).write_bytes(b"theirs")
    (tmp_path / "outside.png").write_bytes(b"outside")
    (shelf / "id/kartu/images").mkdir()
    (shelf / "id/kartu/images/c.png").write_bytes(b"ours")
    monkeypatch.setattr(resources, "starter_library", lambda: starter)
    made = saved(open_library(starter, shelf).editing, original, FEE + shown + "Lain.\n")
    assert Path(made.path) == shelf / "id/kartu/panduan.md"
    assert {path.relative_to(shelf).as_posix(): path.read_bytes() for path in shelf.rglob("*.png")} == {
        "id/kartu/images/a.png": b"theirs",
        "id/peta b.png": b"theirs",
        "id/kartu/images/c.png": b"ours",
    }


def test_a_new_article_never_takes_the_place_of_another(editing, shelf, fee):
    made = editing.create(ArticleKind.POLICY, "id", "kartu", "Biaya")
    assert made == shelf / "id/kartu/biaya-2.md"
    assert fee.read_text(encoding="utf-8") == FEE
    assert editing.read(made.read_text(encoding="utf-8"), made).article.status is Status.DRAFT


@pytest.mark.parametrize("name", ["../../../luar", "/etc/passwd", "..", "a/b\\c", ".tersembunyi", "_kata", "\0", "🙂"])
def test_no_title_and_no_category_leads_out_of_the_library(editing, shelf, name):
    for category, title in ((name, "Judul"), ("kartu", name)):
        made = editing.create(ArticleKind.POLICY, "id", category, title)
        assert made.resolve().is_relative_to(shelf.resolve() / "id")
        assert all(part[0] not in "._" for part in made.relative_to(shelf).parts)


def test_four_eyes_bar_who_wrote_it_from_publishing(open_library, shelf, fee):
    (shelf / "_library.yml").write_text("four_eyes: true\n", encoding="utf-8")
    editing = open_library(shelf).editing
    opened = editing.open(fee).opened
    assert editing.bars(opened, FEE + "Diam-diam.\n", "Sari") == FOUR_EYES
    review = FEE.replace("published", "review") + "Dari Sari.\n"
    assert editing.bars(opened, review, "Sari") == ""
    opened = editing.save(opened, review, "Sari", "")
    published = review.replace("review\n", "published\n")
    assert editing.bars(opened, published, "sari ") == FOUR_EYES
    assert editing.bars(opened, published, "Dewi") == ""


def test_without_four_eyes_nothing_bars(editing, fee):
    assert editing.bars(editing.open(fee).opened, FEE + "Baru.\n", "Sari") == ""


def test_paths_lie_in_their_folder(editing, fee):
    assert editing.target(Path(os.path.relpath(fee))) == fee
