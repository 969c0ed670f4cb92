import os
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist import words
from kbassist.content.kinds import ArticleKind, Channel, LineKind, Severity, Stage, Status, Tone
from kbassist.content.library import Source, resolve, scan
from kbassist.content.model import Problem
from kbassist.content.plain import readable
from kbassist.content.reader import read, read_text

EXAMPLE = """\
---
title: Kartu debit belum diterima
kind: problem
category: kartu
tags: [kartu, pengiriman]
triggers: [kartu belum sampai, resi kartu]
owner: tim-kartu
review_by: 2027-03-31
related: [blokir-kartu]
expect:
  - note: cust marah, kartu blm dtg 2 mgg
    first: empati
    not: [tabungan-berjangka]
---

# Kartu dikirim {#kirim}

Kartu dikirim 5-7 hari kerja, lihat [[blokir-kartu#cara|cara blokir]] dan [lain](../lain.md#atas).

> [!examples]
> - kartu atm saya sudah dua minggu belum sampai
> - cust bilang: kartu blm dtg

> [!tenangkan] Akui penantiannya {#empati}
> - tahap: empati
> - kapan: menunggu lama, belum sampai
>
> Saya paham, {sapaan} {nama}, menunggu dua minggu tentu melelahkan.

> [!cross-sell] Notifikasi {#notifikasi}
> - when: sering bepergian, ingin dikabari
> - unless: kesal
> - value: 20
> - channel: phone, chat
> - tone: formal
>
> Supaya {sapaan:Bapak/Ibu} tidak perlu menelepon lagi ...

> [!escalate] Unit Kartu
> to: Unit Kartu
> sla: 5 hari kerja
> needs: tiket
> Kami teruskan ke Unit Kartu.
"""


def article_of(text, relative="id/kartu/kartu-belum-sampai.md"):
    problems = []

    def report(code, severity, row, **values):
        problems.append((code, severity, row, values))

    source = Source("/x/" + relative, 0, relative.split("/")[0], 0, 0, relative.partition("/")[2])
    return read_text(textwrap.dedent(text), source, report), problems


def test_the_example_of_the_format_reads_as_it_says():
    article, problems = article_of(EXAMPLE)
    assert not problems
    assert (article.id, article.lang, article.title) == ("kartu-belum-sampai", "id", "Kartu debit belum diterima")
    assert (article.kind, article.status, article.review_by) == (
        ArticleKind.PROBLEM,
        Status.PUBLISHED,
        date(2027, 3, 31),
    )
    assert article.triggers == ("kartu belum sampai", "resi kartu")
    assert article.examples == ("kartu atm saya sudah dua minggu belum sampai", "cust bilang: kartu blm dtg")
    assert [(heading.text, heading.anchor, heading.row) for heading in article.headings] == [
        ("Kartu dikirim", "kirim", 16)
    ]
    assert [(link.target, link.fragment) for link in article.links] == [
        ("blokir-kartu", "cara"),
        ("../lain.md", "atas"),
    ]
    test = article.expect[0]
    assert (test.note, test.first, test.never, test.row) == (
        "cust marah, kartu blm dtg 2 mgg",
        "empati",
        ("tabungan-berjangka",),
        11,
    )


def test_lines_hold_what_their_rows_say_and_where_they_stand():
    article, _problems = article_of(EXAMPLE)
    calm, offer, hand_over = article.lines
    assert (calm.kind, calm.id, calm.stage, calm.when) == (
        LineKind.DEESCALATE,
        "empati",
        Stage.EMPATHISE,
        ("menunggu lama", "belum sampai"),
    )
    assert calm.text == "Saya paham, {sapaan} {nama}, menunggu dua minggu tentu melelahkan."
    assert EXAMPLE.splitlines()[calm.row - 1].startswith("> [!tenangkan]")
    assert (offer.value, offer.unless, offer.tone) == (20, ("kesal",), Tone.FORMAL)
    assert offer.channels == (Channel.PHONE, Channel.CHAT)
    assert (hand_over.id, hand_over.to, hand_over.sla, hand_over.needs) == (
        "escalate-1",
        "Unit Kartu",
        "5wd",
        ("tiket",),
    )


@pytest.mark.parametrize(
    ("callout", "wording"),
    [
        ("> [!answer]\n> Biaya: Rp10.000", "Biaya: Rp10.000"),
        ("> [!answer]\n>\n> - when: biaya\n>\n> Rp10.000", "Rp10.000"),
        ("> [!answer]\n>\n> Batas: Rp10 juta sehari", "Batas: Rp10 juta sehari"),
        ("```kartu``` adalah kode\n\n> [!answer]\n> Rp10.000", "Rp10.000"),
        ("> [!answer]\n> - when: biaya\n>\n> - when: ini teks", "- when: ini teks"),
        ("> [!jawab]- Judul\n> Rp10.000\n>\n> dan lagi", "Rp10.000\n\ndan lagi"),
        ("  >[!ANSWER]\n  >Rp10.000", "Rp10.000"),
        ("> [!answer]\n> `{nama}` {bukan placeholder} { }", "`{nama}` {bukan placeholder} { }"),
    ],
)
def test_the_first_other_row_begins_the_wording(callout, wording):
    article, _problems = article_of(callout)
    assert [line.text for line in article.lines] == [wording]


