import os
import shutil
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist.assist.engine import Engine
from kbassist.assist.evidence import Evidence
from kbassist.assist.model import CallNote
from kbassist.librarian import Librarian
from kbassist.search import builder, shelf
from kbassist.search.compiled import Compiled, Role
from kbassist.search.documents import KINDS
from kbassist.search.patcher import Patched
from kbassist.search.query import Searcher
from kbassist.search.store import place
from kbassist.text import tokens

TODAY = date(2025, 6, 1)


def line_key(compiled: Compiled, number: int) -> str:
    article = int(compiled.article_of[number])
    keys = [key for key, _ in shelf.sorted_lines(compiled.article(article))]
    return keys[number - compiled.line_numbers(article).start]


def phrases(compiled: Compiled, note: str) -> list[tuple[Any, ...]]:
    """Return all phrases found, with the key of the article or line that each belongs to."""
    found = []
    for role, match in compiled.phrases(tokens.read(note)):
        owner = compiled.article_keys[match.payload] if role == Role.TRIGGER else line_key(compiled, match.payload)
        found.append((role, owner, match.start, match.end))
    return sorted(found)


def lines(compiled: Compiled) -> dict[str, Any]:
    return {
        key: compiled.line(number)
        for article in (found for key in sorted(compiled.keys()) for found in compiled.numbers(key.split("/")[1]))
        for number, key in ((number, line_key(compiled, number)) for number in compiled.line_numbers(article))
    }


def scores(compiled: Compiled, kind: str, note: str) -> dict[str, float]:
    """Return the scores of the documents in force by key; examples of one article share theirs, the best."""
    weights = {token.stem: 1.0 for token in tokens.read(note)}
    owners = {
        "articles": lambda number: number,
        "lines": lambda number: int(compiled.article_of[number]),
        "examples": lambda number: int(np.searchsorted(compiled.first_examples, number, "right")) - 1,
    }[kind]
    found: dict[str, float] = {}
    for number, score in enumerate(compiled.weigh(kind, weights).tolist()):
        if score and compiled.alive[owners(number)]:
            key = line_key(compiled, number) if kind == "lines" else compiled.article_keys[owners(number)]
            found[key] = max(score, found.get(key, 0.0))
    return found


def sequence(compiled: Compiled, key: str) -> list[int]:
    """Return the words of an article in reading order."""
    part = next(part for part in reversed(compiled.parts) if part.shelf.place(key) is not None)
    return [int(code) for code in part.sequence(key)]


def found_keys(compiled: Compiled, word: str) -> set[str]:
    best = Searcher(compiled).search(f"{word} ", limit=99).best
    return {compiled.article_keys[number] for number, _ in best}


def assert_same_library(found: Compiled, fresh: Compiled, words: Iterable[str]) -> None:
    """See that two libraries answer alike, but for how much each word weighs."""
    assert sorted(found.keys()) == sorted(fresh.keys())
    for key in sorted(fresh.keys()):
        assert found.by_key(key) == fresh.by_key(key)
        assert sequence(found, key) == sequence(fresh, key) != []
    assert sorted(map(msgspec.json.encode, found.articles())) == sorted(map(msgspec.json.encode, fresh.articles()))
    assert lines(found) == lines(fresh)
    assert msgspec.structs.replace(found.about, dead=()) == fresh.about
    for word in words:
        assert phrases(found, word) == phrases(fresh, word)
        assert found_keys(found, word) == found_keys(fresh, word)
        for kind in KINDS:
            assert scores(found, kind, word).keys() == scores(fresh, kind, word).keys()


@pytest.fixture
def fresh(tmp_path) -> Callable[[Any], Compiled]:
    """Return a function that builds the library of a shelf from scratch, elsewhere."""

    def build(shelf: Any) -> Compiled:
        other = type(shelf)(shelf.folders, place(shelf.folders, tmp_path / f"fresh-{len(list(tmp_path.iterdir()))}"))
        other.update()
        found: Compiled = other.compiled()
        return found

    return build


