"""A fact outside its dates is told to no customer."""

import pytest

from kbassist.assist.model import CallNote
from kbassist.assist.sheet import Verdict

ARTICLE = """\
    ---
    title: Bunga tabungan
    triggers: [bunga tabungan]
    facts:
      bunga: {{value: "3,75 %", {date}}}
    ---
    Bunganya {{fact.bunga}} setahun.

    > [!answer] Bunga {{#bunga}}
    > Bunganya {{fact.bunga}} setahun.

    > [!ask] Saldo {{#saldo}}
    > Berapa saldo rata-ratanya?
    """
CALL = CallNote("nsbh tanya bunga tabungan")


@pytest.mark.parametrize("date", ["until: 2026-01-31", "from: 2999-01-01"])
def test_a_line_with_a_fact_that_does_not_hold_waits_and_says_why(assistant, date):
    library = assistant({"id/bunga.md": ARTICLE.format(date=date)})
    assert [line.line for line in library.suggest(CALL).suggestions] == ["bunga#saldo"]
    assert library.explain(CALL, "bunga#bunga").verdict is Verdict.FACT_NOT_IN_FORCE


def test_a_line_says_the_value_and_is_found_by_it(assistant):
    library = assistant({"id/bunga.md": ARTICLE.format(date="until: 2999-01-01")})
    said = {line.line: line.text for line in library.suggest(CALL).suggestions}
    assert said["bunga#bunga"] == "Bunganya 3,75 % setahun."
    found = library.librarian.search("3,75")
    assert [hit.article for hit in found.hits] == ["bunga"]
    assert "3,75 % setahun" in library.librarian.passage(found.hits[0], found.words).text
    assert "3,75 % setahun" in library.librarian.rendering(library.librarian.article("bunga", "id")).whole()