@pytest.mark.parametrize(
    "text",
    [
        "```\n> [!ask]\n> teks\n``` lanjut\n> [!ask]\n> teks",
        "> \\[!ask] bukan baris\n> teks",
        "> [!tip] catatan\n> teks",
        "> [!note]- lipat\n> teks",
        "```\n> [!ask]\n> teks\n```",
        "~~~~ md\n> [!ask]\n> teks\n~~~\n~~~~",
        "<!--\n> [!ask]\n> teks\n-->",
        "kode:\n\n    > [!ask]\n    > teks",
        "> > [!ask]\n> > teks",
        "> pengantar\n> [!ask]\n> teks",
    ],
)
def test_what_only_looks_like_a_line_is_none(text):
    article, problems = article_of(text)
    assert (article.lines, problems) == ((), [])


@pytest.mark.parametrize(
    ("text", "code", "row", "kept"),
    [
        ("> [!cross-sel]\n> teks", "callout-unknown", 1, 0),
        ("> [!ask]\n> - whem: x\n> teks", "line-unknown-key", 2, 1),
        ("> [!deescalate]\n> - stage: marah\n> teks", "line-bad-value", 2, 0),
        ("> [!deescalate]\n> teks", "line-no-stage", 1, 1),
        ("> [!ask]\n> - value: 101\n> teks", "line-bad-value", 2, 0),
        ("> [!ask]\n> - channel: fax\n> teks", "line-bad-value", 2, 0),
        ("> [!follow-up]\n> - in: besok\n> teks", "line-bad-value", 2, 0),
        ("> [!ask]\n> - when: x\n> - kapan: y\n> teks", "line-duplicate-key", 3, 0),
        ("> [!ask] Judul {#a b}\n> teks", "line-bad-id", 1, 0),
        ("> [!ask] Judul {#a}\n> - when: x", "line-empty", 1, 0),
        ("> [!ask] {#a}\n> satu\n\n> [!ask] {#a}\n> dua", "line-duplicate-id", 4, 1),
        ("> [!ask]\n> satu\ndua", "line-lazy-row", 3, 1),
        ("> [!escalate]\n> teks", "line-no-department", 1, 1),
        ("> [!ask]\n> Halo {Nama}", "placeholder-odd", 2, 1),
        ("> [!ask]\n> " + "x" * 2001, "line-too-long", 1, 0),
        ("---\ntitle: x\n---\n" + "a\n" * 20_000, "body-too-long", 20_004, 0),
        ("---\ntitle: x\nkind: problm\n---\n> [!ask]\n> teks", "header-bad-value", 3, 1),
        ("---\nreview_by: 2027-02-30\n---\n", "header-bad-date", 2, 0),
        ("---\nvalid_from: besok\n---\n", "header-bad-date", 2, 0),
        ("---\ntittle: x\n---\n", "header-misspelt-key", 2, 0),
        ("---\naliases: x\n---\n", "header-unknown-key", 2, 0),
        ("---\ntitle: {nama}\n---\n", "header-not-text", 2, 0),
        ("---\ntriggers:\n  - cust bilang: x\n---\n", "header-not-text", 3, 0),
        ("---\nexpect:\n  - first: x\n---\n", "expect-unreadable", 3, 0),
        ("---\nexpect:\n  - note: x\n    mood: senang\n---\n", "header-bad-value", 4, 0),
        ("---\nid: Kartu Hilang\n---\n", "header-bad-id", 2, 0),
        ("---\ntitle: x\nkind: guide\n\nteks", "header-unclosed", 1, 0),
        ("- " * 70 + "x\n", None, 0, 0),
        ("\n".join("  " * depth + "- x" for depth in range(400)), "body-too-deep", 1, 0),
        (">" * 400 + " x", "body-too-deep", 1, 0),
    ],
)
def test_every_fault_is_located_and_costs_no_more_than_itself(text, code, row, kept):
    article, problems = article_of(text)
    assert [(problem[0], problem[2]) for problem in problems] == ([(code, row)] if code else [])
    assert len(article.lines) == kept


def test_a_bad_header_keeps_the_body_but_suggests_nothing():
    article, problems = article_of("---\ntitle: [x\n---\n# Judul\n\n> [!ask]\n> teks")
    assert [problem[0] for problem in problems] == ["header-unreadable"]
    assert (article.title, article.suggestible, article.is_current(date(2026, 1, 1))) == ("Judul", False, False)
    assert "teks" in article.body


