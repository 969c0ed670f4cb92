import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kbassist import settings
from kbassist.assist.model import CallNote
from kbassist.assistant import Assistant, Event, LibraryState
from kbassist.content.kinds import Channel
from kbassist.librarian import Facet, Found
from kbassist.search import store

LIBRARY = {
    "id/kartu.md": """\
        ---
        title: Kartu hilang
        triggers: [kartu hilang]
        ---
        Segera blokir, lihat [[biaya]].

        > [!ask] Terakhir {#terakhir}
        > Kapan terakhir dipakai di {bank}?
        """,
    "id/biaya.md": "# Biaya\n\nBiaya ganti kartu Rp25.000.\n",
}

# Enough examples for learning to take its time.
LEARNABLE = LIBRARY | {
    f"id/hal-{number}.md": f"# Hal {number}\n\n> [!examples]\n"
    + "".join(f"> - soal {number} yang ke {of}, tanya hal {number * of}\n" for of in range(60))
    for number in range(60)
}


@pytest.fixture
def told():
    return []


@pytest.fixture
def open_assistant(write, tmp_path, told):
    opened = []

    def open_one(files=LIBRARY, **options):
        folder = write(files)
        for path in folder.rglob("*.md"):
            os.utime(path, (1e9, 1e9))  # a file written just now would be read again to be sure
        assistant = Assistant((folder,), tmp_path / "cache", **options)
        for event in Event:
            assistant.subscribe(event, lambda *values, event=event: told.append((event, *values)))
        opened.append(assistant)
        return assistant

    yield open_one
    for assistant in opened:
        assistant.close()


def test_the_first_start_builds_and_tells_and_the_next_one_only_reads(open_assistant, told):
    first = open_assistant()
    assert not first.load()
    assert first.suggest(CallNote("kartu hilang")).suggestions == ()
    first.update()
    assert first.wait()
    states = [values for event, *values in told if event is Event.STATE_CHANGED]
    assert states == [[LibraryState.LOADING], [LibraryState.BUILDING], [LibraryState.READY]]
    assert (Event.LIBRARY_CHANGED,) in told
    told.clear()
    second = open_assistant()
    assert second.load()
    assert [line.line for line in second.suggest(CallNote("kartu hilang")).suggestions] == ["kartu#terakhir"]
    assert [event for event, *_values in told if event is Event.PROGRESS] == []


@pytest.mark.parametrize("patch", [False, True])
def test_an_update_without_changes_changes_nothing(open_assistant, told, patch):
    assistant = open_assistant()
    assistant.update()
    assistant.wait()
    told.clear()
    assistant.update(patch=patch)
    assert assistant.wait()
    assert Event.LIBRARY_CHANGED not in [event for event, *_values in told]


def lines(assistant, note="kartu hilang"):
    return [line.line for line in assistant.suggest(CallNote(note)).suggestions]


def change(write, name="id/kartu.md", before="{#terakhir}", after="{#kapan}"):
    """Change a file of the library as if it were some time ago: one written just now is read again to be sure."""
    folder = write({name: LIBRARY[name].replace(before, after)})
    os.utime(folder / name, (1.1e9, 1.1e9))


def test_a_changed_article_is_suggested_at_once_and_still_when_the_index_has_taken_it_in(
    open_assistant, write, told, tmp_path
):
    assistant = open_assistant()
    assistant.update()
    assert assistant.wait()
    assert (lines(assistant), assistant.article_count()) == (["kartu#terakhir"], 2)
    changed = threading.Semaphore(0)
    assistant.subscribe(Event.LIBRARY_CHANGED, changed.release)
    change(write)
    write({"id/dompet.md": "---\ntriggers: [dompet hilang]\n---\n> [!answer] Blokir {#blokir}\n> Kami blokir."})
    assistant.update(patch=True)
    assert assistant.wait()
    assert changed.acquire(timeout=0)
    expected = (["kartu#kapan"], ["dompet#blokir"], 3)
    assert (lines(assistant), lines(assistant, "dompet hilang"), assistant.article_count()) == expected
    assert [hit.article for hit in assistant.librarian.search("dompet").hits] == ["dompet"]
    (root,) = tmp_path.glob("cache/index/*")
    while (manifest := store.read_manifest(root)) and manifest.generation == 1:
        assert changed.acquire(timeout=60)
    assert (lines(assistant), lines(assistant, "dompet hilang"), assistant.article_count()) == expected


def test_a_removed_article_is_suggested_no_more(open_assistant, write):
    assistant = open_assistant()
    assistant.update()
    assert assistant.wait()
    (write({}) / "id/kartu.md").unlink()
    assistant.update(patch=True)
    assert assistant.wait()
    assert (lines(assistant), assistant.article_count(), assistant.librarian.title_of("kartu", "id")) == ([], 1, "")
    assert assistant.librarian.article("kartu", "id") is None
    assert [article.id for article in assistant.articles()] == ["biaya"]


