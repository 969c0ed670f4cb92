"""The real window on a real display: typed into with xdotool, read with xclip, looked at with import.

Needs DISPLAY, a window manager, and the programs xdotool, xclip and import (ImageMagick).
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

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
PATIENCE = 30.0  # s


def tool(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False).stdout.strip()


def wait_for(what: Callable[[], str | bool | None], told: str) -> str:
    """Ask again and again until there is an answer."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := what():
            return str(answer)
        time.sleep(0.05)
    pytest.fail(f"waited in vain: {told}")


def clipboard() -> str:
    return tool("xclip", "-o", "-selection", "clipboard")


def copied_after(*keys: str) -> str:
    """Press keys until the clipboard holds something else than before."""
    subprocess.run(["xclip", "-selection", "clipboard"], input="nothing yet", text=True, check=True, timeout=PATIENCE)

    def pressed() -> str | None:
        tool("xdotool", "key", *keys)
        time.sleep(0.3)
        return text if (text := clipboard()) != "nothing yet" else None

    return wait_for(pressed, "a line on the clipboard")


@pytest.fixture
def window(tmp_path: Path) -> Iterator[str]:
    """Open the app over the starter library and give its window's number."""
    places = {name: str(tmp_path) for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    environment = {**os.environ, **places, "LANG": "id_ID.UTF-8", "QT_QPA_PLATFORM": "xcb"}
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        environment.pop(name, None)
    # What a first start learns on the way would change the cards under the keys.
    subprocess.run([sys.executable, "-m", "kbassist", "index"], env=environment, check=True, stdout=subprocess.DEVNULL)
    with subprocess.Popen([sys.executable, "-m", "kbassist"], env=environment) as process:
        try:
            search = ("xdotool", "search", "--onlyvisible", "--pid", str(process.pid), "--name", "kbassist")
            number = wait_for(lambda: tool(*search).partition("\n")[0], "the window")
            tool("xdotool", "windowactivate", "--sync", number)
            yield number
            tool("xdotool", "windowclose", number)
        finally:
            process.terminate()


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