def test_variants_of_a_line_share_its_id():
    article, problems = article_of(
        "> [!open] {#salam}\n> - channel: phone\n> telepon\n\n> [!open] {#salam}\n> - channel: chat\n> obrolan"
    )
    assert not problems
    assert [(line.id, line.channels) for line in article.lines] == [
        ("salam", (Channel.PHONE,)),
        ("salam", (Channel.CHAT,)),
    ]


@pytest.mark.parametrize(
    ("day", "current"), [("2026-01-31", False), ("2026-02-01", True), ("2026-03-01", True), ("2026-03-02", False)]
)
def test_validity_counts_both_its_days(day, current):
    article, _problems = article_of("---\nvalid_from: 2026-02-01\nvalid_until: 2026-03-01\n---\n")
    assert article.is_current(date.fromisoformat(day)) is current


def read_one(folder):
    sources, problems = scan([folder])
    assert len(sources) <= 1
    found = [read(source) for source in sources]
    return found[0] if found else None, problems


@pytest.mark.parametrize(
    ("data", "codes", "title"),
    [
        (b"\xef\xbb\xbf---\r\ntitle: Biaya\r\n---\r\nisi\r\n", [], "Biaya"),
        (b"---\rtitle: Biaya\r---\risi\r", [], "Biaya"),
        ("---\ntitle: Café\n---\n".encode("latin-1"), ["file-not-utf8"], "Café"),
        (b"", [], "biaya"),
        (b"---\ntit", [], "biaya"),
        (b"---\ntitle: Biaya\nki", ["header-unclosed"], "biaya"),
        (b"# Biaya\0", ["file-not-text"], None),
        (b"# Biaya\n" + b"x" * 5_000_000, ["file-too-large"], None),
    ],
    ids=["bom-crlf", "old-mac", "latin-1", "empty", "half-1", "half-2", "binary", "5-mb"],
)
def test_odd_files_have_an_outcome(write, data, codes, title):
    reading, _problems = read_one(write({"id/biaya.md": data}))
    assert [problem.code for problem in reading.problems] == codes
    assert (reading.article.title if reading.article else None) == title


def test_positions_are_those_of_an_editor_with_crlf_and_bom(write):
    text = "\ufeff---\r\ntitle: x\r\nkind: salah\r\n---\r\n\r\n> [!ask]\r\n> teks\r\n"
    reading, _problems = read_one(write({"id/a.md": text.encode()}))
    assert [(problem.code, problem.line) for problem in reading.problems] == [("header-bad-value", 3)]
    assert [line.row for line in reading.article.lines] == [6]


def test_a_file_that_has_gone_is_a_problem_not_a_crash(write):
    folder = write({"id/a.md": "x"})
    sources, _problems = scan([folder])
    (folder / "id/a.md").unlink()
    reading = read(sources[0])
    assert reading.article is None
    assert [problem.code for problem in reading.problems] == ["file-unreadable"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_out_of_the_library_is_not_followed(write, tmp_path):
    folder = write({"id/a.md": "# A"})
    secret = tmp_path / "secret.md"
    secret.write_text("# Rahasia")
    (folder / "id/b.md").symlink_to(secret)
    (folder / "id/c.md").symlink_to(folder / "id/a.md")
    (folder / "id/up").symlink_to(tmp_path)
    (folder / "id/loop.md").symlink_to(folder / "id/loop.md")
    (folder / "id/gone.md").symlink_to(folder / "id/nothing.md")
    sources, problems = scan([folder])
    assert [Path(source.path).name for source in sources] == ["a.md", "c.md"]
    assert {(problem.code, Path(problem.path).name) for problem in problems} == {
        ("file-outside-library", "b.md"),
        ("folder-linked", "up"),
        ("file-unreadable", "loop.md"),
        ("file-unreadable", "gone.md"),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_unicode_is_told_and_harms_nothing(write):
    folder = write({"id/a.md": "# A"})
    os.close(os.open(os.fsencode(folder / "id") + b"/kart\xe9.md", os.O_CREAT))
    sources, problems = scan([folder])
    assert [Path(source.path).name for source in sources] == ["a.md"]
    assert [problem.code for problem in problems] == ["file-name-not-unicode"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights_is_told(write):
    folder = write({"id/a.md": "# A"})
    (folder / "id/a.md").chmod(0)
    reading, _problems = read_one(folder)
    assert [problem.code for problem in reading.problems] == ["file-unreadable"]


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "---\n",
                "> [!ask] x {#a}\n",
                "> - when: a, b\n",
                ">\n",
                "> teks {nama:x}\n",
                "```\n",
                "# J\n",
                "\n",
                "<!--\n",
            ]
        ),
        st.text(max_size=30),
    ),
    max_size=30,
)


