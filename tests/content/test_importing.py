"""Folders of other programs, taken in as articles."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content import header, importing, library, reader
from kbassist.content.kinds import ArticleKind, Status

OBSIDIAN = {
    "Kartu/Kartu Hilang.md": """\
        ---
        aliases: [dompet hilang]
        tags: [kartu, blokir]
        dibuat: 2026-01-01  # jangan dihapus
        ---
        # Bila kartu hilang

        Lihat [[Lupa PIN]] dan [[Kartu/Lupa PIN#Syarat|syaratnya]], juga [[Entah]].

        ![[Layar Blokir.png|300]]

        `[[Lupa PIN]]` tetap, juga:

        ```
        [[Lupa PIN]]
        ```
        """,
    "Kartu/Lupa PIN.md": "## Syarat\n\nBawa KTP. #pin #kartu/debit\n",
    "_lampiran/Layar Blokir.png": b"\x89PNG",
    ".obsidian/app.json": "{}",
    "Catatan.docx": b"PK",
}


def take(folder, into, lang="id"):
    return {Path(each.source).relative_to(folder).as_posix(): each for each in importing.run(folder, into, lang)}


def article(path, into):
    sources, problems = library.scan((into,))
    assert not problems
    found = {source.path: source for source in sources}
    read = reader.read(found[str(path)]).article
    assert read is not None
    return read


def test_notes_of_obsidian_become_drafts_with_their_links_and_images(write, tmp_path):
    folder, into = write(OBSIDIAN), tmp_path / "into"
    taken = take(folder, into)
    lost = Path(taken["Kartu/Kartu Hilang.md"].target)
    assert lost == into / "id/Kartu/Kartu Hilang.md"
    read = article(lost, into)
    assert (read.id, read.title, read.category, read.status) == ("kartu-hilang", "Bila kartu hilang", "Kartu", "draft")
    assert read.tags == ("kartu", "blokir")
    text = lost.read_text(encoding="utf-8")
    assert "aliases: [dompet hilang]\n" in text
    assert "dibuat: 2026-01-01  # jangan dihapus\n" in text
    assert "[[lupa-pin|Lupa PIN]] dan [[lupa-pin#Syarat|syaratnya]], juga [[Entah]]" in text
    assert "![Layar Blokir](../_lampiran/Layar%20Blokir.png)" in text
    assert "`[[Lupa PIN]]` tetap" in text
    assert "```\n[[Lupa PIN]]\n```" in text
    assert (into / "id/_lampiran/Layar Blokir.png").read_bytes() == b"\x89PNG"
    forgotten = article(taken["Kartu/Lupa PIN.md"].target, into)
    assert (forgotten.title, forgotten.tags) == ("Syarat", ("pin", "kartu/debit"))
    assert taken["Catatan.docx"].problem.code == "import-no-article"
    assert ".obsidian/app.json" not in taken


def test_pages_of_hugo_keep_what_their_headers_say(write, tmp_path):
    folder = write(
        {
            "products/deposito/index.md": '+++\ntitle = "Deposito: 3 bulan"\ndate = 2026-01-02\ndraft = true\n'
            'categories = ["Simpanan"]\ntags = ["bunga"]\n[menu]\nweight = 3\n+++\nIsi.\n',
            "products/deposito/foto.jpg": b"jpg",
            "products/_index.md": "---\ntitle: Produk\n---\n",
            "en/policies.md": "---\ntitle: Rules\nkind: Kebijakan\nstatus: published\n---\nText.\n",
        }
    )
    taken = take(folder, tmp_path / "into")
    page = article(taken["products/deposito/index.md"].target, tmp_path / "into")
    assert (page.id, page.title, page.category) == ("deposito", "Deposito: 3 bulan", "Simpanan")
    assert (page.kind, page.tags, page.status) == (ArticleKind.PRODUCT, ("bunga",), Status.DRAFT)
    assert page.other_keys["menu"] == {"weight": "3"}
    assert (tmp_path / "into/id/products/deposito/foto.jpg").is_file()
    assert taken["products/_index.md"].problem.code == "import-underscore"
    rules = article(taken["en/policies.md"].target, tmp_path / "into")
    assert (rules.lang, rules.kind, rules.status) == ("en", ArticleKind.POLICY, Status.PUBLISHED)


def test_what_is_there_is_never_written_over(write, tmp_path):
    folder, into = write({"a.md": "Satu.\n", "b.png": b"png"}), tmp_path / "into"
    before = {name: into / "id" / name for name in ("a.md", "b.png")}
    write({"id/a.md": "Milik orang.\n", "id/b.png": b"gambar lain"}, into)
    for name, outcome in take(folder, into).items():
        assert (outcome.target, outcome.problem.code, outcome.problem.path) == ("", "import-exists", str(before[name]))
    assert before["a.md"].read_text() == "Milik orang.\n"
    assert before["b.png"].read_bytes() == b"gambar lain"


def test_files_that_cannot_be_articles_are_told_with_their_row(write, tmp_path):
    folder = write(
        {
            "header.md": "---\ntitle: a\ntags: [x\n---\nIsi.\n",
            "toml.md": "+++\ntitle = \n+++\n",
            "binary.md": b"a\0b",
            "old.md": "Café dan naïf\r\nbaris".encode("cp1252"),
            "wide.md": "Judul\n".encode("utf-16"),
        }
    )
    (folder / "link.md").symlink_to(folder / "old.md")
    taken = take(folder, tmp_path / "into")
    codes = {name: (each.problem.code, each.problem.line) for name, each in taken.items() if each.problem}
    assert codes == {
        "header.md": ("header-unreadable", 3),
        "toml.md": ("import-toml", 1),
        "binary.md": ("file-not-text", 0),
        "link.md": ("import-linked", 0),
    }
    assert Path(taken["old.md"].target).read_text(encoding="utf-8").endswith("Café dan naïf\nbaris")
    assert Path(taken["wide.md"].target).read_text(encoding="utf-8").endswith("Judul\n")


def test_one_file_is_taken_in_alone_and_a_library_never_takes_in_itself(write, tmp_path):
    folder = write({"a.md": "Satu.\n", "b.md": "Dua.\n", "pustaka/id/c.md": "Tiga.\n"})
    assert list(take(folder, folder / "pustaka")) == ["a.md", "b.md"]
    [outcome] = importing.run(folder / "a.md", tmp_path / "into", "en")
    assert outcome.target == str(tmp_path / "into/en/a.md")


def test_a_header_that_cannot_be_added_to_costs_its_file_alone(write, tmp_path):
    taken = take(
        write(
            {
                "braces.md": "---\n{title: x}\n---\nIsi.\n",
                "open.md": "---\ntitle: x\n\nIsi.\n",
                "toml.md": "+++\n+++\nIsi.\n",
                "id.md": "---\nid: Kartu Saya\ntitle: 😀 Kartu\ncategory: [Kartu, Debit]\n---\nIsi.\n",
                "---.md": "Isi.\n",
            }
        ),
        tmp_path / "into",
    )
    codes = {name: (each.problem.code, each.problem.line) for name, each in taken.items() if each.problem}
    assert codes == {"braces.md": ("header-not-keys", 2), "open.md": ("header-unclosed", 1)}
    assert Path(taken["toml.md"].target).read_text(encoding="utf-8").startswith("---\ntitle: Toml\n")
    assert Path(taken["id.md"].target).read_text(encoding="utf-8").startswith("---\nid: kartu-saya\ntitle: 😀 Kartu\n")
    assert article(taken["id.md"].target, tmp_path / "into").category == "Kartu"
    assert article(taken["---.md"].target, tmp_path / "into").title == "---"


def test_names_with_special_spaces_and_joined_emoji_are_taken(write, tmp_path):
    names = ("Kartu\u00a0hilang.md", "Tim \U0001f468\u200d\U0001f469.md", "kartu\u3000baru.md")
    taken = take(write(dict.fromkeys(names, "Isi.\n")), tmp_path / "into")
    assert {name: each.problem for name, each in taken.items()} == dict.fromkeys(names)
    assert article(taken[names[0]].target, tmp_path / "into").title == "Kartu hilang"


def test_two_files_that_stand_for_one_folder_are_two_articles(write, tmp_path):
    folder, into = (
        write({"kartu/README.md": "Satu.\n", "kartu/index.md": "Dua.\n", "pin/index.md": "Tiga.\n"}),
        tmp_path,
    )
    taken = take(folder, into / "into")
    sources, _problems = library.scan((into / "into",))
    loaded = library.resolve(map(reader.read, sources))
    assert len(loaded.articles) == len(taken)
    assert not [problem for problem in loaded.problems if problem.severity == "error"]


def test_a_disk_that_is_full_leaves_no_half_of_a_file(tmp_path):
    with (tmp_path / "a.md").open("wb") as file:
        file.write(b"Isi.\n" * 40_000)
    script = (
        "import resource, signal, sys; from pathlib import Path; from kbassist.content import importing\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "importing.run(Path(sys.argv[1]), Path(sys.argv[2]), 'id')"
    )
    command = [sys.executable, "-c", script, tmp_path / "a.md", tmp_path / "into"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert "File too large" in done.stderr
    assert not list((tmp_path / "into").rglob("*.md"))


@pytest.mark.parametrize("lang", ["id", "en"])
@given(text=st.text(alphabet=st.sampled_from("ab [|]#!`~-\n:>é[]"), max_size=80))
def test_no_word_of_a_text_is_lost(lang, text, tmp_path_factory):
    folder, into = tmp_path_factory.mktemp("given"), tmp_path_factory.mktemp("into")
    (folder / "a.md").write_text(f"Awal.\n{text}", encoding="utf-8")
    [outcome] = importing.run(folder, into, lang)
    taken = Path(outcome.target).read_text(encoding="utf-8")
    body = header.split(taken)[1].removeprefix("\n")
    assert body == f"Awal.\n{text}" or "[[a" in body
