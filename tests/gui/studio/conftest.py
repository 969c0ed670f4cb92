"""An editor with an article in it, and the studio in a real window over two articles."""

import pytest
from PySide6.QtCore import QSettings, Qt
from writing import CARD, LOST

from kbassist.assistant import Assistant, DeskFiles
from kbassist.gui.places import code_points, units
from kbassist.gui.studio.editor import MarkdownEditor

ARTICLE = """\
---
title: Kartu belum diterima  # what a customer calls it
kind: problem
tags: [kartu, pengiriman]
triggers:
  - kartu belum sampai
---

# Kartu debit {#kartu}

Kartu dikirim **5-7 hari kerja**, *paling lama* 10. Lihat [[blokir-kartu]] atau [OJK](https://ojk.go.id), `*141#`.

> [!tenangkan] Akui penantiannya {#empati}
> - tahap: empati
> - kapan: marah, menunggu lama
>
> Saya paham, {sapaan:Bapak/Ibu} {nama}, menunggu tentu melelahkan.

> [!cross-sell] Kabar lewat notifikasi {#notifikasi}
> - when: notifikasi
> - value: 20
>
> Bila berkenan, saya pandu menyalakan notifikasi.

> [!tip] Untuk agen
> Tabel biaya:

| Layanan | Biaya |
|---|---|
| Ganti kartu | Rp15.000 |

- satu
- dua

```
kode
```
<!-- catatan -->
"""


@pytest.fixture
def article():
    return ARTICLE


class Nothing:
    """Has nothing to complete."""

    def offers(self, _asked):
        return []


@pytest.fixture
def words():
    return Nothing()


@pytest.fixture
def editor(words, host, theme, qtbot):
    host.setStyleSheet(theme.fill("window.qss"))
    made = MarkdownEditor(theme, words, host)
    made.resize(700, 400)
    made.show()
    made.setFocus()
    return made


@pytest.fixture
def press(editor, qtbot):
    """Return a function that presses keys by name."""

    def keys(*pressed):
        for each in pressed:
            qtbot.keySequence(editor, each)

    return keys


@pytest.fixture
def put(editor):
    """Return a function that shows a text with the cursor at its `¦`, or selecting between two of them."""

    def show(text, lang="id"):
        editor.lang = lang
        places = [at - number for number, at in enumerate(at for at, sign in enumerate(text) if sign == "¦")]
        editor.show_text(text.replace("¦", ""))
        cursor = editor.textCursor()
        plain = editor.text()
        cursor.setPosition(units(plain, places[0]))
        cursor.setPosition(units(plain, places[-1]), cursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)

    return show


@pytest.fixture
def seen(editor):
    """Return a function that tells the text with a sign at the cursor."""

    def tell():
        text = editor.text()
        at = code_points(text, editor.textCursor().position())
        return f"{text[:at]}¦{text[at:]}"

    return tell


@pytest.fixture
def shelf(tmp_path):
    """Return a folder with two articles."""
    root = tmp_path / "library"
    for name, text in {"id/kartu/kartu.md": CARD, "id/kartu/kartu-hilang.md": LOST}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def editors_assistant(shelf, tmp_path):
    """Return an assistant over the shelf, with a place for drafts."""
    desk = DeskFiles(drafts=tmp_path / "drafts")
    with Assistant((shelf,), tmp_path / "cache", desk=desk) as made:
        made.update()
        made.wait()
        yield made


@pytest.fixture
def open_studio(open_window, qtbot, editors_assistant):
    """Return a function that opens the studio in a window by its key."""

    windows = []

    def open_one(width=1500):
        QSettings().setValue("studio/author", "Sari")
        window = open_window(width, assistant=editors_assistant)
        windows.append(window)
        qtbot.keyClick(window.notepad, Qt.Key.Key_F12)
        studio = window.side.studio
        qtbot.waitUntil(lambda: bool(studio.overview.entries), timeout=10_000)
        return studio

    return open_one


@pytest.fixture
def studio(open_studio):
    """Return the studio in a wide window."""
    return open_studio()
