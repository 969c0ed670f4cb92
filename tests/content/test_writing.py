import multiprocessing
import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content import writing
from kbassist.content.reader import MAX_BYTES
from kbassist.content.writing import ChangedOnDiskError, NotTextError, create, open_file, save

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0\ufeff"))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "blokir.md"


def left_beside(path):
    return [other.name for other in path.parent.iterdir() if other != path]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_row_ends_and_mark_stay(path, newline, mark):
    path.write_bytes(f"{mark}satu{newline}dua{newline}".encode())
    opened = open_file(path)
    assert opened.text == "satu\ndua\n"
    saved = save(opened, "satu\ntiga\n")
    assert path.read_bytes() == f"{mark}satu{newline}tiga{newline}".encode()
    assert saved == open_file(path)
    assert not left_beside(path)


def test_a_file_that_ended_with_a_row_end_keeps_one(path):
    path.write_bytes(b"satu\n")
    save(open_file(path), "dua")
    assert path.read_bytes() == b"dua\n"


def test_a_file_without_a_last_row_end_gets_none(path):
    path.write_bytes(b"satu")
    save(open_file(path), "dua")
    assert path.read_bytes() == b"dua"


def test_row_ends_of_two_kinds_become_those_of_most_rows(path):
    path.write_bytes(b"a\r\nb\nc\r\n")
    save(open_file(path), "a\nb\nd\n")
    assert path.read_bytes() == b"a\r\nb\r\nd\r\n"


# Writing to the disk takes as long as the disk likes.
@given(TEXTS, TEXTS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_text_comes_back_as_it_was_saved(before, after, newline, bom):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.md"
        path.write_bytes((("\ufeff" if bom else "") + before.replace("\n", newline)).encode())
        opened = open_file(path)
        assert opened.text == before
        saved = save(opened, after)
        assert saved.text in {after, after + "\n"}
        assert open_file(path) == saved
        assert saved.bom is bom
        assert save(saved, saved.text) == saved


def test_permissions_stay(path):
    path.write_bytes(b"satu\n")
    path.chmod(0o640)
    save(open_file(path), "dua\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_stays_a_link(path, tmp_path):
    (tmp_path / "real.md").write_bytes(b"satu\n")
    path.symlink_to("real.md")
    save(open_file(path), "dua\n")
    assert path.is_symlink()
    assert (tmp_path / "real.md").read_bytes() == b"dua\n"


def test_what_others_wrote_meanwhile_is_not_overwritten(path):
    path.write_bytes(b"satu\n")
    opened = open_file(path)
    path.write_bytes(b"orang lain\n")
    with pytest.raises(ChangedOnDiskError) as caught:
        save(opened, "dua\n")
    assert caught.value.now == open_file(path)
    assert path.read_bytes() == b"orang lain\n"
    assert not left_beside(path)
    # What is known now can be saved over.
    save(caught.value.now, "dua\n")
    assert path.read_bytes() == b"dua\n"


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_bytes(b"\0")])
def test_what_has_gone_or_is_no_text_now_is_told_without_it(path, change):
    path.write_bytes(b"satu\n")
    opened = open_file(path)
    change(path)
    with pytest.raises(ChangedOnDiskError) as caught:
        save(opened, "dua\n")
    assert caught.value.now is None


@pytest.mark.parametrize(
    ("data", "code"), [(b"a\0b", "file-not-text"), (b"a" * 2_000_001, "file-too-large")], ids=["nul", "large"]
)
def test_what_is_no_text_is_not_opened(path, data, code):
    path.write_bytes(data)
    with pytest.raises(NotTextError) as caught:
        open_file(path)
    assert caught.value.code == code


def test_a_file_in_another_encoding_becomes_utf_8_when_saved(path):
    path.write_bytes(b"caf\xe9\n")
    opened = open_file(path)
    assert opened.text == "café\n"
    save(opened, opened.text)
    assert path.read_text(encoding="utf-8") == "café\n"


def test_half_a_sign_does_not_keep_the_rest_from_being_saved(path):
    saved = create(path, "baik \ud83d sekali\n")
    assert saved.text == "baik ? sekali\n"


def test_a_new_file_gets_its_folders_and_takes_no_other_place(tmp_path):
    path = tmp_path / "id" / "kartu" / "baru.md"
    assert create(path, "satu\n") == open_file(path)
    with pytest.raises(FileExistsError):
        create(path, "dua\n")
    assert path.read_bytes() == b"satu\n"
    assert not left_beside(path)


def test_what_a_killed_process_left_beside_does_not_stand_in_the_way(path, monkeypatch):
    monkeypatch.setattr(writing, "_PATIENCE_SECONDS", 0.05)
    path.write_bytes(b"satu\n")
    path.with_name(".blokir.md.saving").write_bytes(b"du")
    save(open_file(path), "dua\n")
    assert path.read_bytes() == b"dua\n"
    assert not left_beside(path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_file_that_is_closed_to_writing_is_not_replaced(path):
    path.write_bytes(b"satu\n")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        save(open_file(path), "dua\n")
    assert path.read_bytes() == b"satu\n"


def _save_when_told(path, text, gate, outcomes):
    opened = open_file(path)
    gate.wait()
    try:
        save(opened, text)
    except ChangedOnDiskError:
        outcomes.put("")
    else:
        outcomes.put(text)


def test_of_many_who_save_at_once_one_wins(path):
    context = multiprocessing.get_context("spawn")
    path.write_bytes(b"satu\n")
    gate, outcomes = context.Barrier(4), context.Queue()
    savers = [
        context.Process(target=_save_when_told, args=(path, f"dari {number}\n", gate, outcomes)) for number in range(4)
    ]
    for saver in savers:
        saver.start()
    told = [outcomes.get(timeout=60) for _saver in savers]
    for saver in savers:
        saver.join()
    [won] = filter(None, told)
    assert path.read_text(encoding="utf-8") == won


def test_what_could_not_be_opened_again_is_not_saved(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("Satu.\n")
    assert save(open_file(path), "Du\0a.\n").text == "Dua.\n"
    with pytest.raises(NotTextError, match="file-too-large"):
        save(open_file(path), "x" * (MAX_BYTES + 1))
    assert path.read_text() == "Dua.\n"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]
