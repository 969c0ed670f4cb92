import os
import subprocess
import sys
from pathlib import Path

import pytest

from kbassist.assist.model import CallNote
from kbassist.assistant import Assistant, Event, LibraryState

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


def test_an_update_without_changes_changes_nothing(open_assistant, told):
    assistant = open_assistant()
    assistant.update()
    assistant.wait()
    told.clear()
    assistant.update()
    assert assistant.wait()
    assert Event.LIBRARY_CHANGED not in [event for event, *_values in told]


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
    article = assistant.article("kartu", "id")
    assert article is not None
    assert article.body
    html = assistant.html(article)
    assert '<a href="kbassist:biaya">Biaya</a>' in html
    assert 'id="line-terakhir"' in html
    assert assistant.article("kartu", "en") == article
    assert assistant.article("nothing", "id") is None
    Path(article.path).unlink()
    assert assistant.article("kartu", "id") is None


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
    hits = assistant.search("biaya")
    assert [(hit.article, hit.passage) for hit in hits if hit.article == "biaya"] == [("biaya", "")]


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
