"""Articles as plain pages, held by reference files: `python tests/content/test_exporting.py` writes them anew."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist import messages, resources, words
from kbassist.content import exporting, header, library, reader
from kbassist.gui.theme import DARK, LIGHT

REFERENCE = Path(__file__).parent / "reference"
WORDING = exporting.Wording(words.callout_word, lambda article: f"about {article.id}", str.upper, "All articles")
FILES: dict[str, str | bytes] = {
    "id/kartu/kartu.md": """\
        ---
        title: Kartu <hilang> & raib
        category: Kartu
        ---
        Lihat [[lupa-pin#langkah]], [[lupa-pin#Syarat|syarat]], [[#bawah]], [[entah]] dan [biaya](../biaya.md#x).
        Di luar: [OJK](https://ojk.go.id), [berkas](berkas.pdf), [skrip](javascript:alert(1)).

        ![Layar](../img/layar.png) ![Jauh](https://x.id/a.png) ![Luar](../../../luar.png) ![Tak ada](x.png)

        ## Bawah {#bawah}

        <script>alert(1)</script> `{nama}` dan {nama}

        > [!teruskan] Serahkan {#serah}
        > - ke: Unit Kartu
        >
        > Nomornya {nomor_resi}, {sapaan:Bapak/Ibu} {nama}.
        >
        > - [ ] Satu
        """,
    "id/lupa-pin.md": """\
        ## Syarat

        ![Layar](img/layar.png) ![Lain](kartu/layar.png)

        > [!langkah] {#langkah}
        > - [ ] KTP
        """,
    "id/biaya.md": "---\ntitle: Biaya\n---\nRp5.000\n",
    "en/lupa-pin.md": "---\ntitle: Forgotten PIN\n---\nSee [[biaya]].\n",
    "id/img/layar.png": b"\x89PNG 1",
    "id/kartu/layar.png": b"\x89PNG 2",
}


class Links(HTMLParser):
    """Collects where the tags of a page lead, and the ids in it."""

    def __init__(self):
        super().__init__()
        self.links, self.images, self.ids, self.tags = [], [], set(), set()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.add(tag)
        self.ids.add(values.get("id"))
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "img":
            self.images.append(values["src"])


def export(folder, into):
    sources, _problems = library.scan((folder,))
    articles = library.resolve(map(reader.read, sources)).articles
    return exporting.write(articles, (folder,), into, WORDING)


@pytest.fixture
def site(write, tmp_path):
    (tmp_path / "luar.png").write_bytes(b"\x89PNG secret")
    export(write(FILES), tmp_path / "site")
    return tmp_path / "site"


def pages(site):
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}


def without_style(text):
    return re.sub(r"<style>.*</style>", "<style></style>", text, flags=re.DOTALL)


def test_pages_are_as_the_references(site):
    for name, text in pages(site).items():
        reference = REFERENCE / name.replace("/", "-")
        assert without_style(text) == reference.read_text(encoding="utf-8"), name


def test_all_links_and_images_lead_somewhere_and_nothing_is_loaded_from_elsewhere(site):
    read = {}
    for name, text in pages(site).items():
        read[(site / name).resolve()] = found = Links()
        found.feed(text)
        assert not found.tags & {"script", "link", "iframe", "object"}
        assert "url(" not in text
        assert "@import" not in text
    for path, found in read.items():
        for image in found.images:
            assert (path.parent / image).is_file()
        for link in found.links:
            page, _hash, anchor = link.partition("#")
            if not link.startswith("https://"):
                target = (path.parent / page).resolve() if page else path
                assert not anchor or anchor in read[target].ids, link
                assert target in read, link


def test_images_of_the_library_alone_lie_beside_the_pages_once(site):
    images = {path.name: path.read_bytes() for path in (site / "images").iterdir()}
    assert images == {"layar.png": b"\x89PNG 1", "layar1.png": b"\x89PNG 2"}
    card = (site / "id/kartu.html").read_text(encoding="utf-8")
    assert "Luar" in card
    assert "Tak ada" in card


def test_gaps_are_marked_behind_a_quote_within_a_line_too(write, tmp_path):
    export(write({"id/a.md": "> [!answer]\n> Baik.\n>\n> > {sapaan}\n>\n> Pak {nama}.\n\n{nama}\n"}), tmp_path / "site")
    text = (tmp_path / "site" / "id" / "a.html").read_text(encoding="utf-8")
    assert text.count('<span class="gap">') == 2
    assert "<p>{nama}</p>" in text


def test_pages_have_the_colours_of_the_window(site):
    style = resources.read_text("style/export.css")
    colours = {*LIGHT.__class__.__dict__["__match_args__"]}
    known = {getattr(table, name) for table in (LIGHT, DARK) for name in colours}
    assert set(re.findall(r"#[0-9a-f]{6}", style)) <= known
    assert style in (site / "index.html").read_text(encoding="utf-8")


HOSTILE = st.lists(
    st.sampled_from(
        [
            "<script>alert(1)</script>", "</blockquote>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
            "[a](javascript:alert(1))", "[a](&#106;avascript:x)", '[a](x.md "\\"><script>")', "[[lain|<b>]]",
            '[[lain#"onclick="x]]', "![a](../../luar.png)", "![a](%2e%2e/%2e%2e/luar.png)", "![a](/etc/passwd)",
            "![a](file:///etc/passwd)", "![a](tautan.png)", '<img src="../../luar.png" alt=\'"><script>\'>', "{nama}",
            "{x:<script>y</script>}", "<style>*{}</style>", "<base href=//x>", "<!--", "-->", "```", "\n", "\n\n", "> ",
            "- ", "> [!answer] <script>x</script> {nama} {#a}\n", "> - to: <script>x</script>\n", "# <i>é😀\n",
            "| a | b |\n",
        ]
    ),
    max_size=12,
).map("".join)  # fmt: skip


class Open(HTMLParser):
    """Knows which tags are open, and what could run or load."""

    def __init__(self):
        super().__init__()
        self.open, self.active = [], []

    def handle_starttag(self, tag, attrs):
        if tag in {"script", "svg", "iframe", "object", "embed", "base", "link", "form"}:
            self.active.append(tag)
        self.active += [(name, value) for name, value in attrs if name.startswith("on") or "script:" in (value or "")]
        if tag not in {"meta", "img", "br", "hr", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@settings(max_examples=100)
@given(title=HOSTILE, body=HOSTILE)
def test_whatever_is_exported_runs_nothing_loads_nothing_and_can_be_read(title, body, tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    (folder / "luar.png").write_bytes(b"secret")
    (folder / "library" / "id").mkdir(parents=True)
    (folder / "library" / "id" / "tautan.png").symlink_to(folder / "luar.png")
    text = header.set_key(body, "title", title) if title.strip() else body
    (folder / "library" / "id" / "a.md").write_text(header.set_key(text, "category", title), encoding="utf-8")
    for path in export(folder / "library", folder / "site"):
        page = Open()
        page.feed(path.read_text(encoding="utf-8"))
        page.close()
        assert page.open == []
        assert page.active == []
    assert not [path for path in (folder / "site").rglob("*.*") if path.read_bytes() == b"secret"]


if __name__ == "__main__":
    import tempfile
    import textwrap

    messages.use("en")
    with tempfile.TemporaryDirectory() as made:
        for name, content in FILES.items():
            path = Path(made, "library", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else textwrap.dedent(content).encode())
        Path(made, "luar.png").touch()
        export(Path(made, "library"), Path(made, "site"))
        for name, text in pages(Path(made, "site")).items():
            (REFERENCE / name.replace("/", "-")).write_text(without_style(text), encoding="utf-8")