@settings(max_examples=200)
@given(PIECES)
def test_any_text_is_read_and_every_problem_has_words_and_a_line_of_the_file(pieces):
    text = "".join(pieces)
    article, problems = article_of(text)
    rows = text.count("\n") + 1
    for code, severity, row, values in problems:
        problem = Problem(code, severity, "x", row, values)
        assert all(words.describe(problem))
        assert 1 <= row <= rows + 1
    assert all(1 <= line.row <= rows and line.text.strip() for line in article.lines)
    names = [(line.id, line.channels, line.tone) for line in article.lines]
    assert len(names) == len(set(names))


def library_of(folder, *more):
    sources, problems = scan([folder, *more])
    library = resolve([read(source) for source in sources])
    return {(article.lang, article.id): article for article in library.articles}, [*problems, *library.problems]


def test_languages_come_from_header_folder_library_then_the_words(write):
    articles, problems = library_of(
        write(
            {
                "_library.yml": "name: Bank\nlanguage: id\n",
                "en/a.md": "x",
                "zh-Hant-TW/b.md": "x",
                "c.md": "x",
                "en/d.md": "---\nlang: jv\n---\nx",
                "catatan/e.md": "x",
            }
        )
    )
    assert set(articles) == {("en", "a"), ("zh-Hant-TW", "b"), ("id", "c"), ("jv", "d"), ("id", "e")}
    assert not problems


def test_without_any_hint_the_words_decide(write):
    articles, _problems = library_of(
        write({"a.md": "How do I close my account at the bank?", "b.md": "Bagaimana saya menutup rekening di bank?"})
    )
    assert set(articles) == {("en", "a"), ("id", "b")}


def test_later_folders_override_by_id_and_language(write, tmp_path):
    first = write({"id/a.md": "# Lama", "en/a.md": "# Old", "id/b.md": "# B"})
    second = write({"id/deep/a.md": "# Baru"}, tmp_path / "second")
    articles, problems = library_of(first, second)
    assert {key: article.title for key, article in articles.items()} == {
        ("id", "a"): "Baru",
        ("en", "a"): "Old",
        ("id", "b"): "B",
    }
    assert not problems


def test_files_of_one_name_take_their_path_and_keep_their_lines(write):
    articles, problems = library_of(write({"id/kartu/biaya.md": "> [!ask]\n> x", "id/kredit/biaya.md": "y"}))
    assert set(articles) == {("id", "kartu-biaya"), ("id", "kredit-biaya")}
    assert articles["id", "kartu-biaya"].lines[0].name == "kartu-biaya#ask-1"
    assert [(problem.code, problem.severity) for problem in problems] == [("id-from-path", Severity.WARNING)] * 2


def test_the_first_path_keeps_an_explicit_id(write):
    head = "---\nid: sama\ntitle: {}\n---\n"
    articles, problems = library_of(
        write({"id/a.md": head.format("A"), "id/b.md": head.format("B"), "en/c.md": head.format("C")})
    )
    assert {key: article.title for key, article in articles.items()} == {("id", "sama"): "A", ("en", "sama"): "C"}
    assert [(problem.code, Path(problem.path).name) for problem in problems] == [("id-duplicate", "b.md")]


def test_hidden_and_underscored_files_are_no_articles(write):
    articles, _problems = library_of(
        write(
            {
                "id/_draft.md": "x",
                "id/.hidden.md": "x",
                "_old/a.md": "x",
                ".git/b.md": "x",
                "id/c.txt": "x",
                "id/d.MD": "x",
            }
        )
    )
    assert set(articles) == {("id", "d")}


def test_a_missing_folder_is_told(tmp_path):
    _articles, problems = library_of(tmp_path / "nowhere")
    assert [problem.code for problem in problems] == ["library-missing"]


def test_a_name_from_a_path_takes_nobody_else_s(write):
    articles, _problems = library_of(write({"id/a/b.md": "1", "id/c/b.md": "2", "id/d/a-b.md": "3"}))
    assert sorted(article.body for article in articles.values()) == ["1", "2", "3"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files there")
def test_what_is_no_plain_file_is_told_and_not_waited_for(write):
    folder = write({"id/a.md": "# A"})
    os.mkfifo(folder / "id/b.md")
    sources, problems = scan([folder])
    assert [Path(source.path).name for source in sources] == ["a.md"]
    assert [(problem.code, Path(problem.path).name) for problem in problems] == [("file-unreadable", "b.md")]


@pytest.mark.timeout(10)
@pytest.mark.parametrize("piece", ["[", "[[", "[a](", "`", "# {#", "*a ", "_a ", "![", "-", "> ", "~", "{a:"])
def test_no_row_takes_more_than_a_moment(piece):
    text = piece * (200_000 // len(piece))
    article, _problems = article_of(text)
    assert readable(article.body, str) is not None
