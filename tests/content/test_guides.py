"""Guided steps: what an article's check lists lead to, and walking through them."""

import textwrap
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import resources
from kbassist.content import guides, library
from kbassist.content.check import check_all
from kbassist.content.guides import Item, Mark, Walk
from kbassist.content.library import Source
from kbassist.content.reader import read, read_text

LOST = """\
    ---
    title: Kartu hilang
    kind: problem
    ---

    > [!langkah] Blokir sekarang {#blokir}
    > Kartu lebih dulu, cerita menyusul.
    >
    > - [ ] Verifikasi **singkat**
    > - [ ] Ponsel ikut hilang -> [[#ponsel|Ponsel]]
    >   dicuri → [[#Ponsel ikut hilang]].
    > 1. Kartu pengganti → [[kartu-hilang#pengganti]]

    ## Ponsel ikut hilang {#ponsel}

    > [!steps]
    > - [ ] Tutup SIM untuk {nama}
    > - [ ] Nomor dipakai orang → [[sim-diambil-alih#cara|SIM diambil alih]]
    > - [ ] → [[#pengganti|Kartu pengganti]]

    > [!steps] Kartu pengganti {#pengganti}
    > - when: kartu pengganti
    >
    > - [ ] Diambil → [[cabang]]
    > - [ ] Salah tekan → [[#blokir]]
    """


def article_of(text):
    source = Source("/x/id/kartu-hilang.md", 0, "id", 0, 0, "kartu-hilang.md")
    return read_text(textwrap.dedent(text), source, lambda *_args, **_values: None)


def guide_of(text=LOST):
    return guides.read(article_of(text))


def walk_of(text=LOST, anchor=""):
    return Walk(guide_of(text), anchor)


def problems_of(text):
    found = check_all((article_of(text),), date(2026, 1, 1))
    return [(problem.code, problem.line) for problem in found if problem.code != "link-broken"]


def test_stations_are_the_check_lists_with_their_titles():
    guide = guide_of()
    assert [(station.anchor, station.title, station.intro) for station in guide.stations] == [
        ("blokir", "Blokir sekarang", "Kartu lebih dulu, cerita menyusul."),
        ("steps-2", "Ponsel ikut hilang", ""),
        ("pengganti", "Kartu pengganti", ""),
    ]
    assert [station.is_question for station in guide.stations] == [False, False, True]


def test_items_lead_where_their_link_says():
    block, phone, card = guide_of().stations
    assert block.items == (
        Item("Verifikasi singkat"),
        Item("Ponsel ikut hilang -> Ponsel dicuri", "", "Ponsel ikut hilang", branches=True),
        Item("Kartu pengganti", "", "pengganti", branches=True),
    )
    assert phone.items[1:] == (
        Item("Nomor dipakai orang", "sim-diambil-alih", "cara", "SIM diambil alih", branches=True),
        Item("Kartu pengganti", "", "pengganti", "Kartu pengganti", branches=True),
    )
    guide = guide_of()
    assert [guide.leads_to(item) for item in block.items] == [None, phone, card]
    assert [guide.leads_to(item) for item in card.items] == [None, block]


def test_an_article_without_check_lists_has_no_guide():
    assert guide_of("# Judul\n\n> [!ask]\n> - [ ] bukan langkah") is None
    assert not guides.branches(article_of("> [!steps]\n> - [ ] lihat [[kartu]] dulu"))
    assert guides.branches(article_of(LOST))


def test_a_step_is_done_passed_over_or_followed():
    walk = walk_of()
    walk.do()
    assert walk.item.text.startswith("Ponsel")
    walk.pass_over()
    walk.do()
    assert walk.station.anchor == "pengganti"
    assert walk.item is None
    assert [trace.mark for trace in walk.trail] == [Mark.DONE, Mark.PASSED, Mark.TAKEN]


def test_a_branch_out_of_the_article_is_the_end():
    walk = walk_of(anchor="pengganti")
    walk.do()
    assert walk.station.anchor == "pengganti", "a question is answered, not done"
    walk.choose(5)
    walk.choose(0)
    assert (walk.station, walk.exit) == (None, Item("Diambil", "cabang", branches=True))
    walk.back()
    assert walk.station.anchor == "pengganti"
    walk.choose(1)
    assert (walk.station.anchor, walk.at) == ("blokir", 0)


def test_the_last_step_ends_the_walk():
    walk = walk_of("> [!steps]\n> - satu\n> - dua")
    walk.do()
    walk.pass_over()
    walk.do()
    assert (walk.station, walk.item, walk.exit, len(walk.trail)) == (None, None, None, 2)


@given(st.lists(st.sampled_from(["do", "pass_over", "one", "two"]), max_size=40))
def test_back_undoes_every_decision(moves):
    walk = walk_of()
    places = [(walk.station, walk.at)]
    for move in moves:
        before = len(walk.trail)
        walk.choose(0 if move == "one" else 1) if move in {"one", "two"} else getattr(walk, move)()
        if len(walk.trail) > before:
            places.append((walk.station, walk.at))
    while walk.trail:
        assert (walk.station, walk.at) == places.pop()
        walk.back()
    assert [(walk.station, walk.at)] == places


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LOST, []),
        ("## A\n\n> [!steps]\n> - satu → [[#b]]\n\n## B\n\nteks\n", [("branch-without-steps", 3)]),
        ("> [!steps]\n> - satu → [[#x]]\n\n> [!escalate] {#x}\n> - to: A\n> teks\n", []),
        ("> [!steps]\n> - satu → [[a]]\n\n> [!steps] Dua {#b}\n> - dua\n", [("steps-out-of-reach", 4)]),
        ("> [!steps]\n> - satu → [[a]]\n\n> [!steps] {#b}\n> - when: dua\n>\n> - dua\n", []),
        ("> [!steps]\n> - satu\n\n> [!steps] {#b}\n> - dua\n", []),
    ],
)
def test_steps_that_lead_nowhere_or_that_nothing_leads_to_are_told(text, found):
    assert problems_of(text) == found


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_way_through_a_guide_of_the_starter_library_ends_in_an_article(lang):
    sources, _problems = library.scan([resources.starter_library()])
    articles = [article for source in sources if (article := read(source).article) and article.lang == lang]
    ids = {article.id for article in articles}
    found = [guide for article in articles if article.id.startswith("memilih-") and (guide := guides.read(article))]
    assert len(found) == 3
    for guide in found:
        assert all(station.is_question for station in guide.stations)
        ends = {item.target for station in guide.stations for item in station.items if not guide.leads_to(item)}
        assert ends <= ids - {guide.article}
