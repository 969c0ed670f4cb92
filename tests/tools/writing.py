"""What tests of the studio have in common: two articles, and what an editor does with them."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kbassist.gui.studio.editor import MarkdownEditor
from kbassist.gui.studio.studio import Studio

_Page = TypeVar("_Page", bound=QWidget)
CARD = """\
---
title: Kartu belum diterima
kind: problem
category: kartu
tags: [kartu]
triggers: [kartu belum datang, resi kartu]  # what agents type
status: published
---

Kartu dikirim dalam 5-7 hari kerja.

> [!deescalate] Akui penantiannya {#empati}
> - stage: empathise
> - when: marah, menunggu lama
>
> Saya paham, {sapaan:Bapak/Ibu}, menunggu kartu tentu melelahkan.
"""
LOST = CARD.replace("Kartu belum diterima", "Kartu hilang").replace("kartu belum datang, resi kartu", "kartu hilang")


def alone(qtbot: QtBot, host: QWidget, page: _Page, height: int) -> _Page:
    """Return a page that fills a narrow window in front."""
    column = QVBoxLayout(host)
    column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(page)
    host.resize(420, height)
    with qtbot.waitActive(host):
        host.activateWindow()
    return page


def opened(qtbot: QtBot, studio: Studio, path: Path) -> MarkdownEditor:
    """Open a file and wait until it is read."""
    studio.open(str(path))
    qtbot.waitUntil(lambda: studio.document.path == str(path) and studio._written is not None, timeout=10_000)
    return studio.editor


def settled(qtbot: QtBot, studio: Studio) -> None:
    """Wait until what is typed has been read."""
    qtbot.waitUntil(
        lambda: studio._written is not None and studio._written.text == studio.editor.text(), timeout=10_000
    )


def on_disk(path: str | Path) -> str:
    """Return what a file says."""
    return Path(path).read_text(encoding="utf-8")


def type_at_end(qtbot: QtBot, editor: MarkdownEditor, text: str) -> None:
    """Type rows behind all others."""
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    for number, row in enumerate(text.split("\n")):
        if number:
            qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyClicks(editor, row)


def save(qtbot: QtBot, studio: Studio) -> None:
    """Save by the key, and wait until it is on disk."""
    with qtbot.waitSignal(studio.document.saved, timeout=10_000):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def left_as_draft(qtbot: QtBot, studio: Studio, path: Path, typed: str) -> None:
    """Type at the end of an article and close its window, which leaves a draft."""
    type_at_end(qtbot, opened(qtbot, studio, path), typed)
    studio.window().close()
    qtbot.waitUntil(lambda: studio.editing.open(path).draft is not None)
