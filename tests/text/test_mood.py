from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import resources
from kbassist.text import mood, tokens

NOTES = [row.split("\t") for row in Path(__file__).with_name("mood_notes.tsv").read_text("utf-8").splitlines()]


def read(text: str) -> mood.Mood:
    return mood.read(text, tokens.read(text))


@pytest.mark.parametrize(("level", "note"), NOTES)
def test_level_of_a_note(level, note):
    assert read(note).level == level


def test_an_empty_note_has_no_heat():
    assert read("") == mood.Mood(0.0, "calm", ())


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
    ],
)
def test_hotter_than(hotter, cooler):
    assert read(hotter).value > read(cooler).value


def test_a_problem_alone_never_sounds_upset_however_long_its_story():
    story = "kartu hilang, transfer gagal, saldo terpotong, otp tidak masuk, aplikasi error, resi salah. " * 5
    assert read(story).level in {"calm", "uneasy"}


def test_no_heat_is_too_much():
    assert 0.99 < read("nsbh marah besar, maki2, lapor ojk. " * 200).value <= 1


def test_a_code_in_capitals_is_no_shouting():
    assert read("nsbh tanya NPWP dan KTP").level == "calm"


def test_words_of_the_list_are_standard_words():
    plain = {row.split("\t")[0].replace("~", "") for row in resources.read_text("words/mood.tsv").splitlines()}
    words = {phrase: phrase.replace("#", "1").replace("@", "hari").replace("*", "ini") for phrase in plain}
    assert [text for text in words.values() if " ".join(token.word for token in tokens.read(text)) != text] == []


@given(st.text(alphabet=st.sampled_from("marah tdk2!? kecewaANGRYnot.,\n")) | st.text())
def test_any_text_has_a_mood_whose_cues_lie_in_it(text):
    feeling = read(text)
    assert 0 <= feeling.value <= 1
    assert all(text[cue.start : cue.end] == cue.words for cue in feeling.cues)
