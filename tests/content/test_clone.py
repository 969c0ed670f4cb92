import multiprocessing
import shutil
import subprocess

import pytest
from dulwich.repo import Repo

from kbassist.content import life
from kbassist.content.clone import Clone
from kbassist.content.kept import Kept
from kbassist.content.kinds import Status
from kbassist.content.rules import Rules
from kbassist.content.versions import VersionsError, versions_for
from kbassist.content.writing import create, open_file, save

BEFORE, AFTER = "---\nstatus: draft\n---\nSatu.\n", "---\nstatus: review\n---\nDua.\n"
BLOKIR, OTHER = "id/kartu/blokir.md", "id/lain.md"
TEAM = b"Tim <tim@bank.example>"


def git(folder, *words):
    if shutil.which("git") is None:
        pytest.skip("Git is not installed")
    said = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=True)
    return said.stdout.strip()


def commit_all(folder, message="semua"):
    with Repo(str(folder)) as repo:
        repo.get_worktree().stage([path.relative_to(folder) for path in folder.rglob("*.md")])
        return repo.get_worktree().commit(message=message.encode(), author=TEAM, committer=TEAM)


@pytest.fixture
def folder(write):
    folder = write({BLOKIR: BEFORE, OTHER: "Lain.\n"})
    with Repo.init(str(folder), default_branch=b"main"):
        pass
    return folder


@pytest.fixture
def path(folder):
    commit_all(folder)
    return folder / BLOKIR


@pytest.fixture
def versions(path, folder):
    return versions_for(path, folder)


def change(versions, path, text, who="Sari Dewi", message="Angka baru"):
    versions.secure(path)
    save(open_file(path), text)
    return versions.record(path, who, message)


def test_commits_are_the_versions_of_a_file(versions, path):
    made = change(versions, path, AFTER)
    newest, first = versions.of(path)
    assert newest == made
    assert (newest.who, newest.message, newest.status) == ("Sari Dewi", "Angka baru", "review")
    assert (first.who, first.message, first.status) == ("Tim", "semua", "draft")
    assert newest.when.tzinfo is not None
    assert newest.when >= first.when
    assert versions.text(path, first.id) == BEFORE
    assert versions.text(path, newest.id) == AFTER


def test_git_takes_what_was_written(versions, path, folder):
    change(versions, path, AFTER, message="Angka baru\n\nTiga persen.")
    assert (
        git(folder, "log", "--format=%an <%ae>|%s|%b", "-1")
        == "Sari Dewi <sari-dewi@localhost>|Angka baru|Tiga persen."
    )
    assert git(folder, "log", "--format=%s", "--", BLOKIR) == "Angka baru\nsemua"
    assert git(folder, "show", "--name-only", "--format=") == BLOKIR
    assert git(folder, "status", "--porcelain") == ""
    assert git(folder, "fsck", "--strict") == ""
    assert git(folder, "reflog", "show", "main", "-1", "--format=%gs") == "commit: Angka baru"


def test_what_git_committed_is_read(versions, path, folder):
    path.write_text(AFTER)
    git(folder, "-c", "user.name=Budi", "-c", "user.email=b@x", "commit", "-qam", "Dengan git")
    git(folder, "gc", "-q")
    newest, first = versions.of(path)
    assert (newest.who, newest.message) == ("Budi", "Dengan git")
    assert versions.text(path, first.id) == BEFORE


def test_the_same_text_twice_is_one_version(versions, path):
    assert versions.record(path, "Sari", "") is None
    assert change(versions, path, AFTER) is not None
    assert versions.record(path, "Budi", "") is None
    assert len(versions.of(path)) == 2


def test_what_else_was_changed_or_staged_stays_as_it_is(versions, path, folder):
    (folder / OTHER).write_text("Staged.\n")
    git(folder, "add", OTHER)
    (folder / OTHER).write_text("Changed after.\n")
    (folder / "id" / "new.md").write_text("New.\n")
    before = git(folder, "status", "--porcelain")
    change(versions, path, AFTER)
    assert git(folder, "status", "--porcelain") == before == "MM id/lain.md\n?? id/new.md"
    assert git(folder, "show", "--name-only", "--format=") == BLOKIR
    assert git(folder, "show", f":{OTHER}") == "Staged."


