"""Goodwill is given, or refused with its reason, by keys in the real window."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from kbassist import deskwords
from kbassist.assistant import Assistant
from kbassist.desk import favours, rules
from kbassist.desk.favours import Favour, Terms
from kbassist.desk.store import Store
from kbassist.gui.records.favour import FavourPage

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
RULES = rules.load(None)
LIBRARY = """\
---
title: Kartu belum diterima
kind: problem
triggers: [kartu belum datang, resi kartu]
---
Kartu dikirim dalam 5 hari kerja.

> [!goodwill] Biaya kirim dikembalikan {#biaya-kirim}
> - when: belum datang, lewat seminggu
> - limit: IDR 40000
>
> Sebagai iktikad baik, {jumlah} kami kembalikan.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    """Return an assistant that has read one article."""
    folder = tmp_path_factory.mktemp("favour") / "library"
    (folder / "id").mkdir(parents=True)
    (folder / "id" / "kartu.md").write_text(LIBRARY, encoding="utf-8")
    with Assistant((folder,), tmp_path_factory.mktemp("cache")) as made:
        made.update()
        made.wait()
        yield made


@pytest.fixture
def noted(window, qtbot):
    """Return a window in a call of Ibu Sari about a card."""
    qtbot.keyClicks(window.notepad, "kartu belum datang lewat seminggu")
    window._flow.set_customer("", "Sari", "Ibu")
    return window


@pytest.fixture
def store(journal):
    """Return the tables of the window, as another window reads them."""
    made = Store(journal)
    yield made
    made.close()


def favour(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_G, CONTROL | SHIFT)
    [page] = window.findChildren(FavourPage)
    qtbot.waitUntil(lambda: bool(page.answer.text()))
    return page


def save(qtbot):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)


def kept(store):
    return store.run(partial(favours.last_of, "", "Sari"))


def test_a_small_gesture_is_given_at_once(noted, qtbot, store):
    page = favour(qtbot, noted)
    page.go_to("amount")
    qtbot.keyClicks(QApplication.focusWidget(), "25rb")
    assert page.say.text().endswith("Rp25,000 kami kembalikan.”")
    qtbot.waitUntil(lambda: page.answer.text().startswith("✓ You may give this yourself."))
    assert page.entries["approver"].isHidden()
    save(qtbot)
    qtbot.waitUntil(noted.notepad.hasFocus)
    assert QGuiApplication.clipboard().text() == "Sebagai iktikad baik, Rp25,000 kami kembalikan."
    assert noted.notepad.toPlainText().endswith("\n» Goodwill: Biaya kirim dikembalikan, Rp25,000")
    given = kept(store)
    assert (given.gesture, given.amount, given.line) == ("Biaya kirim dikembalikan", 25_000, "kartu#biaya-kirim")


def test_above_the_limit_somebody_must_have_agreed(noted, qtbot, store):
    page = favour(qtbot, noted)
    page.go_to("amount")
    qtbot.keyClicks(QApplication.focusWidget(), "45000")
    qtbot.waitUntil(lambda: "agreed to by: Supervisor" in page.answer.text())
    save(qtbot)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.entries["approver"].focusProxy())
    assert kept(store) is None
    qtbot.keyClicks(QApplication.focusWidget(), "Budi")
    save(qtbot)
    qtbot.waitUntil(noted.notepad.hasFocus)
    assert kept(store).approver == "Budi"
    assert noted.notepad.toPlainText().endswith(", agreed to by Budi")


def test_a_customer_who_had_one_gets_no_second(noted, qtbot, store):
    before = datetime.now().astimezone().date() - timedelta(days=30)
    first = Favour("Voucher", before, amount=20_000, name="Sari")
    store.run(partial(favours.give, first, Terms(), RULES.goodwill))
    page = favour(qtbot, noted)
    assert page.answer.text().splitlines() == [
        f"✕ Not now: the next gesture is possible from {deskwords.day(before + timedelta(days=90))}.",
        "Limit of this gesture: Rp40,000",
        f"Last one: {deskwords.day(before)}, Voucher, Rp20,000",
    ]
    save(qtbot)
    qtbot.waitUntil(
        lambda: (
            [each.text() for each in page.findChildren(QLabel, "entryProblem") if not each.isHidden()]
            == ["This cannot be given."]
        )
    )
    assert kept(store) == first


def test_an_amount_that_is_none_is_told(noted, qtbot, store):
    page = favour(qtbot, noted)
    page.go_to("amount")
    qtbot.keyClicks(QApplication.focusWidget(), "banyak")
    save(qtbot)
    assert QApplication.focusWidget() is page.entries["amount"].focusProxy()
    assert kept(store) is None
