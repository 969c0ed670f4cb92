import pytest

from kbassist.content.kinds import Group
from kbassist.gui.studio import markup
from kbassist.gui.studio.markup import Look, Zone


def looks(text, row):
    """Return the pieces of one row of a text, by their looks."""
    state = None
    for number, each in enumerate(text.split("\n"), 1):
        state, spans = markup.read(each, state)
        if number == row:
            return [(each[start:end], look) for start, end, look in spans if end > start]
    raise AssertionError


@pytest.mark.parametrize(
    ("row", "pieces"),
    [
        (1, [("---", Look.RULE)]),
        (2, [("title:", Look.KEY), (" Kartu #2 # a", Look.VALUE), ("# a", Look.REMARK)]),
        (3, [("note:", Look.KEY), (' "a # b"', Look.VALUE)]),
        (4, [("  - satu", Look.VALUE), ("- ", Look.SIGN)]),
        (5, [("---", Look.RULE)]),
        (6, []),
    ],
)
def test_the_header_is_read_as_keys_values_and_remarks(row, pieces):
    assert looks('---\ntitle: Kartu #2 # a\n  - note: "a # b"\n  - satu\n---\na: b', row) == pieces


@pytest.mark.parametrize(
    ("row", "pieces"),
    [
        ("## Judul {#judul}", [("## Judul", Look.HEADING), (" {#judul}", Look.SIGN)]),
        ("a **b** _c_ `d`", [("**b**", Look.STRONG), ("_c_", Look.EMPHASIS), ("`d`", Look.CODE)]),
        ("**a {nama}**", [("**a {nama}**", Look.STRONG), ("{nama}", Look.PLACEHOLDER)]),
        ("{Nama} {fact.biaya} \\*a*", [("{fact.biaya}", Look.PLACEHOLDER)]),
        ("[[a#b|c]] ![x](y.png)", [("[[a#b|c]]", Look.LINK), ("![x](y.png)", Look.LINK)]),
        ("- [ ] satu", [("- [ ]", Look.SIGN)]),
        ("| a | b |", [("| a | b |", Look.TABLE)]),
        ("2 * 3 * 4, snake_case_name", []),
    ],
)
def test_a_row_of_the_body_is_read_by_its_signs(row, pieces):
    assert looks(row, 1) == pieces


def test_keys_are_those_of_the_kind_and_only_before_the_wording():
    text = "> [!wajib] Judul {#a}\n> - kapan: x\n> - dokumen: y\n> - kapan: z"
    assert looks(text, 1) == [("> ", Look.SIGN), ("[!wajib] ", Look.HEAD), ("Judul", Look.TITLE), (" {#a}", Look.SIGN)]
    assert looks(text, 2) == [("> ", Look.SIGN), ("- kapan:", Look.KEY)]
    assert Look.KEY not in [look for _, look in looks(text, 3) + looks(text, 4)]


def test_a_callout_ends_with_its_quote_and_names_its_group():
    states = []
    state = None
    for row in "> [!tawarkan] a\n> b\n\n> c\n> [!wajib]".split("\n"):
        state, _ = markup.read(row, state)
        states.append(state.callout)
    assert states == ["tawarkan", "tawarkan", "", "", ""]
    assert markup.group("tawarkan") is Group.OFFER
    assert markup.group("tip") is None


def test_what_is_fenced_or_a_remark_is_nothing_else():
    assert looks("```\n# a\n```\n# b", 2) == [("# a", Look.CODE)]
    assert looks("```\n# a\n```\n# b", 4) == [("# b", Look.HEADING)]
    assert looks("<!-- a\n# b -->\n# c", 2) == [("# b -->", Look.REMARK)]


def test_a_header_that_is_closed_leaves_the_body():
    state, _ = markup.read("---", None)
    assert state.zone is Zone.HEADER
    state, _ = markup.read("---", state)
    assert state.zone is Zone.BODY
