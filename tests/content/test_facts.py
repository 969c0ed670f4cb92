"""Facts: values with dates that an article's text names."""

import textwrap
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.check import check_all
from kbassist.content.library import Source
from kbassist.content.reader import read_text

HEAD = """\
---
title: Tabungan
facts:
  biaya_admin: Rp12.000 per bulan
  bunga:
    nilai: 3,75 %
    nama: Suku bunga
    mulai: 2026-01-01
    sampai: 2026-12-31
  setoran_awal: {value: "Rp100.000", from: 2026-07-01}
---
"""


def article_of(text):
    problems = []

    def report(code, severity, row, **values):
        problems.append((code, row, values))

    return read_text(textwrap.dedent(text), Source("/x/id/a.md", 0, "id", 0, 0, "a.md"), report), problems


def test_a_fact_has_a_value_a_label_and_dates():
    article, problems = article_of(HEAD)
    assert not problems
    assert [(fact.name, fact.value, fact.label, fact.valid_from, fact.valid_until) for fact in article.facts] == [
        ("biaya_admin", "Rp12.000 per bulan", "Biaya admin", None, None),
        ("bunga", "3,75 %", "Suku bunga", date(2026, 1, 1), date(2026, 12, 31)),
        ("setoran_awal", "Rp100.000", "Setoran awal", date(2026, 7, 1), None),
    ]


def test_its_value_stands_where_the_text_names_it():
    article, problems = article_of(
        HEAD
        + "## Biaya {fact.biaya_admin} {#biaya}\n\n| Hal | Ketentuan |\n|---|---|\n| Bunga | {fakta.bunga} |\n\n"
        + "> [!answer] Biaya {#a}\n> - when: biaya\n>\n> Biayanya {fact.biaya_admin}, {sapaan}. {fact.biaya_admin}!\n"
    )
    assert not problems
    assert "| Bunga | 3,75 % |" in article.body
    assert [heading.text for heading in article.headings] == ["Biaya Rp12.000 per bulan"]
    assert article.lines[0].text == "Biayanya Rp12.000 per bulan, {sapaan}. Rp12.000 per bulan!"


@pytest.mark.parametrize(
    "text", ["```\n{fact.bunga}\n```", "<!--\n{fact.bunga}\n-->", "{facts.bunga} {fact} { fact.x }"]
)
def test_what_only_looks_like_a_fact_stays(text):
    article, problems = article_of(HEAD + text)
    assert (article.body, problems) == (text, [])


@given(st.text())
def test_a_text_that_names_none_stays_as_it_is(text):
    plain = text.replace("{", "(").replace("\r", "").replace("\0", "")
    assert article_of(HEAD + plain)[0].body == article_of("---\ntitle: Tabungan\n---\n" + plain)[0].body


def test_an_unknown_fact_costs_its_line_alone():
    article, problems = article_of(
        HEAD + "{fact.bunga_}\n\n> [!answer] {#a}\n> Bunga {fact.Bunga}.\n\n> [!answer] {#b}\n> Bunga {fact.bunga}.\n"
    )
    assert problems == [
        ("fact-unknown", 12, {"name": "bunga_", "nearest": "bunga"}),
        ("fact-unknown", 15, {"name": "Bunga", "nearest": "bunga"}),
    ]
    assert [line.id for line in article.lines] == ["b"]
    assert "{fact.bunga_}" in article.body


@pytest.mark.parametrize(
    ("facts", "code", "row"),
    [
        ("facts: Rp12.000", "facts-unreadable", 2),
        ("facts:\n  - Rp12.000", "facts-unreadable", 2),
        ("facts:\n  Biaya: Rp12.000", "fact-bad-name", 3),
        ("facts:\n  biaya:", "fact-no-value", 3),
        ("facts:\n  biaya: {label: Biaya}", "fact-no-value", 3),
        ("facts:\n  biaya: [a, b]", "header-not-text", 3),
        ("facts:\n  biaya:\n    value: {a: b}", "header-not-text", 4),
        ("facts:\n  biaya:\n    value: a\n    util: 2026-01-01", "fact-unknown-key", 5),
        ("facts:\n  biaya:\n    value: a\n    nilai: b", "header-duplicate-key", 5),
        ("facts:\n  biaya: {value: a, until: besok}", "header-bad-date", 3),
        ("facts:\n  biaya: {value: a, until: 2026-02-30}", "header-bad-date", 3),
        ("facts:\n  biaya: {value: a, from: 2026-02-02, until: 2026-02-01}", "fact-reversed", 3),
        ("facts:\n  biaya: " + "x" * 201, "fact-too-long", 3),
        ("fatcs:\n  biaya: a", "header-misspelt-key", 2),
        ("facts:", None, 0),
    ],
)
def test_every_fault_is_located_and_costs_no_other_fact(facts, code, row):
    article, problems = article_of(f"---\n{facts}\n---\n> [!ask]\n> teks")
    assert [problem[:2] for problem in problems] == ([(code, row)] if code else [])
    assert (article.facts, len(article.lines)) == ((), 1)
    assert article.suggestible


def test_a_misspelt_key_is_told_with_the_nearest():
    _article, problems = article_of("---\nfacts:\n  biaya: {value: a, unitl: 2026-01-01}\n---\n")
    assert problems == [("fact-unknown-key", 3, {"key": "unitl", "wanted": "until"})]


@pytest.mark.parametrize(
    ("day", "holds"), [("2026-06-30", False), ("2026-07-01", True), ("2026-12-31", True), ("2027-01-01", False)]
)
def test_a_line_holds_while_all_of_its_facts_do(day, holds):
    article, _problems = article_of(
        HEAD + "> [!answer] {fact.bunga} {#a}\n> Mulai {fact.setoran_awal}.\n\n> [!answer] {#b}\n> {fact.biaya_admin}\n"
    )
    both, undated = article.lines
    assert both.is_current(date.fromisoformat(day)) is holds
    assert undated.is_current(date.fromisoformat(day))


def test_a_fact_past_its_date_is_told():
    article, _problems = article_of(HEAD)
    assert not article.facts_over(date(2026, 12, 31))
    assert [fact.name for fact in article.facts_over(date(2027, 1, 1))] == ["bunga"]
    found = check_all((article,), date(2027, 1, 1))
    assert [(problem.code, problem.line, problem.values["date"]) for problem in found] == [
        ("fact-over", 5, "2026-12-31")
    ]
