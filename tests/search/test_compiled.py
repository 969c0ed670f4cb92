import random
from collections.abc import Callable
from math import log
from pathlib import Path

import numpy as np
import pytest
from whoosh.index import open_dir
from whoosh.query.compound import Or
from whoosh.query.terms import Term

from kbassist.content.kinds import LineKind
from kbassist.content.model import Article, Line
from kbassist.search import indexing
from kbassist.search.compiled import Postings
from kbassist.search.documents import KINDS
from kbassist.text import tokens

NOTES = (
    "cust marah2, kartu blm dtg 2 mgg",
    "kartu hilang, minta blokir sekarang",
    "transfer gagal saldo terpotong, sudah dua hari belum kembali",
    "asks about time deposit interest, maybe a home loan later",
    "nasabah nanya biaya admin kenapa naik, mau tutup rekening",
    "lost card, block asap",
    "sama sekali tidak ada dan yang di ke",
)


def step() -> None:
    pass


def words(articles: list[Article], count: int, seed: int) -> list[str]:
    vocabulary = sorted({token.stem for article in articles for token in tokens.read(article.title + article.body)})
    return random.Random(seed).choices(vocabulary, k=count)


def whoosh_scores(folder: Path, kind: str, stems: list[str]) -> dict[str, float]:
    """Return the scores of an unpruned Whoosh search: the reference."""
    query = Or([Term(name, stem, weight) for name, weight in KINDS[kind].items() for stem in dict.fromkeys(stems)])
    with open_dir(str(folder), kind).searcher() as searcher:
        return {hit["key"]: hit.score for hit in searcher.search(query, limit=None)}


def assert_ranks_as_whoosh(folder: Path, articles: list[Article]) -> None:
    notes = [[token.stem for token in tokens.read(note)] for note in NOTES]
    notes += [words(articles, count, seed) for seed in range(8) for count in (1, 3, 30)]
    for kind in KINDS:
        postings = Postings(indexing.compile_arrays(folder, kind))
        for stems in notes:
            expected = whoosh_scores(folder, kind, stems)
            scores = postings.score(stems)
            found = [postings.keys[number] for number in np.argsort(-scores, kind="stable") if scores[number] > 0]
            assert sorted(found) == sorted(expected)
            theirs = np.array([expected[key] for key in found])
            np.testing.assert_allclose(np.sort(scores)[::-1][: len(found)], theirs, rtol=2e-6)
            assert (theirs[1:] <= theirs[:-1] * (1 + 2e-6)).all()


def retitled(article: Article, number: int) -> Article:
    new = Line(article.id, f"baru-{number}", article.lang, LineKind.ANSWER, "Kartu baru dikirim hari ini juga.", 1)
    return Article(article.id, article.lang, article.path, f"Kartu baru {number}", lines=(new,), body=article.body)


def build(folder: Path, articles: list[Article]) -> list[Article]:
    indexing.change(folder, (), articles, step)
    return articles


def updates(folder: Path, articles: list[Article]) -> list[Article]:
    indexing.change(folder, (), articles, step)
    now = list(articles)
    for round_ in range(3):
        for number in range(round_, len(now), 9):
            new = retitled(now[number], round_)
            for kind in KINDS:
                indexing.compile_arrays(folder, kind)
            indexing.change(folder, [now[number]], [new], step)
            now[number] = new
    return now


def deletions(folder: Path, articles: list[Article]) -> list[Article]:
    indexing.change(folder, (), articles, step)
    for kind in KINDS:
        indexing.compile_arrays(folder, kind)
    indexing.change(folder, articles[::3], (), step)
    return [article for number, article in enumerate(articles) if number % 3]


@pytest.mark.parametrize("history", [build, updates, deletions])
def test_arrays_rank_as_an_unpruned_whoosh_search(
    tmp_path: Path, starter_articles: list[Article], history: Callable[[Path, list[Article]], list[Article]]
):
    folder = tmp_path / "index"
    indexing.create(folder)
    articles = history(folder, starter_articles[:60])
    assert_ranks_as_whoosh(folder, articles)


def test_the_history_of_an_index_does_not_change_the_order_of_its_documents(tmp_path, starter_articles):
    for name, order in (("forth", 1), ("back", -1)):
        indexing.create(tmp_path / name)
        for article in starter_articles[:8][::order]:
            indexing.change(tmp_path / name, (), [article], step)
    forth, back = (Postings(indexing.compile_arrays(tmp_path / name, "lines")) for name in ("forth", "back"))
    assert forth.keys == back.keys == sorted(forth.keys)
    np.testing.assert_allclose(forth.score(["kartu"]), back.score(["kartu"]), rtol=1e-6)


def test_a_score_is_the_sum_of_the_impacts_of_its_stems(starter):
    _, compiled = starter.loaded()
    expected = np.zeros(len(compiled.lines.keys), np.float32)
    for stem in ("kartu", "blokir"):
        documents, impacts = compiled.lines.term(stem)
        assert (np.diff(documents) > 0).all()
        assert (impacts > 0).all()
        expected[documents] += impacts
    scores = compiled.lines.score(["kartu", "blokir", "kartu", "kata-yang-tak-ada"])
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores, expected, rtol=1e-6)


def test_nothing_scores_for_no_words(starter):
    _, compiled = starter.loaded()
    assert not compiled.articles.score([]).any()
    assert not compiled.articles.score(["kata-yang-tak-ada"]).any()
    assert compiled.articles.term("kata-yang-tak-ada")[0].size == 0


def test_rare_words_have_a_higher_idf(starter):
    _, compiled = starter.loaded()
    count = len(compiled.articles.keys)
    assert compiled.articles.idf("nasabah") < compiled.articles.idf("qris") < log(count) + 1
    assert compiled.articles.idf("kata-yang-tak-ada") == pytest.approx(log(count) + 1)


def test_a_prefix_finds_words_by_how_they_are_written(starter):
    _, compiled = starter.loaded()
    assert tokens.read("pengiriman")[0].stem in compiled.completions("pengir")
    assert not any(stem.startswith("pengir") for stem in compiled.completions("pengir"))
    assert compiled.completions("zzzz") == []


def test_an_empty_library_has_empty_arrays(shelf):
    shelf.update()
    articles, compiled = shelf.loaded()
    assert articles == {}
    assert compiled.lines.score(["kartu"]).shape == (0,)
    assert compiled.articles.find([{"kartu"}], 10) == []
    assert compiled.articles.idf("kartu") == 1
