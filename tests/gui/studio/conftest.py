"""An editor with an article in it."""

import pytest

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