def article(title: str, say: str = "Baik.", example: str = "", trigger: str = "", line: str = "jawab") -> str:
    return (
        f"---\ntitle: {title}\ntriggers: [{trigger or title}]\nexamples: [{example or title}]\n---\n"
        f"Tentang {title}.\n\n"
        f"> [!answer] Jawab {{#{line}}}\n> - when: {title}\n> - unless: batal {title}\n>\n> {say}\n"
    )


CARDS = ("hilang", "rusak", "baru", "debit", "kredit")
WORDS = (*(f"kartu {name}" for name in CARDS), "batal kartu hilang", "dompet dicuri", "gratis", "tentang", "syarat")


@pytest.fixture
def cards(shelf):
    for name in CARDS:
        shelf.write_text(f"id/kartu-{name}.md", article(f"kartu {name}"))
    shelf.update()
    long_ago(shelf)
    shelf.update()
    return shelf


def long_ago(shelf: Any) -> None:
    """Let all files have been written long ago: a file written just now would be read again to be sure."""
    for folder in shelf.folders:
        for path in folder.rglob("*.md"):
            os.utime(path, ns=(10**17, 10**17))


def test_nothing_changed_needs_no_patch(cards):
    patcher = cards.patcher()
    assert patcher.patch() == patcher.patch() == Patched(0, cards.manifest().generation, "")
    assert not list(cards.root.glob("patch-*"))


def test_a_file_saved_again_unchanged_needs_no_patch(cards):
    patcher = cards.patcher()
    os.utime(cards.folder / "id/kartu-rusak.md", ns=(2 * 10**17, 2 * 10**17))
    assert patcher.patch() == Patched(0, cards.manifest().generation, "")


def test_without_a_generation_there_is_nothing_to_patch(shelf, cards):
    (cards.root / "current").unlink()
    assert cards.patcher().patch() is None


def test_a_damaged_generation_is_not_patched(cards):
    (cards.root / cards.manifest().folder / "part.bin").write_bytes(b"x")
    assert cards.patcher().patch() is None


def test_a_changed_article_is_found_by_its_new_words_and_no_longer_by_the_old(cards, fresh):
    cards.write_text("id/kartu-hilang.md", article("dompet dicuri", "Gratis.", line="lapor"))
    patched = cards.patcher().patch()
    assert patched.changed == 1
    compiled = cards.compiled(patched)
    assert_same_library(compiled, fresh(cards), WORDS)
    assert {found[1] for found in phrases(compiled, "dompet dicuri")} == {
        "id/kartu-hilang",
        "id/kartu-hilang#lapor",
    }
    evidence = Evidence(compiled)
    assert [evidence.lines[number].text for number in evidence.named("kartu-hilang#lapor")] == ["Gratis."]
    assert evidence.named("kartu-hilang#jawab") == ()


def test_what_leads_to_a_changed_article_and_is_like_it_follows_the_patch(shelf):
    shelf.write("hilang", "Kartu hilang", "Lihat [[rusak]].")
    shelf.write("rusak", "Kartu rusak", "Kartu diganti.")
    shelf.write("dompet", "Dompet digital", "Saldo dompet digital.")
    shelf.update()

    def around(compiled: Compiled, name: str) -> tuple[list[str], list[str]]:
        librarian = Librarian(lambda: compiled)
        article = librarian.article(name, "id")
        assert article is not None
        return (
            [other.article for other in librarian.linking(article)],
            [other.article for other in librarian.similar(article)],
        )

    assert around(shelf.compiled(), "rusak") == (["hilang"], ["hilang"])
    assert around(shelf.compiled(), "dompet") == ([], [])
    shelf.write("hilang", "Dompet hilang", "Lihat [[dompet]], saldo digital.")
    compiled = shelf.compiled(shelf.patcher().patch())
    assert around(compiled, "rusak") == ([], [])
    assert around(compiled, "dompet") == (["hilang"], ["hilang"])
    assert around(compiled, "hilang") == ([], ["dompet"])


def test_the_generation_itself_stays_as_it_is(cards):
    before = cards.titles(), cards.manifest()
    cards.write_text("id/kartu-hilang.md", article("dompet dicuri"))
    assert cards.patcher().patch().generation == before[1].generation
    assert (cards.titles(), cards.manifest()) == before


