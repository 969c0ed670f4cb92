import select
import socket
import struct
import zlib

import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QApplication

from kbassist.gui.reading.elements import Kind
from kbassist.gui.reading.page import ZOOM_SETTING, Page
from kbassist.gui.ticks import Ticks
from kbassist.text import tokens

IMAGE = QTextDocument.ResourceType.ImageResource.value
ACTIVE = """Lihat [[biaya]] dan [OJK](https://ojk.go.id).

- [ ] satu
- [x] dua

> [!ask] Tanya {#alamat}
> Apakah {sapaan:Bapak/Ibu} pindah? [[biaya]]

> [!steps] Langkah {#langkah}
> - [ ] tiga
"""
LONG = "\n\n".join(f"## Bagian {number}\n\n" + f"Kalimat nomor {number}. " * 30 for number in range(60))


def press(page, key, modifiers=Qt.KeyboardModifier.NoModifier):
    from PySide6.QtTest import QTest

    QTest.keyClick(page, key, modifiers)


def top_words(page):
    return page.cursorForPosition(QPoint(20, 30)).block().text()


def kinds(page, count):
    found = []
    for _ in range(count):
        press(page, Qt.Key.Key_Tab)
        found.append((page.current.kind, page.current.value))
    return found


def test_the_first_screen_comes_at_once_and_the_rest_follows_without_a_move(page, render, qtbot):
    page.show_rendering(render(LONG))
    assert "Bagian 0" in page.toPlainText()
    assert "Bagian 59" not in page.toPlainText()
    assert not page.is_whole
    page.verticalScrollBar().setValue(40)
    qtbot.waitUntil(lambda: page.is_whole)
    assert "Bagian 59" in page.toPlainText()
    assert page.verticalScrollBar().value() == 40


def test_a_page_filled_in_slices_reads_like_one_set_at_once(page, render, theme):
    body = f"{LONG}\n\n{ACTIVE}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nAkhir.\n"
    page.show_rendering(render(body))
    page.finish()
    assert page.is_whole
    blocks = [page.document().findBlockByNumber(n) for n in range(page.document().blockCount())]
    headings = [block for block in blocks if block.text().startswith("Bagian")]
    assert len(headings) == 60
    assert {block.blockFormat().headingLevel() for block in headings} == {2}
    assert len({block.blockFormat().topMargin() for block in headings}) == 1
    assert "\u2060" not in page.toPlainText()


def test_another_article_stops_the_one_before(page, render, qtbot):
    page.show_rendering(render(LONG))
    page.show_rendering(render("Isi baru."))
    page.finish()
    assert page.toPlainText().strip() == "Isi baru."
    page.show_rendering(render(LONG))
    page.show_nothing()
    qtbot.wait(1)
    assert page.toPlainText() == ""


def test_it_opens_at_a_heading_far_below(page, render):
    page.show_rendering(render(LONG), "bagian-40")
    assert top_words(page) == "Bagian 40"
    page.go_to("bagian-55")
    assert top_words(page) == "Bagian 55"


def test_it_opens_at_the_passage_with_most_of_the_words_marked(page, render, theme):
    body = f"{LONG}\n\n## Denda\n\nDenda keterlambatan 😀 cicilan tiga persen.\n\n{LONG}"
    words = {token.stem for token in tokens.read("denda terlambat cicilan")}
    page.show_rendering(render(body), words=words)
    marks = page.extraSelections()
    marked = [mark.cursor.selectedText() for mark in marks]
    assert marked == ["Denda", "Denda", "keterlambatan", "cicilan"]
    first = page.cursorRect(marks[0].cursor)
    assert 0 < first.top() < page.viewport().height() / 2
    assert marks[0].format.background().color().name() == theme.colours.gap


def test_words_that_are_nowhere_open_at_the_top(page, render):
    page.show_rendering(render(LONG), words={"tiada"})
    assert page.verticalScrollBar().value() == 0
    assert not page.extraSelections()


def test_tab_goes_through_links_boxes_and_lines_in_reading_order_and_out(page, render):
    page.show_rendering(render(ACTIVE))
    assert kinds(page, 8) == [
        (Kind.LINK, "kbassist:biaya"),
        (Kind.LINK, "https://ojk.go.id"),
        (Kind.BOX, ""),
        (Kind.BOX, ""),
        (Kind.LINE, "alamat"),
        (Kind.LINK, "kbassist:biaya"),
        (Kind.LINE, "langkah"),
        (Kind.BOX, ""),
    ]
    press(page, Qt.Key.Key_Tab)
    assert not page.hasFocus()
    page.setFocus()
    press(page, Qt.Key.Key_Backtab)
    assert page.current.value == "langkah"


