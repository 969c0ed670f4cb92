import pytest

from kbassist.content.kinds import LineKind
from kbassist.content.model import Article, Heading, Line
from kbassist.gui.reading.place import Place, Stop, Trail, twin_anchor

HERE, THERE, FAR = Place("a", "id"), Place("b", "id"), Place("c", "en")


def article(*headings: str, lang: str = "id", lines: tuple[str, ...] = ()) -> Article:
    return Article(
        "a",
        lang,
        f"/{lang}/a.md",
        "A",
        headings=tuple(Heading(2, words, words.lower().replace(" ", "-"), 1) for words in headings),
        lines=tuple(Line("a", name, lang, LineKind.ANSWER, "Ya.", 1) for name in lines),
    )


def test_one_goes_back_and_forward_to_where_one_was():
    trail = Trail()
    trail.leave(Stop(HERE, 120))
    trail.leave(Stop(THERE, 7))
    assert trail.back(Stop(FAR, 3)) == Stop(THERE, 7)
    assert trail.back(Stop(THERE, 9)) == Stop(HERE, 120)
    assert not trail.goes_back
    assert trail.forward(Stop(HERE)) == Stop(THERE, 9)
    assert trail.forward(Stop(THERE)) == Stop(FAR, 3)
    assert not trail.goes_forward


def test_a_new_way_forgets_what_lay_ahead():
    trail = Trail()
    trail.leave(Stop(HERE))
    trail.back(Stop(THERE))
    trail.leave(Stop(HERE))
    assert trail.goes_back
    assert not trail.goes_forward


@pytest.mark.parametrize(
    ("name", "anchor"),
    [
        ("cek", "line-cek"),
        ("line-cek", "line-cek"),
        ("Cara lapor", "cara-lapor"),
        ("cara-lapor", "cara-lapor"),
        ("", ""),
    ],
)
def test_a_link_names_a_line_or_a_heading_in_words_or_by_its_anchor(name, anchor):
    assert article("Biaya", "Cara lapor", lines=("cek",)).anchor_of(name) == anchor


@pytest.mark.parametrize(
    ("anchor", "there"),
    [("cara-lapor", "how-to-report"), ("biaya", "fee"), ("line-cek", "line-cek"), ("x", "")],
)
def test_the_same_place_of_a_translation_is_the_heading_in_its_turn(anchor, there):
    own = article("Biaya", "Cara lapor", lines=("cek",))
    assert twin_anchor(own, article("Fee", "How to report", lang="en"), anchor) == there


def test_a_heading_that_the_translation_lacks_leads_to_its_beginning():
    assert twin_anchor(article("Biaya", "Cara lapor"), article("Fee", lang="en"), "cara-lapor") == ""
