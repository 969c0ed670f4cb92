from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kbassist.gui.studio.changes import changes

ROWS = st.lists(st.text("ab\n\u2028é😀", max_size=6), max_size=12).map("\n".join)


def made(text, found):
    for start, end, new in found:
        text = text[:start] + new + text[end:]
    return text


@given(ROWS, ROWS)
def test_the_changes_make_the_one_text_of_the_other(before, after):
    assert made(before, changes(before, after)) == after


@given(ROWS, ROWS)
def test_each_change_lies_before_the_one_that_is_made_before_it(before, after):
    found = changes(before, after)
    assert all(change.end <= earlier.start for earlier, change in pairwise(found))


def test_what_is_the_same_is_left_alone():
    before = "---\ntitle: Kartu\nkind: problem\n---\n\nIsi.\n"
    after = "---\ntitle: Kartu hilang\nkind: problem\n---\n\nIsi baru.\n"
    assert changes(before, after) == [(39, 39, " baru"), (16, 16, " hilang")]
    assert changes(before, before) == []


def test_two_large_texts_are_compared_in_a_moment():
    before, after = ("\n".join(f"{name}{row % 7}" for row in range(20_000)) for name in "ab")
    assert made(before, changes(before, after)) == after