def test_what_somebody_changed_and_did_not_commit_is_a_version_of_its_own(versions, path, folder):
    git(folder, "config", "user.name", "Budi")
    path.write_text("Dengan vim.\n")
    change(versions, path, AFTER)
    newest, theirs, first = versions.of(path)
    assert (newest.who, theirs.who, theirs.message, first.who) == ("Sari Dewi", "Budi", BLOKIR, "Tim")
    assert versions.text(path, theirs.id) == "Dengan vim.\n"
    assert git(folder, "status", "--porcelain") == ""


def test_what_is_not_in_the_clone_yet_comes_with_one_commit(versions, path, folder):
    new = folder / "id" / "baru.md"
    new.write_text("Satu.\n")
    change(versions, new, AFTER)
    assert [version.who for version in versions.of(new)] == ["Sari Dewi"]
    new.unlink()
    versions.secure(new)


def test_a_file_that_a_shared_folder_marks_as_a_program_stays_so(versions, path, folder):
    path.chmod(0o755)
    commit_all(folder, "bersama")
    assert git(folder, "ls-tree", "HEAD", BLOKIR).startswith("100755 ")
    change(versions, path, AFTER)
    assert git(folder, "ls-tree", "HEAD", BLOKIR).startswith("100755 ")
    assert git(folder, "status", "--porcelain") == ""


def test_what_git_commits_next_has_the_new_text(versions, path, folder):
    git(folder, "status")
    change(versions, path, AFTER)
    (folder / OTHER).write_text("Baru.\n")
    git(folder, "-c", "user.name=Budi", "-c", "user.email=b@x", "commit", "-qam", "lain")
    assert git(folder, "show", f"HEAD:{BLOKIR}") == AFTER.strip()
    assert git(folder, "show", "--name-only", "--format=") == OTHER


def _commit_many(folder, name, gate):
    clone, path = Clone(folder), folder / name
    gate.wait()
    for number in range(5):
        path.write_text(f"{number}\n")
        clone.record(path, "Sari", f"{name} {number}")


