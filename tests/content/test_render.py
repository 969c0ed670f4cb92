import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.library import Source
from kbassist.content.reader import read_text
from kbassist.content.render import Rendering

BLOCKS = [
    "# Judul kata",
    "Judul kata\n====",
    "kata " * 200,
    "- kata\n- kata",
    "1. kata\n\n   kata",
    "    kata",
    "> kata\nkata",
    "> [!ask] Tanya\n> kata",
    "> [!tip]\n> - kata",
    "| kata | b |\n|---|---|\n| kata | 1 |",
    "```\nkata\n\n# kata\n```",
    "<!-- satu\n\ndua -->",
    "[kata](https://ojk.go.id) [[#judul|kata]]",
]


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


def test_links_in_code_are_shown_as_they_are_written():
    _article, html = render("[[biaya]] `[[biaya]]`\n\n```\n> [[biaya|kata]]\n```\n\n> [!ask]\n> `[[biaya]]`\n")
    assert html.count("kbassist:biaya") == 1
    assert html.count("<code>[[biaya]]</code>") == 2
    assert "&gt; [[biaya|kata]]" in html


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


@pytest.mark.parametrize("width", ["1000000000", "1e9", "-5", "100%"])
def test_widths_that_no_page_has_are_dropped(width):
    _article, html = render(f'<img src="a.png" width="{width}"> <img src="b.png" width="40">')
    assert re.findall(r'width="([^"]*)"', html) == ["40"]


def test_what_qt_would_act_on_is_dropped():
    _article, html = render(
        '<table cellpadding="1000000000" background="a.png"><tr><td colspan="100000" style="background: url(a)">x'
        '</td></tr></table><font size="999">y</font><object data="a"></object>'
    )
    for name in ("cellpadding", "background", "colspan", "style", "font", "object"):
        assert name not in html


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


LONG = "\n\n".join(
    f"## Bagian {number}\n\nIsi [tautan][web] nomor {number}.\n\n| a | b |\n|---|--:|\n| 1 | {number} |\n\n"
    + "- butir\n\n- lagi\n" * 5
    + f"\n```\n## bukan judul\n\nkode\n```\n\n> [!ask] Tanya {{#tanya-{number}}}\n> Apakah?\n"
    for number in range(40)
)


def test_a_long_body_is_cut_into_sections_that_hold_whole_blocks():
    rendering = rendering_of(f"{LONG}\n\n[web]: https://ojk.go.id\n")
    assert len(rendering) > 5
    sections = [rendering.html(number) for number in range(len(rendering))]
    assert all(len(section) < 6000 for section in sections)
    whole = "".join(sections)
    assert whole.count("<table>") == whole.count("<pre>") == whole.count("<blockquote") == 40
    assert whole.count("<ul>") == 40
    assert whole.count('<a href="https://ojk.go.id">tautan</a>') == 40
    assert "<h2>" not in whole
    assert whole.count("<h2 id=") == 40


@pytest.mark.parametrize("anchor", ["bagian-0", "bagian-25", "line-tanya-39"])
def test_the_section_of_an_anchor_holds_it(anchor):
    rendering = rendering_of(LONG)
    number = rendering.section_of(anchor)
    assert number is not None
    assert f'id="{anchor}"' in rendering.html(number)
    assert rendering.section_of("tidak-ada") is None


def test_anchors_stay_the_article_s_over_all_sections():
    rendering = rendering_of("\n\n".join(f"## Sama\n\n{'kata ' * 300}" for _ in range(9)))
    whole = "".join(map(rendering.html, range(len(rendering))))
    assert len(rendering) > 5
    assert re.findall(r'<h2 id="([^"]+)"', whole) == [heading.anchor for heading in rendering.article.headings]


def test_the_section_that_holds_most_of_the_words_close_together():
    rendering = rendering_of(
        "\n\n".join(f"## {name}\n\n{'isi lain ' * 200} {name}" for name in ("kartu", "denda", "kartu denda"))
    )
    assert rendering.section_with({"kartu", "denda"}) == rendering.section_of("kartu-denda")
    assert rendering.section_with({"tiada"}) is None


def test_examples_are_no_passage():
    rendering = rendering_of(f"> [!examples]\n> - denda kartu\n\n{'isi ' * 600}\n\nDenda kartu.\n")
    number = rendering.section_with({"denda", "kartu"})
    assert number
    assert "Denda kartu." in rendering.html(number)


def test_a_giant_table_comes_in_pieces_with_its_head_and_its_end_as_written():
    rendering = rendering_of("| nama | nilai |\n|---|---|\n" + "".join(f"| a{n} | {n} |\n" for n in range(100_000)))
    sections = [rendering.html(number) for number in range(len(rendering))]
    whole = "".join(sections)
    assert max(map(len, sections)) < 10_000
    assert whole.count("<th>nama</th>") == whole.count("<table>") == 40
    assert whole.count("<tr>") == 40 * 51
    assert "| a99999 | 99999 |" in whole


def test_a_long_list_keeps_its_numbers():
    rendering = rendering_of(
        "".join(f"{number}. langkah nomor {number} yang cukup panjang\n" for number in range(1, 301))
    )
    sections = [rendering.html(number) for number in range(len(rendering))]
    counts = [section.count("<li>") for section in sections]
    first = [re.findall(r'<ol(?: start="(\d+)")?>', section) for section in sections]
    starts = [int(found or 1) for (found,) in first]
    assert starts == [1 + sum(counts[:number]) for number in range(len(counts))]
    assert sum(counts) == 300


@pytest.mark.parametrize(
    "sign",
    [
        "[",
        "*",
        "<",
        "`",
        "_",
        "![",
        "[a](",
        "<a ",
        "[[",
        "'\\]]![\t[",
        "1. ",
        "> ",
        "- ",
        "|",
        "<div>\n",
        "\n# a",
        "\n\n- a",
        "&#",
    ],
)
def test_two_megabytes_of_anything_cost_python_markdown_little(sign):
    size = 300_000 if "\n" in sign else 1_900_000  # many rows take long to be read, which is not asked here
    rendering = rendering_of(f"Awal.\n\n{sign * (size // len(sign))}")
    given = 0
    for number in range(len(rendering)):
        html = rendering.html(number)
        given += len(html) if 'class="written"' not in html else 0
        assert len(html) < 60_000
    assert given < 1_000_000
    assert len(rendering) < 1_600


@given(st.lists(st.sampled_from(BLOCKS), max_size=40))
def test_sections_lose_nothing_whatever_they_are_cut_from(blocks):
    rendering = rendering_of("\n\n".join(blocks * 3))
    whole = "".join(map(rendering.html, range(len(rendering))))
    assert re.sub("<[^>]*>", "", whole).count("kata") == "\n".join(blocks * 3).count("kata")


@given(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=12), st.data())
def test_what_is_taken_over_from_an_earlier_draft_is_what_it_would_be_anew(blocks, data):
    before = rendering_of("\n\n".join(blocks))
    before.whole()
    place = data.draw(st.integers(0, len(blocks) - 1))
    changed = "\n\n".join([*blocks[:place], data.draw(st.sampled_from([*BLOCKS, "[kata]: /x"])), *blocks[place + 1 :]])
    now = rendering_of(changed)
    now.take_over(before.made())
    assert now.whole() == rendering_of(changed).whole()
