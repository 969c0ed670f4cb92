from hypothesis import given
from hypothesis import strategies as st

from kbassist.content import differences
from kbassist.content.differences import Row, Sign, rows

TEXTS = st.lists(st.sampled_from(["a", "b", "biaya Rp6.500", "biaya Rp7.500", ""]), max_size=12).map("\n".join)


@given(TEXTS, TEXTS)
def test_either_text_can_be_read_from_the_rows(before, after):
    found = differences.rows(before, after)
    same = sum(row.count for row in found if row.sign in {Sign.SAME, Sign.FOLD})
    for text, sign in ((before, Sign.OUT), (after, Sign.IN)):
        own = [row.text for row in found if row.sign is sign]
        assert same + len(own) == len(text.splitlines())
        left = iter(text.splitlines())
        assert all(row in left for row in own)


def test_a_changed_word_is_marked_in_both_rows():
    out, in_ = differences.rows("Biaya admin Rp6.500 per bulan.", "Biaya admin Rp7.500 per bulan.")
    assert (out.sign, in_.sign) == (Sign.OUT, Sign.IN)
    assert [out.text[start:end] for start, end in out.changed] == ["Rp6.500"]
    assert [in_.text[start:end] for start, end in in_.changed] == ["Rp7.500"]


def test_rows_that_have_nothing_in_common_have_no_words_marked():
    assert [row.changed for row in differences.rows("Biaya admin bulanan.", "Hubungi unit kartu saja!")] == [(), ()]


def test_rows_alike_are_folded_but_for_two_beside_a_change():
    before = "\n".join(map(str, range(20)))
    found = differences.rows(before, before.replace("\n9\n", "\n9\nx\n"))
    assert [(row.sign, row.text or row.count) for row in found] == [
        (Sign.FOLD, 8),
        (Sign.SAME, "8"),
        (Sign.SAME, "9"),
        (Sign.IN, "x"),
        (Sign.SAME, "10"),
        (Sign.SAME, "11"),
        (Sign.FOLD, 8),
    ]


def test_one_row_alike_is_shown_rather_than_folded():
    assert differences.rows("a\nb", "a\nc")[0] == Row(Sign.SAME, "a")


def test_a_row_ends_where_an_editor_ends_it():
    text = "satu\u2028dua\x0ctiga"
    assert [(row.sign, row.text) for row in rows("a\n", f"{text}\n")] == [(Sign.OUT, "a"), (Sign.IN, text)]