def test_changes_are_taken_up_after_the_worker_was_killed(open_assistant, write):
    assistant = open_assistant()
    for name in ("pertama", "kedua", "kelima-enam"):
        change(write, after=f"{{#{name}}}")
        assistant.update(patch=True)
        assert assistant.wait()
        assert lines(assistant) == [f"kartu#{name}"]
        assistant._updater._process.kill()
        assistant._updater._process.wait()


def test_what_another_window_put_in_force_is_taken_up(open_assistant, write):
    one, other = open_assistant(), open_assistant()
    for assistant in (one, other):
        assistant.update(patch=True)
        assert assistant.wait()
    change(write)
    one.update()
    assert one.wait()
    assert lines(other) == ["kartu#terakhir"]
    other.update(patch=True)
    assert other.wait()
    assert lines(other) == ["kartu#kapan"]


def test_an_index_thrown_away_is_not_taken_for_the_one_built_anew(open_assistant, write, tmp_path):
    """Both have the same number."""
    assistant = open_assistant()
    assistant.update()
    assert assistant.wait()
    assistant.forget()
    change(write)
    assistant.update()
    assert assistant.wait()
    assert lines(assistant) == ["kartu#kapan"]
    assert [path.name for path in tmp_path.glob("cache/index/*/generation-*")] == ["generation-1"]


def test_nothing_more_is_told_after_it_closed(open_assistant, told):
    assistant = open_assistant()
    assistant.update()
    assistant.close()
    told.clear()
    assert assistant.wait()
    assert told == []


def test_the_last_good_library_serves_while_an_update_cannot_work(open_assistant, told, tmp_path):
    assistant = open_assistant()
    assistant.update()
    assistant.wait()
    index = next((tmp_path / "cache/index").iterdir())
    index.rename(tmp_path / "away")
    index.write_text("no folder")
    told.clear()
    assistant.update()
    assert not assistant.wait()
    assert assistant.failure == "cache"
    assert (Event.STATE_CHANGED, LibraryState.READY) in told
    assert assistant.suggest(CallNote("kartu hilang")).suggestions


def test_articles_are_read_from_their_files_and_rendered_with_their_titles(open_assistant):
    assistant = open_assistant()
    assistant.update()
    assistant.wait()
    article = assistant.librarian.article("kartu", "id")
    assert article is not None
    assert article.body
    html = assistant.librarian.rendering(article).html(0)
    assert '<a href="kbassist:biaya">Biaya</a>' in html
    assert 'id="line-terakhir"' in html
    assert assistant.librarian.article("kartu", "en") == article
    assert assistant.librarian.article("nothing", "id") is None
    Path(article.path).unlink()
    assert assistant.librarian.article("kartu", "id") is None


def test_names_that_the_user_set_fill_every_line(open_assistant):
    assistant = open_assistant(values={"bank": "Bank Contoh"})
    assistant.update()
    assistant.wait()
    suggestion = assistant.suggest(CallNote("kartu hilang")).suggestions[0]
    assert (suggestion.text, suggestion.gaps) == ("Kapan terakhir dipakai di Bank Contoh?", ())


def test_search_answers_while_a_file_has_gone(open_assistant, write):
    assistant = open_assistant()
    assistant.update()
    assistant.wait()
    (write({}) / "id/biaya.md").unlink()
    found = assistant.librarian.search("biaya")
    (hit,) = (hit for hit in found.hits if hit.article == "biaya")
    assert assistant.librarian.passage(hit, found.words).text == ""


SHELF = {
    "id/kartu.md": """\
        ---
        title: Kartu hilang
        kind: problem
        category: kartu
        review_by: 2027-03-31
        valid_until: 2028-01-01
        related: [biaya, tidak-ada]
        triggers: [kartu hilang, blokir kartu]
        ---
        Kartu yang hilang segera diblokir. Lihat [[biaya]].

        > [!answer] Blokir {#blokir}
        > Kartu saya blokir sekarang juga.

        > [!ask] Kapan {#kapan}
        > Kapan terakhir dipakai?
        """,
    "en/kartu.md": "---\ntitle: Lost card\n---\nBlock the card. [Fees](biaya.md)",
    "id/biaya.md": "---\ntitle: Biaya\n---\nBiaya kartu pengganti, lihat [kartu](kartu.md).",
    "en/biaya.md": "---\ntitle: Fees\n---\nFees of a card.",
    "id/blokir.md": "---\ntitle: Blokir kartu\n---\nKartu hilang dapat diblokir. [[kartu#blokir]]",
    "id/kredit.md": "---\ntitle: Kredit rumah\n---\nAngsuran setiap bulan.",
}


