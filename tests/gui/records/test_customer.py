"""The customer's card is found, made and filled in by keys in the real window."""

from datetime import timedelta
from functools import partial

import pytest
from deskrows import NOW, call, complaint
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from kbassist.content.kinds import Channel
from kbassist.desk import customers
from kbassist.desk.customers import Customer
from kbassist.desk.store import Store
from kbassist.gui.records.customer import CustomerPage

CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


@pytest.fixture
def store(journal):
    """Return the tables that the window works on too."""
    store = Store(journal)
    yield store
    store.close()


@pytest.fixture
def sari(store):
    """Keep the card of Ibu Sari, who agreed to offers once and to surveys still."""
    before = NOW - timedelta(days=60)
    card = Customer("Sari Dewi", "Ibu", "+6281234567890", "en", "Suka dihubungi sore.", id="sari")
    card = store.run(partial(customers.save, card, {"offers", "surveys"}, before))
    card = store.run(partial(customers.save, card, {"surveys"}, before + timedelta(days=9)))
    store.run(
        partial(call, id="before", customer="sari", note="kartu hilang", started=before, ended=before, wrapped=before)
    )
    store.run(partial(complaint, number="PGD-2026-000001", customer="sari", reason="Antre lama"))
    return card


def key(qtbot, name, *, control=False):
    qtbot.keyClick(QApplication.focusWidget(), name, CONTROL if control else Qt.KeyboardModifier.NoModifier)


def page_of(window):
    return window.side.findChild(CustomerPage)


def look(window, qtbot, name=""):
    """Type a name into the strip, and look for the card."""
    window.strip.name.setFocus()
    qtbot.keyClicks(window.strip.name, name)
    key(qtbot, Qt.Key.Key_U, control=True)
    finder = page_of(window).finder
    qtbot.waitUntil(lambda: finder.rows.count() > 0 or bool(finder.rows.calm_words))
    return finder


def choose(window, qtbot, name):
    finder = look(window, qtbot, name)
    key(qtbot, ENTER)
    qtbot.waitUntil(page_of(window).sheet.isVisible)
    return finder


