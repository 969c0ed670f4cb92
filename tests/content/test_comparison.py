"""Products side by side."""

import textwrap

from kbassist.content.comparison import NOTHING, Row, as_text, compare
from kbassist.content.library import Source
from kbassist.content.reader import read_text

KIRANA = """\
    ---
    title: Tabungan Kirana
    facts:
      biaya_admin: Rp12.000 per bulan
      penjaminan: Rp2 miliar
      usia: {value: bebas, label: Batas usia}
    ---
    ## Ketentuan

    | Hal | Ketentuan |
    |---|:--|
    | Setoran awal | **Rp100.000** |
    | Biaya-biaya admin | {fact.biaya_admin} |
    | Sumber | [[kartu]] \\| tunai |

    | Berkas | Milik |
    |---|---|
    | KTP | Nasabah |

    ```
    | Hal | Ketentuan |
    |---|---|
    | Bukan | ini |
    ```
    """
PELAJAR = """\
    ---
    title: Tabungan Pelajar
    facts: {batas_usia: 17 tahun}
    ---
    | What | Terms |
    |---|---|
    | Biaya admin | gratis |
    |  | tanpa nama |
    | Penjaminan | rp2  miliar |
    | Setoran awal | Rp20.000
    """


def table(*texts):
    articles = []
    for text in texts:
        source = Source("/x/id/a.md", 0, "id", 0, 0, "a.md")
        articles.append(read_text(textwrap.dedent(text), source, lambda *_args, **_values: None))
    return compare(articles, lambda name: {"kartu": "Kartu debit"}.get(name, ""))


def test_labels_meet_by_their_stems_and_what_all_tell_comes_first():
    found = table(KIRANA, PELAJAR)
    assert found.titles == ("Tabungan Kirana", "Tabungan Pelajar")
    assert found.rows == (
        Row("Setoran awal", ("Rp100.000", "Rp20.000"), differs=True),
        Row("Biaya-biaya admin", ("Rp12.000 per bulan", "gratis"), differs=True),
        Row("Penjaminan", ("Rp2 miliar", "rp2  miliar"), differs=False),
        Row("Batas usia", ("bebas", "17 tahun"), differs=True),
        Row("Sumber", ("Kartu debit | tunai", NOTHING), differs=False),
    )


def test_it_can_be_pasted():
    assert as_text(table(KIRANA, PELAJAR)).split("\n\n")[0] == (
        "Setoran awal\n• Tabungan Kirana: Rp100.000\n• Tabungan Pelajar: Rp20.000"
    )


def test_products_that_say_nothing_have_no_rows():
    found = table("# A\n\nteks", "---\ntitle: B\n---\n| Hal | Ketentuan |\nbukan tabel\n")
    assert (found.titles, found.rows) == (("A", "B"), ())