@pytest.fixture
def librarian(open_assistant):
    assistant = open_assistant(SHELF)
    assistant.update()
    assistant.wait()
    return assistant.librarian


def test_a_hit_tells_what_a_list_shows(librarian):
    hit = librarian.search("kartu hilang").hits[0]
    assert hit[:5] == ("kartu", "id", "Kartu hilang", "problem", "kartu")
    other = librarian.search("fees").hits[0]
    assert other[:5] == ("biaya", "en", "Fees", "guide", "")
    narrowed = librarian.search("kartu", narrowed={Facet.KIND: "problem"})
    assert [(hit.article, hit.lang) for hit in narrowed.hits] == [("kartu", "id")]
    assert dict(narrowed.facets()[Facet.KIND])["guide"] == 2


def test_what_is_narrowed_twice_still_follows_the_note(open_assistant):
    text = "---\ntitle: Soal {0}\nkind: {1}\n---\nLimit harian, untuk {0}.\n"
    kinds = {"id/belanja": "guide", "id/tunai": "guide", "id/transfer": "problem", "en/belanja": "guide"}
    assistant = open_assistant({f"{name}.md": text.format(name[3:], kind) for name, kind in kinds.items()})
    assistant.update()
    assert assistant.wait()
    narrowed = {Facet.KIND: "guide", Facet.LANG: "id"}
    for note, order in (("mau tarik tunai", ["tunai", "belanja"]), ("mau belanja", ["belanja", "tunai"])):
        found = assistant.librarian.search("limit ", narrowed=narrowed, note=note)
        assert [hit.article for hit in found.hits] == order
        assert {hit.lang for hit in found.hits} == {"id"}
        assert found.total == 2


def test_a_passage_has_the_values_of_facts(open_assistant):
    text = "---\ntitle: Tabungan\nfacts: {biaya_admin: Rp12.000}\n---\nBiaya bulanan {fact.biaya_admin} dipotong.\n"
    assistant = open_assistant({"id/tabungan.md": text})
    assistant.update()
    assert assistant.wait()
    found = assistant.librarian.search("biaya bulanan")
    passage = assistant.librarian.passage(found.hits[0], found.words)
    assert passage.text == "Biaya bulanan Rp12.000 dipotong."


def test_a_hit_has_its_passage_and_its_best_line(librarian):
    found = librarian.search("blokir sekarang")
    hit = found.hits[0]
    passage = librarian.passage(hit, found.words)
    assert {passage.text[start:end] for start, end in passage.marks} >= {"diblokir", "blokir", "sekarang"}
    line = librarian.best_line(hit, found.words)
    assert line is not None
    assert line.name == "kartu#blokir"
    assert librarian.best_line(hit, frozenset()) is None


def test_an_article_leads_to_others_and_others_to_it(librarian):
    article = librarian.article("kartu", "id")
    assert [(other.article, other.title) for other in librarian.related(article)] == [("biaya", "Biaya")]
    assert {(other.article, other.lang) for other in librarian.linking(article)} == {("biaya", "id"), ("blokir", "id")}
    fees = librarian.article("biaya", "en")
    assert [(other.article, other.lang) for other in librarian.linking(fees)] == [("kartu", "en")]
    assert [other.article for other in librarian.similar(article)] == ["blokir", "biaya"]
    assert librarian.translation(article) == ("kartu", "en", "Lost card", "guide")
    assert librarian.translation(librarian.article("blokir", "id")) is None


def test_no_library_has_no_answers(open_assistant, librarian):
    empty = open_assistant().librarian
    article = librarian.article("kartu", "id")
    assert empty.search("kartu") == Found()
    assert empty.related(article) == empty.linking(article) == empty.similar(article) == ()
    assert empty.translation(article) is None


WATCH = """
import socket, sys
def watch(event, arguments):
    if event == "socket.__new__" and arguments[1] in (socket.AF_INET, socket.AF_INET6):
        open({told!r}, "a").write("socket ")
sys.addaudithook(watch)
"""


@pytest.mark.parametrize(
    "arguments", [("suggest", "--json", "kartu hilang"), ("demo", "--screenshot", "{picture}", "--scene", "reader")]
)
def test_no_internet_socket_is_opened(write, tmp_path, arguments):
    told = tmp_path / "told"
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook/sitecustomize.py").write_text(WATCH.format(told=str(told)))
    library = str(write(LIBRARY))
    command = [part.format(picture=tmp_path / "picture.png") for part in arguments]
    subprocess.run(
        [sys.executable, "-m", "kbassist", *command, "--library", library],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "hook")},
        check=True,
        capture_output=True,
    )
    assert not told.exists()