def test_patches_one_after_another_each_have_all_that_changed(cards, fresh):
    patcher = cards.patcher()
    for step, change in enumerate(
        (
            lambda: cards.write_text("id/kartu-hilang.md", article("dompet dicuri")),
            lambda: cards.write_text("id/kartu-syarat.md", article("syarat kartu")),
            (cards.folder / "id/kartu-rusak.md").unlink,
            lambda: cards.write_text("id/kartu-hilang.md", article("kartu hilang", "Gratis.")),
            (cards.folder / "id/kartu-syarat.md").unlink,
            lambda: cards.write_text("id/kartu-rusak.md", article("kartu rusak")),
        )
    ):
        change()
        patched = patcher.patch()
        assert_same_library(cards.compiled(patched), fresh(cards), WORDS)
        assert patched.patch == f"patch-{step + 1}"
    assert patched.changed == 1


def test_when_all_is_as_it_was_there_is_no_patch_again(cards):
    patcher = cards.patcher()
    before = (cards.folder / "id/kartu-hilang.md").read_text()
    cards.write_text("id/kartu-hilang.md", article("dompet dicuri"))
    assert patcher.patch().patch
    cards.write_text("id/kartu-hilang.md", before)
    assert patcher.patch() == Patched(0, cards.manifest().generation, "")


def test_a_reader_on_its_way_still_finds_the_patch_before(cards):
    patcher = cards.patcher()
    found = []
    for number in range(4):
        cards.write_text("id/kartu-hilang.md", article(f"kartu nomor {number}"))
        found.append(patcher.patch())
    assert cards.compiled(found[-2]).by_key("id/kartu-hilang").title == "kartu nomor 2"
    assert len(list(cards.root.glob("patch-*"))) == 2


def test_another_process_goes_on_with_numbers_of_its_own(cards):
    """A reader knows a patch by its name, and a worker may be killed at any time."""
    cards.write_text("id/kartu-hilang.md", article("dompet dicuri"))
    first = cards.patcher().patch()
    cards.write_text("id/kartu-hilang.md", article("dompet dicuri sekali"))
    cards.update()
    cards.write_text("id/kartu-hilang.md", article("dompet lenyap"))
    assert cards.patcher().patch().patch not in {first.patch, ""}


def test_a_removed_article_is_gone_with_its_lines(cards, fresh):
    (cards.folder / "id/kartu-rusak.md").unlink()
    compiled = cards.compiled(cards.patcher().patch())
    assert compiled.by_key("id/kartu-rusak") is None
    assert_same_library(compiled, fresh(cards), WORDS)


def test_a_word_that_went_with_its_article_is_known_no_more_and_put_right(cards):
    cards.write("dompet", "Lenterra")
    cards.write("lain", "Lentera")
    cards.update()
    assert cards.found("lenterra ") == ["id/dompet"]
    (cards.folder / "id/dompet.md").unlink()
    assert not cards.compiled(cards.patcher().patch()).knows("lenterra")
    cards.update()
    assert cards.found("lenterra ") == ["id/lain"]


def test_an_article_overridden_comes_back(new_shelf, fresh):
    shelf = new_shelf(2)
    shelf.write_text("id/kartu.md", article("kartu"))
    shelf.write_text("id/lain.md", article("lain"))
    shelf.update()
    patcher = shelf.patcher()
    own = shelf.folders[1] / "id/kartu.md"
    own.parent.mkdir()
    own.write_text(article("kartu kami"), encoding="utf-8")
    compiled = shelf.compiled(patcher.patch())
    assert compiled.by_key("id/kartu").title == "kartu kami"
    assert_same_library(compiled, fresh(shelf), WORDS)
    shelf.update()
    own.unlink()
    compiled = shelf.compiled(patcher.patch())
    assert compiled.by_key("id/kartu").title == "kartu"
    assert_same_library(compiled, fresh(shelf), WORDS)


