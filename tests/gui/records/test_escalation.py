"""A matter is handed over, and its complaint followed, by keys in the real window."""

import sqlite3
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kbassist import deskwords
from kbassist.assistant import Assistant
from kbassist.desk import complaints, rules, steps
from kbassist.desk.clock import Filing
from kbassist.desk.complaints import Action, Complaint, Status
from kbassist.desk.store import Store
from kbassist.desk.workdays import Workdays
from kbassist.gui.choice import Option
from kbassist.gui.records.complaints import ComplaintsRegister
from kbassist.gui.records.entries import ChoiceEntry
from kbassist.gui.records.handover import HandoverPage

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
ENTER = Qt.Key.Key_Return
RULES = rules.load(None)
DAYS = Workdays(RULES.calendar)
LIBRARY = """
---
title: Kartu belum diterima
kind: problem
triggers: [kartu belum datang, resi kartu]
---
Kartu dikirim dalam 5 hari kerja.

> [!escalate] Serahkan ke Unit Kartu {#ke-unit}
> - when: lewat seminggu, belum datang
> - to: Unit Kartu
> - sla: 3wd
> - documents: KTP, Bukti pengiriman
> - request: Lacak kiriman dan kabari nasabah
>
> Laporannya saya teruskan ke Unit Kartu dengan nomor {tiket}.

> [!escalate] Serahkan ke Cabang {#ke-cabang}
> - when: lewat seminggu, belum datang
> - to: Cabang
>
> Saya teruskan ke cabang.
"""
OTHER = """
---
title: PIN terblokir
kind: problem
triggers: [pin terblokir]
---
PIN dibuka oleh Unit Kartu.

> [!escalate] Serahkan ke Unit Kartu {#pin}
> - when: pin terblokir
> - to: Unit Kartu
>
> PIN-nya saya teruskan ke Unit Kartu.
"""
NOTE = "kartu belum datang lewat seminggu"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    """Return an assistant that has read one article."""
    folder = tmp_path_factory.mktemp("escalation") / "library"
    (folder / "id").mkdir(parents=True)
    (folder / "id" / "kartu.md").write_text(LIBRARY.lstrip(), encoding="utf-8")
    (folder / "id" / "pin.md").write_text(OTHER.lstrip(), encoding="utf-8")
    with Assistant((folder,), tmp_path_factory.mktemp("cache")) as made:
        made.update()
        made.wait()
        yield made


@pytest.fixture
def noted(window, qtbot):
    """Return a window in a call of Ibu Sari about a card."""
    qtbot.keyClicks(window.notepad, NOTE)
    window._flow.set_customer("", "Sari", "Ibu")
    return window


@pytest.fixture
def store(journal):
    """Return the tables of the window, as another window reads them."""
    made = Store(journal)
    yield made
    made.close()


