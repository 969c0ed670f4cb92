import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.search import proximity
from kbassist.search.proximity import Pairs, Sequences
from kbassist.text.phrases import REACH
from kbassist.text.tokens import words_and_stems

# One letter is a word of its own; the last one counts for nothing.
RARITY = {"a": 1.0, "b": 2.0, "c": 4.0}
TEXTS = st.lists(st.sampled_from("abcx"), max_size=12).map(" ".join)


def stems(text: str) -> list[str]:
    return words_and_stems(text)[1]


def near(words: list[str]) -> set[tuple[str, str]]:
    return {(one, other) for at, one in enumerate(words) for other in words[at + 1 : at + 1 + REACH]}


@given(fields=st.lists(TEXTS, min_size=1, max_size=3), note=TEXTS)
def test_each_pair_of_the_note_that_stands_near_in_a_field_counts_once(fields: list[str], note: str):
    packed = Sequences(proximity.pack([proximity.sequence([]), proximity.sequence(map(stems, fields))]))
    said = set().union(*(near(field.split()) for field in fields))
    expected = sum(
        (RARITY[one] + RARITY[other]) / 2
        for one, other in near(note.split()) & said
        if one in RARITY and other in RARITY
    )
    known = {stem: rarity for stem, rarity in RARITY.items() if stem in note.split()}
    assert packed.closeness([1, 0], Pairs(note.split(), known)).tolist() == pytest.approx([expected, 0])


def test_a_word_may_stand_instead_of_another():
    packed = Sequences(proximity.pack([proximity.sequence([stems("c b")]), proximity.sequence([])]))
    assert packed.closeness([0, 1], Pairs(["a", "b"], {"a": 1.0, "b": 2.0}, {"c": "a"})).tolist() == [1.5, 0]


def test_no_stem_has_the_code_of_a_gap():
    codes = proximity.sequence([stems("kartu hilang"), stems("")])
    assert codes.dtype == np.uint32
    assert np.count_nonzero(codes) == 2