@pytest.mark.parametrize("files", [{}, {"id/kartu.md": "# Kartu\n"}])
def test_the_first_articles_lines_and_examples_of_their_kind_come_as_a_patch(shelf, fresh, files):
    """A library without a single example has no statistics of examples."""
    for name, text in files.items():
        shelf.write_text(name, text)
    shelf.update()
    shelf.write_text("id/hilang.md", article("kartu hilang", example="dompet dicuri"))
    compiled = shelf.compiled(shelf.patcher().patch())
    assert_same_library(compiled, fresh(shelf), WORDS)
    for kind in KINDS:
        assert all(0 < score < 100 for score in scores(compiled, kind, "kartu dompet").values())


def test_owner_synonyms_and_problems_come_as_a_patch(cards, fresh):
    patcher = cards.patcher()
    cards.write_text("_library.yml", "owner: Bank Contoh\n")
    assert cards.compiled(patcher.patch()).about.owner == "Bank Contoh"
    cards.write_text("_synonyms.yml", "same:\n  - [gerai, kantor kas]\n")
    assert cards.compiled(patcher.patch()).about.synonyms.same == (("gerai", "kantor kas"),)
    (cards.folder / "id/rusak.md").write_bytes(b"\0")
    compiled = cards.compiled(patcher.patch())
    assert [problem.code for problem in compiled.about.problems] == ["file-not-text"]
    assert_same_library(compiled, fresh(cards), WORDS)


def test_too_many_changes_are_no_patch(cards):
    patcher = cards.patcher()
    for number in range(1001):
        cards.write(f"artikel-{number}", f"Artikel {number}")
    assert patcher.patch() is None
    cards.update()
    assert patcher.patch() == Patched(0, cards.manifest().generation, "")


def test_the_next_generation_takes_a_patch_in(cards, fresh):
    patcher = cards.patcher()
    cards.write_text("id/kartu-syarat.md", article("syarat kartu", "Gratis."))
    (cards.folder / "id/kartu-baru.md").unlink()
    patcher.patch()
    cards.update()
    assert patcher.patch() == Patched(0, cards.manifest().generation, "")
    assert_same_library(cards.compiled(), fresh(cards), WORDS)


def test_new_articles_weigh_in_the_next_generation_to_the_last_bit_what_they_weigh_from_scratch(cards, fresh):
    for number in range(3):
        cards.write_text(f"id/syarat-{number}.md", article(f"syarat {number} kartu", "Gratis selamanya."))
        cards.patcher().patch()
        cards.update()
    settled, scratch = cards.compiled(), fresh(cards)
    for kind in KINDS:
        for word in WORDS:
            assert scores(settled, kind, word) == scores(scratch, kind, word)


def test_a_patch_lies_over_a_newer_generation_without_a_second_copy(cards):
    """The next generation may come into force while a reader takes up a patch of the one before."""
    patcher = cards.patcher()
    cards.write_text("id/kartu-syarat.md", article("syarat kartu"))
    (cards.folder / "id/kartu-baru.md").unlink()
    patched = patcher.patch()
    cards.update()
    compiled = cards.compiled(patched)
    assert sorted(compiled.keys()) == sorted(cards.compiled().keys())
    assert len(list(compiled.articles())) == len(compiled.keys())
    assert sorted(found_keys(compiled, "syarat")) == ["id/kartu-syarat"]


def test_an_index_thrown_away_and_built_anew_is_another_one(shelf):
    """Its generation has the same number."""
    path = shelf.write("kartu", "Kartu")
    before = path.read_text(encoding="utf-8")
    shelf.update()
    patcher = shelf.patcher()
    patcher.patch()
    shutil.rmtree(shelf.root)
    shelf.write("kartu", "Dompet")
    shelf.update()
    assert patcher.patch() == Patched(0, 1, "")
    path.write_text(before, encoding="utf-8")
    patched = patcher.patch()
    assert patched.changed == 1
    assert shelf.compiled(patched).by_key("id/kartu").title == "Kartu"


NOTES = (
    "kartu hilang minta blokir",
    "cust marah2, kartu blm dtg 2 mgg",
    "lost card, block asap",
    "tanya bunga deposito",
)