def told(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


@pytest.mark.usefixtures("sari")
def test_the_card_of_who_calls_is_chosen_by_keys_and_tells_what_is_known(window, qtbot):
    finder = choose(window, qtbot, "sari")
    assert [row.title for row in finder.rows.rows] == ["Ibu Sari Dewi", "New card: sari"]
    assert (window._flow.call.customer, window._flow.call.name) == ("sari", "Sari Dewi")
    assert (window.strip.name.text(), window.strip.salutation.text(), window._flow.call.lang) == (
        "Sari Dewi",
        "Ibu",
        "en",
    )
    sheet = page_of(window).sheet
    for part in ("PGD-2026-000001", "Antre lama", "kartu hilang", "taken back", "No offers now"):
        qtbot.waitUntil(lambda part=part: part in told(sheet))
    assert sheet.entries["notes"].value() == "Suka dihubungi sore."
    assert sheet.entries["agreed"].value() == ("surveys",)


def test_a_new_card_is_made_by_keys_and_no_form_of_address_is_guessed(window, qtbot, store):
    choose(window, qtbot, "Rudi")
    sheet = page_of(window).sheet
    assert sheet.entries["salutation"].value() is None
    qtbot.keyClicks(QApplication.focusWidget(), "1")
    qtbot.keyClicks(QApplication.focusWidget(), "0812 3456 7890")
    key(qtbot, ENTER)
    qtbot.keyClicks(QApplication.focusWidget(), "1")
    qtbot.keyClicks(QApplication.focusWidget(), "1")
    key(qtbot, ENTER, control=True)
    qtbot.waitUntil(lambda: window._flow.call.customer != "")
    (card,) = store.run(partial(customers.find, "Rudi"))
    assert (card.id, card.salutation, card.contact, card.lang) == (
        window._flow.call.customer,
        "Bapak",
        "+6281234567890",
        "id",
    )
    assert [consent.purpose for consent in card.consents] == ["offers"]
    assert window.notepad.hasFocus()
    assert window.strip.salutation.text() == "Bapak"


def test_what_a_card_never_keeps_is_refused_where_it_was_typed(window, qtbot, store):
    choose(window, qtbot, "Rudi")
    sheet = page_of(window).sheet
    sheet.fill({"name": "Rudi pin 482193", "contact": "4111 1111 1111 1111"})
    key(qtbot, ENTER, control=True)
    assert sheet.entries["name"].field.hasFocus()
    assert "card number" in told(sheet)
    assert store.run(partial(customers.find, "")) == []
    sheet.fill({"name": "", "contact": "bukan nomor"})
    key(qtbot, ENTER, control=True)
    assert store.run(partial(customers.find, "")) == []


@pytest.mark.usefixtures("sari")
def test_what_was_filled_in_is_not_lost_by_esc_nor_by_another_call(window, qtbot):
    choose(window, qtbot, "sari")
    sheet = page_of(window).sheet
    sheet.go_to("notes")
    qtbot.keyClicks(QApplication.focusWidget(), "Baru. ")
    key(qtbot, Qt.Key.Key_Escape)
    assert window.notepad.hasFocus()
    first = window._flow.call
    key(qtbot, Qt.Key.Key_N, control=True)
    key(qtbot, Qt.Key.Key_U, control=True)
    assert page_of(window).finder.isVisible()
    window._flow.take_back()
    assert window._flow.call.id == first.id
    window.notepad.setFocus()
    key(qtbot, Qt.Key.Key_U, control=True)
    qtbot.waitUntil(sheet.isVisible)
    assert sheet.entries["notes"].value().startswith("Baru. ")


@pytest.mark.usefixtures("sari")
def test_another_customer_is_looked_for_by_the_same_key(window, qtbot):
    choose(window, qtbot, "sari")
    key(qtbot, Qt.Key.Key_U, control=True)
    assert page_of(window).finder.field.hasFocus()


def test_an_empty_desk_says_how_to_begin(window, qtbot):
    finder = look(window, qtbot)
    assert "Type a name" in finder.rows.calm_words
    assert finder.rows.count() == 0


@pytest.mark.usefixtures("sari")
def test_a_card_is_only_offered_where_exactly_one_has_the_name(window, qtbot, store):
    qtbot.keyClicks(window.strip.name, "sari dewi")
    qtbot.waitUntil(lambda: "There is a card of Sari Dewi" in window.hint.words)
    assert window._flow.call.customer == ""
    qtbot.keyClicks(window.strip.name, "ana")
    assert window.hint.words == ""
    store.run(partial(customers.save, Customer("SARI DEWIANA", id="a"), set(), NOW))
    store.run(partial(customers.save, Customer("Sari Dewiana", id="b"), set(), NOW))
    window._flow.set_name("Sari Dewiana")
    with qtbot.waitSignal(window.records._front.clerk._answered):
        window.records._front.clerk.ask(lambda: None)
    assert window.hint.words == ""


@pytest.mark.usefixtures("sari")
def test_an_offer_without_consent_is_warned_of_and_at_the_counter_it_is_not(window, qtbot):
    choose(window, qtbot, "sari")
    key(qtbot, Qt.Key.Key_Escape)
    line = window._assistant.librarian.line("kartu#notifikasi", "id")
    offer = window._assistant.suggestion(line, window._flow.as_note())
    window._copy_found(offer, offer.text)
    qtbot.waitUntil(lambda: "No offers now" in window.records.notices.words)
    window._flow.set_channel(Channel.COUNTER)
    window._copy_found(offer, offer.text)
    qtbot.waitUntil(lambda: window.records.notices.words == "")


def test_the_key_of_the_card_is_no_key_of_a_line(window, qtbot):
    class Greedy(QLineEdit):
        """Takes every key for itself, as X11 has a line take Ctrl+U."""

        def event(self, event):
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            return super().event(event)

    line = Greedy(window)
    line.show()
    line.setFocus()
    key(qtbot, Qt.Key.Key_U, control=True)
    qtbot.waitUntil(lambda: page_of(window) is not None and page_of(window).isVisible())
