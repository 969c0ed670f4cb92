from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from kbassist.assist.model import CallNote
from kbassist.assistant import Assistant
from kbassist.gui.desk import Desk
from kbassist.gui.reading.pane import ReadingPane
from kbassist.gui.reading.place import Place

CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
CARD = """
---
title: Kartu belum diterima
kind: problem
category: kartu
review_by: 2026-01-31
related: [tutup]
---

Kartu dikirim dalam 5-7 hari kerja. Lihat [[tutup#tanya]], [aturan](../id/tutup.md#syarat-lengkap),
[luar](../../rahasia.md) atau [OJK](https://kontak157.ojk.go.id).

## Lama pengiriman

{long}

## Yang ditanyakan

> [!answer] Posisi kiriman {#cek-resi}
> - when: resi
>
> Nomor resi kartunya {nomor_resi}, {sapaan:Bapak/Ibu}.

> [!close] Pamit {#pamit}
> Terima kasih, {sapaan:Bapak/Ibu} {nama:yang terhormat}.
""".replace("{long}", "\n\n".join(f"Hari ke-{day}: kartu dalam perjalanan." for day in range(60)))
TWIN = CARD.replace("Kartu belum diterima", "Card not received").replace("Lama pengiriman", "Delivery time")
CLOSING = """
---
title: Menutup rekening
kind: problem
---

Cara menutup rekening, kecuali [[kartu|kartu yang belum datang]].

## Syarat lengkap

Membawa KTP.

> [!ask] Tanya alasannya {#tanya}
> - when: tutup rekening
>
> Boleh saya tahu alasannya?
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Return an assistant over two articles, one of them in two languages."""
    root = tmp_path_factory.mktemp("reading") / "library"
    for name, text in {"id/kartu.md": CARD, "en/kartu.md": TWIN, "id/tutup.md": CLOSING}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    (root.parent / "rahasia.md").write_text("Rahasia.", encoding="utf-8")
    with Assistant((root,), tmp_path_factory.mktemp("cache")) as made:
        made.update()
        made.wait()
        yield made


@pytest.fixture
def desk(host):
    """Return a call with somebody who is called Ibu."""
    return Desk(lambda: CallNote("", salutation="Ibu"), host)


@pytest.fixture
def pane(host, library, theme, desk, qtbot):
    """Return readers that fill a window."""
    host.resize(700, 400)
    made = ReadingPane(library, theme, desk, host)
    made.resize(700, 400)
    with qtbot.waitActive(host):
        host.activateWindow()
        made.show()
    return made


@pytest.fixture
def opened(monkeypatch):
    """Return the list of sites that were opened in the browser."""
    sites = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: sites.append(url.toString()))
    return sites


def shown(pane):
    return pane.reader.article and (pane.reader.article.id, pane.reader.article.lang)


