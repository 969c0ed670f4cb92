import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.query.compound import Or
from whoosh.query.terms import Term

from kbassist.content.kinds import LineKind
from kbassist.content.model import Article, Line
from kbassist.search import documents, indexing, parts
from kbassist.search.compiled import About, Compiled, Part
from kbassist.search.documents import KINDS
from kbassist.search.indexing import Gathered
from kbassist.search.postings import Postings
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


@dataclass
class History:
    """A folder of Whoosh indexes that goes through changes, and the articles it should hold."""

    folder: Path
    articles: list[Article]
    gathered: Gathered = field(default_factory=lambda: Gathered({}, {}))

    def change(self, removed: list[Article], added: list[Article]) -> None:
        new = indexing.change(self.folder, removed, added, step)
        self.gathered = Gathered(self.gathered.words | new.words, self.gathered.sequences | new.sequences)
        for kind in KINDS:
            indexing.read_segments(self.folder, kind)

    def compiled(self) -> Compiled:
        articles = sorted(self.articles, key=documents.article_key)
        arrays, _ = parts.generation(articles, partial(indexing.read_segments, self.folder), self.gathered)
        return Compiled(Part({**arrays, "about": parts.encoded(About())}))


@pytest.fixture
def new_history(tmp_path: Path) -> Callable[[list[Article]], History]:
    def create(articles: list[Article]) -> History:
        folder = tmp_path / f"index-{len(list(tmp_path.iterdir()))}"
        indexing.create(folder)
        return History(folder, list(articles))

    return create


def whoosh_scores(folder: Path, kind: str, stems: list[str]) -> dict[str, float]:
    """Return the scores of an unpruned Whoosh search: the reference."""
    query = Or([Term(name, stem, weight) for name, weight in KINDS[kind].items() for stem in dict.fromkeys(stems)])
    with open_dir(str(folder), kind).searcher() as searcher:
        return {hit["key"]: hit.score for hit in searcher.search(query, limit=None)}


def document_keys(compiled: Compiled, kind: str) -> list[str]:
    return [key for article in compiled.articles() for key in documents.keys(article)[kind]]


def words(articles: list[Article], count: int, seed: int) -> list[str]:
    vocabulary = sorted({token.stem for article in articles for token in tokens.read(article.title + article.body)})
    return random.Random(seed).choices(vocabulary, k=count)


def retitled(article: Article, number: int) -> Article:
    new = Line(article.id, f"baru-{number}", article.lang, LineKind.ANSWER, "Kartu baru dikirim hari ini juga.", 1)
    return Article(
        article.id,
        article.lang,
        article.path,
        f"Kartu baru {number}",
        lines=(new,),
        examples=("kartu baru belum datang",),
        body=article.body,
    )


def build(history: History) -> None:
    history.change([], history.articles)


def updates(history: History) -> None:
    history.change([], history.articles)
    for round_ in range(3):
        for number in range(round_, len(history.articles), 9):
            old, new = history.articles[number], retitled(history.articles[number], round_)
            history.articles[number] = new
            history.change([old], [new])


def deletions(history: History) -> None:
    history.change([], history.articles)
    gone = history.articles[::3]
    history.articles = [article for number, article in enumerate(history.articles) if number % 3]
    history.change(gone, [])


@pytest.mark.parametrize("happen", [build, updates, deletions])
def test_arrays_rank_as_an_unpruned_whoosh_search_of_an_index_from_scratch(new_history, starter_articles, happen):
    history = new_history(starter_articles[:60])
    happen(history)
    compiled = history.compiled()
    scratch = new_history(history.articles)
    build(scratch)
    notes = [[token.stem for token in tokens.read(note)] for note in NOTES]
    notes += [words(history.articles, count, seed) for seed in range(8) for count in (1, 3, 30)]
    for kind in KINDS:
        keys = document_keys(compiled, kind)
        for stems in notes:
            expected = whoosh_scores(scratch.folder, kind, stems)
            scores = compiled.weigh(kind, dict.fromkeys(stems, 1.0))
            assert len(scores) == len(keys)
            found = [(keys[number], scores[number]) for number in np.argsort(-scores, kind="stable") if scores[number]]
            assert sorted(key for key, _ in found) == sorted(expected)
            theirs = np.array([expected[key] for key, _ in found])
            np.testing.assert_allclose([score for _, score in found], theirs, rtol=2e-6)
            assert (theirs[1:] <= theirs[:-1] * (1 + 4e-6)).all()


def test_the_history_of_an_index_does_not_change_the_order_of_its_documents(new_history, starter_articles):
    found = []
    for direction in (1, -1):
        history = new_history(starter_articles[:8])
        for article in starter_articles[:8][::direction]:
            history.change([], [article])
        found.append(history.compiled())
    forth, back = found
    assert forth.article_keys == back.article_keys == sorted(forth.article_keys)
    for kind in KINDS:
        assert document_keys(forth, kind) == sorted(document_keys(forth, kind))
        weights = dict.fromkeys(("kartu", "blokir", "hilang"), 1.0)
        np.testing.assert_array_equal(forth.weigh(kind, weights), back.weigh(kind, weights))


def test_more_articles_than_make_one_segment_change_at_once(new_history):
    def articles(word: str) -> list[Article]:
        return [
            Article(f"artikel-{number:04}", "id", f"/x/{number}.md", f"Artikel {number} {word}", body="Isi kartu.")
            for number in range(2100)
        ]

    history = new_history(articles("merah"))
    history.change([], history.articles)
    old, history.articles = history.articles, articles("biru")
    history.change(old, history.articles)
    compiled = history.compiled()
    assert len(compiled.article_keys) == 2100
    assert not compiled.weigh("articles", {"merah": 1.0}).any()
    scratch = new_history(history.articles)
    build(scratch)
    expected = whoosh_scores(scratch.folder, "articles", ["biru", "7"])
    scores = compiled.weigh("articles", {"biru": 1.0, "7": 1.0})
    assert dict(zip(compiled.article_keys, scores.tolist(), strict=True)) == pytest.approx(expected, rel=2e-6)