def press(qtbot, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def handed(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_E, CONTROL | SHIFT)
    [page] = window.findChildren(HandoverPage)
    return page


def save(qtbot):
    qtbot.keyClick(QApplication.focusWidget(), ENTER, CONTROL)


def problems(page):
    return [label.text() for label in page.findChildren(QLabel, "entryProblem") if not label.isHidden()]


def clipboard():
    return QGuiApplication.clipboard().text()


def today():
    return datetime.now().astimezone().date()


def rows_of(store):
    return [entry for entry, _clock in store.run(partial(complaints.listed, today(), RULES, DAYS))]


def choose_unit(qtbot, page):
    """Choose the line that hands over to the unit; two lines hand over, so the page asks first."""
    assert QApplication.focusWidget() is page.choice
    qtbot.keyClicks(page.choice, str([line.id for line in page.lines].index("ke-unit") + 1))


def test_a_matter_is_handed_over_and_registered_by_two_keys(noted, qtbot, store):
    page = handed(qtbot, noted)
    choose_unit(qtbot, page)
    due = DAYS.add(today(), 5)
    assert page.due.text() == f"{deskwords.due(5, due)} (POJK 22/2023)"
    assert "dengan nomor …" in page.say.text()
    save(qtbot)
    qtbot.waitUntil(noted.notepad.hasFocus)
    number = f"PGD-{today().year}-000001"
    by = deskwords.day(due)
    assert noted.notepad.toPlainText() == f"{NOTE}\n» Handed over to Unit Kartu, {number}, by {by}"
    assert noted._flow.call.values["ticket"] == number
    assert clipboard().splitlines() == [
        number,
        "For: Unit Kartu",
        f"Customer: Ibu Sari (Phone, {deskwords.day(today())})",
        f"Matter: {NOTE}",
        "Mood: Calm",
        "Documents:",
        "- KTP: still to come",
        "- Bukti pengiriman: still to come",
        "Asked for: Lacak kiriman dan kabari nasabah",
        f"Due: {deskwords.due(3, DAYS.add(today(), 3))}",
    ]
    [entry] = rows_of(store)
    assert (entry.number, entry.unit, entry.reason) == (number, "Unit Kartu", "Kartu belum diterima")
    assert (entry.filing, entry.due, entry.call) == (Filing.SPOKEN, due, noted._flow.call.id)
    assert entry.handover == clipboard()


def test_the_line_with_the_number_is_ready_to_be_said(noted, qtbot):
    page = handed(qtbot, noted)
    choose_unit(qtbot, page)
    save(qtbot)
    qtbot.waitUntil(noted.notepad.hasFocus)
    said = next(s.text for s in noted._flow.advice.suggestions if s.line == "kartu#ke-unit")
    assert said == f"Laporannya saya teruskan ke Unit Kartu dengan nomor PGD-{today().year}-000001."


def test_documents_are_ticked_and_a_written_complaint_has_its_own_day(noted, qtbot):
    page = handed(qtbot, noted)
    choose_unit(qtbot, page)
    press(qtbot, ENTER, ENTER)
    qtbot.keyClicks(QApplication.focusWidget(), "2")
    press(qtbot, ENTER, ENTER)
    assert QApplication.focusWidget() is page.entries["filing"]
    qtbot.keyClicks(QApplication.focusWidget(), "2")
    text = page.entries["text"].value()
    assert "- Bukti pengiriman: there" in text
    assert "- KTP: still to come" in text
    assert page.due.text().startswith(deskwords.due(10, DAYS.add(today(), 10)))


def test_text_that_the_agent_changed_is_left_alone(noted, qtbot):
    page = handed(qtbot, noted)
    choose_unit(qtbot, page)
    page.go_to("text")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_End, CONTROL)
    qtbot.keyClicks(QApplication.focusWidget(), " Penting.")
    page.go_to("unit")
    press(qtbot, Qt.Key.Key_End)
    qtbot.keyClicks(QApplication.focusWidget(), " Pusat")
    assert page.entries["text"].value().endswith("Penting.")
    assert "Pusat" not in page.entries["text"].value()


def test_what_was_filled_in_waits_for_its_call(noted, qtbot):
    page = handed(qtbot, noted)
    choose_unit(qtbot, page)
    page.go_to("unit")
    press(qtbot, Qt.Key.Key_End)
    qtbot.keyClicks(QApplication.focusWidget(), " Pusat")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert noted.notepad.hasFocus()
    handed(qtbot, noted)
    assert page.entries["unit"].value() == "Unit Kartu Pusat"
    noted._flow.new_call()
    handed(qtbot, noted)
    assert page.entries["unit"].value() == ""
    noted._flow.take_back()
    handed(qtbot, noted)
    assert page.entries["unit"].value() == "Unit Kartu Pusat"


def test_the_text_follows_what_becomes_known_while_the_page_stands_beside_the_notes(open_window, qtbot):
    window = open_window(1200)
    qtbot.keyClicks(window.notepad, NOTE)
    page = handed(qtbot, window)
    choose_unit(qtbot, page)
    qtbot.keyClicks(window.strip.name, "Budi")
    assert "Customer: Budi (" in page.entries["text"].value()


def test_two_calls_never_share_what_is_filled_in(open_window, qtbot, store):
    window = open_window(1200)
    qtbot.keyClicks(window.notepad, NOTE)
    page = handed(qtbot, window)
    choose_unit(qtbot, page)
    page.go_to("words")
    qtbot.keyClicks(QApplication.focusWidget(), "tolong segera")
    qtbot.keyClick(window, Qt.Key.Key_H, CONTROL)
    qtbot.keyClicks(window.notepad, "budi")
    handed(qtbot, window)
    assert (page.entries["unit"].value(), page.entries["words"].value()) == ("", "")
    qtbot.keyClick(window, Qt.Key.Key_Tab, CONTROL)
    handed(qtbot, window)
    assert (page.entries["unit"].value(), page.entries["words"].value()) == ("Unit Kartu", "tolong segera")
    save(qtbot)
    qtbot.waitUntil(window.notepad.hasFocus)
    assert [entry.words for entry in rows_of(store)] == ["tolong segera"]


