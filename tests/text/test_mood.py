from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import resources
from kbassist.text import mood, tokens

# Cues that have no points of their own.
_UNFELT = {
    *("negation", "intensifier", "hypothetical", "general", "past", "plea", "question"),
    *("other", "elsewhere", "family"),
}

NOTES = [row.split("\t") for row in Path(__file__).with_name("mood_notes.tsv").read_text("utf-8").splitlines()]


def read(text: str) -> mood.Mood:
    return mood.read(text, tokens.read(text))


@pytest.mark.parametrize(("level", "note"), NOTES)
def test_level_of_a_note(level, note):
    assert read(note).level == level


def test_an_empty_note_has_no_heat():
    assert read("") == mood.Mood(0.0, "calm", ())


@pytest.mark.parametrize(
    ("note", "sore"),
    [
        ("agak kesal, mau buka deposito", True),
        ("kesal td, skrg sdh tenang", False),
        ("takut ribet, mau qris", False),
        ("mau tutup rekening", False),
    ],
)
def test_what_nothing_soothes_is_sore(note, sore):
    assert read(note).is_sore is sore


def test_every_point_names_its_words():
    note = "cust marah2, kartu blm dtg 2 mgg!!"
    cues = [(cue.name, cue.words) for cue in read(note).cues]
    assert cues == [("anger", "marah2"), ("waiting", "blm dtg 2 mgg"), ("shouting", "!!")]


@pytest.mark.parametrize(
    ("hotter", "cooler"),
    [
        ("nsbh marah sekali", "nsbh marah"),
        ("nsbh marah", "nsbh agak marah"),
        ("nsbh marah", "nsbh tidak marah"),
        ("nsbh tidak puas", "nsbh puas"),
        ("nsbh marah", "kalau nsbh marah"),
        ("nsbh marah", "awalnya nsbh marah"),
        ("tadi tenang, sekarang marah", "tadi marah, sekarang sudah tenang"),
        ("Sudah dibantu. Sekarang nsbh kecewa.", "Nsbh kecewa. Sekarang sudah dibantu."),
        ("customer is very angry", "customer is angry"),
        ("customer is angry", "customer is not angry"),
        ("KEMBALIKAN UANG SAYA SEKARANG", "kembalikan uang saya sekarang"),
        ("uang saya mana!!!", "uang saya mana"),
        ("tidak hanya kecewa", "tidak kecewa"),
        ("nsbh dimarahi petugas", "nsbh dilayani petugas"),
        ("she argued and worried", "she argued"),
        ("nsbh bohong", "jangan bohong"),
        ("kenapa sih lama", "nsbh tanya kenapa sih lama"),
        ("nasabah marah, memaki, mengancam", "cara menghadapi nasabah marah dan memaki"),
        ("nsbh marah", "nsbh marah kemarin"),
        ("pelayanan tidak ramah", "pelayanan ramah"),
        ("enak tapi mahal", "mahal tapi enak"),
        ("hebat ya banknya, 3 minggu belum selesai", "belum selesai 3 minggu"),
        ("hebat ya banknya, 3 minggu belum selesai", "hebat ya banknya, tapi 3 minggu belum selesai"),
        ("kartu hilang", "terima kasih, pelayanannya memuaskan"),
        ("nsbh marah", "pembelinya marah"),
        ("nsbh kesal", "nsbh kesal sama mertua"),
        ("nsbh bilang PENIPU SEMUA", "nsbh bilang penipu semua"),
        ("maling! kartu hilang", "kartu dicuri maling! kartu hilang"),
        ("makasih lho sudah motong gaji saya", "makasih sudah dibantu"),
        ("nsbh f*** petugas", "nsbh tanya petugas"),
        ("kartu belum datang :(", "kartu belum datang"),
        ("pelayanan ramah", "pelayanan ramah, cepat, sangat memuaskan"),
    ],
)
def test_hotter_than(hotter, cooler):
    assert read(hotter).value > read(cooler).value


def test_a_problem_alone_never_sounds_upset_however_long_its_story():
    story = "kartu hilang, transfer gagal, saldo terpotong, otp tidak masuk, aplikasi error, resi salah. " * 5
    assert read(story).level in {"calm", "uneasy"}


def test_complaints_without_fierce_words_never_sound_furious_however_many():
    assert read("kecewa sekali, kapok, tidak profesional, mau tutup rekening, minta atasan. " * 5).level == "upset"


def test_leaving_calmly_is_no_anger_however_often_it_is_said():
    assert read("mau tutup semua rekening, tarik semua dana, pindah bank").level == "calm"


@pytest.mark.parametrize(
    ("sign", "name"),
    [("😡", "anger"), ("😡😡", "anger"), (">:(", "anger"), ("😭", "distress"), (":(", "distress"), ("🙏😊", "thanks")],
)
def test_a_sign_is_a_cue(sign, name):
    assert [(cue.name, cue.words) for cue in read(f"kartu {sign}").cues] == [(name, sign)]


def test_no_heat_is_too_much():
    assert 0.99 < read("nsbh marah besar, maki2, lapor ojk. " * 200).value <= 1


def test_a_code_in_capitals_is_no_shouting():
    assert read("nsbh tanya NPWP dan KTP").level == "calm"


@pytest.mark.parametrize("note", ["prosesnya cepat. Sekali lagi", "sudah lapor, polisi datang", "tidak, puas kok"])
def test_no_phrase_reaches_across_a_clause(note):
    assert all(not {".", ","} & set(cue.words) for cue in read(note).cues)


def test_praise_is_meant_until_something_goes_wrong_beside_it():
    assert read("mantap banget pelayanannya, cepat").level == "calm"
    assert {cue.name for cue in read("mantap banget pelayanannya, nunggu 2 jam").cues} == {"sarcasm", "waiting"}


def test_loud_thanks_are_no_anger():
    assert read("ALHAMDULILLAH SUDAH SELESAI, TERIMA KASIH!!!").level == "calm"


def test_the_list_is_sorted_and_each_inflected_word_has_a_row():
    rows = resources.read_text("words/mood.tsv").splitlines()
    phrases = [row.split("\t")[0] for row in rows]
    assert rows == sorted(rows)
    assert [phrase for phrase, following in pairwise(phrases) if phrase == following] == []
    assert {word for phrase in phrases for word in phrase.split() if word.endswith("~")} <= set(phrases)


def test_every_row_is_found():
    rows = [row.split("\t") for row in resources.read_text("words/mood.tsv").splitlines()]
    plain = [
        phrase
        for phrase, weight, name, _ in rows
        if weight != "0" and name not in _UNFELT and not set(phrase) & set("~#@*")
    ]
    found = {phrase: read(phrase).cues for phrase in plain}
    assert [phrase for phrase, cues in found.items() if [cue.words for cue in cues] != [phrase]] == []


def test_words_of_the_list_are_standard_words():
    plain = {row.split("\t")[0].replace("~", "") for row in resources.read_text("words/mood.tsv").splitlines()}
    words = {phrase: phrase.replace("#", "1").replace("@", "hari").replace("*", "ini") for phrase in plain}
    assert [text for text in words.values() if " ".join(token.word for token in tokens.read(text)) != text] == []


@given(st.text(alphabet=st.sampled_from("marah tdk2!? kecewaANGRYnot.,*:()😡🙏\n")) | st.text())
def test_any_text_has_a_mood_whose_cues_lie_in_it(text):
    feeling = read(text)
    assert 0 <= feeling.value <= 1
    assert all(text[cue.start : cue.end] == cue.words for cue in feeling.cues)
