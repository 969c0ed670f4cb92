import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.drafts import Drafts
from kbassist.content.writing import create, open_file, save


@pytest.fixture
def drafts(tmp_path):
    return Drafts(tmp_path / "drafts")


@pytest.fixture
def opened(tmp_path):
    return create(tmp_path / "id" / "a.md", "Satu.\n")


@pytest.fixture
def path(opened, tmp_path):
    return tmp_path / "id" / "a.md"


def test_nothing_is_kept_before_something_is_written(drafts, path):
    assert drafts.find(path) is None
    drafts.drop(path)


def test_a_draft_outlives_the_app(drafts, path, opened, tmp_path):
    kept = drafts.keep(path, "Dua.\n", opened)
    found = Drafts(tmp_path / "drafts").find(path)
    assert found == kept
    assert (kept.text, kept.base_text, kept.base_digest) == ("Dua.\n", "Satu.\n", opened.digest)
    assert kept.when.tzinfo is not None
    assert path.read_text() == "Satu.\n"


def test_a_file_has_one_draft(drafts, path, opened, tmp_path, monkeypatch):
    drafts.keep(path, "Dua.\n", opened)
    monkeypatch.chdir(tmp_path)
    drafts.keep(path.relative_to(tmp_path), "Tiga.\n", opened)
    assert drafts.find(path).text == "Tiga.\n"
    drafts.drop(path)
    assert drafts.find(path) is None


def test_the_base_tells_whether_the_file_has_changed_since(drafts, path, opened):
    drafts.keep(path, "Dua.\n", opened)
    assert drafts.find(path).base_digest == open_file(path).digest
    save(opened, "Orang lain.\n")
    assert drafts.find(path).base_digest != open_file(path).digest


@pytest.mark.parametrize("rubbish", [b"", b'{"path": "', b"\xff", b"{}"])
def test_a_spoilt_draft_is_none(drafts, path, opened, tmp_path, rubbish):
    drafts.keep(path, "Dua.\n", opened)
    [place] = (tmp_path / "drafts").iterdir()
    place.write_bytes(rubbish)
    assert drafts.find(path) is None
    drafts.keep(path, "Tiga.\n", opened)
    assert drafts.find(path).text == "Tiga.\n"


@given(text=st.text(st.characters(codec="utf-8")))
def test_any_text_comes_back(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("drafts")
    opened = create(folder / "a.md", "")
    kept = Drafts(folder).keep(folder / "a.md", text, opened)
    assert kept.text == text
    assert Drafts(folder).find(folder / "a.md") == kept


def test_half_of_a_sign_does_not_keep_the_rest_from_being_kept(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("Satu.\n")
    drafts = Drafts(tmp_path / "drafts")
    drafts.keep(path, "Dua \ud83d tiga", open_file(path))
    kept = drafts.find(path)
    assert kept
    assert kept.text == "Dua ? tiga"
