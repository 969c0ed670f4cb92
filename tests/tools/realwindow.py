"""The app in a window of a real display: typed into with xdotool, read with xclip."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE = 30.0  # s


def tool(*command: str) -> str:
    """Return what a program prints."""
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False).stdout.strip()


def press(*keys: str) -> None:
    """Press keys in the window that has them."""
    tool("xdotool", "key", *keys)


def type_text(text: str) -> None:
    """Type into the window that has the keys, with Enter after each row but the last."""
    for number, row in enumerate(text.split("\n")):
        if number:
            press("Return")
        tool("xdotool", "type", "--delay", "20", "--", row)


def waited(what: Callable[[], str | bool | None], patience: float) -> str:
    """Ask again and again until there is an answer; empty when there is none in time."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if answer := what():
            return str(answer)
        time.sleep(0.05)
    return ""


def wait_for(what: Callable[[], str | bool | None], told: str, patience: float = PATIENCE) -> str:
    """Ask again and again until there is an answer; the test fails without one."""
    return waited(what, patience) or pytest.fail(f"waited in vain: {told}")


def clipboard() -> str:
    """Return what was copied last."""
    return tool("xclip", "-o", "-selection", "clipboard")


def copied_after(*keys: str) -> str:
    """Press keys until the clipboard holds something else than before."""
    subprocess.run(["xclip", "-selection", "clipboard"], input="nothing yet", text=True, check=True, timeout=PATIENCE)

    def pressed() -> str | None:
        press(*keys)
        time.sleep(0.3)
        return text if (text := clipboard()) != "nothing yet" else None

    return wait_for(pressed, "a line on the clipboard")


def at_home(home: Path) -> dict[str, str]:
    """Return the environment of somebody whose files lie in a folder of their own."""
    places = {name: str(home) for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    environment = {**os.environ, **places, "LANG": "id_ID.UTF-8", "QT_QPA_PLATFORM": "xcb"}
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        environment.pop(name, None)
    return environment


def run(environment: Mapping[str, str], *options: str) -> str:
    """Run a command of the app to its end, and return what it prints."""
    command = [sys.executable, "-m", "kbassist", *options]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


@contextmanager
def opened(environment: Mapping[str, str], *options: str) -> Iterator[str]:
    """Open the window of the app and give its number."""
    # What a first start learns on the way would change the cards under the keys.
    run(environment, *options, "index")
    with subprocess.Popen([sys.executable, "-m", "kbassist", *options], env=environment) as process:
        try:
            search = ("xdotool", "search", "--all", "--onlyvisible", "--pid", str(process.pid), "--name", "kbassist")
            number = wait_for(lambda: tool(*search).partition("\n")[0], "the window")
            tool("xdotool", "windowactivate", "--sync", number)
            yield number
            tool("xdotool", "windowclose", number)
        finally:
            process.terminate()