def test_what_is_no_complaint_is_handed_over_without_a_number(noted, qtbot, store):
    page = handed(qtbot, noted)
    choose_unit(qtbot, page)
    page.go_to("complaint")
    qtbot.keyClicks(QApplication.focusWidget(), "2")
    assert page.due.isHidden()
    save(qtbot)
    assert noted.notepad.hasFocus()
    assert "PGD" not in noted.notepad.toPlainText()
    assert clipboard().startswith("For: Unit Kartu")
    assert not rows_of(store)


def test_lines_of_one_title_are_told_apart_by_their_articles(noted, qtbot):
    qtbot.keyClicks(noted.notepad, ", pin terblokir")
    page = handed(qtbot, noted)
    offered = {button.text()[2:] for button in page.choice.findChildren(QPushButton)}
    assert offered == {"Kartu belum diterima", "PIN terblokir", "Serahkan ke Cabang"}


def test_a_long_answer_does_not_widen_a_narrow_page(qtbot):
    entry = ChoiceEntry([Option(1, "surat keterangan kehilangan dari kepolisian " * 3)])
    qtbot.addWidget(entry)
    assert entry.minimumSizeHint().width() <= 300


def test_without_a_line_the_unit_is_asked_for(window, qtbot):
    page = handed(qtbot, window)
    assert page.choice.isHidden()
    save(qtbot)
    assert QApplication.focusWidget() is page.entries["unit"].focusProxy()
    assert problems(page) == ["Please fill this in."] * 2


def test_nothing_private_is_registered_or_copied(window, qtbot, store, journal):
    qtbot.keyClicks(window.notepad, "kartu belum datang lewat seminggu 4111 1111 1111 1111 ")
    page = handed(qtbot, window)
    choose_unit(qtbot, page)
    page.go_to("words")
    qtbot.keyClicks(QApplication.focusWidget(), "kartu saya 5500 0000 0000 0004")
    save(qtbot)
    qtbot.waitUntil(window.notepad.hasFocus)
    [entry] = rows_of(store)
    for kept in (clipboard(), entry.words, entry.handover):
        assert "1111 1111" not in kept
        assert "0000 0000" not in kept
    assert b"5500 0000" not in b"".join(file.read_bytes() for file in journal.parent.glob("calls*"))


def entered(store, **changed):
    now = datetime.now().astimezone()
    values = {"unit": "Unit Kartu", "filing": Filing.SPOKEN, "opened": today(), "name": "Sari", "documents": ("KTP",)}
    return store.run(partial(complaints.register, Complaint(**{**values, **changed}), now, RULES, DAYS))


def register(qtbot, window, count):
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL)
    while not window.findChildren(ComplaintsRegister):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageDown, CONTROL)
    [made] = window.findChildren(ComplaintsRegister)
    qtbot.waitUntil(lambda: made.rows.count() == count)
    return made


def opened(qtbot, made):
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made.page.action)
    return made.page


def option(page, action):
    return str([each.value for each in page.action._options].index(action) + 1)


def test_the_register_tells_in_words_and_signs_what_is_due(window, qtbot, store):
    entered(store)
    late = entered(store, opened=today() - timedelta(days=40))
    made = register(qtbot, window, 2)
    assert [row.side for row in made.rows.rows] == ["!!", "✓"]
    assert made.rows.rows[0].title.startswith(late.number)
    assert "working days late, by" in made.rows.rows[0].below
    assert made.message.text() == "2 open, !! 1 late"


def test_an_empty_register_says_how_to_fill_it(window, qtbot):
    made = register(qtbot, window, 0)
    qtbot.waitUntil(lambda: made.message.text() == "No complaints. One is registered with the hand-over.")


def test_a_complaint_is_answered_by_enter_digit_and_one_key(window, qtbot, store):
    complaint = entered(store)
    made = register(qtbot, window, 1)
    page = opened(qtbot, made)
    qtbot.keyClicks(page.action, option(page, Action.ANSWER))
    qtbot.keyClicks(QApplication.focusWidget(), "kartu tiba Senin")
    save(qtbot)
    qtbot.waitUntil(lambda: [row.side for row in made.rows.rows] == ["–"])
    assert made.rows.hasFocus()
    [_begun, answered] = store.run(partial(steps.of, complaint.id))
    assert (answered.status, answered.words) == (Action.ANSWER, "kartu tiba Senin")
    assert store.run(partial(complaints.find, complaint.id)).status is Status.ANSWERED
    assert clipboard() == f"We have the answer to your complaint {complaint.number}."


