"""The real window on a real display: typed into with xdotool, read with xclip, looked at with import.

Needs DISPLAY, a window manager, and the programs xdotool, xclip and import (ImageMagick).
"""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from realwindow import at_home, clipboard, copied_after, opened, tool, wait_for

from kbassist.desk import calls
from kbassist.desk.store import Store
from kbassist.desk.tables import WrapUpRow

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(
        not os.environ.get("DISPLAY") or not all(map(shutil.which, ("xdotool", "xclip", "import"))),
        reason="needs a display with a window manager, xdotool, xclip and ImageMagick",
    ),
]


@pytest.fixture
def window(tmp_path: Path) -> Iterator[str]:
    """Open the app over the starter library and give its window's number."""
    with opened(at_home(tmp_path)) as number:
        yield number


def test_notes_in_cards_out_a_line_on_the_clipboard(window: str, tmp_path: Path) -> None:
    geometry = dict(row.split("=") for row in tool("xdotool", "getwindowgeometry", "--shell", window).splitlines())
    assert int(geometry["WIDTH"]) == 420
    tool("xdotool", "type", "--delay", "20", "cust marah2, kartu blm dtg 2 mgg")
    first = copied_after("ctrl+1")
    assert first.startswith("Saya paham, Bapak/Ibu, menunggu kartu")
    assert "{" not in first
    # A card with something still to be filled in asks for it; Escape leaves that, and the next card is tried.
    second = copied_after("ctrl+2", "Escape", "ctrl+3", "Escape", "ctrl+4", "Escape")
    assert second
    assert second != first
    picture = tmp_path / "window.png"
    tool("import", "-window", window, str(picture))
    assert picture.stat().st_size > 10_000
    tool("xdotool", "key", "ctrl+n")
    tool("xdotool", "type", "--delay", "20", "lost card, please block it")
    third = copied_after("ctrl+1")
    assert third not in {first, second}
    assert "card" in third.lower()


def test_a_search_an_article_and_a_link_by_keys(window: str) -> None:
    def answered() -> bool:
        tool("xdotool", "key", "ctrl+k", "ctrl+a")
        tool("xdotool", "type", "--delay", "20", "kartu hilang")
        time.sleep(0.3)
        tool("xdotool", "key", "ctrl+c")
        time.sleep(0.3)
        return clipboard().startswith("Kehilangan kartu memang mengagetkan, Bapak/Ibu.")

    # The first keys may come before the search is there.
    wait_for(answered, "the line that answers")
    tool("xdotool", "key", "Return")
    link = copied_after("ctrl+t", "ctrl+c", "Escape")
    assert link.startswith("[[kartu-hilang#")
    tool("xdotool", "key", "Escape")
    tool("xdotool", "type", "--delay", "20", "cust panik, kartu hilang")
    assert copied_after("ctrl+1") != link


def test_two_calls_at_once_are_held_taken_and_wrapped_up_by_keys(window: str, tmp_path: Path) -> None:
    store = Store(tmp_path / "kbassist/calls.sqlite3")

    def notes() -> list[str]:
        return [call.note for call in store.run(calls.find)]

    def summary() -> str:
        written = store.run(lambda: [row.summary for row in WrapUpRow.select() if row.outcome])
        return written[0] if written else ""

    tool("xdotool", "type", "--delay", "20", "kartu hilang")
    copied_after("ctrl+1")  # from now on every key is heard
    tool("xdotool", "key", "ctrl+n")
    tool("xdotool", "type", "--delay", "20", "cust marah2, kartu blm dtg 2 mgg, otp nya 482193 tadi")
    tool("xdotool", "key", "ctrl+h")
    tool("xdotool", "type", "--delay", "20", "tanya bunga deposito")
    wait_for(
        lambda: {"tanya bunga deposito", "cust marah2, kartu blm dtg 2 mgg, otp nya […] tadi"} <= set(notes()), "both"
    )
    tool("xdotool", "key", "ctrl+Tab", "ctrl+Return")
    time.sleep(0.5)
    tool("xdotool", "key", "1", "ctrl+Return")
    told = wait_for(summary, "the summary")
    store.close()
    assert "482193" not in told
    assert "kartu blm dtg 2 mgg" in told
