"""A real window over a real assistant and a small library."""

import base64
import gc

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from kbassist.assistant import Assistant
from kbassist.desk.store import Store
from kbassist.gui.app import application
from kbassist.gui.flow import CallFlow
from kbassist.gui.recorder import Recorder
from kbassist.gui.theme import Theme
from kbassist.gui.window import AssistantWindow

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
CARD = """
---
title: Kartu belum diterima
kind: problem
category: kartu
triggers: [kartu belum datang, resi kartu]
---

Kartu dikirim dalam 5-7 hari kerja. Lihat [[tutup-rekening#tanya-alasan]] atau [OJK](https://kontak157.ojk.go.id).

![peta](peta.png) ![rahasia](../../../rahasia.png)

> [!deescalate] Akui penantiannya {#empati}
> - stage: empathise
> - when: marah, menunggu lama
>
> Saya paham, {sapaan:Bapak/Ibu} {nama:yang terhormat}, menunggu kartu tentu melelahkan.

> [!deescalate] Maaf atas keterlambatan {#maaf}
> - stage: apologise
> - when: marah, kecewa
>
> Mohon maaf atas urusan {sapaan:Bapak/Ibu} yang terganggu.

> [!answer] Posisi kiriman {#cek-resi}
> - when: resi
>
> Nomor resi kartunya {nomor_resi}, berlaku sampai {tanggal}.

> [!escalate] Serahkan {#ke-unit}
> - when: lewat seminggu
> - to: Unit Kartu
> - sla: 5wd
>
> Laporannya saya teruskan ke Unit Kartu dengan nomor {tiket}.

> [!cross-sell] Kabar lewat notifikasi {#notifikasi}
> - when: notifikasi, kartu
> - value: 20
>
> Bila berkenan, saya pandu menyalakan notifikasi.
"""
CLOSING = """
---
title: Menutup rekening
kind: problem
triggers: [tutup rekening, mau tutup rekening]
---

Cara menutup rekening.

## Syarat

Membawa KTP.

> [!ask] Tanya alasannya {#tanya-alasan}
> - when: tutup rekening
>
> Boleh saya tahu apa yang membuat {sapaan:Bapak/Ibu} ingin menutup rekening?
"""
BROKEN = """
---
title: Tidak beres
status: selesai
---
Isi.
"""


@pytest.fixture(scope="session")
def card():
    """Return the article about a card that has not come."""
    return CARD


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Return a folder of articles, an image inside and one outside."""
    root = tmp_path_factory.mktemp("desk") / "library"
    for name, text in {"id/kartu.md": CARD, "id/tutup-rekening.md": CLOSING, "id/rusak.md": BROKEN}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    for path in (root / "id/peta.png", root.parent / "rahasia.png"):
        path.write_bytes(PIXEL)
    return root


@pytest.fixture(scope="session")
def assistant(folder, tmp_path_factory):
    """Return an assistant that has read them."""
    with Assistant((folder,), tmp_path_factory.mktemp("cache")) as made:
        made.update()
        made.wait()
        yield made


@pytest.fixture(scope="session")
def qapp_cls():
    """Let the tests run in our application."""
    application()
    return type(QApplication.instance())


@pytest.fixture
def theme(qtbot, tmp_path):
    """Return the light theme, with settings of its own."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    return Theme("light", QApplication.instance())


@pytest.fixture
def host(qtbot):
    """Return a window to put a widget in."""
    made = QWidget()
    made.resize(700, 400)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def journal(tmp_path):
    """Return the file of a call record."""
    return tmp_path / "calls.sqlite3"


@pytest.fixture
def open_window(qtbot, assistant, theme, journal):
    """Return a function that opens a window, with the call that was open."""
    flows = []

    def open_one(width=420, **changed):
        flow = CallFlow(changed.get("assistant", assistant))
        flows.append(flow)
        ways = {name: value for name, value in changed.items() if name != "assistant"}
        window = AssistantWindow(changed.get("assistant", assistant), flow, theme, **ways)
        qtbot.addWidget(window)
        recorder = Recorder(Store(journal), flow)
        window.complete(recorder)
        window.resize(width, 860)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        flow.keep(recorder)
        qtbot.waitUntil(lambda: not flow._is_restoring, timeout=20_000)
        flow.awake()
        return window

    yield open_one
    for flow in flows:
        flow.close()
    if assistant.agent:
        assistant.become("")
    gc.collect()


@pytest.fixture
def window(open_window):
    """Return a narrow window."""
    return open_window()
