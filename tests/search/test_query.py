import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir

from kbassist.search.query import find, whoosh_search, words_of


def keys(shelf: Any, query: str, limit: int = 5, lang: str | None = None) -> list[str]:
    return [key for key, _ in find(shelf.compiled(), query, limit, lang)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("kartu hilang", "id/kartu-hilang"),
        ("kartu blm dtg", "id/kartu-belum-diterima"),
        ("deposito", "id/deposito"),
        ("lost card", "en/kartu-hilang"),
        ("QRIS", "id/qris-merchant"),
    ],
)
def test_the_article_that_is_meant_comes_first(starter, query, first):
    assert keys(starter, query)[0] == first


@pytest.fixture
def shop(shelf):
    shelf.write("kartu", "Kartu", "Semua tentang kartu.")
    shelf.write("kartu-debit", "Kartu debit", "Kartu kartu kartu: konfigurasi pengiriman kartu.")
    shelf.write("deposito", "Deposito berjangka", "Bunga deposito.")
    shelf.write("lost-card", "Kartu", "In English.", lang="en")
    shelf.update()
    return shelf


def test_all_words_are_required(shop):
    assert keys(shop, "kartu pengiriman ") == ["id/kartu-debit"]


def test_any_word_will_do_when_no_article_has_them_all(shop):
    assert set(keys(shop, "bunga kartu ")) == {"id/deposito", "id/kartu", "id/kartu-debit", "en/lost-card"}


def test_the_last_word_may_be_a_beginning(shop):
    assert keys(shop, "kartu konf") == ["id/kartu-debit"]
    assert keys(shop, "pengiri") == ["id/kartu-debit"]


def test_a_word_is_whole_once_a_space_follows_it(shop):
    assert keys(shop, "konf") == ["id/kartu-debit"]
    assert keys(shop, "konf ") == []


def test_the_title_itself_comes_first(shop):
    assert set(keys(shop, " KARTU")[:2]) == {"en/lost-card", "id/kartu"}
    assert keys(shop, "kartu debit")[0] == "id/kartu-debit"


def test_one_language_alone(shop):
    assert keys(shop, "kartu", lang="en") == ["en/lost-card"]
    assert keys(shop, "kartu", limit=1, lang="id") == ["id/kartu"]


def test_no_words_find_nothing(shop):
    assert keys(shop, "") == keys(shop, " ?! ") == []


@settings(deadline=None)
@given(query=st.text(max_size=40))
def test_any_text_can_be_asked_for(starter_compiled, query):
    hits = find(starter_compiled, query, 10)
    assert len(hits) <= 10
    assert all(score > 0 for _, score in hits)


def test_the_best_ten_are_those_of_whoosh(starter, starter_compiled):
    """Whoosh by itself gets nested queries wrong when it stops at ten."""
    titles = [article.title for article in starter_compiled.articles()]
    chosen = random.Random(7)
    index = open_dir(str(starter.index_folder()), "articles")
    for _ in range(40):
        words = [chosen.choice(titles).split()[0] for _ in range(chosen.randint(1, 3))]
        query = " ".join(words)[: -chosen.randint(1, 2)]
        stems = words_of(starter_compiled, query)
        ours, theirs = starter_compiled.find(stems, 10), whoosh_search(index, stems, 10)
        assert [score for _, score in ours] == pytest.approx([score for _, score in theirs], rel=1e-5)
        gaps = {round(score, 3) for _, score in theirs}
        if len(gaps) == len(theirs):
            assert [key for key, _ in ours] == [key for key, _ in theirs]
