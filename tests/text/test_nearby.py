import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.text import tokens
from kbassist.text.nearby import Nearby, Speller
from kbassist.text.phrases import Phrases
from kbassist.text.stems import stem

LIBRARY = """
    kartu tertelan rekening transfer tersedia mengembalikan terblokir mobile banking deposito tabungan saldo kuota
    lunas iklan special gangguan halo bingung receive statement emas émigré platinum2
""".split()


def nearest(word: str, words: list[str] = LIBRARY) -> str | None:
    near = Nearby(words).nearest(word)
    return words[near.number] if near else None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tertlan", "tertelan"),
        ("krtu", "kartu"),
        ("bngung", "bingung"),
        ("rekenig", "rekening"),
        ("trnsfer", "transfer"),
        ("transferr", "transfer"),
        ("ganguan", "gangguan"),
        ("recieve", "receive"),
        ("mngembalikan", "mengembalikan"),
        ("haloo", "halo"),
        ("depusito", "deposito"),
        ("katru", "kartu"),
        ("transver", "transfer"),
    ],
)
def test_a_slip_finds_the_word_that_was_meant(written, meant):
    assert nearest(written) == meant


@pytest.mark.parametrize("word", ["kasih", "kartini", "luas", "ikan", "pulsa", "kota", "sandal", "eman", "emaz"])
def test_another_word_is_not_taken_for_a_slip(word):
    assert nearest(word) is None


@pytest.mark.parametrize("word", ["kru", "ema", "112233", "platinum3", "k4rtu", "x" * 500, "", "日本語話す"])
def test_short_words_codes_and_numbers_have_no_nearest_word(word):
    assert nearest(word) is None


def test_of_two_near_words_the_nearer_one_is_found():
    assert nearest("pembyaran", ["pembayaran", "pembayarannya", "pembiaran"]) == "pembayaran"


def test_a_library_without_words_has_no_nearest_word():
    assert nearest("kartu", []) is None
    assert nearest("kartu", ["di", "24"]) is None


@given(st.text(), st.lists(st.text(), max_size=20))
def test_any_word_is_looked_for_in_any_words(word, words):
    near = Nearby(words).nearest(word)
    assert near is None or (words[near.number][0] == word[0] and 0 < near.similarity <= 1)


@given(st.text("kartulen", min_size=8, max_size=12), st.data())
def test_a_word_without_one_of_its_inner_letters_is_found(word, data):
    place = data.draw(st.integers(1, len(word) - 1))
    assert nearest(word[:place] + word[place + 1 :], [word]) == word


def corrected(note: str) -> list[tuple[str, str, object]]:
    speller = Speller(LIBRARY, [stem(word) for word in LIBRARY])
    found = speller.correct(tokens.read(note))
    return [(token.surface, token.word, sure) for token, sure in zip(found.tokens, found.sureness, strict=True)]


def test_misspelt_words_of_a_note_are_put_right_in_their_place():
    assert corrected("Tersdia tertlan") == [
        ("Tersdia", "tersedia", pytest.approx(15 / 16)),
        ("tertlan", "tertelan", pytest.approx(15 / 16)),
    ]
    speller = Speller(LIBRARY, [stem(word) for word in LIBRARY])
    token = speller.correct(tokens.read("cust: tertlan")).tokens[1]
    assert (token.start, token.end, token.stem) == (6, 13, stem("tertelan"))


def test_a_phrase_is_found_in_what_was_put_right():
    speller = Speller(LIBRARY, [stem(word) for word in LIBRARY])
    phrases = Phrases([((stem("kartu"), stem("tertelan")), 7)])
    note = "td kartunya di mesin tertlan, marah"
    (match,) = phrases.find(speller.correct(tokens.read(note)).tokens)
    assert note[match.start : match.end] == "kartunya di mesin tertlan"


def test_words_of_the_library_and_of_the_language_stay_as_they_are():
    assert corrected("kartunya lunas, iklannya belum kota, receipts") == [
        ("kartunya", "kartunya", 1),
        ("lunas", "lunas", 1),
        ("iklannya", "iklannya", 1),
        ("belum", "belum", 1),
        ("kota", "kota", 1),
        ("receipts", "receipts", 1),
    ]
    speller = Speller(["seorang"], ["orang"])
    assert [token.word for token in speller.correct(tokens.read("serang")).tokens] == ["serang"]