def test_two_who_commit_at_once_lose_nothing(versions, path, folder):
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(2)
    writers = [context.Process(target=_commit_many, args=(folder.resolve(), name, gate)) for name in (BLOKIR, OTHER)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    for name in (BLOKIR, OTHER):
        wanted = [f"{name} {number}" for number in reversed(range(5))]
        assert [version.message for version in versions.of(folder / name)] == [*wanted, "semua"]
    assert git(folder, "status", "--porcelain") == ""
    assert git(folder, "fsck", "--strict", "--no-dangling") == ""


def test_a_clone_of_a_kind_that_cannot_be_written_is_left_alone(path, folder):
    git(folder, "update-index", "--split-index")
    assert isinstance(versions_for(path, folder), Kept)


def test_a_new_article_in_new_folders_is_committed(versions, path, folder):
    new = folder / "en" / "cards" / "block.md"
    create(new, "One.\n")
    assert isinstance(versions_for(new, folder), Clone)
    version = versions.record(new, "Sari", "")
    assert version.message == "en/cards/block.md"
    assert versions.of(new) == [version]
    assert len(versions.of(path)) == 1


def test_a_clone_without_commits_gets_its_first(folder):
    path = folder / BLOKIR
    versions = versions_for(path, folder)
    assert versions.of(path) == []
    version = versions.record(path, "Sari", "Awal")
    assert versions.of(path) == [version]
    assert git(folder, "log", "--format=%s", "main") == "Awal"
    assert git(folder, "fsck", "--strict") == ""


def test_the_clone_s_own_address_is_used_for_its_own_name(versions, path, folder):
    with Repo(str(folder)) as repo:
        config = repo.get_config()
        config.set(("user",), "name", "Sari Dewi")
        config.set(("user",), "email", "sd@bank.example")
        config.write_to_path()
    change(versions, path, AFTER, "sari dewi")
    change(versions, path, BEFORE, "Budi <x>\nSantoso")
    assert git(folder, "log", "--format=%an <%ae>", "-2") == (
        "Budi x Santoso <budi-x-santoso@bank.example>\nsari dewi <sd@bank.example>"
    )


def test_on_no_branch_nothing_is_committed(versions, path, folder):
    with Repo(str(folder)) as repo:
        head = repo.head()
        (folder / ".git" / "HEAD").write_bytes(head + b"\n")
    with pytest.raises(VersionsError) as caught:
        change(versions, path, AFTER)
    assert caught.value.code == "clone-detached"
    with Repo(str(folder)) as repo:
        assert repo.head() == head
    # What was is read all the same.
    assert len(versions.of(path)) == 1


def test_a_merge_that_somebody_has_begun_is_not_ended(versions, path, folder):
    git(folder, "config", "user.name", "Budi")
    git(folder, "config", "user.email", "b@x")
    git(folder, "checkout", "-qb", "lain")
    (folder / OTHER).write_text("Di sana.\n")
    git(folder, "commit", "-qam", "sana")
    git(folder, "checkout", "-q", "main")
    (folder / OTHER).write_text("Di sini.\n")
    git(folder, "commit", "-qam", "sini")
    with pytest.raises(subprocess.CalledProcessError):
        git(folder, "merge", "lain")
    with pytest.raises(VersionsError) as caught:
        change(versions, path, AFTER)
    assert caught.value.code == "clone-merging"
    assert git(folder, "rev-parse", "-q", "MERGE_HEAD")


def test_a_clone_that_another_program_holds_is_said_to_be_busy(versions, path, folder):
    (folder / ".git" / "index.lock").touch()
    with pytest.raises(VersionsError) as caught:
        change(versions, path, AFTER)
    assert caught.value.code == "clone-busy"
    (folder / ".git" / "index.lock").unlink()
    assert versions.record(path, "Sari", "").status == "review"


def test_both_sides_of_a_merge_are_told(versions, path, folder):
    git(folder, "config", "user.name", "Budi")
    git(folder, "config", "user.email", "b@x")
    path.write_text("1\n2\n3\n4\n5\n")
    git(folder, "commit", "-qam", "dasar")
    git(folder, "checkout", "-qb", "sisi")
    path.write_text("satu\n2\n3\n4\n5\n")
    git(folder, "commit", "-qam", "atas")
    git(folder, "checkout", "-q", "main")
    path.write_text("1\n2\n3\n4\nlima\n")
    git(folder, "commit", "-qam", "bawah")
    git(folder, "merge", "-q", "-m", "gabung", "sisi")
    messages = [version.message for version in versions.of(path)]
    assert messages[0] == "gabung"
    assert set(messages) == {"gabung", "atas", "bawah", "dasar", "semua"}


@pytest.mark.parametrize("text", [AFTER, AFTER + "Bertambah.\n"])
def test_a_file_that_was_moved_has_its_past_under_its_earlier_name(versions, path, folder, text):
    first = versions.of(path)[0]
    changed = change(versions, path, AFTER)
    moved = folder / "id" / "debit" / "blokir-kartu.md"
    moved.parent.mkdir()
    git(folder, "mv", BLOKIR, "id/debit/blokir-kartu.md")
    moved.write_text(text)
    git(folder, "-c", "user.name=Budi", "-c", "user.email=b@x", "commit", "-qam", "Pindah")
    assert [version.message for version in versions.of(moved)] == ["Pindah", "Angka baru", "semua"]
    assert versions.text(moved, changed.id) == AFTER
    assert versions.text(moved, first.id) == BEFORE


def test_a_commit_that_was_no_text_does_not_hide_the_others(versions, path):
    path.write_bytes(b"\0")
    broken = versions.record(path, "Sari", "rusak")
    path.write_text(AFTER)
    versions.record(path, "Sari", "pulih")
    assert [(version.message, version.status) for version in versions.of(path)] == [
        ("pulih", "review"),
        ("rusak", ""),
        ("semua", "draft"),
    ]
    with pytest.raises(VersionsError) as caught:
        versions.text(path, broken.id)
    assert caught.value.code == "version-unreadable"


def test_an_article_that_was_no_text_once_can_be_published(versions, path):
    path.write_bytes(b"\0")
    versions.record(path, "Budi", "rusak")
    path.write_text(AFTER)
    versions.record(path, "Sari", "pulih")
    published = life.with_status(AFTER, Status.PUBLISHED)
    strict = Rules(four_eyes=True)
    assert life.hindrance(life.Step.PUBLISH, published, path, versions, "Sari", strict) == life.FOUR_EYES
    assert not life.hindrance(life.Step.PUBLISH, published, path, versions, "Budi", strict)


def test_row_ends_are_committed_as_the_clone_wants_them(versions, path, folder):
    (folder / ".gitattributes").write_text("*.md text eol=crlf\n")
    save(open_file(path), BEFORE)
    path.write_bytes(AFTER.replace("\n", "\r\n").encode())
    version = versions.record(path, "Sari", "")
    assert versions.text(path, version.id) == AFTER
    assert git(folder, "cat-file", "blob", f"HEAD:{BLOKIR}") == AFTER.strip()
    assert git(folder, "status", "--porcelain") == "?? .gitattributes"


@pytest.mark.parametrize("wanted", ["", "HEAD", "0" * 40, "../x", "é"])
def test_an_unknown_version_is_refused(versions, path, wanted):
    with pytest.raises(VersionsError) as caught:
        versions.text(path, wanted)
    assert caught.value.code == "version-unknown"


def test_a_version_from_before_the_file_is_refused(versions, path, folder):
    first = versions.of(path)[0]
    new = create(folder / "id" / "baru.md", "Baru.\n")
    versions.record(folder / "id" / "baru.md", "Sari", "")
    with pytest.raises(VersionsError):
        versions.text(folder / "id" / "baru.md", first.id)
    assert versions.of(folder / "id" / "baru.md")[0].id != first.id
    assert new.text == "Baru.\n"


def test_what_the_clone_ignores_is_kept_beside(folder, path):
    (folder / ".gitignore").write_text("sendiri/\n")
    own = folder / "sendiri" / "id" / "a.md"
    create(own, "Satu.\n")
    assert isinstance(versions_for(own, folder / "sendiri"), Kept)
    assert isinstance(versions_for(path, folder), Clone)


def test_a_library_folder_deep_inside_a_clone(folder, path):
    assert isinstance(versions_for(path, folder / "id"), Clone)


def test_a_folder_that_only_looks_like_a_clone_is_none(write):
    folder = write({".git": "rubbish", "id/a.md": "Satu.\n"})
    assert isinstance(versions_for(folder / "id" / "a.md", folder), Kept)


def test_a_damaged_clone_is_told(versions, path, folder):
    for pack in (folder / ".git" / "objects").iterdir():
        shutil.rmtree(pack)
    (folder / ".git" / "objects" / "pack").mkdir()
    with pytest.raises(VersionsError) as caught:
        change(versions, path, AFTER)
    assert caught.value.code == "clone-damaged"


def test_a_working_tree_beside_its_clone(versions, path, folder, tmp_path):
    git(folder, "worktree", "add", "-q", "-b", "kedua", str(tmp_path / "kedua"))
    beside = tmp_path / "kedua" / BLOKIR
    change(versions_for(beside, tmp_path / "kedua"), beside, AFTER)
    assert git(tmp_path / "kedua", "log", "--format=%s", "-1") == "Angka baru"
    assert git(tmp_path / "kedua", "status", "--porcelain") == ""
    assert git(folder, "log", "--format=%s", "-1") == "semua"


def test_a_shallow_clone_ends_where_it_was_cut(versions, path, folder, tmp_path):
    change(versions, path, AFTER)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{folder}", "dangkal")
    shallow = tmp_path / "dangkal" / BLOKIR
    assert [version.message for version in versions_for(shallow, tmp_path / "dangkal").of(shallow)] == ["Angka baru"]


def test_few_versions_of_a_long_past_come_at_once(folder, path):
    with Repo(str(folder)) as repo:
        for number in range(60):
            repo.get_worktree().commit(message=b"lain %d" % number, author=TEAM, committer=TEAM)
    versions = versions_for(path, folder)
    change(versions, path, AFTER)
    assert [version.message for version in versions.of(path, 1)] == ["Angka baru"]
    assert len(versions.of(path)) == 2