def press(pane, qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(pane.reader.page, key, modifiers)


def follow(pane, url):
    pane.reader.page.link_followed.emit(QUrl(url))


def test_what_an_article_is_and_what_speaks_against_it_stands_above_it(pane):
    pane.read(Place("kartu", "id"))
    assert pane.reader._title.text() == "Kartu belum diterima"
    assert pane.reader._about.text() == "Problem · kartu · ID · review 31 Jan 2026"
    assert pane.reader._banner.text == "Review was due on 31 January 2026: check before you promise."


def test_an_article_that_is_gone_is_said_calmly(pane):
    pane.read(Place("tidak-ada", "id"))
    assert "not in the library" in pane.reader._about.text()
    assert not pane.reader._banner.isVisible()


def test_it_opens_at_the_line(pane):
    pane.read(Place("kartu", "id", "cek-resi"))
    assert pane.reader.page.verticalScrollBar().value() > 0


def test_links_of_any_form_lead_within_the_library_alone(pane, opened):
    pane.read(Place("kartu", "id"))
    follow(pane, "kbassist:tutup#tanya")
    assert shown(pane) == ("tutup", "id")
    pane.reader.go_back()
    follow(pane, "../id/tutup.md#syarat-lengkap")
    assert shown(pane) == ("tutup", "id")
    pane.reader.go_back()
    for url in (
        "../../rahasia.md",
        "/etc/passwd",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "smb://x/y",
        "//x/y.md",
    ):
        follow(pane, url)
        assert shown(pane) == ("kartu", "id")
    assert not opened
    assert not pane.reader._permission.isVisible()


def test_keys_go_back_and_forward_to_where_one_was(pane, qtbot):
    pane.read(Place("kartu", "id"))
    bar = pane.reader.page.verticalScrollBar()
    pane.reader.page.finish()
    bar.setValue(600)
    here = pane.reader.page.top
    follow(pane, "kbassist:tutup")
    press(pane, qtbot, Qt.Key.Key_Left, ALT)
    assert shown(pane) == ("kartu", "id")
    assert pane.reader.page.cursorForPosition(QPoint(0, 16)).block().position() == (
        pane.reader.page.document().findBlock(here).position()
    )
    press(pane, qtbot, Qt.Key.Key_Right, ALT)
    assert shown(pane) == ("tutup", "id")
    press(pane, qtbot, Qt.Key.Key_Right, ALT)
    assert shown(pane) == ("tutup", "id")


def test_a_web_site_is_asked_for_once_and_by_keys(pane, opened, qtbot):
    pane.read(Place("kartu", "id"))
    follow(pane, "https://kontak157.ojk.go.id/a")
    assert pane.reader._permission.isVisible()
    assert "kontak157.ojk.go.id" in pane.reader._permission.text
    assert not opened
    qtbot.keyClick(pane.reader._permission.yes, Qt.Key.Key_Return)
    assert opened == ["https://kontak157.ojk.go.id/a"]
    assert pane.reader.page.hasFocus()
    follow(pane, "https://kontak157.ojk.go.id/b")
    assert opened[1:] == ["https://kontak157.ojk.go.id/b"]
    assert not pane.reader._permission.isVisible()


def test_refused_sites_stay_closed(pane, opened, qtbot):
    pane.read(Place("kartu", "id"))
    follow(pane, "https://example.org")
    qtbot.keyClick(pane.reader._permission.no, Qt.Key.Key_Space)
    assert not opened
    assert not pane.reader._permission.isVisible()


def test_the_contents_lead_to_headings_and_to_the_articles_round_it(pane, qtbot):
    pane.read(Place("kartu", "id"))
    press(pane, qtbot, Qt.Key.Key_T, CONTROL)
    ways = pane.reader.outline._ways
    words = [ways.item(row).text().strip() for row in range(ways.count())]
    assert words == [
        "In this article",
        "Lama pengiriman",
        "Yang ditanyakan",
        "In the other language",
        "Card not received",
        "Related",
        "Menutup rekening",
        "Pointing here",
        "Menutup rekening",
    ]
    qtbot.keyClick(ways, Qt.Key.Key_Down)
    qtbot.keyClick(ways, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "[[kartu#yang-ditanyakan]]"
    qtbot.keyClick(ways, Qt.Key.Key_Return)
    assert pane.reader.page.anchor_here() in {"yang-ditanyakan", "line-cek-resi"}
    assert pane.reader.page.hasFocus()
    press(pane, qtbot, Qt.Key.Key_T, CONTROL)
    for _step in range(3):
        qtbot.keyClick(ways, Qt.Key.Key_Down)
    qtbot.keyClick(ways, Qt.Key.Key_Return)
    assert shown(pane) == ("tutup", "id")
    press(pane, qtbot, Qt.Key.Key_T, CONTROL)
    qtbot.keyClick(ways, Qt.Key.Key_Backspace)
    assert not pane.reader.outline.isVisible()


def test_what_points_to_an_article_is_told(pane, qtbot):
    pane.read(Place("tutup", "id"))
    press(pane, qtbot, Qt.Key.Key_T, CONTROL)
    ways = pane.reader.outline._ways
    words = [ways.item(row).text().strip() for row in range(ways.count())]
    assert words[words.index("Pointing here") + 1] == "Kartu belum diterima"


def test_one_key_turns_to_the_same_place_of_the_translation(pane, qtbot):
    pane.read(Place("kartu", "id", "lama-pengiriman"))
    press(pane, qtbot, Qt.Key.Key_L, CONTROL | SHIFT)
    assert shown(pane) == ("kartu", "en")
    assert pane.reader.place.anchor == "delivery-time"
    press(pane, qtbot, Qt.Key.Key_L, CONTROL | SHIFT)
    assert pane.reader.place[:3] == ("kartu", "id", "lama-pengiriman")


def test_an_article_without_a_translation_stays(pane, qtbot):
    pane.read(Place("tutup", "id"))
    press(pane, qtbot, Qt.Key.Key_L, CONTROL | SHIFT)
    assert shown(pane) == ("tutup", "id")


def test_a_line_is_copied_once_what_is_open_in_it_is_told(pane, desk, qtbot):
    pane.read(Place("kartu", "id", "cek-resi"))
    told = []
    desk.gap_filled.connect(lambda name, value: told.append((name, value)))
    press(pane, qtbot, Qt.Key.Key_Return)
    field = pane.reader._sayer._field
    assert field.isVisible()
    with qtbot.waitSignal(desk.line_chosen) as copied:
        qtbot.keyClicks(field._edit, "JX-77")
        qtbot.keyClick(field._edit, Qt.Key.Key_Return)
    assert copied.args[0].line == "kartu#cek-resi"
    assert copied.args[1] == "Nomor resi kartunya JX-77, Ibu."
    assert told == [("nomor_resi", "JX-77")]
    assert pane.reader.page.hasFocus()


def test_a_line_is_put_into_the_notes(pane, desk, qtbot):
    pane.read(Place("kartu", "id", "pamit"))
    with qtbot.waitSignal(desk.line_inserted) as inserted:
        press(pane, qtbot, Qt.Key.Key_Return, CONTROL)
    assert inserted.args[1] == "Terima kasih, Ibu yang terhormat."


def test_two_articles_stand_side_by_side_and_each_can_be_closed(pane, qtbot):
    pane.read(Place("kartu", "id"))
    first = pane.reader
    press(pane, qtbot, Qt.Key.Key_F4)
    assert pane.is_double
    assert pane.orientation() is Qt.Orientation.Horizontal
    follow(pane, "kbassist:tutup")
    assert (shown(pane), first.article.id) == (("tutup", "id"), "kartu")
    press(pane, qtbot, Qt.Key.Key_F4)
    assert pane.reader is first
    assert first.page.hasFocus()
    press(pane, qtbot, Qt.Key.Key_W, CONTROL)
    assert not pane.is_double
    assert shown(pane) == ("tutup", "id")
    with qtbot.waitSignal(pane.closed):
        press(pane, qtbot, Qt.Key.Key_W, CONTROL)


def test_where_there_is_little_room_the_second_stands_below(pane, qtbot):
    pane.resize(420, 700)
    pane.read(Place("kartu", "id"))
    pane.read(Place("tutup", "id"), beside=True)
    assert pane.orientation() is Qt.Orientation.Vertical
    assert shown(pane) == ("tutup", "id")


def test_an_article_becomes_a_pdf(pane, desk, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (str(tmp_path / Path(asked[2]).name), ""))
    pane.read(Place("kartu", "id"))
    with qtbot.waitSignal(desk.told) as told:
        press(pane, qtbot, Qt.Key.Key_S, CONTROL | SHIFT)
    assert told.args == ["PDF saved"]
    data = (tmp_path / "kartu-belum-diterima.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") > 1


def test_a_pdf_that_can_not_be_written_is_said_so(pane, desk, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "no" / "kartu.pdf"), ""))
    pane.read(Place("kartu", "id"))
    with qtbot.waitSignal(desk.told) as told:
        press(pane, qtbot, Qt.Key.Key_S, CONTROL | SHIFT)
    assert told.args == ["The PDF could not be saved there"]