def test_a_written_complaint_is_extended_once_the_customer_was_told(window, qtbot, store):
    complaint = entered(store, filing=Filing.WRITTEN)
    made = register(qtbot, window, 1)
    page = opened(qtbot, made)
    qtbot.keyClicks(page.action, option(page, Action.EXTEND))
    until = DAYS.add(today(), 20)
    assert page.say.text().endswith(f"You will have our answer by {deskwords.day(until)}.”")
    save(qtbot)
    assert QApplication.focusWidget() is page.words.field
    assert not page.isHidden()
    qtbot.keyClicks(QApplication.focusWidget(), "lewat telepon hari ini")
    save(qtbot)
    qtbot.waitUntil(lambda: store.run(partial(complaints.find, complaint.id)).due == until)


def test_a_spoken_complaint_is_filed_in_writing_instead_of_extended(window, qtbot, store):
    complaint = entered(store)
    made = register(qtbot, window, 1)
    page = opened(qtbot, made)
    offered = [each.value for each in page.action._options]
    assert Action.EXTEND not in offered
    qtbot.keyClicks(page.action, option(page, Action.ASK_WRITING))
    save(qtbot)
    qtbot.waitUntil(lambda: store.run(partial(complaints.find, complaint.id)).status is Status.TO_BE_WRITTEN)


def test_what_is_written_about_a_complaint_is_there_after_esc(window, qtbot, store):
    entered(store)
    made = register(qtbot, window, 1)
    page = opened(qtbot, made)
    qtbot.keyClicks(page.action, option(page, Action.ASK_DOCUMENTS))
    assert page.words.value() == "KTP"
    qtbot.keyClicks(QApplication.focusWidget(), ", slip")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.notepad.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL)
    assert QApplication.focusWidget() is page.words.field
    assert page.words.value().endswith(", slip")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left, ALT)
    assert made.rows.hasFocus()


def test_another_who_was_quicker_is_told_of(window, qtbot, store):
    complaint = entered(store)
    made = register(qtbot, window, 1)
    page = opened(qtbot, made)
    qtbot.keyClicks(page.action, option(page, Action.ANSWER))
    now = datetime.now(UTC)
    job = partial(complaints.act, complaint.id, Action.ANSWER, "", agent="", now=now, rules=RULES, workdays=DAYS)
    store.run(job)
    save(qtbot)
    qtbot.waitUntil(made.rows.hasFocus)
    assert len(store.run(partial(steps.of, complaint.id))) == 2


def break_table(journal, name):
    connection = sqlite3.connect(journal)
    connection.execute(f"ALTER TABLE {name} RENAME TO gone")
    connection.commit()
    connection.close()


def mend_table(journal, name):
    connection = sqlite3.connect(journal)
    connection.execute(f"ALTER TABLE gone RENAME TO {name}")
    connection.commit()
    connection.close()


def test_what_cannot_be_registered_stays_filled_in_until_it_can(noted, qtbot, store, journal):
    page = handed(qtbot, noted)
    choose_unit(qtbot, page)
    break_table(journal, "complaints")
    QGuiApplication.clipboard().clear()
    save(qtbot)
    qtbot.waitUntil(lambda: any("It could not be kept" in label.text() for label in noted.findChildren(QLabel)))
    assert page.isVisible()
    assert clipboard() == ""
    mend_table(journal, "complaints")
    save(qtbot)
    qtbot.waitUntil(noted.notepad.hasFocus)
    assert [entry.number for entry in rows_of(store)] == [f"PGD-{today().year}-000001"]


def test_what_cannot_be_recorded_stays_written(window, qtbot, store, journal):
    complaint = entered(store)
    page = opened(qtbot, register(qtbot, window, 1))
    qtbot.keyClicks(page.action, option(page, Action.ANSWER))
    qtbot.keyClicks(QApplication.focusWidget(), "kartu tiba")
    break_table(journal, "steps")
    save(qtbot)
    qtbot.waitUntil(lambda: any("It could not be kept" in label.text() for label in window.findChildren(QLabel)))
    mend_table(journal, "steps")
    assert store.run(partial(complaints.find, complaint.id)).is_open
    save(qtbot)
    qtbot.waitUntil(lambda: not store.run(partial(complaints.find, complaint.id)).is_open)
