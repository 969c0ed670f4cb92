"""The commands for articles, as a terminal has them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kbassist import cli, paths, resources

LIBRARY = {
    "id/kartu/kartu-hilang.md": "---\ntitle: Kartu hilang\n---\nLihat [[lupa-pin]].\n\n![Layar](layar.png)\n",
    "id/lupa-pin.md": "---\ntitle: Lupa PIN\n---\nBawa KTP.\n",
    "en/lupa-pin.md": "---\ntitle: Forgotten PIN\n---\nBring your ID card.\n",
    "id/nanti.md": "---\ntitle: Nanti\nstatus: draft\n---\nBelum jadi.\n",
    "id/kartu/layar.png": b"\x89PNG",
}


def run(capsys, *arguments):
    status = cli.main(["--language", "en", *map(str, arguments)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_a_new_article_is_made_and_checks_without_an_error(capsys, tmp_path):
    status, out, _err = run(
        capsys, "new", "masalah", "Kartu tertelan", "--lang", "id", "--category", "Kartu", "--folder", tmp_path
    )
    assert (status, out.strip()) == (0, str(tmp_path / "id/kartu/kartu-tertelan.md"))
    assert "title: Kartu tertelan\nkind: problem\ncategory: Kartu\n" in Path(out.strip()).read_text(encoding="utf-8")
    assert run(capsys, "new", "problem", "Kartu tertelan", "--library", tmp_path)[1].endswith("en/kartu-tertelan.md\n")
    status, out, _err = run(capsys, "check", tmp_path)
    assert status == 0
    assert "Articles: 2" in out


def test_the_starter_library_is_never_written_to(capsys):
    status, out, _err = run(capsys, "new", "guide", "Panduan saya")
    assert status == 0
    assert Path(out.strip()).is_relative_to(paths.own_articles())
    assert not (resources.starter_library() / "en/panduan-saya.md").exists()


@pytest.mark.parametrize("title", ["x" * 300, "Aux", "\udcff", "a\nb: c", "../../x", "😀"])
def test_every_title_makes_an_article(capsys, tmp_path, title):
    status, out, _err = run(capsys, "new", "guide", title, "--folder", tmp_path, "--category", title)
    assert status == 0
    assert Path(out.strip()).resolve().is_relative_to(tmp_path / "en")
    assert run(capsys, "check", tmp_path)[0] == 0


def test_a_wrong_kind_or_language_is_told_with_what_is_right(capsys, tmp_path):
    with pytest.raises(SystemExit):
        run(capsys, "new", "artikel", "x", "--folder", tmp_path)
    assert "masalah" in capsys.readouterr().err
    assert run(capsys, "new", "guide", "x", "--lang", "xx1", "--folder", tmp_path)[::2] == (
        2,
        "xx1 is no language. Write id, en or en-GB.\n",
    )


def test_an_import_tells_what_was_left_out_and_why(capsys, write, tmp_path):
    folder = write({"Kartu/Baru.md": "Isi.\n", "x.docx": b"PK"}, tmp_path / "given")
    into = tmp_path / "into"
    status, out, _err = run(capsys, "import", folder, "--folder", into, "--lang", "id")
    assert status == 0
    assert f"{folder / 'x.docx'}: This is neither Markdown nor an image" in out
    assert f"1 file was taken in: {into}" in out
    status, out, _err = run(capsys, "check", into)
    assert status == 0
    replies = tmp_path / "replies.csv"
    replies.write_text("title,text\nHalo,\nSalam,Selamat pagi\n", encoding="utf-8")
    status, out, _err = run(capsys, "import", replies, "--folder", into, "--lang", "id")
    assert status == 1
    assert f"{replies}:2: This row has no text" in out
    assert (into / "id/replies/salam.md").is_file()
    assert run(capsys, "import", tmp_path / "nowhere")[::2] == (
        2,
        f"There is no file or folder {tmp_path / 'nowhere'}.\n",
    )
    (tmp_path / "file").touch()
    status, _out, err = run(capsys, "import", folder, "--folder", tmp_path / "file")
    assert (status, "cannot be written" in err) == (1, True)


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are Unicode there")
def test_a_file_with_a_broken_name_and_one_that_is_a_pipe_are_told(write, tmp_path):
    folder = write({"Baik.md": "Isi.\n"}, tmp_path / "given")
    (folder / os.fsdecode(b"caf\xe9.md")).write_text("Isi.\n")
    os.mkfifo(folder / "pipa.md")
    command = [sys.executable, "-m", "kbassist", "import", folder, "--folder", tmp_path / "into", "--lang", "id"]
    done = subprocess.run(list(map(str, command)), capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    told = done.stdout.decode("utf-8")
    assert "caf?.md" in told
    assert "pipa.md" in told
    assert [path.name for path in (tmp_path / "into").rglob("*.md")] == ["Baik.md"]


def test_all_that_is_published_is_exported_as_pages(capsys, write, tmp_path):
    into = tmp_path / "pages"
    status, out, _err = run(capsys, "export", "--html", into, "--library", write(LIBRARY))
    assert (status, out.strip()) == (0, str(into / "index.html"))
    made = {path.relative_to(into).as_posix() for path in into.rglob("*.*")}
    assert made == {
        "index.html",
        "id/kartu-hilang.html",
        "id/lupa-pin.html",
        "en/lupa-pin.html",
        "images/layar.png",
    }


def test_named_articles_are_exported_drafts_too(capsys, write, tmp_path):
    into, folder = tmp_path / "pages", write(LIBRARY)
    assert run(capsys, "export", "nanti", "lupa-pin", "--lang", "id", "--html", into, "--library", folder)[0] == 0
    assert "not released" in (into / "id/nanti.html").read_text(encoding="utf-8")
    assert not (into / "en").exists()
    status, _out, err = run(capsys, "export", "entah", "--html", into, "--library", folder)
    assert (status, "no article entah" in err) == (1, True)


def test_articles_are_exported_as_pdf_without_a_display(write, tmp_path):
    into = tmp_path / "paper"
    command = ["-m", "kbassist", "--library", write(LIBRARY), "export", "kartu-hilang", "lupa-pin", "--pdf", into]
    subprocess.run([sys.executable, *map(str, command)], check=True, timeout=60, capture_output=True)
    made = {path.relative_to(into).as_posix(): path.read_bytes()[:5] for path in into.rglob("*.pdf")}
    assert made == dict.fromkeys(("id/kartu-hilang.pdf", "id/lupa-pin.pdf", "en/lupa-pin.pdf"), b"%PDF-")


def test_an_export_of_the_desk_wants_one_file(capsys):
    status, _out, err = run(capsys, "export")
    assert (status, "--html" in err) == (2, True)
