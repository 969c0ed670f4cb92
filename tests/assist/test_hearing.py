"""A note is heard with the library's short forms and synonyms, and with its slips put right."""

import pytest

from kbassist.assist.kinds import Source
from kbassist.assist.model import CallNote

LIBRARY = {
    "_synonyms.yml": "short:\n  skb: surat keterangan bank\nsame:\n  - deposito, simpanan berjangka\n",
    "id/deposito.md": """\
        ---
        title: Deposito
        kind: product
        triggers: [bunga deposito]
        ---
        > [!answer] Bunga {#bunga}
        > Bunga dihitung harian.
        """,
    "id/surat.md": """\
        ---
        title: Surat keterangan
        kind: guide
        triggers: [surat keterangan bank]
        ---
        > [!answer] Syarat {#syarat}
        > Bawa KTP ke cabang.
        """,
    "id/kartu.md": """\
        ---
        title: Kartu tertelan di mesin
        kind: problem
        triggers: [kartu tertelan]
        ---
        > [!answer] Blokir {#blokir}
        > Kartu kami blokir lebih dulu.
        """,
}


@pytest.fixture
def library(assistant):
    return assistant(LIBRARY)


def first(library, note):
    found = library.suggest(CallNote(note)).suggestions
    return found[0] if found else None


def test_a_synonym_finds_the_lines_of_the_other_word_and_the_card_says_so(library):
    line = first(library, "nsbh tanya bunga simpanan berjangka")
    assert line.line == "deposito#bunga"
    said = [reason for reason in line.because if reason.source is Source.SYNONYM]
    assert [(reason.words, reason.synonym) for reason in said] == [("bunga simpanan berjangka", "deposito")]
    assert said[0].shown == "bunga simpanan berjangka = deposito"


def test_of_two_articles_with_the_same_words_the_one_that_says_them_together_comes_first(assistant):
    row = "---\ntitle: Pesan\nkind: problem\n---\n> [!answer] {{#jawab}}\n> {}\n"
    files = {
        "id/a.md": row.format("Rekening lama ditutup. Cabang itu jauh. Tabungan dibuka di sana, dan hilang kartu."),
        "id/b.md": row.format("Kartu tabungan hilang. Sana jauh, dan ditutup di cabang itu. Rekening lama dibuka."),
    }
    assert first(assistant(files), "kartu tabungan hilang ").line == "b#jawab"


def test_a_short_form_of_the_house_is_read_in_full(library):
    assert first(library, "minta skb").line == "surat#syarat"


@pytest.mark.parametrize("note", ["kartu tertlan ", "kartu trtelan di atm", "karto tertelan tadi"])
def test_a_misspelt_word_is_put_right(library, note):
    assert first(library, note).line == "kartu#blokir"


def test_a_word_still_being_typed_is_left_alone(library):
    assert first(library, "tertela") is None
    assert first(library, "tertela ").line == "kartu#blokir"


def test_a_change_of_the_file_is_taken_up(library, write):
    assert first(library, "nsbh tanya bunga tabungan berjangka").because[0].source is not Source.SYNONYM
    write({"_synonyms.yml": "same:\n  - deposito, tabungan berjangka\n"})
    library.update()
    assert library.wait()
    assert Source.SYNONYM in {reason.source for reason in first(library, "bunga tabungan berjangka").because}


def test_problems_of_the_file_are_told(library, write):
    write({"_synonyms.yml": "sama:\n  - deposito\n"})
    library.update()
    assert library.wait()
    assert [problem.code for problem in library.check()] == ["synonyms-one-phrase"]
