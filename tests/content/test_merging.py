import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.merging import Region, Side, merge, merged

TEXTS = st.lists(st.sampled_from("abcde\n"), max_size=12).map(
    lambda rows: "".join(f"{row}\n" for row in rows)
) | st.text("ab\n\r\u2028", max_size=12)
BASE = "satu\ndua\ntiga\nempat\nlima\n"


def sides(regions):
    return [region.side for region in regions]


def test_changes_in_different_places_come_together():
    regions = merge(BASE, BASE.replace("satu", "SATU"), BASE.replace("lima", "LIMA"))
    assert regions == [
        Region(Side.MINE, "SATU\n", "satu\n"),
        Region(Side.AGREED, "dua\ntiga\nempat\n", "dua\ntiga\nempat\n"),
        Region(Side.THEIRS, "lima\n", "LIMA\n"),
    ]
    assert merged(regions) == "SATU\ndua\ntiga\nempat\nLIMA\n"


def test_two_changes_of_one_row_are_at_odds():
    regions = merge(BASE, BASE.replace("tiga", "3"), BASE.replace("tiga", "III"))
    assert sides(regions) == [Side.AGREED, Side.CONFLICT, Side.AGREED]
    assert (regions[1].mine, regions[1].theirs, regions[1].text) == ("3\n", "III\n", None)
    assert merged(regions) is None


def test_the_same_change_twice_is_agreed():
    both = BASE.replace("tiga", "3")
    assert merge(BASE, both, both) == [Region(Side.AGREED, both, both)]


@pytest.mark.parametrize(
    ("mine", "theirs", "wanted"),
    [
        ("dua\ntiga\nempat\nlima\n", BASE + "enam\n", "dua\ntiga\nempat\nlima\nenam\n"),
        (BASE, "", ""),
        (BASE, BASE, BASE),
    ],
)
def test_what_was_added_and_taken_away_comes_together(mine, theirs, wanted):
    assert merged(merge(BASE, mine, theirs)) == wanted


def test_nothing_in_common_is_at_odds_whole():
    assert merge("", "satu\n", "dua\n") == [Region(Side.CONFLICT, "satu\n", "dua\n")]


@given(TEXTS, TEXTS, TEXTS)
def test_put_together_the_regions_are_either_text(base, mine, theirs):
    regions = merge(base, mine, theirs)
    assert "".join(region.mine for region in regions) == mine
    assert "".join(region.theirs for region in regions) == theirs
    assert all((region.mine == region.theirs) is (region.side is Side.AGREED) for region in regions)


@given(TEXTS, TEXTS)
def test_who_changed_nothing_takes_what_the_other_wrote(base, changed):
    assert merged(merge(base, base, changed)) == changed
    assert merged(merge(base, changed, base)) == changed
    assert merged(merge(base, changed, changed)) == changed
