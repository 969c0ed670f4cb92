from timeit import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.gui.places import code_points, units


@given(st.text(st.characters(codec="utf-8")), st.data())
def test_places_go_there_and_back(text, data):
    place = data.draw(st.integers(0, len(text)))
    assert units(text, place) == len(text[:place].encode("utf-16-le")) // 2
    assert code_points(text, units(text, place)) == place


@pytest.mark.parametrize("letter", ["a", "é", "😀"])
def test_a_long_note_takes_no_time(letter):
    text = letter * 20_000
    assert min(repeat(lambda: (units(text, 20_000), code_points(text, 20_000)), number=1, repeat=20)) < 0.0005
