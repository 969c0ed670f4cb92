import numpy as np
import pytest

from kbassist.search.facets import Facet
from kbassist.search.query import Searcher

HEADER = """---
title: {title}
kind: {kind}
category: {category}
tags: [{tags}]
{more}
---
{body}
"""


def article(title, kind="guide", category="kartu", tags="kartu", more="", body="Semua tentang kartu."):
    return HEADER.format(title=title, kind=kind, category=category, tags=tags, more=more, body=body)


@pytest.fixture
def desk(shelf):
    shelf.write_text(
        "id/debit.md", article("Kartu debit", "product", tags="kartu, biaya", more="review_by: 2026-06-15")
    )
    shelf.write_text("id/kredit.md", article("Kartu kredit", "product", more="review_by: 2027-03-01"))
    shelf.write_text("id/hilang.md", article("Kartu hilang", "problem", more="channels: [phone]"))
    shelf.write_text("id/bunga.md", article("Bunga", "policy", "simpanan", "bunga", body="Bunga kartu kredit."))
    shelf.write_text("en/lost.md", article("Lost card", "problem", "card", "card", body="Block the kartu."))
    shelf.update()
    return shelf


def search(shelf, query, **how):
    return Searcher(shelf.compiled()).search(query, **how)


def test_values_are_counted_among_all_that_is_found(desk):
    answer = search(desk, "kartu", limit=1)
    assert answer.total == 5
    assert {facet: set(values) for facet, values in answer.facets().items()} == {
        Facet.KIND: {("problem", 2), ("product", 2), ("policy", 1)},
        Facet.CATEGORY: {("kartu", 3), ("card", 1), ("simpanan", 1)},
        Facet.TAG: {("kartu", 3), ("card", 1), ("bunga", 1), ("biaya", 1)},
        Facet.LANG: {("id", 4), ("en", 1)},
        Facet.CHANNEL: {("phone", 5), ("counter", 4), ("chat", 4), ("email", 4), ("text", 4)},
    }


def test_what_is_narrowed_can_be_narrowed_otherwise(desk):
    answer = search(desk, "kartu", narrowed={Facet.KIND: "product"})
    assert (answer.total, len(answer.best)) == (2, 2)
    assert dict(answer.facets()[Facet.KIND]) == {"problem": 2, "product": 2, "policy": 1}
    assert dict(answer.facets()[Facet.TAG]) == {"kartu": 2, "biaya": 1}
    assert search(desk, "kartu", narrowed={Facet.KIND: "product", Facet.TAG: "bunga"}).total == 0
    assert search(desk, "kartu", narrowed={Facet.CHANNEL: "chat"}).total == 4


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind:product", {"id/debit", "id/kredit"}),
        ("jenis:masalah kartu", {"id/hilang", "en/lost"}),
        ("kartu tag:biaya", {"id/debit"}),
        ("tag:bu", {"id/bunga"}),
        ("tag:bu ", set()),
        ("category:SIMPANAN ", {"id/bunga"}),
        ("kartu lang:en", {"en/lost"}),
        ("kartu before:2027 ", {"id/debit"}),
        ("kartu after:2026-06 ", {"id/kredit"}),
        ("kartu -kind:product -lang:en", {"id/hilang", "id/bunga"}),
        ("kind:policy or tag:biaya", {"id/bunga", "id/debit"}),
        ('"kartu kredit"', {"id/kredit", "id/bunga"}),
        ('title:"kartu kredit"', {"id/kredit"}),
        ('"kredit kartu"', set()),
        ("title:kredit", {"id/kredit"}),
        ("title:kre", {"id/kredit"}),
        ("title:kre ", set()),
        ("kartu -kredit", {"id/debit", "id/hilang", "en/lost"}),
        ("kartu -kre", {"id/debit", "id/kredit", "id/hilang", "id/bunga", "en/lost"}),
        ("hilang or lost", {"id/hilang", "en/lost"}),
        ("hilang or kind:product", {"id/hilang", "id/debit", "id/kredit"}),
    ],
)
def test_the_query_language(desk, query, found):
    assert set(desk.found(query)) == found
    assert search(desk, query).total == len(found)


def test_a_patch_is_counted_and_narrowed_too(desk):
    patcher = desk.patcher()
    desk.write_text("id/debit.md", article("Kartu debit", "product", tags="baru", more="review_by: 2029-01-01"))
    desk.write_text("id/baru.md", article("Kartu baru", "offer", tags="baru"))
    (desk.folder / "id/kredit.md").unlink()
    compiled = desk.compiled(patcher.patch())
    searcher = Searcher(compiled)

    def found(query: str, **how: object) -> set[str]:
        return {compiled.article_keys[number] for number, _ in searcher.search(query, **how).best}  # type: ignore[arg-type]

    assert dict(searcher.search("kartu").facets()[Facet.TAG]) == {"kartu": 1, "baru": 2, "bunga": 1, "card": 1}
    assert found("kartu", narrowed={Facet.TAG: "baru"}) == found("tag:baru ") == {"id/debit", "id/baru"}
    assert found("after:2028 ") == {"id/debit"}
    assert found('"kartu debit"') == found('title:"kartu debit"') == {"id/debit"}
    assert found('"kartu kredit"') == {"id/bunga"}


def test_of_very_many_values_the_first_ones_are_counted(shelf):
    for number in range(60):
        tags = ", ".join(f"nomor-{of}" for of in range(number + 1))
        shelf.write_text(f"id/a-{number}.md", article(f"Kartu {number}", tags=tags))
    shelf.update()
    counts = search(shelf, "kartu").facets()[Facet.TAG]
    assert counts == tuple((f"nomor-{number}", 60 - number) for number in range(40))


def test_beginnings_added_up_beforehand_change_nothing(starter_compiled):
    cold, warm = Searcher(starter_compiled), Searcher(starter_compiled)
    warm.warm()
    for query in ("k", "ka", "kartu me", "lupa di"):
        np.testing.assert_array_equal(cold.relevance(query), warm.relevance(query))
        assert cold.search(query)[3:] == warm.search(query)[3:]
