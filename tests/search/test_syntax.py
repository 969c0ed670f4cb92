from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.search import syntax
from kbassist.search.syntax import Clause, Field


def asked(text: str) -> list[list[tuple[str, str]]]:
    return [[(clause.field.value, clause.text) for clause in group] for group in syntax.read(text).required]


@pytest.mark.parametrize(
    ("text", "words", "required"),
    [
        ("kartu hilang", "kartu hilang", []),
        ('biaya "kartu kredit" x', "biaya x", [[("", "kartu kredit")]]),
        ("debit or kredit", "", [[("", "debit"), ("", "kredit")]]),
        (
            "kartu debit atau kredit | prabayar biaya",
            "kartu biaya",
            [[("", "debit"), ("", "kredit"), ("", "prabayar")]],
        ),
        ("debit|kredit", "", [[("", "debit"), ("", "kredit")]]),
        ("title:kartu judul:debit", "", [[("title", "kartu")], [("title", "debit")]]),
        ('title:"kartu debit" or tag:biaya', "", [[("title", "kartu debit"), ("tag", "biaya")]]),
        ("Kategori:kartu TAG:biaya ya", "ya", [[("category", "kartu")], [("tag", "biaya")]]),
    ],
)
def test_operators_stand_beside_plain_words(text, words, required):
    assert syntax.read(text).words.split() == words.split()
    assert asked(text) == required


@pytest.mark.parametrize(
    "text",
    ['"kartu', "- kartu", "or kartu", "kind:xyz kartu", "before:soon kartu", "biaya: kartu", '"" kartu', "lang:x k"],
)
def test_wrong_syntax_is_plain_words(text):
    assert syntax.read(text) == (text, (), ())


@pytest.mark.parametrize("text", ["kartu or", "kartu or ", "kartu title:", "kartu before:202", "kartu after:2026-1"])
def test_what_is_still_being_typed_takes_no_words_away(text):
    query = syntax.read(text)
    assert query.words.split() == ["kartu"]
    assert query.excluded == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("kind:product", {"product"}),
        ("jenis:Kebijakan ", {"policy"}),
        ("kind:pro", {"product", "problem"}),
        ("jenis:pan", {"guide"}),
        ("lang:id", {"id"}),
        ("bahasa:inggris ", {"en"}),
        ("lang:EN-gb ", {"en-GB"}),
    ],
)
def test_kinds_and_languages_go_by_their_words(text, values):
    ((clause,),) = syntax.read(text).required
    assert clause.values == values


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("before:2027", date(2027, 1, 1)),
        ("sebelum:2027-03", date(2027, 3, 1)),
        ("after:2026", date(2026, 12, 31)),
        ("sesudah:2028-02", date(2028, 2, 29)),
        ("after:2026-06-05", date(2026, 6, 5)),
    ],
)
def test_days_are_years_months_or_days(text, day):
    ((clause,),) = syntax.read(text).required
    assert clause.day == day


def test_what_must_not_be():
    assert syntax.read('kartu -iuran -"kartu kredit" -kind:script').excluded == (
        Clause(Field.ANYWHERE, 7, "iuran"),
        Clause(Field.ANYWHERE, 15, "kartu kredit", is_phrase=True),
        Clause(Field.KIND, 35, "script", values=frozenset({"script"})),
    )
    assert syntax.read("anti-fraud").words == "anti-fraud"


@given(
    st.lists(st.sampled_from(['"', "-", " ", "or ", "|", "title:", "kind:pro", "tag:", "kartu", "2027"])).map("".join)
)
def test_every_clause_stands_where_it_says_and_plain_words_stay_in_their_place(text: str):
    query = syntax.read(text)
    assert len(query.words) == len(text)
    assert all(word in {" ", letter} for word, letter in zip(query.words, text, strict=True))
    for clause in (*query.excluded, *(clause for group in query.required for clause in group)):
        assert text[clause.start :].startswith(clause.text)
        assert not query.words[clause.start : clause.start + len(clause.text)].strip()
