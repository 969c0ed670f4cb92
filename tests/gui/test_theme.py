import re
from dataclasses import asdict, fields

import pytest

from kbassist.assist.kinds import MoodLevel
from kbassist.content.kinds import Group
from kbassist.gui.theme import DARK, LIGHT, Colours, Theme

MEANING = ("calm", "talk", "offer", "hand_over", "alarm", "text", "muted")
GROUNDS = ("window", "surface", "hover", "selection")


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("table", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", MEANING)
def test_every_word_can_be_read_on_every_ground(table, ground, name):
    assert contrast(getattr(table, name), getattr(table, ground)) >= 4.5


@pytest.mark.parametrize("table", [LIGHT, DARK], ids=["light", "dark"])
def test_a_gap_can_be_read(table):
    assert contrast(table.text, table.gap) >= 4.5


def test_alarm_is_for_the_furious_alone():
    assert [level for level in MoodLevel if LIGHT.of_mood(level) == LIGHT.alarm] == [MoodLevel.FURIOUS]
    assert LIGHT.alarm not in {LIGHT.of_group(group) for group in Group}


def test_no_two_groups_share_a_colour():
    for table in (LIGHT, DARK):
        assert len({table.of_group(group) for group in Group}) == len(Group)


def test_choosing_by_hand_tells_every_painter(qtbot):
    theme = Theme("light")
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")
    assert theme.colours is DARK


def test_nothing_moves_where_motion_is_reduced(qtbot):
    assert not Theme("light", reduced_motion=True).moves


@pytest.mark.parametrize("name", ["window.qss", "article.css"])
def test_style_sheets_use_only_names_of_the_table(qtbot, name):
    filled = Theme("dark").fill(name)
    assert "@" not in filled
    colours = set(re.findall(r"#[0-9a-f]{6}\b", filled))
    assert colours <= set(asdict(DARK).values())


def test_both_tables_are_whole():
    for table in (LIGHT, DARK):
        assert all(re.fullmatch(r"#[0-9a-f]{6}", getattr(table, field.name)) for field in fields(Colours))
