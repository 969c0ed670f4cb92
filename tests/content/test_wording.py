import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content import placeholders
from kbassist.content.plain import plain, readable


@pytest.mark.parametrize(
    ("written", "values", "said", "gaps"),
    [
        ("Halo {sapaan} {nama}", {"salutation": "Ibu", "name": "Sari"}, "Halo Ibu Sari", ()),
        ("Halo {salutation}", {"sapaan": "Ibu"}, "Halo Ibu", ()),
        ("Halo {sapaan:Bapak/Ibu}", {}, "Halo Bapak/Ibu", ()),
        ("Halo {sapaan:Bapak/Ibu}", {"sapaan": "Kak"}, "Halo Kak", ()),
        ("{tanggal} dan {tanggal}", {}, "{tanggal} dan {tanggal}", ("tanggal",)),
        ("{nomor_resi}", {"nomor_resi": "X{nama}"}, "X{nama}", ()),
        ("{Nama} { nama } {nama1} {} {{}} {a:b:c}", {}, "{Nama} { nama } {nama1} {} {{}} b:c", ()),
        ("{nama:}", {}, "{nama}", ("nama",)),
    ],
)
def test_placeholders(written, values, said, gaps):
    assert placeholders.fill(written, values) == (said, gaps)


@given(st.text(max_size=80))
def test_a_text_without_placeholders_is_said_as_it_is(text):
    if not placeholders.find(text):
        assert placeholders.fill(text, {"nama": "x"}) == (text, ())


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("satu\ndua\n\ntiga", "satu dua\ntiga"),
        ("- [ ] cek\n- [x] kirim", "☐ cek\n☐ kirim"),
        ("1. satu\n2. dua\n   lanjut", "1. satu\n2. dua lanjut"),
        ("* butir", "• butir"),
        ("**tebal**, *miring*, __juga__, _ini_, `kode`", "tebal, miring, juga, ini, kode"),
        ("2*3*4 dan nomor_resi_baru", "2*3*4 dan nomor_resi_baru"),
        ("[web](https://a.b) [[biaya|rincian]] [[kartu-hilang]] ![x](y.png)", "web rincian kartu-hilang x"),
        ("Biaya Rp10.000 \\* tetap", "Biaya Rp10.000 * tetap"),
        ("{nama_lengkap} {tanggal_kirim}", "{nama_lengkap} {tanggal_kirim}"),
    ],
)
def test_what_is_said_has_no_signs_of_markdown(markdown, said):
    assert plain(markdown) == said


def test_a_passage_holds_no_signs():
    body = """# Biaya {#biaya}

| Jenis | Biaya |
|---|:--|
| Bulanan | Rp12.000 |

> [!answer] Jawaban {#a}
> - when: biaya
>
> Biayanya **Rp12.000**, lihat [[tabungan|tabungan]].

> [!examples]
> - nanya biaya
"""
    assert readable(body, str).split("\n") == [
        "Biaya",
        "Jenis  ·  Biaya",
        "Bulanan  ·  Rp12.000",
        "Jawaban",
        "Biayanya Rp12.000, lihat tabungan.",
    ]
