"""A form is filled in by keys in the real window, becomes an order, and the order is handed on."""

import json
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from kbassist.assistant import Assistant
from kbassist.desk import customers, orders, steps
from kbassist.desk.customers import Customer
from kbassist.desk.orders import Status
from kbassist.desk.store import Store
from kbassist.gui.records.form import FormPage
from kbassist.gui.records.orders import OrdersRegister

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ENTER = Qt.Key.Key_Return
LIBRARY = """
---
title: Kartu belum diterima
kind: problem
triggers: [kartu belum datang]
---
Kartu dikirim dalam 5 hari kerja.

> [!form] Kirim ulang kartu {#kirim-ulang}
> - when: kartu belum datang
> - to: Unit Kartu
> - sla: 3wd
> - purpose: Pengiriman ulang kartu
>
> Baik, {sapaan:Bapak/Ibu} {nama}, saya catat dulu.
>
> - Nama penerima: teks, wajib
> - Telepon penerima: telepon
> - Alamat: teks, panjang
> - Tanggal kirim: tanggal, setelah hari ini
> - Kirim ke: pilihan, Rumah | Kantor
> - Kartu lama diblokir: ya/tidak, wajib
"""
OTHER = """
---
title: Buku cek
kind: product
---
Buku cek.

> [!form] Pesan buku cek {#pesan}
> - purpose: Pencetakan
>
> Saya catat pesanannya.
>
> - Jumlah: angka, wajib
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    """Return an assistant that has read two forms."""
    folder = tmp_path_factory.mktemp("forms") / "library"
    (folder / "id").mkdir(parents=True)
    for name, text in {"kartu": LIBRARY, "buku": OTHER}.items():
        (folder / "id" / f"{name}.md").write_text(text.lstrip(), encoding="utf-8")
    with Assistant((folder,), tmp_path_factory.mktemp("cache")) as made:
        made.update()
        made.wait()
        yield made


@pytest.fixture
def store(journal):
    """Return the tables that the window works on too."""
    store = Store(journal)
    yield store
    store.close()


@pytest.fixture
def noted(window, qtbot):
    """Return a window in a call about a card."""
    qtbot.keyClicks(window.notepad, "kartu belum datang")
    return window


def press(qtbot, name, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), name, modifiers)


def type_in(qtbot, *texts):
    """Fill entries one after another."""
    for text in texts:
        qtbot.keyClicks(QApplication.focusWidget(), text)
        press(qtbot, ENTER)


def page_of(window):
    return window.side.findChild(FormPage)


def told(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def fill_in(window, qtbot):
    """Open the form of the first card, and fill it in."""
    press(qtbot, Qt.Key.Key_1, CONTROL)
    type_in(qtbot, "Sari Dewi", "0812 3456 7890", "Jl. Melati 5", "besok")
    for digit in "121":
        qtbot.keyClicks(QApplication.focusWidget(), digit)


def ordered(noted, qtbot, store):
    """Fill in a form to the end, and return the order."""
    fill_in(noted, qtbot)
    press(qtbot, ENTER, CONTROL)
    qtbot.waitUntil(lambda: "PSN-" in noted.notepad.toPlainText())
    ((order, _name),) = store.run(orders.listed)
    return order


def test_the_card_of_a_form_opens_it_and_filled_in_it_is_an_order(noted, qtbot, store):
    store.run(partial(customers.save, Customer("Sari", id="sari"), (), noted._flow.call.started))
    noted._flow.set_customer("sari", "Sari", "Ibu")
    press(qtbot, Qt.Key.Key_1, CONTROL)
    words = told(page_of(noted))
    for part in ("Kirim ulang kartu", "Baik, Ibu Sari, saya catat dulu.", "Unit Kartu", "Pengiriman ulang kartu"):
        assert part in words
    order = ordered(noted, qtbot, store)
    assert [(answer.id, answer.value) for answer in order.fields if answer.id != "tanggal-kirim"] == [
        ("nama-penerima", "Sari Dewi"),
        ("telepon-penerima", "+6281234567890"),
        ("alamat", "Jl. Melati 5"),
        ("kirim-ke", "Rumah"),
        ("kartu-lama-diblokir", "no"),
    ]
    assert (order.number, order.unit, order.purpose) == (f"PSN-{order.made.year}-000001", "Unit Kartu", order.purpose)
    assert (order.customer, order.call, order.form) == ("sari", noted._flow.call.id, "kartu#kirim-ulang")
    assert order.due > order.made
    assert noted.notepad.hasFocus()
    assert [said.line for said in noted._flow.call.used] == ["kartu#kirim-ulang"]


def test_each_answer_is_checked_when_it_is_left(noted, qtbot):
    press(qtbot, Qt.Key.Key_1, CONTROL)
    type_in(qtbot, "Sari", "bukan nomor")
    sheet = page_of(noted).sheet
    assert "no phone number" in told(sheet)
    assert sheet.entries["alamat"].field.hasFocus()
    sheet.go_to("telepon-penerima")
    sheet.entries["telepon-penerima"].field.selectAll()
    type_in(qtbot, "081234567890")
    assert "no phone number" not in told(sheet)
    assert sheet.entries["telepon-penerima"].value() == "+6281234567890"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("4111 1111 1111 1111", "card number"),
        ("pin saya 482193", "never kept"),
        ("kode otp 482193", "never kept"),
        ("cvv 123", "never kept"),
    ],
)
def test_secrets_are_refused_in_every_field_and_nothing_is_kept(noted, qtbot, store, journal, typed, words):
    fill_in(noted, qtbot)
    sheet = page_of(noted).sheet
    for name in ("nama-penerima", "alamat"):
        kept = sheet.entries[name].value()
        sheet.entries[name].show_value(typed)
        press(qtbot, ENTER, CONTROL)
        assert words in told(sheet)
        assert sheet.entries[name].isAncestorOf(QApplication.focusWidget())
        sheet.entries[name].show_value(kept)
    assert store.run(orders.listed) == []
    assert typed.encode() not in b"".join(file.read_bytes() for file in journal.parent.glob("calls*"))


def test_nothing_is_kept_that_the_customer_did_not_agree_to(noted, qtbot, store):
    fill_in(noted, qtbot)
    sheet = page_of(noted).sheet
    sheet.entries["agreed "].show_value(None)
    press(qtbot, ENTER, CONTROL)
    assert "Without it nothing may be kept." in told(sheet)
    assert store.run(orders.listed) == []


def test_what_was_filled_in_is_not_lost_by_esc(noted, qtbot):
    press(qtbot, Qt.Key.Key_1, CONTROL)
    type_in(qtbot, "Sari Dewi")
    press(qtbot, Qt.Key.Key_Escape)
    assert noted.notepad.hasFocus()
    press(qtbot, Qt.Key.Key_O, CONTROL | SHIFT)
    assert page_of(noted).sheet.entries["nama-penerima"].value() == "Sari Dewi"
    press(qtbot, Qt.Key.Key_O, CONTROL | SHIFT)
    assert page_of(noted).finder.field.hasFocus()


def test_forms_that_fit_the_note_come_first_and_words_find_the_others(noted, qtbot):
    press(qtbot, Qt.Key.Key_O, CONTROL | SHIFT)
    finder = page_of(noted).finder
    assert [row.title for row in finder.rows.rows] == ["Kirim ulang kartu", "Pesan buku cek"]
    qtbot.keyClicks(finder.field, "cetak")
    assert [row.title for row in finder.rows.rows] == ["Pesan buku cek"]
    press(qtbot, ENTER)
    assert "Saya catat pesanannya." in told(page_of(noted))
    press(qtbot, Qt.Key.Key_O, CONTROL | SHIFT)
    qtbot.keyClicks(finder.field, "tidak ada")
    assert "No form" in finder.rows.calm_words


def register_of(window, qtbot):
    """Show the register of orders by keys."""
    press(qtbot, Qt.Key.Key_O, CONTROL)
    for _tab in range(9):
        if (found := window.side.findChild(OrdersRegister)) and found.isVisible():
            break
        press(qtbot, Qt.Key.Key_PageDown, CONTROL)
    qtbot.waitUntil(lambda: bool(found.message.text()))
    return found


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_an_order_is_handed_on_as_a_file_by_keys(noted, qtbot, store, tmp_path, monkeypatch, ending):
    order = ordered(noted, qtbot, store)
    file = tmp_path / f"order.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))
    register = register_of(noted, qtbot)
    press(qtbot, ENTER)
    qtbot.waitUntil(register.page.isVisible)
    qtbot.waitUntil(lambda: "Jl. Melati 5" in told(register.page))
    qtbot.keyClicks(QApplication.focusWidget(), "1")
    press(qtbot, ENTER, CONTROL)
    qtbot.waitUntil(register.rows.isVisible)
    assert store.run(partial(orders.get, order.id)).status is Status.HANDED_ON
    text = file.read_text()
    assert "Jl. Melati 5" in text
    assert ending == "csv" or json.loads(text)["number"] == order.number


def test_an_order_whose_file_cannot_be_written_stays_as_it_was(noted, qtbot, store, tmp_path, monkeypatch):
    order = ordered(noted, qtbot, store)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path), ""))
    register = register_of(noted, qtbot)
    press(qtbot, ENTER)
    qtbot.waitUntil(register.page.isVisible)
    qtbot.keyClicks(QApplication.focusWidget(), "1")
    with qtbot.waitSignal(noted.records._front.clerk.failed):
        press(qtbot, ENTER, CONTROL)
    assert store.run(partial(orders.get, order.id)).status is Status.NEW
    assert len(store.run(partial(steps.of, order.id))) == 1


def test_an_order_is_done_by_keys_and_then_asks_for_nothing(noted, qtbot, store):
    order = ordered(noted, qtbot, store)
    register = register_of(noted, qtbot)
    press(qtbot, ENTER)
    qtbot.waitUntil(register.page.isVisible)
    qtbot.keyClicks(QApplication.focusWidget(), "2")
    press(qtbot, ENTER, CONTROL)
    qtbot.waitUntil(lambda: "Done" in register.rows.rows[0].below)
    assert store.run(partial(orders.get, order.id)).status is Status.DONE
    press(qtbot, ENTER)
    qtbot.waitUntil(register.page.isVisible)
    assert not register.page.save.isVisible()
    press(qtbot, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(register.rows.isVisible)


def test_a_register_without_orders_says_how_one_is_made(window, qtbot):
    assert "filling in a form" in register_of(window, qtbot).message.text()
