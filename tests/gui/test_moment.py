"""What the window tells of how the call is going: hints, what must still be said, a minute's breath."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from kbassist.assist.kinds import MoodLevel, Phase
from kbassist.assistant import Assistant
from kbassist.gui import breath
from kbassist.gui.cards.arrange import Fold, RowKind
from kbassist.gui.cards.model import ROW

CONTROL = Qt.KeyboardModifier.ControlModifier
UPSET = "cust marah2, kartu blm datang 2 mgg"
ABUSIVE = "NSBH TERIAK2 MEMAKI petugas, kata2 kasar, goblok katanya!!"
ABUSE = """
---
title: Nasabah berkata kasar
kind: script
triggers: [nasabah kasar, memaki, kata-kata kasar, membentak petugas]
---

> [!deescalate] Ingatkan {#ingatkan}
> - stage: acknowledge
> - when: memaki, kata kasar
>
> Masalahnya ingin saya selesaikan. Mohon kita berbicara tanpa kata-kata itu.

> [!deescalate] Jeda {#jeda}
> - stage: resolve
> - when: masih kasar
>
> Saya beri jeda dua menit supaya kita bisa melanjutkan dengan tenang.

> [!escalate] Supervisor {#supervisor}
> - to: Supervisor
> - when: masih kasar
>
> Percakapan ini saya serahkan kepada atasan saya.
"""
LOST = """
---
title: Kartu hilang
kind: problem
triggers: [kartu hilang, blokir kartu]
---

> [!answer] Kartu diblokir {#blokir}
> - when: hilang, blokir
>
> Kartunya sudah saya blokir.

> [!comply] Waktu pemblokiran {#waktu}
> - when: blokir
>
> Kartu tidak dapat dipakai lagi sejak saat ini.

> [!comply] Larangan berbagi PIN {#pin}
>
> Petugas kami tidak pernah menanyakan PIN.
"""


@pytest.fixture(scope="module")
def told(card, tmp_path_factory):
    """Return an assistant over articles with a script against abuse and with lines that must be said."""
    home = tmp_path_factory.mktemp("told")
    for name, text in {"kartu": card, "kasar": ABUSE, "hilang": LOST}.items():
        path = home / "library/id" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    with Assistant((home / "library",), home / "cache") as made:
        made.update()
        made.wait()
        yield made


@pytest.fixture
def window(open_window, told):
    return open_window(assistant=told)


def rows(window, *kinds):
    model = window.cards.cards
    found = [model.data(model.index(at), ROW) for at in range(model.rowCount())]
    return [row for row in found if row.kind in kinds]


def card_names(window):
    return [row.name for row in rows(window, RowKind.CARD)]


def copy(qtbot, window, name):
    key = next(row.key for row in rows(window, RowKind.CARD) if row.name == name)
    qtbot.keyClick(window.focusWidget(), Qt.Key(Qt.Key.Key_0 + key), CONTROL)


def press(qtbot, window, key, modifiers=CONTROL):
    qtbot.keyClick(window.focusWidget(), key, modifiers)


@pytest.fixture
def hasty(window, qtbot):
    """Return a window in which an upset customer was answered before anybody acknowledged anything."""
    qtbot.keyClicks(window.notepad, f"{UPSET}, kartu hilang, minta blokir")
    copy(qtbot, window, "hilang#blokir")
    return window


def test_who_solves_before_acknowledging_is_told_so_until_it_is_mended(hasty, qtbot):
    assert hasty.hint.isVisible()
    assert hasty.hint.words == "Acknowledge how they feel, then solve it."
    copy(qtbot, hasty, "kartu#empati")
    assert not hasty.hint.isVisible()


def test_a_hint_takes_one_row_and_the_keys_stay_in_the_notes(hasty):
    assert hasty.hint.height() <= 32
    assert hasty.hint.geometry().top() >= hasty.notepad.geometry().bottom()
    assert hasty.hint.geometry().bottom() <= hasty._stack.geometry().top()
    assert hasty.notepad.hasFocus()


def test_abuse_is_answered_step_by_step(window, qtbot):
    qtbot.keyClicks(window.notepad, ABUSIVE)
    said = []
    for step in ("kasar#ingatkan", "kasar#jeda", "kasar#supervisor"):
        said.append(window.hint.words)
        assert card_names(window)[0] == step
        copy(qtbot, window, step)
    assert [words.partition(":")[2] for words in said] == [
        " remind them once, calmly.",
        " take a short pause.",
        " hand over to the supervisor.",
    ]


def test_abuse_comes_before_any_other_hint(hasty, qtbot):
    qtbot.keyClicks(hasty.notepad, f". {ABUSIVE}")
    assert len(hasty._flow.advice.hints) > 1
    assert hasty.hint.words == "Abusive words: remind them once, calmly."


@pytest.fixture
def ending(window, qtbot):
    """Return a window with a call that ends while two lines are still to be said."""
    qtbot.keyClicks(window.notepad, "kartu hilang, minta blokir")
    copy(qtbot, window, "hilang#blokir")
    window.strip.phase.chosen.emit(Phase.CLOSING)
    return window


def fold_words(window):
    return [row.text for row in rows(window, RowKind.FOLD) if row.name == Fold.UNSAID]


def test_what_must_still_be_said_is_one_row_once_the_call_ends(window, qtbot):
    qtbot.keyClicks(window.notepad, "kartu hilang, minta blokir")
    copy(qtbot, window, "hilang#blokir")
    assert not fold_words(window)
    window.strip.phase.chosen.emit(Phase.CLOSING)
    assert fold_words(window) == ["2 required lines not said yet"]


def test_ctrl_m_opens_what_must_still_be_said_and_a_digit_copies_it(ending, qtbot):
    press(qtbot, ending, Qt.Key.Key_M)
    assert card_names(ending)[-2:] == ["hilang#waktu", "hilang#pin"]
    copy(qtbot, ending, "hilang#pin")
    assert QGuiApplication.clipboard().text() == "Petugas kami tidak pernah menanyakan PIN."
    assert fold_words(ending) == ["1 required line not said yet"]
    copy(qtbot, ending, "hilang#waktu")
    assert not fold_words(ending)


def test_cards_keep_keys_and_order_while_the_fold_opens_and_closes(ending, qtbot):
    before = [(row.key, row.name) for row in rows(ending, RowKind.CARD)]
    press(qtbot, ending, Qt.Key.Key_M)
    press(qtbot, ending, Qt.Key.Key_M)
    assert sorted((row.key, row.name) for row in rows(ending, RowKind.CARD)) == sorted(before)


def test_a_new_call_is_held_up_by_nothing_and_says_what_was_left_unsaid(ending, qtbot):
    press(qtbot, ending, Qt.Key.Key_N)
    assert ending.notepad.toPlainText() == ""
    assert ending.hint.words == "Last call: 2 required lines not said yet"
    qtbot.keyClicks(ending.notepad, "t")
    assert not ending.hint.isVisible()


def test_the_undo_of_a_new_call_brings_the_row_back(ending, qtbot):
    press(qtbot, ending, Qt.Key.Key_N)
    press(qtbot, ending, Qt.Key.Key_R)
    assert not ending.hint.isVisible()
    assert fold_words(ending) == ["2 required lines not said yet"]


@pytest.fixture
def after_a_hard_call(window, qtbot):
    """Return a window in which the call after a furious one has just begun."""
    qtbot.keyClicks(window.notepad, ABUSIVE)
    assert window._flow.advice.mood_level is MoodLevel.FURIOUS
    qtbot.keyClicks(window.notepad, " skrg nsbh sdh tenang, minta maaf, terima kasih banyak, lega, sudah beres.")
    assert window._flow.advice.mood_level is not MoodLevel.FURIOUS
    press(qtbot, window, Qt.Key.Key_N)
    return window


def test_after_a_hard_call_there_is_a_minute_to_breathe(after_a_hard_call):
    assert after_a_hard_call.switchboard._breath.isVisible()
    assert after_a_hard_call.switchboard._breath.words.text() == "Take a breath. That was a hard call."
    assert after_a_hard_call.switchboard._breath.width() == after_a_hard_call.cards.viewport().width()
    assert after_a_hard_call.notepad.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_K, Qt.Key.Key_Escape])
def test_any_letter_and_esc_go_on_at_once(after_a_hard_call, qtbot, key):
    qtbot.keyClick(after_a_hard_call.focusWidget(), key)
    assert not after_a_hard_call.switchboard._breath.isVisible()
    assert after_a_hard_call.notepad.hasFocus()


def test_going_back_to_the_hard_call_ends_the_breath(after_a_hard_call, qtbot):
    press(qtbot, after_a_hard_call, Qt.Key.Key_R)
    assert not after_a_hard_call.switchboard._breath.isVisible()


def test_the_breath_fills_a_bar_and_is_over_by_itself(window, qtbot, monkeypatch):
    monkeypatch.setattr(breath, "MINUTE", 800)
    qtbot.keyClicks(window.notepad, ABUSIVE)
    press(qtbot, window, Qt.Key.Key_N)
    bar = window.switchboard._breath.bar
    assert bar.isVisible()
    qtbot.waitUntil(lambda: 0 < bar.share < 1)
    qtbot.waitUntil(lambda: not window.switchboard._breath.isVisible())


def test_nothing_moves_in_the_breath_where_motion_is_reduced(window, qtbot, theme):
    theme._reduced_motion = True
    qtbot.keyClicks(window.notepad, ABUSIVE)
    press(qtbot, window, Qt.Key.Key_N)
    assert window.switchboard._breath.isVisible()
    assert not window.switchboard._breath.bar.isVisible()


def test_no_breath_after_other_calls_or_where_it_is_switched_off(open_window, told, qtbot):
    calm, off = open_window(assistant=told), open_window(assistant=told, breath=False)
    for window, note in ((calm, UPSET), (off, ABUSIVE)):
        qtbot.keyClicks(window.notepad, note)
        press(qtbot, window, Qt.Key.Key_N)
        assert window.switchboard._breath is None


def test_the_assistant_knows_what_is_on_the_screen_and_what_was_said_in_its_order(window, qtbot):
    qtbot.keyClicks(window.notepad, f"{UPSET}, lewat seminggu")
    assert window._flow.call.as_note().shown == tuple(card_names(window))
    for name in ("kartu#maaf", "kartu#empati"):
        copy(qtbot, window, name)
    call = window._flow.call.as_note()
    assert call.used == ("kartu#maaf", "kartu#empati")
    assert call.shown == tuple(card_names(window))
    press(qtbot, window, Qt.Key.Key_N)
    assert window._flow.call.as_note().shown == ()


def test_every_phase_is_in_the_menu_and_one_entry_gives_the_choice_back(window, qtbot):
    qtbot.keyClicks(window.notepad, UPSET)
    button = window.strip.phase
    inferred = button.text()
    button.menu().aboutToShow.emit()
    entries = button.menu().actions()
    assert entries[0].text() == f"Automatic ({inferred})"
    assert [entry.data() for entry in entries[1:]] == list(Phase)
    entries[-1].trigger()
    assert button.text() == "Closing"
    assert button.property("chosen") is True
    assert "chosen by hand" in button.accessibleName()
    button.menu().aboutToShow.emit()
    button.menu().actions()[0].trigger()
    assert (button.text(), button.property("chosen")) == (inferred, False)
    assert "chosen by hand" not in button.accessibleName()
