"""Forms: what editors let agents ask for, and what their fields take."""

import textwrap
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content import forms
from kbassist.content.kinds import LineKind
from kbassist.content.library import Source
from kbassist.content.reader import read_text
from kbassist.content.render import Rendering
from kbassist.text.fieldtypes import FieldError, FieldType

TODAY = date(2026, 11, 27)
CARD = """\
    ---
    title: Kartu rusak
    ---

    > [!form] Pengajuan kartu pengganti {#kartu-pengganti}
    > - when: kartu rusak, ganti kartu
    > - purpose: penggantian kartu debit
    > - to: Unit Kartu
    > - sla: 5 hari kerja
    >
    > Saya bantu ajukan kartunya.
    > Boleh saya minta beberapa data?
    >
    > - Nama sesuai KTP*: text
    > - NIK *: nik
    > - Nomor HP: phone, required {#hp}
    > - Alamat kirim: text, long, at most 200 letters
    > - Cabang ambil: choice, Sudirman | Thamrin, lantai 1, wajib
    > - Tanggal ambil: date, after today, within 30 days
    > - Jumlah kartu: number, 1 to 3
    > - Setoran: nominal, paling sedikit 50.000, paling banyak 1,5 jt
    > - Empat angka terakhir nomor kartu: teks, 4 angka
    > - Lupa PIN: ya/tidak

    > [!formulir] Minta dihubungi
    > Nama: teks
    > 1. Jam: pilihan, Pagi | Sore
    """


def article_of(text):
    problems = []

    def report(code, severity, row, **values):
        problems.append((code, row, values))

    source = Source("/x/id/kartu-rusak.md", 0, "id", 0, 0, "kartu-rusak.md")
    return read_text(textwrap.dedent(text), source, report), problems


def field_of(row):
    article, problems = article_of(f"> [!form] Satu\n> - purpose: coba\n>\n> - {row}\n")
    assert not problems
    return forms.read(article)[0].fields[0]


def problems_of(rows):
    return [problem[:2] for problem in article_of(textwrap.dedent(rows))[1]]


def test_a_form_says_what_is_asked_why_and_for_whom():
    article, problems = article_of(CARD)
    card, call = forms.read(article)
    assert (card.id, card.title, card.purpose, card.to, card.sla, card.row) == (
        ("kartu-pengganti", "Pengajuan kartu pengganti", "penggantian kartu debit", "Unit Kartu", "5wd", 5)
    )
    assert card.text == "Saya bantu ajukan kartunya.\nBoleh saya minta beberapa data?"
    assert (call.title, call.text, call.purpose) == ("Minta dihubungi", "Minta dihubungi", "")
    assert problems == [("form-no-purpose", 25, {})]


def test_each_field_has_a_name_a_label_a_type_and_what_it_asks_for():
    fields = forms.read(article_of(CARD)[0])[0].fields
    assert [(field.id, field.label, field.type, field.row) for field in fields[:3]] == [
        ("nama-sesuai-ktp", "Nama sesuai KTP", FieldType.TEXT, 14),
        ("nik", "NIK", FieldType.NIK, 15),
        ("hp", "Nomor HP", FieldType.PHONE, 16),
    ]
    assert [field.required for field in fields] == [True, True, True, False, True, False, False, False, False, False]
    assert [(field.type, field.least, field.most, field.digits) for field in fields[3:]] == [
        (FieldType.LONG_TEXT, None, 200, False),
        (FieldType.CHOICE, None, None, False),
        (FieldType.DATE, 1, 30, False),
        (FieldType.NUMBER, 1, 3, False),
        (FieldType.AMOUNT, 50_000, 1_500_000, False),
        (FieldType.TEXT, 4, 4, True),
        (FieldType.YES_NO, None, None, False),
    ]
    assert fields[4].choices == ("Sudirman", "Thamrin, lantai 1")


def test_a_form_is_a_line_that_its_conditions_bring():
    line = article_of(CARD)[0].lines[0]
    assert (line.kind, line.when) == (LineKind.FORM, ("kartu rusak", "ganti kartu"))


def test_fields_may_be_written_without_a_list():
    assert [field.label for field in forms.read(article_of(CARD)[0])[1].fields] == ["Nama", "Jam"]


def test_the_page_shows_what_is_asked():
    page = Rendering(article_of(CARD)[0], lambda _name: "", lambda kind: kind).whole()
    assert "<li>NIK*</li>" in page
    assert "<li>Cabang ambil*: Sudirman | Thamrin, lantai 1</li>" in page
    assert "Boleh saya minta beberapa data?" in page
    assert '<p class="kind">to: Unit Kartu<br>purpose: penggantian kartu debit</p>' in page


