import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.search.snippets import LONGEST, Passage, Text
from kbassist.text import tokens

TEXT = (
    "Setiap menit berarti. Kartu diblokir lebih dulu, segera setelah nasabah terverifikasi; ceritanya menyusul. "
    "Kartu pengganti dikirim dalam lima sampai tujuh hari kerja.\n\nBiaya kartu pengganti Rp25.000, ambil di cabang "
    "pada hari yang sama dengan KTP asli. Transaksi yang bukan milik nasabah ditangani Unit Anti-Fraud dalam satu jam."
)


def stems(words: str) -> set[str]:
    return {token.stem for token in tokens.read(words)}


def marked(passage: Passage) -> list[str]:
    return [passage.text[start:end] for start, end in passage.marks]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("biaya pengganti", ["Biaya", "pengganti"]),
        ("anti-fraud", ["Anti", "Fraud"]),
        ("kartu", ["Kartu"]),
    ],
)
def test_the_passage_holds_the_words_asked_for(query, words):
    passage = Text(TEXT).passage(stems(query))
    assert len(passage.text) <= LONGEST
    assert set(words) <= set(marked(passage))


def test_it_is_cut_at_words_and_says_where():
    passage = Text(TEXT).passage(stems("ambil cabang"))
    assert passage.text.startswith("…")
    assert passage.text.endswith("…")
    assert set(passage.text.strip("…").split()) <= set(TEXT.split())


def test_a_short_text_is_shown_whole():
    assert Text("Kartu\n hilang.").passage(stems("kartu")) == ("Kartu hilang.", ((0, 5),))


def test_without_any_of_the_words_it_is_the_beginning():
    passage = Text(TEXT).passage(stems("kpr"))
    assert passage.text.startswith("Setiap menit")
    assert passage.marks == ()


def test_shorthand_for_two_words_is_marked_once():
    assert len(Text("makasih").passage(stems("terima kasih")).marks) == 1


@given(st.text(max_size=600), st.text(max_size=30), st.integers(20, 200))
def test_any_text_has_a_passage(text, query, longest):
    passage = Text(text).passage(stems(query), longest)
    assert len(passage.text) <= longest
    assert "\n" not in passage.text
    assert all(0 <= start < end <= len(passage.text) for start, end in passage.marks)