def test_tab_completes_the_page_before_it_leaves(page, render):
    page.show_rendering(render(f"[[biaya]]\n\n{LONG}\n\n[[denda]]"))
    assert kinds(page, 2) == [(Kind.LINK, "kbassist:biaya"), (Kind.LINK, "kbassist:denda")]
    assert page.verticalScrollBar().value() > 0


def test_arrows_go_to_what_is_in_sight_and_scroll_otherwise(page, render):
    page.show_rendering(render(f"[[biaya]]\n\n{LONG}\n\n[[denda]]"))
    page.finish()
    press(page, Qt.Key.Key_Down)
    assert page.current.value == "kbassist:biaya"
    press(page, Qt.Key.Key_Down)
    assert page.current.value == "kbassist:biaya"
    assert page.verticalScrollBar().value() > 0


def test_keys_of_a_link_and_a_line(page, render):
    followed: list[str] = []
    copied: list[str] = []
    inserted: list[str] = []
    page.link_followed.connect(lambda url: followed.append(url.toString()))
    page.line_copied.connect(copied.append)
    page.line_inserted.connect(inserted.append)
    page.show_rendering(render(ACTIVE))
    kinds(page, 1)
    press(page, Qt.Key.Key_Return)
    kinds(page, 4)
    press(page, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    press(page, Qt.Key.Key_Insert)
    assert (followed, copied, inserted) == (["kbassist:biaya"], ["alamat"] * 2, ["alamat"] * 2)


def test_a_line_opened_at_is_current(page, render):
    page.show_rendering(render(ACTIVE), "line-langkah")
    assert (page.current.kind, page.current.value) == (Kind.LINE, "langkah")


def test_selected_words_are_copied_as_such(page, render):
    copied: list[str] = []
    page.line_copied.connect(copied.append)
    page.show_rendering(render(ACTIVE), "line-alamat")
    page.selectAll()
    press(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert not copied
    assert "Apakah" in QApplication.clipboard().text()


def test_boxes_are_ticked_by_key_and_by_mouse_and_stay_so(page, render, ticks, qtbot):
    page.show_rendering(render(ACTIVE))
    kinds(page, 3)
    press(page, Qt.Key.Key_Space)
    kinds(page, 1)
    press(page, Qt.Key.Key_Return)
    block = page.document().find("tiga").block()
    place = page.cursorRect(page.document().find("tiga")).center()
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert block.blockFormat().marker() == block.blockFormat().MarkerType.Checked
    page.show_rendering(render("Lain\n\n- [ ] x", "b"))
    page.show_rendering(render(ACTIVE))
    shown = {word: page.document().find(word).blockFormat().marker().name for word in ("satu", "dua", "tiga")}
    assert shown == {"satu": "Checked", "dua": "Unchecked", "tiga": "Checked"}
    ticks.clear()
    page.show_rendering(render(ACTIVE))
    assert page.document().find("dua").blockFormat().marker().name == "Checked"


def test_a_click_on_a_line_makes_it_current(page, render, qtbot):
    page.show_rendering(render(ACTIVE))
    place = page.cursorRect(page.document().find("pindah")).center()
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.current.value == "alamat"


def test_the_keys_of_the_current_line_are_shown_while_the_page_has_the_focus(page, render, theme):
    page.show_rendering(render(ACTIVE))
    plain = page.viewport().grab().toImage()
    kinds(page, 5)
    outlined = page.viewport().grab().toImage()
    page.clearFocus()
    assert outlined != plain
    colours = {outlined.pixelColor(x, y).name() for x in range(16, 20) for y in range(outlined.height())}
    assert theme.colours.calm in colours


def test_the_size_of_the_text_is_changed_by_key_and_wheel_and_remembered(page, render, theme, host):
    control = Qt.KeyboardModifier.ControlModifier
    page.show_rendering(render(LONG), "bagian-30")
    before = page.document().size().height()
    press(page, Qt.Key.Key_Plus, control)
    press(page, Qt.Key.Key_Plus, control)
    page.finish()
    assert page.zoom == 120
    assert page.document().size().height() > before
    assert top_words(page) == "Bagian 30"
    assert QSettings().value(ZOOM_SETTING) == 120
    assert Page(theme, Ticks(), host).zoom == 120
    wheel = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, control, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.viewport(), wheel)
    assert page.zoom == 110
    for _ in range(20):
        press(page, Qt.Key.Key_Minus, control)
    assert page.zoom == 70
    press(page, Qt.Key.Key_0, control)
    assert page.zoom == 100


@pytest.mark.parametrize("value", ["nonsense", "", 5000, -3, None])
def test_a_size_that_cannot_be_used_is_repaired(theme, host, value):
    QSettings().setValue(ZOOM_SETTING, value)
    assert 70 <= Page(theme, Ticks(), host).zoom <= 200


def test_other_colours_keep_the_place(page, render, theme):
    page.show_rendering(render(LONG), "bagian-30")
    theme.choose("dark")
    assert top_words(page) == "Bagian 30"


def test_nothing_pushes_a_narrow_page_wider(page, render, tmp_path, host):
    QImage(2000, 50, QImage.Format.Format_RGB32).save(str(tmp_path / "library/id/lebar.png"))
    host.resize(420, 400)
    cell = "kata yang panjang sekali " * 8
    page.show_rendering(
        render(f"| a | b | c |\n|---|---|---|\n| {cell} | {cell} | {cell} |\n\n![](lebar.png)\n\n```\n{cell * 3}\n```")
    )
    page.finish()
    assert page.horizontalScrollBar().maximum() == 0


def png(width, height):
    """Return a PNG that says it has so many pixels."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def test_images_outside_the_library_and_huge_ones_are_told_by_their_words(page, render, tmp_path):
    inside = tmp_path / "library/id"
    QImage(40, 30, QImage.Format.Format_RGB32).save(str(inside / "baik.png"))
    QImage(40, 30, QImage.Format.Format_RGB32).save(str(tmp_path / "luar.png"))
    (inside / "tautan.png").symlink_to(tmp_path / "luar.png")
    (inside / "bom.png").write_bytes(png(30_000, 30_000))
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>'
    for name in ("gambar.svg", "samaran.png"):
        (inside / name).write_text(svg)
    names = ["baik.png", "tautan.png", "../../luar.png", "bom.png", "gambar.svg", "samaran.png", "hilang.png", "."]
    page.show_rendering(render("\n\n".join(f"![kata {name}]({name})" for name in names)))
    page.finish()
    text = page.toPlainText()
    assert [name for name in names if f"kata {name}" not in text] == ["baik.png"]
    assert text.count("\ufffc") == 1
    assert {name: page.loadResource(IMAGE, QUrl(name)).isNull() for name in names[1:]} == dict.fromkeys(names[1:], True)


def test_nothing_is_fetched(page, render, qtbot):
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"127.0.0.1:{server.getsockname()[1]}"
        page.show_rendering(
            render(
                f"![a](http://{host}/a.png) <img src='//{host}/b.png'> <img src='http://{host}/c.png'>\n\n"
                f"<link rel=stylesheet href='http://{host}/d.css'><style>@import 'http://{host}/e.css'</style>\n\n"
                f"<p style='background: url(http://{host}/f.png)'>x</p><table background='http://{host}/g.png'>"
                f"<tr><td>y</td></tr></table>\n\n> [!ask] <img src=\"http://{host}/h.png\">\n> <script src='http://{host}/i.js'>"
            )
        )
        page.finish()
        page.grab()
        for kind in range(1, 5):
            page.loadResource(kind, QUrl(f"http://{host}/j"))
        qtbot.wait(50)
        assert select.select([server], [], [], 0)[0] == []


@pytest.mark.parametrize(
    "body",
    [
        "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 20_000,
        "\n".join(">" * depth + " x" for depth in range(1, 55)),
        "\n".join("    " * depth + "- x" for depth in range(28)),
        "*" * 300_000,
        "[" * 300_000,
        "<table>" * 3_000,
        "<ul><li>" * 3_000,
        "<blockquote>" * 3_000,
        "x" * 300_000,
    ],
    ids=lambda body: body[:8].strip(),
)
def test_hostile_bodies_reach_their_end_in_bounded_pieces(page, render, body):
    page.show_rendering(render(f"{body}\n\nAkhir sekali.\n"))
    page.finish()
    page.grab()
    assert "Akhir sekali." in page.toPlainText()
    assert page.document().blockCount() < 40_000


@pytest.mark.parametrize("link", ["[x]()", "[x](#)", "[[]]", "[[#]]", "[x](<>)", "<a>x</a>", '<a href="">x</a>'])
def test_links_that_lead_nowhere_do_nothing(page, render, link):
    followed: list[QUrl] = []
    page.link_followed.connect(followed.append)
    page.show_rendering(render(f"{link} teks"))
    press(page, Qt.Key.Key_Tab)
    press(page, Qt.Key.Key_Return)
    assert all(url.scheme() in {"", "kbassist"} for url in followed)
