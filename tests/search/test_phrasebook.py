import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.search import phrasebook
from kbassist.search.phrasebook import Phrasebook
from kbassist.text import tokens
from kbassist.text.phrases import Match, Phrases

# One letter is a word of its own; the last two occur in notes alone.
KNOWN, FOREIGN = "abc", "xy"
Stems = tuple[str, ...]
PHRASES = st.lists(st.tuples(st.lists(st.sampled_from(KNOWN), max_size=4).map(tuple), st.integers(0, 2)), max_size=12)
NOTES = st.lists(st.sampled_from(KNOWN + FOREIGN), max_size=14)


def found_in_arrays(phrases: list[tuple[Stems, int]], note: str) -> list[Match]:
    row_of = {stem: row for row, stem in enumerate(KNOWN)}
    book = Phrasebook(phrasebook.pack(phrases, row_of), len(row_of) + 1)
    read = tokens.read(note)
    return list(book.find(read, [row_of.get(token.stem, -1) for token in read]))


@given(phrases=PHRASES, note=NOTES.map(" ".join))
def test_the_arrays_find_what_the_phrases_find(phrases: list[tuple[Stems, int]], note: str):
    assert [token.stem for token in tokens.read(note)] == note.split()
    assert found_in_arrays(phrases, note) == Phrases(phrases).find(tokens.read(note))


@pytest.mark.parametrize("note", ["a", "a b", "a x b", "a x x b", "a x x x b", "x a a b", ""])
def test_a_word_and_a_phrase_of_one_owner_are_both_found(note):
    phrases = [(("a",), 1), (("a", "b"), 1)]
    assert found_in_arrays(phrases, note) == Phrases(phrases).find(tokens.read(note))


def test_a_library_without_phrases_finds_none():
    assert found_in_arrays([], "a b") == []
    assert all(array.dtype != np.object_ for array in phrasebook.pack([], {}).values())
