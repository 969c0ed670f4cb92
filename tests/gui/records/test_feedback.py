"""The register of feedback, by keys."""

import csv
from datetime import UTC, date, datetime
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from kbassist import messages
from kbassist.desk import feedback, steps, wrapups
from kbassist.desk.feedback import Feedback, FeedbackKind, FeedbackStatus
from kbassist.desk.store import Store
from kbassist.desk.wrapups import WrapUp

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NOW = datetime.now(UTC)
TODAY = date.today()  # noqa: DTZ011 - as the register


@pytest.fixture
def store(journal):
    messages.use("en")
    store = Store(journal)
    for name, product, words in (
        ("a", "Tabungan", "antre lama"),
        ("b", "Kartu", "kurir ramah"),
        ("c", "Tabungan", "x"),
    ):
        kind = FeedbackKind.PRAISE if name == "b" else FeedbackKind.COMPLAINT
        store.run(
            partial(feedback.save, Feedback(name, name, TODAY, kind, product, "Antrean", words, agent="Rina"), NOW)
        )
    for name, mark in (("a", 5), ("c", 2)):
        store.run(partial(wrapups.save, WrapUp(name, NOW, "solved", "Antrean", "Tabungan", csat=mark)))
    yield store
    store.close()


@pytest.fixture
def register(store, window, qtbot):
    """Return the register, opened by keys."""
    press(qtbot, Qt.Key.Key_O, CONTROL)
    for _turn in range(2):
        press(qtbot, Qt.Key.Key_PageUp, CONTROL)
    found = window.side.currentWidget()._stack.currentWidget()
    qtbot.waitUntil(lambda: found.rows.count() > 0)
    return found


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def titles(register):
    return [row.title for row in register.rows.rows]


def test_the_register_tells_what_was_said_and_never_who_took_the_call(register):
    assert titles(register) == ["Tabungan · Antrean", "“antre lama”", "“x”", "Kartu · Antrean", "“kurir ramah”"]
    group, said = register.rows.rows[:2]
    assert group.below == "2 complaints · 50 % satisfied (9–91 %, n 2)"
    assert said.below.startswith("New · complaint · ")
    assert "Rina" not in str(register.rows.rows)


def test_a_status_and_an_answer_come_back_by_keys(register, store, qtbot):
    press(qtbot, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: "Being worked on" in register.rows.rows[1].below)
    assert register.rows.currentRow() == 1
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "loket ditambah")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "answer: loket ditambah" in register.rows.rows[1].below)
    assert register.rows.hasFocus()
    assert [step.status for step in store.run(partial(steps.of, "a"))] == [FeedbackStatus.IN_WORK] * 2


def test_it_is_narrowed_by_month_and_product(register, qtbot):
    press(qtbot, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: register.rows.count() == 0)
    assert "nothing was said" in register.head.text()
    press(qtbot, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: register.rows.count() > 0)
    register.product.show_value("Kartu")  # the list that completes it takes the keyboard, which this display can't
    register.show_again()
    qtbot.waitUntil(lambda: titles(register) == ["Kartu · Antrean", "“kurir ramah”"])


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_it_is_written_for_the_owning_unit(register, qtbot, tmp_path, monkeypatch, ending):
    path = tmp_path / f"suara.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))
    for _time in range(2):
        press(qtbot, Qt.Key.Key_X, CONTROL | SHIFT)
        qtbot.waitUntil(path.exists)
        written = path.read_text(encoding="utf-8")
        assert "antre lama" in written
        assert "Rina" not in written
    if ending == "csv":
        assert len(list(csv.DictReader(written.splitlines()))) == 3
    path.unlink()
    path.mkdir()
    press(qtbot, Qt.Key.Key_X, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: "could not" in register.window().status._message.text())