def test_articles_that_whoosh_does_not_hold_are_noticed(new_history, starter_articles):
    history = new_history(starter_articles[:8])
    history.change([], starter_articles[:7])
    with pytest.raises(parts.Mismatch):
        history.compiled()


def test_a_score_is_the_sum_of_the_weighted_impacts_of_its_stems(starter_compiled):
    part = starter_compiled.parts[0]
    postings = part.postings["lines"]
    expected = np.zeros(postings.count, np.float32)
    for stem, weight in (("kartu", 1.0), ("blokir", 0.25)):
        numbers, impacts = postings.row(part.row_of[stem])
        assert (np.diff(numbers) > 0).all()
        assert (impacts > 0).all()
        expected[numbers] += np.float32(weight) * impacts
    scores = starter_compiled.weigh("lines", {"kartu": 1.0, "blokir": 0.25, "kata-yang-tak-ada": 1.0})
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores, expected, rtol=1e-6)


def test_each_row_asked_for_counts_wherever_it_stands(starter_compiled):
    postings = starter_compiled.parts[0].postings["articles"]
    rows = np.array([3, 4, 5, 90, 200], np.int32)
    expected = np.zeros(postings.count)
    for row in rows.tolist():
        numbers, impacts = postings.row(row)
        expected[numbers] += impacts
    np.testing.assert_allclose(postings.score(rows), expected, rtol=1e-6)
    np.testing.assert_allclose(
        postings.totals(), postings.score(np.arange(len(starter_compiled.parts[0].row_of), dtype=np.int32)), rtol=1e-5
    )


def test_nothing_scores_for_no_words(starter_compiled):
    for kind in KINDS:
        assert not starter_compiled.weigh(kind, {}).any()
        assert not starter_compiled.weigh(kind, {"kata-yang-tak-ada": 1.0}).any()


def test_rare_words_have_a_higher_idf(starter_compiled):
    count = len(starter_compiled.keys())
    common, rare = (starter_compiled.idf("articles", stem) for stem in ("nasabah", "qris"))
    assert 0 < common < rare < log(count) + 1
    assert starter_compiled.idf("articles", "kata-yang-tak-ada") == pytest.approx(log(count) + 1)


def test_a_prefix_finds_words_by_how_they_are_written(starter_compiled):
    assert tokens.read("pengiriman")[0].stem in starter_compiled.completions("pengir")
    assert not any(stem.startswith("pengir") for stem in starter_compiled.completions("pengir"))
    assert starter_compiled.completions("zzzz") == frozenset()
    assert starter_compiled.begins("pengir")
    assert not starter_compiled.begins("zzzz")


def test_an_empty_library_has_empty_arrays(shelf):
    shelf.update()
    compiled = shelf.compiled()
    assert list(compiled.articles()) == list(compiled.keys()) == []
    assert compiled.weigh("lines", {"kartu": 1.0}).shape == (0,)
    assert shelf.found("kartu") == shelf.found("kind:product -kartu") == []
    assert compiled.idf("articles", "kartu") == 1
    assert list(compiled.phrases(tokens.read("kartu hilang"))) == []


STEMS = ("kartu", "blokir", "hilang", "bunga", "deposito", "kata-yang-tak-ada")
WEIGHTS = st.sampled_from([1.0, 0.3, 0.03])


def edited(note: list[tuple[str, float]], edit: tuple[str, int, str, float]) -> list[tuple[str, float]]:
    """Return a note after a word was put in, taken out or felt otherwise; often, but not always, the last one."""
    what, place, stem, weight = edit
    place = max(len(note) - place, 0)
    if what == "type":
        return [*note[:place], (stem, weight), *note[place:]]
    if what == "delete":
        return [*note[:place], *note[place + 1 :]]
    return [*note[:place], *((known, weight) for known, _ in note[place : place + 1]), *note[place + 1 :]]


@given(
    edits=st.lists(
        st.tuples(
            st.sampled_from(["type", "type", "delete", "weigh"]), st.integers(0, 3), st.sampled_from(STEMS), WEIGHTS
        ),
        max_size=25,
    ),
    kind=st.sampled_from(list(KINDS)),
)
def test_a_growing_note_weighs_to_the_last_bit_what_it_weighs_at_once(starter_compiled, edits, kind):
    part = starter_compiled.parts[0]
    typed = Compiled(part)
    note: list[tuple[str, float]] = []
    for edit in edits:
        note = edited(note, edit)
        scores = typed.weigh(kind, dict(note))
        np.testing.assert_array_equal(scores, Compiled(part).weigh(kind, dict(note)))
        scores += 1  # whoever has them may do with them what it likes


def test_what_was_weighed_is_not_changed_by_the_next_word(starter_compiled):
    compiled = Compiled(starter_compiled.parts[0])
    first = compiled.weigh("articles", {"kartu": 1.0})
    before = first.copy()
    compiled.weigh("articles", {"kartu": 1.0, "hilang": 1.0})
    np.testing.assert_array_equal(first, before)


def test_postings_of_nothing_have_totals_of_nothing():
    none = np.zeros(0, np.int32)
    arrays = {"starts": np.zeros(1, np.int32), "documents": none, "impacts": none.astype(np.float32)}
    postings = Postings({**arrays, "count": np.array([0], np.int32)})
    assert postings.totals().shape == (0,)
    assert postings.idf(None) == 1
