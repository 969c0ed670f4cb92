import re

import pytest

from kbassist.content.library import Source
from kbassist.content.reader import read_text
from kbassist.content.render import Rendering


def rendering_of(text):
    source = Source("/library/id/a.md", 0, "id", 0, 0, "a.md")
    article = read_text(text, source, lambda *_args, **_values: None)
    return Rendering(article, lambda name: {"biaya": "Biaya admin"}.get(name, ""), str.upper)


def render(text):
    rendering = rendering_of(text)
    return rendering.article, "".join(map(rendering.html, range(len(rendering))))


def test_the_reader_s_markdown_is_understood():
    _article, html = render(
        "# Judul\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\n> [!ask]\n```\n\n- [ ] satu\n- [x] dua\n\nkata {.kelas}\n"
    )
    assert "<td>1</td>" in html
    assert "&gt; [!ask]" in html
    assert html.count('type="checkbox"') == 2
    assert "{.kelas}" in html


def test_headings_carry_the_anchors_that_the_article_knows():
    article, html = render("# Satu\n\n## Dua **tebal** {#dua}\n\n## Satu\n\nTiga\n----\n")
    assert re.findall(r'<h\d id="([^"]+)"', html) == [heading.anchor for heading in article.headings]
    assert "{#" not in html


def test_a_table_of_contents_leads_to_the_headings():
    article, html = render("[TOC]\n\n# Satu\n\n## Dua {#d}\n")
    assert re.findall(r'href="#([^"]+)"', html) == [heading.anchor for heading in article.headings] == ["satu", "d"]


def test_script_lines_are_blocks_that_can_be_scrolled_to():
    _article, html = render(
        "Awal\n\n> [!ask] Alamat {#alamat}\n> - when: kirim\n>\n> Apakah **alamat** {sapaan} sama?\n\n"
        "Akhir\n\n> [!tip] Ingat\n> isi\n"
    )
    block = re.search(r"<blockquote class=\"line ask\" id=\"line-alamat\">(.*?)</blockquote>", html, re.DOTALL)
    assert block
    assert "ASK</strong> · Alamat" in block[1]
    assert "Apakah <strong>alamat</strong> {sapaan} sama?" in block[1]
    assert "when" not in html
    assert '<blockquote class="callout">' in html
    assert html.index("Awal") < html.index("line-alamat") < html.index("Akhir") < html.index("TIP")


def test_links_between_articles_open_inside():
    _article, html = render("[[biaya]], [[biaya#rinci|rincian]], [[#line-x]] dan [web](https://ojk.go.id)\n")
    assert '<a href="kbassist:biaya">Biaya admin</a>' in html
    assert '<a href="kbassist:biaya#rinci">rincian</a>' in html
    assert '<a href="https://ojk.go.id">web</a>' in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src="http://x.example/a.png">',
        '<img src="file:///etc/passwd">',
        '<img src="//x.example/a.png">',
        '<img src="/etc/passwd">',
        "![a](http://x.example/a.png)",
        "![a](data:image/png;base64,AAAA)",
        '<a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        '<iframe src="https://x.example"></iframe>',
        '<p onclick="alert(1)">x</p>',
        '<link rel="stylesheet" href="http://x.example/a.css">',
        '<style>@import "http://x.example/a.css"</style>',
        '<form action="http://x.example"><input name="pin"></form>',
        '> [!ask] <img src="http://x.example/a.png"> {#a}\n> <script>alert(1)</script>',
    ],
)
def test_articles_are_data(hostile):
    _article, html = render(f"Teks\n\n{hostile}\n")
    tags = " ".join(re.findall(r"<[^>]*>", html.lower()))
    for active in (
        "<script",
        "<iframe",
        "<style",
        "<link",
        "<form",
        "onclick",
        "javascript:",
        "x.example",
        "passwd",
        "data:",
    ):
        assert active not in tags


def test_images_of_the_library_stay():
    _article, html = render("![Alur](gambar/alur.png)")
    assert 'src="gambar/alur.png"' in html


@pytest.mark.parametrize("text", ["\n".join("    " * depth + "- x" for depth in range(400)), ">" * 2000 + " x"])
def test_deep_nesting_is_shown_as_it_was_written(text):
    _article, html = render(text)
    assert html.startswith('<pre class="written">')


def test_lists_at_the_limit_still_render():
    _article, html = render("\n".join("    " * depth + "- x" for depth in range(28)))
    assert html.count("<ul>") == 28