@pytest.mark.parametrize(
    ("row", "bounds"),
    [
        ("A: text, 3 to 10", (3, 10)),
        ("A: text, 3-10 huruf", (3, 10)),
        ("A: text, min 3 characters", (3, None)),
        ("A: text, at least 3, at most 9", (3, 9)),
        ("A: number, 0 sampai 12", (0, 12)),
        ("A: number, maksimal 12", (None, 12)),
        ("A: amount, Rp50.000 – Rp100.000", (50_000, 100_000)),
        ("A: date, from today", (0, None)),
        ("A: date, sampai hari ini", (None, 0)),
        ("A: tanggal, before today", (None, -1)),
        ("A: tanggal, dalam 7 hari", (0, 7)),
    ],
)
def test_bounds_are_written_in_words(row, bounds):
    field = field_of(row)
    assert (field.least, field.most) == bounds


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("- Nama", ("form-no-type", 4)),
        ("- Nama:", ("form-no-type", 4)),
        ("- : text", ("form-no-label", 4)),
        ("- Nama: txet", ("form-unknown-type", 4)),
        ("- Nama: text\n- nama: nik", ("form-field-twice", 5)),
        ("- A: text {#x}\n- B: text {#x}", ("form-field-twice", 5)),
        ("- A: text {#X y}", ("form-bad-id", 4)),
        ("- A: choice", ("form-no-choices", 4)),
        ("- A: choice, satu", ("form-no-choices", 4)),
        ("- A: choice, satu | satu, wajib", ("form-no-choices", 4)),
        ("- A: number, 3 to 1", ("form-reversed-bounds", 4)),
        ("- A: date, after today, until today", ("form-reversed-bounds", 4)),
        ("- A: number, banyak", ("form-bad-check", 4)),
        ("- A: nik, 1 to 3", ("form-bad-check", 4)),
        ("- A: date, 1 to 3", ("form-bad-check", 4)),
        ("- A: number, 3 digits", ("form-bad-check", 4)),
        ("- PIN ATM: text", ("form-never-asked", 4)),
        ("- A: otp", ("form-never-asked", 4)),
        ("- Kode OTP*: number", ("form-never-asked", 4)),
        ("- CVV: text, 3 digits", ("form-never-asked", 4)),
        ("- Kata sandi lama: text", ("form-never-asked", 4)),
        ("- Nomor kartu: number", ("form-never-asked", 4)),
        ("- Full card number: text", ("form-never-asked", 4)),
        ("- Nama ibu kandung: text", ("form-never-asked", 4)),
        ("- Mother's maiden name: text", ("form-never-asked", 4)),
        ("", ("form-empty", 1)),
        ("Kalimat saja.", ("form-empty", 1)),
    ],
)
def test_a_bad_field_costs_its_form_alone(rows, found):
    rows = textwrap.indent(rows, "> ")
    text = f"> [!form] Satu {{#satu}}\n> - purpose: coba\n>\n{rows}\n\n> [!ask] {{#dua}}\n> Teks.\n"
    article, problems = article_of(text)
    assert [problem[:2] for problem in problems] == [found]
    assert [line.id for line in article.lines] == ["dua"]


def test_every_bad_field_is_told():
    rows = "> [!form] A\n> - purpose: x\n>\n> - B: teksz\n> - C\n> - D: number, 1 to 2\n"
    assert article_of(rows)[1][0] == ("form-unknown-type", 4, {"label": "B", "found": "teksz", "wanted": "teks"})
    assert problems_of(rows) == [("form-unknown-type", 4), ("form-no-type", 5)]


@pytest.mark.parametrize(
    "label",
    ["Nomor kartu keluarga", "Empat angka terakhir nomor kartu", "Nomor HP", "Kode pos", "Opini", "Nama Ibu/Bapak"],
)
def test_what_may_be_asked_is_not_refused(label):
    assert field_of(f"{label}: text").label == label


def test_a_row_among_the_fields_that_is_none_is_told_and_left_out():
    article, problems = article_of("> [!form] A\n> - purpose: x\n>\n> - B: text\n>\n> Terima kasih.\n> - C: text\n")
    assert [problem[:2] for problem in problems] == [("form-stray-row", 6)]
    assert [field.label for field in forms.read(article)[0].fields] == ["B", "C"]


def test_a_label_may_look_like_a_key():
    rows = "> [!form] A\n> - purpose: x\n>\n> - Tone: text\n> - Nama: text\n"
    article, problems = article_of(rows)
    assert not problems
    assert [field.id for field in article.lines[0].fields] == ["tone", "nama"]
    assert problems_of("> [!form] A\n> - purpos: x\n> - Nama: text\n")[0] == ("line-unknown-key", 2)


def test_an_answer_is_checked_by_its_field():
    field = field_of("Tanggal*: date, after today")
    assert forms.check(field, " 1 des 2026 ", TODAY) == "2026-12-01"
    for answer, code in (("", "field-missing"), ("27/11/2026", "field-too-early"), ("nanti", "field-not-date")):
        with pytest.raises(FieldError) as caught:
            forms.check(field, answer, TODAY)
        assert caught.value.code == code
    assert forms.check(field_of("Catatan: text"), "  ", TODAY) == ""


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_row_is_a_field_or_is_told(label, rest):
    row = f"{label}: {rest}".replace("\r", "").replace("\n", " ").replace("\0", "")
    article, problems = article_of(f"> [!form] A {{#a}}\n> - purpose: x\n>\n> - {row}\n")
    assert bool(article.lines) or any(code.startswith("form-") for code, _row, _values in problems)
