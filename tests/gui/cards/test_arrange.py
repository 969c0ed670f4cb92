from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.assist.model import Suggestion
from kbassist.content.kinds import Group, LineKind
from kbassist.gui.call import UsedLine
from kbassist.gui.cards import arrange
from kbassist.gui.cards.arrange import Fold, Row, RowKind

KINDS = {"c": LineKind.DEESCALATE, "t": LineKind.ASK, "o": LineKind.CROSS_SELL, "h": LineKind.ESCALATE}


def line(name, *, locked=False):
    kind = KINDS[name[0]]
    return Suggestion(f"a#{name}", "a", kind, name, f"text of {name}", 0.5, "id", locked=locked)


def lines(words):
    """Read "c1 t1" as lines, best first."""
    return [line(name) for name in words.split()]


def shown(rows):
    return " ".join(f"{row.key}{row.name[2:]}" for row in rows)


@pytest.mark.parametrize(
    ("seen", "now", "wanted"),
    [
        ("", "c1 c2 t1", "1c1 2c2 3t1"),
        ("", "t1 c1 t2", "1t1 2t2 3c1"),
        ("c1 c2", "c2 c1", "2c2 1c1"),
        ("c1 c2 c3", "c1 c3", "1c1 3c3"),
        ("c1 c2 c3", "c1 c3 c4", "1c1 2c4 3c3"),
        ("c1 c2 c3", "c1 c4 c3", "1c1 2c4 3c3"),
        ("c1", "c9 c1", "2c9 1c1"),
        ("c1 c2", "c2 t1 t2", "2c2 1t1 3t2"),
        ("t1", "c1 t1", "2c1 1t1"),
    ],
)
def test_the_order_is_the_assistants_and_keys_stay(seen, now, wanted):
    before = arrange.cards([], lines(seen))
    assert shown(arrange.cards(before, lines(now))) == wanted


@pytest.mark.parametrize(
    ("seen", "ranked", "unsaid", "wanted"),
    [
        ("", "c1 t1", "t8", "1c1 2t1 3t8"),
        ("c1 t8 t1", "c1 t8 t1", "t8", "1c1 3t1 2t8"),
        ("", "c1 c2 c3 t1 t2 t3 o1 o2", "t8 t9", "1c1 2c2 3c3 4t1 5t2 6t3 7o1 8o2 9t8 0t9"),
    ],
)
def test_what_must_still_be_said_comes_last_with_the_keys_that_are_left(seen, ranked, unsaid, wanted):
    before = arrange.cards([], lines(seen))
    assert shown(arrange.cards(before, lines(ranked), lines(unsaid))) == wanted


NAMES = st.lists(st.sampled_from([f"{group}{n}" for group in "ctoh" for n in range(6)]), unique=True, max_size=8)
NOTES = st.lists(NAMES, min_size=1, max_size=6)


@given(NOTES)
def test_keys_are_unique_and_stay_while_a_card_stays(notes):
    rows: list[Row] = []
    for names in notes:
        before = {row.name: row.key for row in rows}
        rows = arrange.cards(rows, [line(name) for name in names])
        keys = [row.key for row in rows]
        assert len(set(keys)) == len(keys)
        assert set(keys) <= set(range(1, 10))
        assert sorted(row.name for row in rows) == sorted(f"a#{name}" for name in names)
        assert all(before.get(row.name, row.key) == row.key for row in rows)


@given(NOTES)
def test_the_cards_of_a_group_stand_together(notes):
    rows: list[Row] = []
    for names in notes:
        rows = arrange.cards(rows, [line(name) for name in names])
        groups = [row.group for row in rows]
        assert len(dict.fromkeys(groups)) == len([group for group, _cards in groupby(groups)])


def height(_suggestion):
    return 100


def test_what_fits_has_the_best_of_each_group_first():
    found = arrange.fitting(lines("c1 c2 c3 t1 h1"), height, 400)
    assert [s.title for s in found] == ["c1", "c2", "t1", "h1"]


def test_there_are_never_more_than_eight_cards():
    found = arrange.fitting(lines("c1 c2 c3 t1 t2 t3 o1 o2 h1 h2"), height, 10_000)
    assert len(found) == 8


def test_a_low_window_still_shows_three():
    assert len(arrange.fitting(lines("c1 c2 c3 t1"), height, 10)) == 3


def test_locked_lines_are_not_among_the_cards():
    assert arrange.fitting([line("o1", locked=True)], height, 500) == []


def test_newcomers_and_risen_cards_are_told():
    before = arrange.cards([], lines("c1 c2 c3"))
    now = arrange.cards(before, lines("c3 c1 c2 c4"))
    assert arrange.new_or_better(before, now) == {"a#c3", "a#c4"}


def test_rows_come_in_their_order():
    cards = arrange.cards([], lines("c1 t1"), lines("t8"))
    locked = Row(RowKind.LOCKED, "a#o1", fold=Fold.LOCKED)
    folds = [Row(RowKind.FOLD, fold, text=fold) for fold in Fold]
    used = [UsedLine(f"a#u{n}", f"used {n}") for n in range(5)]
    rows = arrange.rows([*cards, locked], folds, used)
    kinds = [str(row.kind) for row in rows]
    assert kinds == ["heading", "card", "heading", "card", "fold", "card", "fold", "locked", "used", "used", "used"]
    assert [row.group for row in rows if row.kind is RowKind.HEADING] == [Group.CALM, Group.TALK]
    assert [row.name for row in rows if row.kind is RowKind.FOLD] == ["unsaid", "locked"]
    assert [row.text for row in rows if row.kind is RowKind.USED] == ["used 4", "used 3", "used 2"]
