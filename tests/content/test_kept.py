import multiprocessing
import os
from datetime import UTC, datetime

import pytest

from kbassist.content import library
from kbassist.content.kept import Kept
from kbassist.content.versions import VersionsError, versions_for
from kbassist.content.writing import open_file, save

BEFORE, AFTER = "---\nstatus: draft\n---\nSatu.\n", "---\nstatus: review\n---\nDua.\n"


@pytest.fixture
def folder(write):
    return write({"id/kartu/blokir.md": BEFORE})


@pytest.fixture
def path(folder):
    return folder / "id" / "kartu" / "blokir.md"


@pytest.fixture
def versions(path, folder):
    return versions_for(path, folder)


def change(versions, path, text, who, message=""):
    versions.secure(path)
    save(open_file(path), text)
    return versions.record(path, who, message)


def test_a_file_has_no_past_before_it_is_saved(versions, path):
    assert versions.of(path) == []


def test_a_saved_file_has_its_text_before_and_after(versions, path):
    earlier = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
    os.utime(path, (earlier.timestamp(), earlier.timestamp()))
    made = change(versions, path, AFTER, " Sari Dewi ", "Angka baru")
    newest, first = versions.of(path)
    assert newest == made
    assert (newest.who, newest.message, newest.status) == ("Sari Dewi", "Angka baru", "review")
    assert newest.when.tzinfo is not None
    assert (first.who, first.when, first.status) == ("", earlier, "draft")
    assert versions.text(path, first.id) == BEFORE
    assert versions.text(path, newest.id) == AFTER


def test_what_has_gone_has_nothing_to_be_kept(versions, path):
    path.unlink()
    versions.secure(path)
    assert versions.of(path) == []


def test_the_same_text_twice_is_one_version(versions, path):
    assert versions.record(path, "Sari", "") is not None
    assert versions.record(path, "Budi", "") is None
    assert len(versions.of(path)) == 1


def test_what_others_wrote_between_two_savings_is_kept(versions, path):
    change(versions, path, AFTER, "Sari")
    path.write_text("Dengan vim.\n")
    change(versions, path, "Tiga.\n", "Sari")
    assert [versions.text(path, version.id) for version in versions.of(path)][:2] == ["Tiga.\n", "Dengan vim.\n"]
    assert [version.who for version in versions.of(path)] == ["Sari", "", "Sari", ""]


def test_a_text_that_came_back_is_a_version_again(versions, path):
    change(versions, path, AFTER, "Sari")
    change(versions, path, BEFORE, "Budi")
    assert [version.who for version in versions.of(path)] == ["Budi", "Sari", ""]


def test_versions_are_plain_files_that_people_can_find(versions, path, folder):
    version = change(versions, path, AFTER, "Sari Dewi")
    copy = folder / "_history" / "id" / "kartu" / "blokir.md" / f"{version.id}.md"
    assert copy.read_text() == AFTER
    assert f"{version.when.astimezone():%Y-%m-%d %H.%M.%S} sari-dewi" in copy.stem


def test_versions_are_no_articles(versions, path, folder):
    change(versions, path, AFTER, "Sari")
    assert [source.path for source in library.scan([folder])[0]] == [str(path.resolve())]


def test_saving_twice_in_one_second_keeps_both(versions, path):
    texts = [f"{number}\n" for number in range(5)]
    for text in texts:
        change(versions, path, text, "Sari")
    assert [versions.text(path, version.id) for version in reversed(versions.of(path))] == [BEFORE, *texts]


def test_only_the_newest_are_told_when_asked_for_few(versions, path):
    for number in range(5):
        change(versions, path, f"{number}\n", "Sari")
    assert versions.of(path, 2) == versions.of(path)[:2]
    assert versions.of(path, 99) == versions.of(path)


@pytest.mark.parametrize("rubbish", [b'{"id": "2026', b"\xff\xfe", b"[]", b"{}\n", b"\n\n"])
def test_a_spoilt_row_costs_itself_alone(versions, path, folder, rubbish):
    first = change(versions, path, AFTER, "Sari")
    rows = folder / "_history" / "id" / "kartu" / "blokir.md" / "versions.jsonl"
    rows.write_bytes(rows.read_bytes() + rubbish)
    second = change(versions, path, "Tiga.\n", "Budi")
    assert versions.of(path)[:2] == [second, first]


def test_a_version_whose_copy_was_removed_is_not_told(versions, path, folder):
    version = change(versions, path, AFTER, "Sari")
    (folder / "_history" / "id" / "kartu" / "blokir.md" / f"{version.id}.md").unlink()
    assert version not in versions.of(path)


@pytest.mark.parametrize("wanted", ["", "../blokir", "2026-11-27 14.05.12"])
def test_an_unknown_version_is_refused(versions, path, wanted):
    with pytest.raises(VersionsError) as caught:
        versions.text(path, wanted)
    assert caught.value.code == "version-unknown"


def test_marks_and_row_ends_are_kept_too(versions, path, folder):
    path.write_bytes("\ufeffsatu\r\n".encode())
    version = versions.record(path, "Sari", "")
    assert versions.text(path, version.id) == "satu\n"
    [copy] = (folder / "_history").rglob("*.md/*.md")
    assert copy.read_bytes() == path.read_bytes()


def test_names_that_are_no_file_names_are_told_as_they_are(versions, path):
    for number, name in enumerate(("../Ни/имя", "Sari " * 100 + "Dewi")):
        path.write_text(f"{number}\n")
        version = versions.record(path, name, "satu\ndua")
        told = versions.of(path)[0]
        assert told == version
        assert (told.who, told.message) == (name, "satu\ndua")


def _record_many(folder, path, who, gate):
    kept = Kept(folder)
    gate.wait()
    for number in range(30):
        path.with_name(f"{who}.md").write_text(f"{who} {number}\n")
        path.with_name(f"{who}.md").replace(path)
        kept.record(path, who, str(number))


def test_two_who_keep_at_once_spoil_nothing(folder, path):
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(2)
    keepers = [context.Process(target=_record_many, args=(folder, path, who, gate)) for who in ("Sari", "Budi")]
    for keeper in keepers:
        keeper.start()
    for keeper in keepers:
        keeper.join()
    assert [keeper.exitcode for keeper in keepers] == [0, 0]
    kept = Kept(folder)
    told = kept.of(path)
    texts = [kept.text(path, version.id) for version in told]
    assert len(set(texts)) >= 30
    # Nobody's versions change their order.
    for who in ("Sari", "Budi"):
        numbers = [int(version.message) for version in reversed(told) if version.who == who]
        assert numbers == sorted(numbers)