@pytest.fixture
def starter_copy(starter, tmp_path):
    """The starter library in a folder that may be changed."""
    folder = tmp_path / "starter"
    for path in starter.folder.rglob("*"):
        if path.is_file():
            target = folder / path.relative_to(starter.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    shelf = type(starter)((folder,), place([folder], tmp_path / "cache"))
    shelf.update()
    return shelf


def test_a_patched_library_suggests_and_weighs_as_one_from_scratch(starter_copy, fresh):
    path = next(starter_copy.folder.rglob("id/*/kartu-hilang.md"))
    path.write_text(path.read_text(encoding="utf-8") + "\nKartu yang hilang segera diblokir.\n", encoding="utf-8")
    patched = starter_copy.patcher().patch()
    compiled, scratch = starter_copy.compiled(patched), fresh(starter_copy)
    assert patched.changed == 1
    engine, expected = Engine(compiled), Engine(scratch)
    for note in NOTES:
        for kind in KINDS:
            found, wanted = scores(compiled, kind, note), scores(scratch, kind, note)
            assert found == pytest.approx(wanted, rel=0.02)
        advice, theirs = (each.advise(CallNote(note), threshold=0.3, today=TODAY) for each in (engine, expected))
        assert {line.line for line in advice.suggestions} == {line.line for line in theirs.suggestions}
        assert advice.suggestions
        for line in theirs.suggestions:
            same = next(each for each in advice.suggestions if each.line == line.line)
            assert same.score == pytest.approx(line.score, abs=0.02)
            assert same.because == line.because


FILE_NAMES = st.tuples(st.integers(0, 1), st.sampled_from(["id/a.md", "id/b.md", "id/c/a.md", "en/a.md", "id/d.md"]))
VOCABULARY = ("kartu", "hilang", "biaya", "blokir")
TEXTS = st.builds(
    lambda title, say, trigger, own, line: (
        f"---\n{own}title: {title}\ntriggers: [{trigger}]\n---\n"
        f"> [!answer] Jawab {{#{line}}}\n> - when: {say}\n>\n> {say} {trigger}.\n"
    ),
    *[st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=2).map(" ".join)] * 3,
    st.sampled_from(["", "", "id: a\n"]),
    st.sampled_from(["x", "y"]),
)
EDITS = st.lists(
    st.one_of(
        st.tuples(FILE_NAMES, TEXTS),
        st.tuples(FILE_NAMES, st.none()),
        st.sampled_from(["patch", "patch", "update", "restart"]),
    ),
    max_size=14,
)


@settings(max_examples=25)
@given(first=st.dictionaries(FILE_NAMES, TEXTS, max_size=5), edits=EDITS)
def test_any_edits_end_in_the_library_that_is_built_from_scratch(new_shelf, first, edits):
    shelf, other = new_shelf(2), new_shelf(2)

    def edit(name: tuple[int, str], text: str | None) -> None:
        path = shelf.folders[name[0]] / name[1]
        if text is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    for name, text in first.items():
        edit(name, text)
    shelf.update()
    patcher = shelf.patcher()
    for happening in edits:
        if happening == "patch":
            patcher.patch()
        elif happening == "update":
            shelf.update()
        elif happening == "restart":
            patcher = shelf.patcher()
        else:
            edit(*happening)
    patched = patcher.patch()
    builder.update(shelf.folders, other.root, lambda _done, _total: None)
    scratch = type(shelf)(shelf.folders, other.root).compiled()
    notes = [*VOCABULARY, *(f"{one} {two}" for one in VOCABULARY for two in VOCABULARY)]
    assert_same_library(shelf.compiled(patched), scratch, notes)
    shelf.update()
    assert_same_library(shelf.compiled(), scratch, notes)
    assert patcher.patch() == Patched(0, shelf.manifest().generation, "")


def test_alive_and_dead_have_numbers_but_only_the_living_answer(cards):
    cards.write_text("id/kartu-hilang.md", article("dompet dicuri"))
    compiled = cards.compiled(cards.patcher().patch())
    assert compiled.article_keys.count("id/kartu-hilang") == 2
    assert len(compiled.article_keys) == len(compiled.alive) == len(CARDS) + 1
    assert np.flatnonzero(~compiled.alive).tolist() == [compiled.article_keys.index("id/kartu-hilang")]
    assert len(compiled.numbers("kartu-hilang")) == 1
