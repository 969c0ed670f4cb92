"""An editor's day in the real window, by keys and mouse, and the same day with vim and Git alone.

Needs DISPLAY, a window manager, and the programs xdotool and xclip; the second day vim and git too.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from realwindow import at_home, copied_after, opened, press, run, tool, type_text, wait_for, waited

from kbassist.content.kinds import Status
from kbassist.content.versions import status_of, versions_for

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(
        not os.environ.get("DISPLAY") or not all(map(shutil.which, ("xdotool", "xclip"))),
        reason="needs a display with a window manager, xdotool and xclip",
    ),
]
VIM = shutil.which("vim") or shutil.which("vim.tiny")
AT_ONCE = 10.0  # s, with all the keys that it takes to ask
SHELF = """\
---
title: Mesin antrean
kind: product
category: cabang
tags: [cabang]
triggers: [cabang]
---

Mesin antrean ada di pintu masuk.

> [!answer] Letak mesin {#letak}
> - when: cabang
>
> Mesin antrean ada di pintu masuk cabang kami.
"""
TITLE, TRIGGER = "Nomor antrean macet", "nomor antrean macet"
NOTE = "cabang, nomor antrean macet"
OLD = "Mesin antrean ada di pintu masuk cabang kami."
CALM = "Saya paham, menunggu nomor yang tidak keluar tentu melelahkan."
NEW = "Nomor antrean yang macet kami buatkan dengan tangan."
# As it is typed: the editor begins the rows of keys and ends them after an empty one.
TYPED = f"""\
Nomor tidak keluar dari mesin.

> [!deescalate] Akui penantiannya {{#empati}}
stage: empathyse
when: marah, menunggu lama

{CALM}


> [!answer] Nomor dari petugas {{#tangan}}
when: nomor antrean macet

{NEW}


> [!ask] Sejak kapan {{#kapan}}
when: nomor antrean macet

Sejak kapan nomornya tidak keluar?"""


VIM_SCRIPT = f"""\
%s/^triggers: .*/triggers: [{TRIGGER}]/
%s/^status: .*/status: published/
/^---$/+1,$delete
append
Nomor tidak keluar dari mesin.

> [!answer] Nomor dari petugas {{#tangan}}
> - when: nomor antrean macet
>
> {NEW}
.
wq
"""
MIDDLE = ("900", "500")  # px, of the text in the wide window


def suggested(window: str) -> str:
    """Return what is copied first in a new call for the note."""
    tool("xdotool", "windowactivate", "--sync", window)
    press("ctrl+n")
    type_text(NOTE)
    return copied_after("ctrl+1")


def until_suggested(window: str, line: str) -> None:
    wait_for(lambda: suggested(window) == line, f"in the window: {line}", AT_ONCE)


def status(path: Path) -> str:
    return status_of(path.read_text(encoding="utf-8"))


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Return a library of one article."""
    path = tmp_path / "library/id/cabang/mesin-antrean.md"
    path.parent.mkdir(parents=True)
    path.write_text(SHELF, encoding="utf-8")
    return tmp_path / "library"


@pytest.fixture
def agents_window(tmp_path: Path, shelf: Path) -> Iterator[str]:
    """Open the window of somebody who takes calls."""
    with opened(at_home(tmp_path / "agent"), "--library", str(shelf)) as number:
        yield number


@pytest.fixture
def editors_window(tmp_path: Path, shelf: Path, agents_window: str) -> Iterator[str]:
    """Open a wide window of somebody who writes articles, beside that of the agent."""
    with opened(at_home(tmp_path / "editor"), "--library", str(shelf)) as number:
        assert number != agents_window
        tool("xdotool", "windowsize", "--sync", number, "1560", "920")
        tool("xdotool", "windowactivate", "--sync", number)
        yield number


def saved(path: Path, holds: Callable[[str], bool], told: str) -> str:
    """Save what is typed until its file holds something, and return the text."""

    def found() -> str | None:
        press("ctrl+s")
        text = path.read_text(encoding="utf-8")
        return text if holds(text) else None

    return wait_for(found, told)


def begin_article(shelf: Path) -> Path:
    """Make a new article from its template, and return its file."""
    path = shelf / "id/nomor-antrean-macet.md"
    press("F12", "ctrl+shift+n")
    # The kind, the language, the category and the title stand in this order.
    press("Home", "Tab", "Tab", "Tab")
    type_text(f"{TITLE}\n")
    wait_for(path.exists, "the new article")
    return path


def go_to_row(row: str) -> None:
    """Go down to a row of the text, which is selected then."""
    wait_for(lambda: copied_after("Down", "Home", "shift+End", "ctrl+c") == row, f"the row {row}")


def write_article() -> None:
    """Fill in the template: what it is found by, and three lines."""
    go_to_row(f"title: {TITLE}")
    go_to_row("triggers: []")
    press("End", "Left")
    type_text(TRIGGER)
    go_to_row("---")
    press("Down", "Down", "Home", "ctrl+shift+End")
    type_text(TYPED)


def take_step(path: Path, wanted: Status) -> None:
    """Choose the usual next step in the menu of the status."""

    # The menu may still be that of the state before.
    def taken() -> bool:
        press("F9", "Down", "Return")
        return bool(waited(lambda: status(path) == wanted, AT_ONCE))

    wait_for(taken, f"to be {wanted}")


def restore_before(path: Path, wanted: Status) -> None:
    """Bring back the version before the newest, and save it."""

    def restored() -> bool:
        press("ctrl+shift+h", "Home", "Down", "ctrl+Return", "ctrl+s")
        return status(path) == wanted

    wait_for(restored, "the version before")


def test_an_editors_day(editors_window: str, agents_window: str, shelf: Path, tmp_path: Path) -> None:
    assert suggested(agents_window) == OLD
    tool("xdotool", "windowactivate", "--sync", editors_window)
    path = begin_article(shelf)
    write_article()
    # The first time, who saves and why is asked.
    press("ctrl+s")
    type_text("Sari")
    press("Tab")
    type_text("nomor yang macet\n")
    wait_for(lambda: "empathyse" in path.read_text(encoding="utf-8"), "the first text on disk")
    press("ctrl+Home")
    wait_for(lambda: copied_after("F8", "shift+End", "ctrl+c") == "empathyse", "the problem under the cursor")
    press("Left", "alt+Return", "Return")
    text = saved(path, lambda text: "empathyse" not in text, "the problem mended")
    assert "> - stage: empathise\n" in text
    for line in (CALM, NEW, "Sejak kapan nomornya tidak keluar?"):
        assert f">\n> {line}\n" in text
    press("ctrl+shift+t")
    type_text(NOTE)
    press("ctrl+shift+y")
    text = saved(path, lambda text: "expect:" in text, "the test kept")
    assert f"expect:\n  - note: '{NOTE}'\n    first: tangan\n---\n" in text
    assert suggested(agents_window) == OLD
    tool("xdotool", "windowactivate", "--sync", editors_window)
    tool("xdotool", "mousemove", "--window", editors_window, *MIDDLE, "click", "1")
    assert copied_after("ctrl+Home", "shift+End", "ctrl+c") == "---"
    take_step(path, Status.REVIEW)
    take_step(path, Status.PUBLISHED)
    until_suggested(agents_window, NEW)
    run(at_home(tmp_path / "editor"), "--library", str(shelf), "check")  # the kept test holds

    tool("xdotool", "windowactivate", "--sync", editors_window)
    restore_before(path, Status.REVIEW)
    until_suggested(agents_window, OLD)
    past = versions_for(path, shelf).of(path)
    assert {version.who for version in past[:-1]} == {"Sari"}
    assert [version.status for version in past[:3]] == [Status.REVIEW, Status.PUBLISHED, Status.REVIEW]


def git(folder: Path, *command: str) -> None:
    names = ("-c", "user.name=Sari", "-c", "user.email=sari@example.com")
    subprocess.run(["git", *names, *command], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def edit(path: Path, script: str) -> None:
    """Edit a file with commands of vim."""
    assert VIM
    subprocess.run([VIM, "-u", "NONE", "-es", str(path)], input=script, text=True, check=True, timeout=60)


@pytest.mark.skipif(not VIM or not shutil.which("git"), reason="needs vim and git")
def test_the_same_day_with_vim_and_git(agents_window: str, shelf: Path, tmp_path: Path) -> None:
    home, library = at_home(tmp_path / "editor"), ("--library", str(shelf))
    git(shelf, "init", "-q")
    assert suggested(agents_window) == OLD
    new = ("new", "problem", TITLE, "--category", "cabang", "--lang", "id", "--folder", str(shelf))
    path = Path(run(home, *library, *new))
    git(shelf, "add", ".")
    git(shelf, "commit", "-qm", "Pola")
    edit(path, VIM_SCRIPT)
    run(home, *library, "check")
    git(shelf, "commit", "-qam", "Nomor yang macet")
    until_suggested(agents_window, NEW)
    past = versions_for(path, shelf).of(path)
    told = [(version.who, version.message, version.status) for version in past]
    assert told == [("Sari", "Nomor yang macet", Status.PUBLISHED), ("Sari", "Pola", Status.DRAFT)]
    git(shelf, "revert", "--no-edit", "HEAD")
    until_suggested(agents_window, OLD)
    assert [version.status for version in versions_for(path, shelf).of(path)][:2] == [Status.DRAFT, Status.PUBLISHED]