def test_a_worker_stopped_while_it_learns_leaves_what_serves_and_the_next_one_learns(open_assistant):
    first = open_assistant(LEARNABLE)
    first.update(patch=True)
    assert first.wait()  # what is learned from examples comes after
    first.close()
    second = open_assistant(LEARNABLE)
    assert second.load()
    assert second.suggest(CallNote("kartu hilang")).suggestions
    second.update()
    assert second.wait()
    root = store.place(second.folders, second._cache)
    manifest = store.read_manifest(root)
    assert manifest
    assert manifest.ranker
    assert store.intact(root, manifest)


STANDING = {
    "id/lama.md": "---\ntitle: Bonus kilat\nstatus: retired\n---\nBonus kilat.\n\n> [!answer]\n> Bonus kilat besar.",
    "id/baru.md": """\
        ---
        title: Imbalan
        facts:
          bonus: {value: Rp1, until: 2020-01-01}
        ---
        Bonus kilat diganti imbalan {fact.bonus}.

        > [!answer] Imbalan {#imbalan}
        > Bonus kilat sebesar {fact.bonus}.

        > [!cross-sell] Tawaran {#tawaran}
        > - when: bonus
        > - value: 10
        >
        > Bonus kilat untuk {sapaan:Bapak/Ibu}.

        > [!ask] Chat {#chat}
        > - channel: chat
        >
        > Bonus kilat lewat chat?
        """,
    "en/baru.md": "---\ntitle: Reward bonus kilat\n---\nBonus kilat.",
}


@pytest.fixture
def standing(open_assistant):
    assistant = open_assistant(STANDING)
    assistant.update()
    assistant.wait()
    return assistant.librarian


def test_of_twins_that_of_the_call_is_found_and_what_is_retired_comes_last(standing):
    assert [(hit.article, hit.lang) for hit in standing.search("bonus kilat", speaks="id").hits] == [
        ("baru", "id"),
        ("lama", "id"),
    ]
    assert [(hit.article, hit.lang) for hit in standing.search("bonus kilat", speaks="en").hits] == [
        ("baru", "en"),
        ("lama", "id"),
    ]


def test_a_hit_tells_what_speaks_against_it(standing):
    new, old = standing.search("bonus kilat", speaks="id").hits
    assert [doubt.caution for doubt in standing.doubts(new)] == ["fact-over"]
    assert [doubt.caution for doubt in standing.doubts(old)] == ["retired"]


def test_only_a_line_that_may_be_said_now_answers_a_search(standing):
    found = standing.search("bonus kilat", speaks="id")
    new, old = found.hits
    assert standing.best_line(old, found.words) is None
    assert standing.best_line(new, found.words, Channel.PHONE) is None
    assert standing.best_line(new, found.words, Channel.CHAT).id == "chat"


@pytest.mark.parametrize(
    ("editors", "agent", "edits"), [([], "", True), ([], "Rani", True), (["Dewi"], "dewi", True), (["Dewi"], "", False)]
)
def test_who_edits_is_set_by_name(tmp_path, editors, agent, edits):
    values = settings.load(tmp_path / "none") | {"editors": editors, "agent": agent}
    with Assistant.from_settings((tmp_path,), tmp_path / "cache", values) as assistant:
        assert assistant.edits is edits


def test_two_that_watch_suggest_a_changed_file_and_read_a_broken_one_as_it_was(write, tmp_path):
    text = "---\ntitle: Dompet\ntriggers: [dompet]\n---\nTentang {0}.\n\n> [!answer] Jawab {{#jawab}}\n> Baik {0}.\n"
    folder = write({"id/dompet.md": text.format("melati")})
    changed = threading.Semaphore(0)
    with Assistant((folder,), tmp_path / "cache") as one, Assistant((folder,), tmp_path / "cache") as other:
        for each in (one, other):
            each.subscribe(Event.LIBRARY_CHANGED, changed.release)
            each.watch()
            assert each.wait()

        def until(holds: Callable[[Assistant], bool]) -> None:
            while not all(map(holds, (one, other))):
                assert changed.acquire(timeout=20)

        def said(each: Assistant) -> str:
            return "".join(line.text for line in each.suggest(CallNote("dompet"), 0.0).suggestions)

        until(lambda each: said(each) == "Baik melati.")
        (folder / "id/dompet.md").write_text(text.format("kenanga"), encoding="utf-8")
        until(lambda each: said(each) == "Baik kenanga.")
        (folder / "id/dompet.md").write_text("---\ntitle: Dom", encoding="utf-8")
        until(lambda each: "last-good-serves" in {problem.code for problem in each.problems()})
        for each in (one, other):
            assert said(each) == "Baik kenanga."
            article = each.librarian.article("dompet", "id")
            assert article is not None
            assert "Tentang kenanga." in article.body
