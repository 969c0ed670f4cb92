from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist.search import lastgood
from kbassist.search.compiled import Compiled
from kbassist.search.documents import article_key
from kbassist.search.patcher import Patched
from kbassist.text import tokens

GOOD = "---\nid: kartu\ntitle: Kartu {title}\n---\nIsi {title}.\n\n> [!answer] Jawab {{#jawab}}\n> Baik {title}.\n"
BROKEN: dict[str, bytes] = {
    "empty": b"",
    "blank": b"\n  \n",
    "its first sign": b"-",
    "its first row": b"---\n",
    "cut in the header": b"---\nid: kartu\ntit",
    "cut in the first key": b"---\nti",
    "a header that cannot be read": b"---\ntitle: [satu\n---\nIsi lain.\n",
    "a key twice": b"---\ntitle: satu\ntitle: dua\n---\nIsi lain.\n",
    "no text": b"---\ntitle: satu\n---\n\0",
    "too large": b"a" * 2_000_001,
}


@pytest.fixture
def kartu(shelf) -> Path:
    """One good article in an index, and others beside it."""
    for name in ("lain", "lagi", "lama"):
        shelf.write(name, f"Artikel {name}")
    path: Path = shelf.write_text("id/kartu.md", GOOD.format(title="melati"))
    shelf.update()
    return path


def served(compiled: Compiled) -> str:
    """Return what the article says in a suggestion; its words are found."""
    article = compiled.by_key("id/kartu")
    if article is None or not article.lines:
        return ""
    stem = tokens.read(article.title)[-1].stem
    assert compiled.knows(stem)
    assert compiled.weigh("lines", {stem: 1.0}).any()
    return article.lines[0].text


def problems(compiled: Compiled) -> list[str]:
    return [problem.code for problem in compiled.about.problems]


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_keeps_its_last_good_version_until_it_is_mended(shelf, kartu, broken):
    patcher = shelf.patcher()
    kartu.write_bytes(broken)
    compiled = shelf.compiled(patcher.patch())
    assert served(compiled) == "Baik melati."
    assert problems(compiled)[0] == "last-good-serves"
    assert compiled.about.kept == (str(kartu),)
    shelf.update()
    assert served(shelf.compiled()) == "Baik melati."
    assert problems(shelf.compiled())[0] == "last-good-serves"
    kartu.write_text(GOOD.format(title="kenanga"), encoding="utf-8")
    compiled = shelf.compiled(patcher.patch())
    assert (served(compiled), problems(compiled), compiled.about.kept) == ("Baik kenanga.", [], ())


def test_it_outlives_a_restart_and_an_index_that_is_built_from_nothing(shelf, kartu):
    kartu.write_bytes(b"")
    assert served(shelf.compiled(shelf.patcher().patch())) == "Baik melati."
    (shelf.root / "current").unlink()  # what another version of the app wrote
    shelf.update()
    assert served(shelf.compiled()) == "Baik melati."
    assert shelf.compiled().about.kept == (str(kartu),)


def test_a_good_change_that_is_broken_at_once_is_the_last_good_one(shelf, kartu):
    """The generation has the first, a patch had the second, and the next one is made by another process."""
    patcher = shelf.patcher()
    kartu.write_text(GOOD.format(title="kenanga"), encoding="utf-8")
    assert served(shelf.compiled(patcher.patch())) == "Baik kenanga."
    kartu.write_bytes(b"---\ntit")
    assert served(shelf.compiled(patcher.patch())) == "Baik kenanga."
    patcher.forget()
    shelf.update()
    assert served(shelf.compiled(patcher.patch())) == "Baik kenanga."
    assert served(shelf.compiled(shelf.patcher().patch())) == "Baik kenanga."


def test_another_worker_that_missed_the_good_version_has_it_too(shelf, kartu):
    one, other = shelf.patcher(), shelf.patcher()
    kartu.write_text(GOOD.format(title="kenanga"), encoding="utf-8")
    one.patch()
    kartu.write_bytes(b"")
    assert served(shelf.compiled(other.patch())) == "Baik kenanga."


def test_a_file_that_never_was_good_is_found_and_suggests_nothing(shelf, kartu):
    shelf.write_text("id/baru.md", "---\ntitle: [baru\n---\nTentang dompet.\n\n> [!answer]\n> Baik.\n")
    compiled = shelf.compiled(shelf.patcher().patch())
    article = compiled.by_key("id/baru")
    assert article is not None
    assert not article.suggestible
    assert problems(compiled) == ["header-unreadable"]
    shelf.update()
    assert shelf.found("dompet ") == ["id/baru"]


def test_a_file_that_was_removed_is_not_remembered_when_it_comes_back_broken(shelf, kartu):
    patcher = shelf.patcher()
    kartu.unlink()
    assert served(shelf.compiled(patcher.patch())) == ""
    kartu.write_bytes(b"---\nid: kartu\n")
    assert served(shelf.compiled(patcher.patch())) == ""
    shelf.update()
    assert served(shelf.compiled()) == ""


def test_a_renamed_file_is_good_under_its_new_name_alone(shelf, kartu):
    patcher = shelf.patcher()
    new = kartu.with_name("baru.md")
    kartu.rename(new)
    assert served(shelf.compiled(patcher.patch())) == "Baik melati."
    new.write_bytes(b"")
    compiled = shelf.compiled(patcher.patch())
    assert (served(compiled), compiled.about.kept) == ("Baik melati.", (str(new),))


