import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import resources
from kbassist.text import levels, mood, tokens
from kbassist.text.mood import LEVELS, Mood


def read(text: str) -> Mood:
    found = tokens.read(text)
    return levels.weigh(text, found, mood.read(text, found))


@pytest.mark.parametrize(
    ("note", "by_lists", "level"),
    [
        ("dijawab pendek2, minta bicara sama kepala cabang sekarang juga", "uneasy", "upset"),
        ("dl pernah marah2 ke kita, skrg telp cm mau tanya bunga deposito, santai", "uneasy", "calm"),
        ("kesel sama tukang parkir katanya, sama kita baik2 saja, cuma mau ambil kartu", "upset", "calm"),
    ],
)
def test_all_words_of_a_note_tell_what_the_lists_do_not(note, by_lists, level):
    found = read(note)
    assert (found.by_lists, found.level) == (by_lists, level)


def test_the_words_that_raise_a_level_are_told():
    note = "dijawab pendek2, minta bicara sama kepala cabang sekarang juga"
    told = [cue for cue in read(note).cues if cue.name == "word"]
    assert told
    assert all(note[cue.start : cue.end] == cue.words and cue.weight > 0 for cue in told)


def test_the_heat_lies_within_the_level():
    found = read("dijawab pendek2, minta bicara sama kepala cabang sekarang juga")
    assert found.value < found.heat == 0.5
    cooled = read("kesel sama tukang parkir katanya, sama kita baik2 saja, cuma mau ambil kartu")
    assert cooled.value > cooled.heat == 0.25


@given(
    st.text() | st.lists(st.sampled_from(["marah", "tanya", "blm", "kecewa.", "terima kasih,", "2 mgg"])).map(" ".join)
)
def test_any_text_has_a_level_and_keeps_what_the_lists_found(text):
    found, listed = read(text), mood.read(text, tokens.read(text))
    assert found.level in LEVELS
    assert (found.value, found.by_lists) == (listed.value, listed.level)
    assert set(listed.cues) <= set(found.cues)
    assert list(found.cues) == sorted(found.cues)


def test_the_list_of_weights_is_sorted_and_whole():
    rows = [row.split("\t") for row in resources.read_text("words/levels.tsv").splitlines()]
    names = [row[0] for row in rows]
    assert names == sorted(set(names))
    assert all(len([int(weight) for weight in weights]) == len(LEVELS) for _, *weights in rows)
    assert {"#all", "#value", *(f"#{level}" for level in LEVELS)} <= set(names)
