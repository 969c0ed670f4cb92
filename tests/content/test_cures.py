"""Every problem is underlined where it stands, and a cure makes it go away and brings no other."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist import words
from kbassist.content.check import Checker
from kbassist.content.cures import cures
from kbassist.content.forbidden import Forbidden
from kbassist.content.kinds import Severity
from kbassist.content.library import Source
from kbassist.content.model import Problem
from kbassist.content.places import located, span
from kbassist.content.reader import read_text
from kbassist.text import tokens

TODAY = date(2026, 11, 27)
FORBIDDEN = Forbidden({tuple(tokens.words_and_stems("pasti disetujui")[1]): "akan kami nilai"})
LONG = "kata " * 160


def article_of(text, name="artikel"):
    problems = []

    def report(code, severity, row, **values):
        problems.append(Problem(code, severity, f"/x/id/{name}.md", row, values))

    return read_text(text, Source(f"/x/id/{name}.md", 0, "id", 0, 0, f"{name}.md"), report), problems


LIBRARY = [
    article_of("---\ntitle: Blokir kartu\ntriggers: [kartu hilang, kartu dicuri orang]\n---\nTeks.\n", "blokir-kartu")[
        0
    ],
    article_of("---\ntitle: Buka rekening\nlang: en\n---\nText.\n", "artikel-dua")[0],
    article_of("---\ntitle: Tutup rekening\n---\nTeks.\n", "artikel-dua")[0],
]
CHECKER = Checker(LIBRARY, FORBIDDEN)


def problems_of(text):
    article, problems = article_of(text)
    return [*problems, *CHECKER.check(article, TODAY)]


# What is underlined stands between ⟦ and ⟧.
HEADERS = {
    "header-unclosed": "⟦---⟧\ntitle: A\n\nTeks.\n",
    "header-unreadable": "---\ntitle: A\n⟦owner: x: y⟧\n---\nTeks.\n",
    "header-too-large": f"---\n⟦title: A⟧\nowner: {'x' * 65_000}\n---\nTeks.\n",
    "header-too-deep": f"---\n⟦x: {'[' * 20}{']' * 20}⟧\n---\nTeks.\n",
    "header-not-keys": "---\n⟦- satu⟧\n---\nTeks.\n",
    "header-alias": "---\n⟦title: &a Satu⟧\nowner: *a\n---\nTeks.\n",
    "header-duplicate-key": "---\ntitle: A\n⟦title⟧: B\n---\nTeks.\n",
    "header-unknown-key": "---\ntitle: A\n⟦xyzzy⟧: 1\n---\nTeks.\n",
    "header-misspelt-key": "---\ntitle: A\n⟦ownr⟧: tim\n---\nTeks.\n",
    "header-not-text": "---\n⟦title⟧: {a: b}\n---\nTeks.\n",
    "header-not-list": "---\ntitle: A\n⟦tags⟧:\n  a: b\n---\nTeks.\n",
    "header-bad-id": "---\nid: ⟦Kartu Hilang⟧\n---\nTeks.\n",
    "header-bad-value": "---\ntitle: A\nkind: ⟦polcy⟧\n---\nTeks.\n",
    "header-bad-date": "---\ntitle: A\nreview_by: ⟦31/3/2027⟧\n---\nTeks.\n",
    "facts-unreadable": "---\n⟦facts: x⟧\n---\nTeks.\n",
    "fact-bad-name": "---\nfacts:\n  ⟦Biaya-1⟧: x\n---\nTeks.\n",
    "fact-unknown-key": "---\nfacts:\n  biaya:\n    value: x\n    ⟦untl⟧: 2027-01-01\n---\nTeks.\n",
    "fact-no-value": "---\nfacts:\n  ⟦biaya⟧:\n---\nTeks.\n",
    "fact-too-long": f"---\nfacts:\n  ⟦biaya⟧: {'x' * 201}\n---\nTeks.\n",
    "fact-reversed": "---\nfacts:\n  ⟦biaya⟧: {value: x, from: 2027-02-01, until: 2027-01-01}\n---\nTeks.\n",
    "fact-over": "---\nfacts:\n  ⟦biaya⟧: {value: x, until: 2026-01-01}\n---\nTeks.\n",
    "fact-unknown": "---\ntitle: A\n---\nBiaya {fact.⟦biaya⟧}.\n",
    "expect-unreadable": "---\ntitle: A\nexpect:\n  ⟦- first: x⟧\n---\nTeks.\n",
    "expect-unknown-key": "---\ntitle: A\nexpect:\n  - note: x\n    ⟦nott⟧: [blokir-kartu]\n---\nTeks.\n",
    "expect-unknown-line": "---\ntitle: A\nexpect:\n  - note: x\n    first: ⟦tiada⟧\n---\nTeks.\n",
    "validity-reversed": "---\ntitle: A\nvalid_from: 2027-02-01\nvalid_until: ⟦2027-01-01⟧\n---\nTeks.\n",
    "validity-over": "---\ntitle: A\nvalid_until: ⟦2026-01-01⟧ # akhir\n---\nTeks.\n",
    "review-overdue": "---\ntitle: A\nreview_by: ⟦2026-01-01⟧\n---\nTeks.\n",
    "bulletin-without-end": "---\nkind: policy\nbulletin: ⟦true⟧\n---\n> [!jawab]\n> Teks.\n",
    "bulletin-not-policy": "---\nkind: ⟦guide⟧\nbulletin: true\nvalid_until: 2027-01-01\n---\n> [!jawab]\n> Teks.\n",
    "bulletin-without-line": "---\nkind: policy\nbulletin: ⟦true⟧\nvalid_until: 2027-01-01\n---\nTeks.\n",
    "related-missing": "---\ntitle: A\nrelated: [artikel-dua, ⟦blokir-kart⟧]\n---\nTeks.\n",
    "trigger-shared": "---\ntitle: A\ntriggers:\n  - lain\n  - ⟦Kartu hilang⟧\n---\nTeks.\n",
    "trigger-similar": "---\ntitle: A\n---\n> [!pemicu]\n> - lain\n> - ⟦kartunya hilang⟧\n",
    "title-similar": "---\ntitle: ⟦Memblokir kartu⟧\n---\nTeks.\n",
    "article-too-long": f"---\ntitle: ⟦A⟧\nkind: problem\n---\n{LONG * 11}\n",
}
LINES = {
    "body-too-deep": f"---\ntitle: A\n---\n⟦{'- ' * 0}Teks.⟧\n\n{' ' * 130}- dalam\n",
    "body-too-long": f"{'Teks.' + chr(10)}" * 20_000 + "⟦Akhir⟧\n",
    "row-too-long": f"⟦{'x' * 20_001}⟧\n",
    "callout-unknown": "> [!⟦jawb⟧] Satu\n> Teks.\n",
    "line-bad-id": "> [!jawab] Satu {#⟦a b⟧}\n> Teks.\n",
    "line-duplicate-id": "> [!jawab] Satu {#a}\n> Teks.\n\n> [!jawab] Dua {#⟦a⟧}\n> Lain.\n",
    "line-empty": "> ⟦[!jawab] Satu⟧\n",
    "line-too-long": f"> ⟦[!jawab] Satu⟧\n> {'kata ' * 500}\n",
    "line-too-long-to-say": f"> ⟦[!jawab] Satu⟧\n> {LONG}\n",
    "line-lazy-row": "> [!jawab] Satu\n> Teks.\n⟦lalu ini⟧\n",
    "line-no-stage": "> ⟦[!tenangkan] Satu⟧\n> Teks.\n",
    "line-no-department": "> ⟦[!teruskan] Unit Kartu⟧\n> Teks.\n",
    "line-unknown-key": "> [!jawab] Satu\n> - ⟦whenn⟧: hilang\n>\n> Teks.\n",
    "line-duplicate-key": "> [!jawab] Satu\n> - when: kartu hilang\n> - ⟦when⟧: kartu dicuri\n>\n> Teks.\n",
    "line-bad-value": "> [!jawab] Satu\n> - channel: ⟦phon⟧\n>\n> Teks.\n",
    "line-key-of-other-kind": "> [!jawab] Satu\n> - ⟦once⟧: 90d\n>\n> Teks.\n",
    "line-same-wording": "> [!jawab] Satu {#a}\n> Teks.\n\n> [!jawab] Dua {#⟦b⟧}\n> Teks.\n",
    "line-vetoes-itself": "> [!jawab] Satu\n> - kapan: kartu hilang\n> - kecuali: marah, ⟦hilang⟧\n>\n> Teks.\n",
    "when-says-nothing": "> [!jawab] Satu\n> - kapan: ⟦???⟧\n>\n> Teks.\n",
    "needs-never-known": "> [!jawab] Satu\n> - perlu: nama, ⟦waktu⟧\n>\n> Pukul {waktu}, {nama}.\n",
    "word-forbidden": "> [!jawab] Satu\n> - kapan: pasti disetujui\n>\n> Kredit Ibu ⟦pasti\n> disetujui⟧ besok.\n",
    "date-over": "> [!jawab] Satu\n> Promo ⟦sampai 31 Desember 2025⟧.\n",
    "form-empty": "> ⟦[!form] Satu⟧\n> - tujuan: kartu\n>\n> Teks.\n",
    "form-no-purpose": "> ⟦[!form] Satu⟧\n> - Nama: teks\n",
    "form-stray-row": "> [!form] Satu\n> - tujuan: kartu\n>\n> - Nama: teks\n> ⟦lalu ini⟧\n",
    "form-no-label": "> [!form] Satu\n> - tujuan: kartu\n>\n> - Nama: teks\n> ⟦: teks⟧\n",
    "form-no-type": "> [!form] Satu\n> - tujuan: kartu\n>\n> - Nama: teks\n> - ⟦Alamat⟧:\n",
    "form-unknown-type": "> [!form] Satu\n> - tujuan: kartu\n>\n> - Nama: ⟦tekss⟧\n",
    "form-field-twice": "> [!form] Satu\n> - tujuan: kartu\n>\n> - Nama: teks\n> - ⟦Nama⟧: teks\n",
    "form-bad-id": "> [!form] Satu\n> - tujuan: kartu\n>\n> - Nama: teks {#⟦Nama Ibu⟧}\n",
    "form-no-choices": "> [!form] Satu\n> - tujuan: kartu\n>\n> - ⟦Waktu⟧: pilihan, Pagi\n",
    "form-bad-check": "> [!form] Satu\n> - tujuan: kartu\n>\n> - Nama: teks, ⟦besar⟧\n",
    "form-reversed-bounds": "> [!form] Satu\n> - tujuan: kartu\n>\n> ⟦- Jumlah: angka, min 5, max 2⟧\n",
    "form-never-asked": "> [!form] Satu\n> - tujuan: kartu\n>\n> - ⟦PIN⟧: teks\n",
    "placeholder-odd": "> [!jawab] Satu\n> Bapak {⟦Nama⟧}.\n",
    "placeholder-empty-default": "> [!jawab] Satu\n> Baik.\n> Bapak ⟦{nama:}⟧.\n",
    "link-broken": "Lihat [[⟦blokir-kart⟧|cara blokir]].\n",
    "branch-without-steps": "# Awal\n\n> [!langkah] Satu\n> - ⟦Ya⟧ → [[#Lain]]\n> - Tidak → [[#Awal]]\n\n## Lain\n",
    "steps-out-of-reach": "> [!langkah] Satu\n> - A → [[#satu]]\n\n> [!langkah] ⟦Dua⟧ {#dua}\n> - Periksa\n",
    "offer-without-condition": "> ⟦[!tawarkan] Notifikasi gratis⟧\n> - nilai: 20\n>\n> Teks.\n",
    "offer-without-value": "> ⟦[!tawarkan] Notifikasi gratis⟧\n> - kapan: ingin dikabari\n>\n> Teks.\n",
}
# Told by what only a whole library, an index or another file can know.
TOLD = {
    "id-from-path": ("⟦# Judul⟧\n", {"id": "kartu-artikel"}, 1),
    "id-duplicate": ("---\ntitle: A\nid: ⟦kartu⟧\n---\n", {"id": "kartu", "first": "/x"}, 1),
    "expect-failed": (
        "---\ntitle: A\nexpect:\n  - note: ⟦cust marah⟧\n---\n",
        {"note": "cust marah", "wanted": "a", "got": "b"},
        4,
    ),
    "translation-missing": ("---\nkind: guide\ntitle: ⟦A⟧\n---\n", {"title": "A", "lang": "en"}, 1),
    "file-not-utf8": ("Satu\n⟦Dua⟧\n", {}, 2),
    "file-not-text": ("Satu\n⟦Dua⟧\n", {}, 2),
    "library-file-unreadable": ("⟦name: x⟧\n", {}, 1),
    "last-good-serves": ("⟦title: A⟧\n", {}, 1),
    **{code: ("short:\n  ⟦x: y⟧\n", {}, 2) for code in words.problem_codes() if code.startswith("synonyms-")},
    **{code: ("a: b\n⟦c: [d]⟧\n", {}, 2) for code in words.problem_codes() if code.startswith("forbidden-")},
}
# What is wrong with a file as a whole has no row.
WHOLE = {
    "library-missing", "file-unreadable", "file-outside-library", "file-name-not-unicode", "folder-linked",
    "file-too-large",
}  # fmt: skip
# What is taken in from other programs stands in no article yet.
COMING = {code for code in words.problem_codes() if code.startswith(("import-", "replies-"))}
SAMPLES = HEADERS | LINES


def unmarked(text):
    start, end = text.index("⟦"), text.index("⟧") - 1
    return text.replace("⟦", "").replace("⟧", ""), (start, end)


def test_there_is_a_sample_of_every_problem():
    assert {*SAMPLES, *TOLD, *WHOLE, *COMING} == words.problem_codes()


@pytest.mark.parametrize("code", SAMPLES)
def test_a_problem_is_underlined_where_it_stands(code):
    text, wanted = unmarked(SAMPLES[code])
    found = next(problem for problem in problems_of(text) if problem.code == code)
    start, end = span(found, text)
    assert text[start:end] == text[slice(*wanted)]
    assert (start, end) == wanted
    assert located(found, text).line == text.count("\n", 0, start) + 1


@pytest.mark.parametrize("code", sorted(TOLD))
def test_what_others_tell_of_a_file_is_underlined_too(code):
    marked, values, row = TOLD[code]
    text, wanted = unmarked(marked)
    assert span(Problem(code, Severity.ERROR, "/x", row, values), text) == wanted


@pytest.mark.parametrize("code", sorted(WHOLE))
def test_what_is_wrong_with_a_whole_file_underlines_nothing(code):
    assert span(Problem(code, Severity.ERROR, "/x", 0), "Teks.\n") == (0, 0)


CURED = {
    "header-unclosed", "header-unreadable", "header-not-text", "header-duplicate-key",
    "header-unknown-key", "header-misspelt-key", "header-bad-id", "header-bad-value", "header-bad-date",
    "fact-unknown-key", "expect-unknown-key", "validity-reversed", "validity-over", "review-overdue",
    "bulletin-not-policy", "related-missing", "trigger-shared", "trigger-similar", "callout-unknown", "line-bad-id",
    "line-duplicate-id", "line-lazy-row", "line-no-stage", "line-no-department", "line-unknown-key",
    "line-duplicate-key", "line-bad-value", "line-key-of-other-kind", "line-vetoes-itself", "when-says-nothing",
    "needs-never-known", "word-forbidden", "form-no-purpose", "form-unknown-type", "form-field-twice", "form-bad-id",
    "form-no-type", "form-bad-check", "form-reversed-bounds", "fact-reversed", "fact-bad-name",
    "placeholder-odd", "placeholder-empty-default", "link-broken", "offer-without-condition", "offer-without-value",
}  # fmt: skip


@pytest.mark.parametrize("code", SAMPLES)
def test_a_cure_makes_its_problem_go_away_and_brings_no_other(code):
    text, _place = unmarked(SAMPLES[code])
    problems = problems_of(text)
    found = next(problem for problem in problems if problem.code == code)
    offered = cures(found, text)
    assert bool(offered) is (code in CURED)
    before = {problem.code for problem in problems}
    for cure in offered:
        assert words.cure(cure)
        after = problems_of(cure.applied(text))
        assert code not in {problem.code for problem in after}, cure
        assert {problem.code for problem in after} <= before, cure


@pytest.mark.parametrize(
    ("kind", "code", "row"),
    [
        ("tawarkan", "offer-without-condition", "> - kapan: satu"),
        ("cross-sell", "offer-without-condition", "> - when: satu"),
        ("tawarkan", "offer-without-value", "> - nilai: 30"),
        ("tenangkan", "line-no-stage", "> - tahap: akui"),
        ("deescalate", "line-no-stage", "> - stage: acknowledge"),
        ("teruskan", "line-no-department", "> - ke: Satu"),
    ],
)
def test_a_row_is_added_in_the_language_of_the_line(kind, code, row):
    text = f"> [!{kind}] Satu\n> Teks.\n"
    problem = next(problem for problem in problems_of(text) if problem.code == code)
    assert row in cures(problem, text)[0].applied(text).split("\n")


FORM = "> [!form] Satu\n> - tujuan: kartu\n>\n> - Nama: teks\n"
# What the first cure makes of a text, and what beside its problem it must not touch.
MENDED = [
    ("header-unreadable", "---\ntitle: Hilang: satu # ini\n---\n", '---\ntitle: "Hilang: satu" # ini\n---\n'),
    ("header-unreadable", "---\ntitle: [x\nowner: a\n---\n", '---\ntitle: "[x"\nowner: a\n---\n'),
    ("header-unreadable", '---\ntitle: "a" b\n---\n', '---\ntitle: "\\"a\\" b"\n---\n'),
    ("header-unreadable", "---\ntriggers:\n  - *888#\n---\n", '---\ntriggers:\n  - "*888#"\n---\n'),
    ("header-unreadable", "---\ntriggers: [*888#, b]\n---\n", '---\ntriggers: ["*888#", "b"]\n---\n'),
    ("header-not-text", "---\nexamples:\n  - cust: marah\n---\n", '---\nexamples:\n  - "cust: marah"\n---\n'),
    ("header-not-text", "---\ntriggers: [cust: x, b]\n---\n", '---\ntriggers: ["cust: x", "b"]\n---\n'),
    ("header-duplicate-key", "---\nfacts:\n  a: x\n  a: y\n  b: z\n---\n", "---\nfacts:\n  a: x\n  b: z\n---\n"),
    ("header-unknown-key", "---\nxyzzy: |\n  a\n\n  b\n# c\ntitle: c\n---\n", "---\n# c\ntitle: c\n---\n"),
    ("header-unknown-key", "---\nxyzzy:\n\n- a\n- b\ntitle: c\n---\n", "---\ntitle: c\n---\n"),
    ("header-misspelt-key", "---\ntrigers:\n  - a\n---\n", "---\ntriggers:\n  - a\n---\n"),
    ("header-bad-value", "---\nchannels: [phon, chat]\n---\n", "---\nchannels: [phone, chat]\n---\n"),
    ("header-bad-date", "---\nreview_by: 2027-3-1\n---\n", "---\nreview_by: 2027-03-01\n---\n"),
    (
        "header-unclosed",
        "---\ntitle: A\n# catatan\nowner: x\n# Judul\nTeks\n",
        "---\ntitle: A\n# catatan\nowner: x\n---\n# Judul\nTeks\n",
    ),
    ("header-unclosed", "---\ntags:\n- a\nTeks biasa\n", "---\ntags:\n- a\n---\nTeks biasa\n"),
    ("expect-unreadable", "---\nexpect:\n  - marah # x\n---\n", "---\nexpect:\n  - note: marah # x\n---\n"),
    (
        "fact-reversed",
        "---\nfacts:\n  a:\n    value: x\n    until: 2027-01-01\n    from: 2027-02-01 # b\n---\n",
        "---\nfacts:\n  a:\n    value: x\n    until: 2027-02-01\n    from: 2027-01-01 # b\n---\n",
    ),
    ("fact-unknown", "---\nfacts:\n  biaya: x\n---\n{fact.biya}\n", "---\nfacts:\n  biaya: x\n---\n{fact.biaya}\n"),
    ("line-lazy-row", "> [!jawab] A\n> a\nb\nc\n\nd\n", "> [!jawab] A\n> a\n> b\n> c\n\nd\n"),
    ("line-lazy-row", "> [!jawab] A\n> a\nb\u2028c\n", "> [!jawab] A\n> a\n> b\u2028c\n"),
    ("line-no-stage", "> [!tenangkan] A\nMaaf.\n", "> [!tenangkan] A\n> - tahap: akui\nMaaf.\n"),
    ("line-bad-value", "> [!jawab]\n> - channel: phon, chat\n> a\n", "> [!jawab]\n> - channel: phone, chat\n> a\n"),
    ("form-never-asked", f"{FORM}> - PIN: teks\n", FORM),
    ("form-no-type", f"{FORM}> - Alamat* {{#a}}\n", f"{FORM}> - Alamat*: text {{#a}}\n"),
    ("form-bad-check", f"{FORM}> - Alamat: teks, besar, wajib\n", f"{FORM}> - Alamat: teks, wajib\n"),
    (
        "form-reversed-bounds",
        f"{FORM}> - Uang 1: nominal, min Rp5.000, max 2 rb {{#u-2}}\n",
        f"{FORM}> - Uang 1: nominal, min Rp2 rb, max 5.000 {{#u-2}}\n",
    ),
]


@pytest.mark.parametrize(("code", "text", "mended"), MENDED)
def test_a_cure_mends_its_problem_and_leaves_all_else(code, text, mended):
    found = next(problem for problem in problems_of(text) if problem.code == code)
    cure = cures(found, text)[0]
    assert cure.applied(text) == mended
    assert code not in {problem.code for problem in problems_of(mended)}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("header-duplicate-key", "---\nexpect:\n  - {note: x, first: a, first: b}\n---\n"),
        ("header-unreadable", '---\ntriggers: ["a, b", *888#]\n---\n'),
        ("line-bad-value", "> [!tawarkan]\n> - nilai: 200\n>\n> a\n"),
        ("line-bad-value", "> [!kompensasi]\n> - once: 60 days\n>\n> a\n"),
        ("form-no-type", f"{FORM}> - PIN\n"),
    ],
)
def test_where_a_cure_would_change_what_is_meant_there_is_none(code, text):
    found = next(problem for problem in problems_of(text) if problem.code == code)
    assert not cures(found, text)


ROWS = st.lists(
    st.one_of(
        st.sampled_from([row for text in SAMPLES.values() if len(text) < 500 for row in unmarked(text)[0].split("\n")]),
        st.text(max_size=15),
    ),
    max_size=14,
)


@settings(max_examples=200)
@given(ROWS)
def test_in_any_text_problems_have_a_place_and_cures_can_be_applied(rows):
    text = "\n".join(rows).replace("\r", "")
    problems = problems_of(text)
    for problem in problems:
        start, end = span(problem, text)
        assert 0 <= start <= end <= len(text)
        for cure in cures(problem, text):
            assert 0 <= cure.start <= cure.end <= len(text)
            assert words.cure(cure)
            article_of(cure.applied(text))