def test_a_broken_file_keeps_its_name_from_another_one(shelf, kartu):
    other = shelf.write_text("id/z.md", GOOD.format(title="lain"))
    kartu.write_bytes(b"")
    compiled = shelf.compiled(shelf.patcher().patch())
    assert served(compiled) == "Baik melati."
    assert problems(compiled) == ["last-good-serves", "id-duplicate"]
    kartu.unlink()
    compiled = shelf.compiled(shelf.patcher().patch())
    assert (served(compiled), problems(compiled)) == ("Baik lain.", [])
    assert compiled.about.kept == ()
    assert other.exists()


def test_a_folder_that_is_out_of_sight_keeps_what_it_had(new_shelf):
    shelf = new_shelf(2)
    for number, folder in enumerate(shelf.folders):
        (folder / "id").mkdir()
        (folder / f"id/artikel-{number}.md").write_text(f"# Artikel {number}\n\nIsi.", encoding="utf-8")
    shelf.update()
    patcher = shelf.patcher()
    before = shelf.titles()
    away = shelf.folder.with_name("away")
    shelf.folder.rename(away)
    compiled = shelf.compiled(patcher.patch())
    assert sorted(compiled.keys()) == sorted(before)
    assert "library-missing" in problems(compiled)
    shelf.update()
    assert shelf.titles() == before
    away.rename(shelf.folder)
    compiled = shelf.compiled(patcher.patch())
    assert (sorted(compiled.keys()), problems(compiled), compiled.about.kept) == (sorted(before), [], ())


def test_a_spoilt_memory_hinders_nothing(shelf, kartu):
    (shelf.root / lastgood._FILE).write_bytes(b"spoilt" * 1000)
    kartu.write_text(GOOD.format(title="kenanga"), encoding="utf-8")
    assert served(shelf.compiled(shelf.patcher().patch())) == "Baik kenanga."
    kartu.write_bytes(b"")
    assert served(shelf.compiled(shelf.patcher().patch())) == "Baik kenanga."


NAMES = st.sampled_from(["id/a.md", "id/b.md", "id/c/a.md", "en/a.md"])
TEXTS = st.builds(
    lambda own, title: f"---\n{own}title: {title}\n---\n> [!answer] Jawab\n> Baik {title}.\n",
    st.sampled_from(["", "", "id: a\n"]),
    st.sampled_from(["satu", "dua", "tiga", "empat"]),
)
EDITS = st.lists(
    st.one_of(
        st.tuples(NAMES, st.one_of(TEXTS, st.none(), st.sampled_from([*BROKEN.values()][:-1]))),
        st.tuples(NAMES, NAMES, st.just("rename")),
        st.sampled_from(["update", "restart"]),
    ),
    max_size=16,
)


class Twins:
    """A library that is edited in any way, and one that only ever sees what is good."""

    def __init__(self, edited: Any, ideal: Any) -> None:
        self.edited, self.ideal = edited, ideal
        self._broken: set[str] = set()
        edited.update()
        self.patcher = edited.patcher()

    def edit(self, edit: Any) -> None:
        if edit == "update":
            self.edited.update()
        elif edit == "restart":
            self.patcher = self.edited.patcher()
        elif edit[-1] == "rename":
            self._rename(*edit[:2])
        else:
            self._write(*edit)

    def _rename(self, name: str, to: str) -> None:
        if name == to or self._broken & {name, to} or not (self.ideal.folder / name).exists():
            return
        for shelf in (self.edited, self.ideal):
            (shelf.folder / to).parent.mkdir(parents=True, exist_ok=True)
            (shelf.folder / name).replace(shelf.folder / to)

    def _write(self, name: str, text: str | bytes | None) -> None:
        is_broken = isinstance(text, bytes)
        for shelf in (self.edited, self.ideal):
            path = shelf.folder / name
            if text is None:
                path.unlink(missing_ok=True)
            elif shelf is self.edited or not is_broken or not path.exists() or name in self._never_good:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
        (self._broken.add if is_broken else self._broken.discard)(name)

    @property
    def _never_good(self) -> set[str]:
        folder = self.ideal.folder
        return {name for name in self._broken if (folder / name).read_bytes() in BROKEN.values()}


def said(compiled: Compiled) -> dict[str, list[tuple[str, str]]]:
    """Return what may be suggested of each article."""
    return {
        article_key(article): [(line.title, line.text) for line in article.lines if article.suggestible]
        for article in compiled.articles()
    }


@settings(max_examples=40)
@given(edits=EDITS)
def test_any_edits_serve_what_a_new_index_of_the_last_good_files_serves(new_shelf, edits):
    twins = Twins(new_shelf(), new_shelf())
    for edit in edits:
        twins.edit(edit)
        twins.patcher.patch()
    patched = twins.patcher.patch()
    twins.ideal.update()
    wanted = said(twins.ideal.compiled())
    assert said(twins.edited.compiled(patched)) == wanted
    twins.edited.update()
    assert said(twins.edited.compiled()) == wanted
    assert twins.patcher.patch() == Patched(0, twins.edited.manifest().generation, "")
