"""Words that must not be said: the library's list, and where they are found."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist import words
from kbassist.content import forbidden
from kbassist.content.forbidden import Found

STARTER = Path(__file__).parents[2] / "articles"


def of(write, text):
    folder = write({forbidden.FILE: text})
    return forbidden.read([folder])


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Kreditnya pasti disetujui, Bu.", ["pasti disetujui"]),
        ("Investasi ini bebas risiko.", ["bebas risiko"]),
        ("Bebas risikonya, dan PASTI\ndisetujui", ["Bebas risikonya", "PASTI\ndisetujui"]),
        ("Ini tidak bebas risiko.", []),
        ("Tidak ada investasi yang bebas risiko.", []),
        ("Jangan khawatir, ini bebas risiko.", ["bebas risiko"]),
        ("Risiko bebas pulsa", []),
        ("This is risk free.", ["risk free"]),
        ("It is not risk free.", []),
        ("Uang tidak mungkin hilang", ["tidak mungkin hilang"]),
    ],
)
def test_what_is_forbidden_is_found_in_inflections_and_allowed_where_it_is_denied(write, said, found):
    words_of_library, problems = of(
        write,
        "pasti disetujui: kami nilai\nbebas risiko: berisiko rendah\nrisk free: low in risk\n"
        "tidak mungkin hilang: aman\n",
    )
    assert not problems
    assert [each.text for each in words_of_library.find(said)] == found


def test_the_longest_phrase_holds_and_a_later_folder_overrides(write, tmp_path):
    first = write({forbidden.FILE: "pasti aman: aman\npasti aman sekali: cukup aman\nsalah Ibu:\n"})
    second = write({forbidden.FILE: "pasti aman sekali: terlindung\n"}, tmp_path / "second")
    found, problems = forbidden.read([first, second, tmp_path / "missing"])
    assert not problems
    assert found.find("Ini pasti aman sekali, salah Ibu") == (
        Found("pasti aman sekali", "terlindung"),
        Found("salah Ibu", ""),
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("pasti aman: [a, b]", "forbidden-not-text"),
        ("'???': a", "synonyms-no-word"),
        ("a b c d e f g h i j k: x", "synonyms-too-long"),
        ("Bebas Risiko: x", "synonyms-twice"),
        ("bebas risiko: x", "synonyms-twice"),
    ],
)
def test_a_broken_row_is_told_and_the_others_serve(write, row, code):
    found, problems = of(write, f"bebas risiko: rendah\n{row}\n")
    assert [(problem.code, problem.line) for problem in problems] == [(code, 2)]
    assert found.find("bebas risiko") == (Found("bebas risiko", "rendah"),)
    assert all(words.describe(problems[0]))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: b: c\n", "forbidden-unreadable"),
        (b"a: \xff\n", "library-file-unreadable"),
        ("# x\n" * (forbidden.MAX_CHARACTERS // 3), "synonyms-too-large"),
    ],
)
def test_a_file_that_cannot_be_read_forbids_nothing(write, text, code):
    found, problems = of(write, text)
    assert (found.instead, [problem.code for problem in problems]) == ({}, [code])


def test_the_starter_list_has_no_fault_and_what_it_says_instead_is_allowed():
    found, problems = forbidden.read([STARTER])
    assert not problems
    assert len(found.instead) > 30
    assert not [instead for instead in found.instead.values() if not instead or found.find(instead)]


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text):
    found, _problems = forbidden.read([STARTER])
    assert all(each.text in text for each in found.find(text))
