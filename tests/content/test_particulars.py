"""What lines of one kind say beside their wording, and articles that are bulletins."""

import re
import textwrap
from datetime import date
from pathlib import Path

import pytest

from kbassist import words
from kbassist.content.check import check_all
from kbassist.content.library import Source
from kbassist.content.plain import readable
from kbassist.content.reader import read_text
from kbassist.content.render import Rendering


def read(text):
    problems = []

    def report(code, severity, row, **values):
        problems.append((code, row, values))

    return read_text(text, Source("/x/id/a.md", 0, "id", 0, 0, "a.md"), report), problems


@pytest.mark.parametrize(
    ("documents", "request_key"), [("documents", "request"), ("dokumen", "minta")], ids=["english", "indonesian"]
)
def test_a_department_is_told_what_it_gets_and_what_to_do(documents, request_key):
    text = (
        "> [!escalate] Unit Kartu\n> - to: Unit Kartu\n"
        f"> - {documents}: KTP, foto kartu\n> - {request_key}: periksa kiriman, kabari hasilnya\n>\n> Saya teruskan.\n"
    )
    article, problems = read(text)
    line = article.lines[0]
    assert not problems
    assert (line.documents, line.request) == (("KTP", "foto kartu"), "periksa kiriman, kabari hasilnya")
    assert line.text == "Saya teruskan."


@pytest.mark.parametrize(("approve", "once"), [("approve", "once"), ("setuju", "sekali")])
def test_a_favour_says_who_agrees_and_how_often(approve, once):
    article, problems = read(f"> [!goodwill]\n> - {approve}: supervisor\n> - {once}: 180 hari\n>\n> Kami kembalikan.\n")
    assert not problems
    assert (article.lines[0].approve, article.lines[0].once) == ("supervisor", 180)


@pytest.mark.parametrize("once", ["5wd", "2h", "sekali", "90", "tahun ini"])
def test_a_period_is_told_in_days(once):
    article, problems = read(f"> [!goodwill] {{#a}}\n> - once: {once}\n>\n> Kami kembalikan.\n")
    assert problems == [("line-bad-value", 2, {"key": "once", "found": once, "wanted": "90d, 180d"})]
    assert not article.lines


@pytest.mark.parametrize(
    ("kind", "row", "key", "own"),
    [
        ("ask", "documents: KTP", "documents", "escalate"),
        ("goodwill", "minta: periksa", "minta", "escalate"),
        ("escalate", "setuju: supervisor", "setuju", "goodwill"),
        ("answer", "once: 90d", "once", "goodwill"),
        ("ask", "tujuan: kartu", "tujuan", "form"),
    ],
)
def test_a_key_of_another_kind_is_told_and_read_as_wording(kind, row, key, own):
    article, problems = read(f"> [!{kind}]\n> - to: Unit\n> - {row}\n>\n> Teks.\n")
    assert problems == [("line-key-of-other-kind", 3, {"key": key, "kind": own})]
    assert article.lines[0].text == f"- {row}\n\nTeks."


@pytest.mark.parametrize("wording", ["Dokumen: KTP asli.", "- Dokumen: KTP\n- Tujuan: kartu", "Minta: dikirim"])
def test_a_wording_may_begin_like_a_key_of_another_kind(wording):
    for opening in ("", "\n"):
        article, problems = read("> [!answer]\n" + textwrap.indent(opening + wording, "> ", lambda _row: True))
        assert (problems, article.lines[0].text) == ([], wording)


def test_the_page_shows_what_is_needed_below_the_wording():
    text = "> [!escalate]\n> - to: Unit\n> - documents: KTP, <b>foto\n> - request: periksa\n>\n> Saya teruskan.\n"
    page = Rendering(read(text)[0], lambda _name: "", words.callout_word).whole()
    assert page.index("Saya teruskan.") < page.index(
        "Goes to: Unit<br>Documents: KTP, &lt;b&gt;foto<br>Asked for: periksa"
    )


def test_rows_of_a_text_that_look_like_keys_are_read_in_passages():
    body = "- Dokumen: KTP asli\n\n> [!escalate]\n> - dokumen: KTP\n>\n> Saya teruskan."
    assert readable(body, lambda _name: "") == "• Dokumen: KTP asli\n\nSaya teruskan.".replace("\n\n", "\n")


@pytest.mark.parametrize("key", ["bulletin", "pengumuman"])
@pytest.mark.parametrize(("value", "is_one"), [("true", True), ("ya", True), ("false", False), ("", False)])
def test_an_article_may_be_a_bulletin(key, value, is_one):
    article, problems = read(f"---\n{key}: {value}\n---\nTeks.\n")
    assert (article.bulletin, problems) == (is_one, [])


def test_a_bulletin_is_true_or_not():
    article, problems = read("---\nbulletin: mungkin\n---\n> [!ask]\n> Teks.\n")
    assert [problem[:2] for problem in problems] == [("header-bad-value", 2)]
    assert not article.suggestible


@pytest.mark.parametrize(
    ("head", "line", "found"),
    [
        ("bulletin: true\nkind: policy\nvalid_until: 2027-01-31", "> [!answer]\n> Teks.\n", []),
        ("bulletin: true\nkind: policy", "> [!answer]\n> Teks.\n", ["bulletin-without-end"]),
        ("bulletin: true\nkind: guide\nvalid_until: 2027-01-31", "> [!answer]\n> Teks.\n", ["bulletin-not-policy"]),
        ("bulletin: true\nkind: policy\nvalid_until: 2027-01-31", "Teks.\n", ["bulletin-without-line"]),
        ("bulletin: false\nkind: guide", "Teks.\n", []),
    ],
)
def test_a_bulletin_has_an_end_and_something_to_say(head, line, found):
    article, _problems = read(f"---\n{head}\n---\n{line}")
    assert [problem.code for problem in check_all((article,), date(2026, 11, 27))] == found


def test_the_articles_of_the_readme_have_no_fault():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    blocks = map(textwrap.dedent, re.findall(r"(?m)(?:^ {4}.*\n|^\n(?= {4}))+", readme))
    examples = [block.strip("\n") for block in blocks if "> [!" in block]
    assert len(examples) > 6
    assert [read(example)[1] for example in examples] == [[]] * len(examples)
