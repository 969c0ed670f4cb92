import weakref

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel

from kbassist import messages
from kbassist.assist.kinds import Phase
from kbassist.assistant import Assistant
from kbassist.content.kinds import Channel
from kbassist.gui.bridge import Bridge
from kbassist.gui.cards.arrange import RowKind
from kbassist.gui.cards.model import ROW
from kbassist.words import failure

CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
UPSET = "cust marah2, kartu blm datang 2 mgg"


def rows(window, *kinds):
    model = window.cards.cards
    found = [model.data(model.index(at), ROW) for at in range(model.rowCount())]
    return [row for row in found if not kinds or row.kind in kinds]


def card_names(window):
    return [row.name for row in rows(window, RowKind.CARD)]


def key_of(window, name):
    return next(row.key for row in rows(window, RowKind.CARD) if row.name == name)


def press_digit(qtbot, window, name, modifiers=CONTROL):
    qtbot.keyClick(window.focusWidget(), Qt.Key(Qt.Key.Key_0 + key_of(window, name)), modifiers)


def clipboard():
    return QGuiApplication.clipboard().text()


@pytest.fixture
def upset(window, qtbot):
    """Return a window with the note of an upset customer."""
    qtbot.keyClicks(window.notepad, UPSET)
    assert "kartu#empati" in card_names(window)
    return window


def test_cards_come_while_one_types(window, qtbot):
    tester = QAbstractItemModelTester(window.cards.cards, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert window.notepad.hasFocus()
    qtbot.keyClicks(window.notepad, UPSET)
    assert card_names(window)[0] == "kartu#empati"
    assert [row.key for row in rows(window, RowKind.CARD)] == list(range(1, len(card_names(window)) + 1))
    assert window.strip.mood.words == "Upset"
    qtbot.keyClicks(window.notepad, ". skrg sdh tenang, terima kasih")
    del tester


def test_a_digit_with_ctrl_copies_the_line_and_makes_room(upset, qtbot):
    upset.strip.salutation.chosen.emit("Ibu")
    upset.strip.name.setFocus()
    qtbot.keyClicks(upset.strip.name, "Ratna")
    press_digit(qtbot, upset, "kartu#empati")
    assert clipboard() == "Saya paham, Ibu Ratna, menunggu kartu tentu melelahkan."
    assert "kartu#empati" not in card_names(upset)
    assert [row.text for row in rows(upset, RowKind.USED)] == ["Akui penantiannya"]
    assert upset.notepad.hasFocus()


def test_what_was_copied_by_mistake_comes_back(upset, qtbot):
    press_digit(qtbot, upset, "kartu#empati")
    qtbot.keyClick(upset.notepad, Qt.Key.Key_R, CONTROL)
    assert "kartu#empati" in card_names(upset)
    assert not rows(upset, RowKind.USED)


def test_enter_in_the_list_copies_the_chosen_card(upset, qtbot):
    upset.cards.setFocus()
    upset.cards.setCurrentIndex(upset.cards.cards.index_of(RowKind.CARD, "kartu#maaf"))
    qtbot.keyClick(upset.cards, Qt.Key.Key_Return)
    assert clipboard().startswith("Mohon maaf atas urusan")


def test_a_gap_is_asked_for_in_place_and_once_a_call(window, qtbot):
    qtbot.keyClicks(window.notepad, "tanya resi kartu")
    press_digit(qtbot, window, "kartu#cek-resi")
    asked = window.focusWidget()
    assert asked.accessibleName() == "nomor resi"
    assert window.cards.viewport().isAncestorOf(asked)
    qtbot.keyClicks(asked, "JNE123")
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert window.focusWidget().accessibleName() == "tanggal"
    qtbot.keyClicks(window.focusWidget(), "1 Mei")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert clipboard() == "Nomor resi kartunya JNE123, berlaku sampai 1 Mei."
    assert window.notepad.hasFocus()
    qtbot.keyClick(window.notepad, Qt.Key.Key_R, CONTROL)
    QGuiApplication.clipboard().clear()
    press_digit(qtbot, window, "kartu#cek-resi")
    assert clipboard() == "Nomor resi kartunya JNE123, berlaku sampai 1 Mei."


def test_esc_gives_the_question_up(window, qtbot):
    QGuiApplication.clipboard().setText("before")
    qtbot.keyClicks(window.notepad, "tanya resi kartu")
    press_digit(qtbot, window, "kartu#cek-resi")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.notepad.hasFocus()
    assert clipboard() == "before"
    assert "kartu#cek-resi" in card_names(window)


def test_a_secret_never_reaches_the_clipboard(window, qtbot):
    qtbot.keyClicks(window.notepad, "tanya resi kartu")
    press_digit(qtbot, window, "kartu#cek-resi")
    for value in ("4111 1111 1111 1111", "1 Mei"):
        qtbot.keyClicks(window.focusWidget(), value)
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert "4111" not in clipboard()
    assert "1 Mei" in clipboard()


def test_ctrl_shift_and_a_digit_take_a_card_away(upset, qtbot):
    press_digit(qtbot, upset, "kartu#empati", CONTROL | SHIFT)
    assert "kartu#empati" not in card_names(upset)
    qtbot.keyClicks(upset.notepad, " lagi")
    assert "kartu#empati" not in card_names(upset)
    qtbot.keyClick(upset.notepad, Qt.Key.Key_R, CONTROL)
    assert "kartu#empati" in card_names(upset)


def test_locked_offers_wait_in_one_row(upset, qtbot):
    assert "kartu#notifikasi" not in card_names(upset)
    (fold,) = rows(upset, RowKind.FOLD)
    assert "upset" in fold.text
    qtbot.keyClick(upset.notepad, Qt.Key.Key_0, CONTROL)
    assert [row.name for row in rows(upset, RowKind.LOCKED)] == ["kartu#notifikasi"]
    QGuiApplication.clipboard().setText("before")
    upset.cards.setCurrentIndex(upset.cards.cards.index_of(RowKind.LOCKED))
    qtbot.keyClick(upset.cards, Qt.Key.Key_Return)
    assert clipboard() == "before"


def test_alt_and_a_digit_open_the_article_over_the_list_and_esc_returns(upset, qtbot):
    press_digit(qtbot, upset, "kartu#empati", ALT)
    page = upset.side.reader.page
    assert page.isVisible()
    assert not upset.cards.isVisible()
    assert "Kartu dikirim dalam 5-7 hari kerja" in page.toPlainText()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert upset.notepad.hasFocus()
    assert upset.cards.isVisible()
    assert upset.notepad.toPlainText() == UPSET


def test_in_a_wide_window_the_reader_stands_beside_the_column(open_window, qtbot):
    window = open_window(width=1200)
    qtbot.keyClicks(window.notepad, UPSET)
    press_digit(qtbot, window, "kartu#empati", ALT)
    assert window.cards.isVisible()
    assert window.side.reader.page.isVisible()
    assert window.side.x() == 0
    # The line between them stays free.
    assert window.side.reading.geometry().right() == window.side.width() - 2
    assert window.cards.width() == window.notepad.width() <= 420
    qtbot.keyClick(window.side.reader.page, Qt.Key.Key_Escape)
    assert window.notepad.hasFocus()
    assert window.side.reader.page.isVisible()


def test_the_column_keeps_its_side_when_the_window_grows(window, qtbot):
    left = window.geometry().left()
    window.resize(1100, 860)
    assert window.notepad.mapTo(window, window.notepad.rect().topLeft()).x() < 10
    assert window.geometry().left() == left
    window.resize(420, 860)
    assert window.notepad.width() <= 420
    assert window.cards.isVisible()


def test_search_covers_the_list_and_esc_returns(upset, qtbot):
    qtbot.keyClick(upset.notepad, Qt.Key.Key_K, CONTROL)
    assert upset.search.hasFocus()
    qtbot.keyClicks(upset.search, "rekening")
    assert upset.side.finding.results.isVisible()
    qtbot.waitUntil(lambda: upset.side.finding.results.currentIndex().data() == "Menutup rekening")
    qtbot.keyClick(upset.search, Qt.Key.Key_Return)
    assert "Cara menutup rekening" in upset.side.reader.page.toPlainText()
    qtbot.keyClick(upset.side.reader.page, Qt.Key.Key_Escape)
    assert upset.search.text() == ""
    assert upset.cards.isVisible()
    assert upset.notepad.hasFocus()


def test_arrows_move_among_the_results(upset, qtbot):
    qtbot.keyClick(upset.notepad, Qt.Key.Key_K, CONTROL)
    qtbot.keyClicks(upset.search, "rekening")
    qtbot.waitUntil(lambda: upset.side.finding.results.model().rowCount() > 1)
    qtbot.keyClick(upset.search, Qt.Key.Key_Down)
    assert upset.side.finding.results.currentIndex().row() == 1
    assert upset.search.hasFocus()


def test_enter_does_not_wait_for_the_results(upset, qtbot):
    qtbot.keyClick(upset.notepad, Qt.Key.Key_K, CONTROL)
    qtbot.keyClicks(upset.search, "menutup")
    qtbot.keyClick(upset.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Cara menutup rekening" in upset.side.reader.page.toPlainText())


def test_a_new_call_begins_blank_and_can_be_undone(upset, qtbot):
    upset.strip.channel.chosen.emit(Channel.CHAT)
    qtbot.keyClick(upset.notepad, Qt.Key.Key_N, CONTROL)
    assert upset.notepad.toPlainText() == ""
    assert not rows(upset)
    assert upset.strip.timer.text() == "00:00"
    assert upset._flow.call.channel is Channel.CHAT
    qtbot.keyClick(upset.notepad, Qt.Key.Key_R, CONTROL)
    assert upset.notepad.toPlainText() == UPSET
    assert "kartu#empati" in card_names(upset)


def test_once_the_next_customer_is_noted_two_calls_never_become_one(upset, qtbot):
    qtbot.keyClick(upset.notepad, Qt.Key.Key_N, CONTROL)
    qtbot.keyClicks(upset.notepad, "nanya kpr")
    assert not upset.status._take_back.isVisible()
    qtbot.keyClick(upset.notepad, Qt.Key.Key_R, CONTROL)
    assert upset.notepad.toPlainText() == "nanya kpr"


@pytest.mark.parametrize("key", ["channel", "phase"])
def test_what_is_chosen_from_a_menu_is_saved_and_comes_back(open_window, qtbot, key):
    first = open_window()
    qtbot.keyClicks(first.notepad, "kartu hilang")
    button = getattr(first.strip, key)
    button.menu().aboutToShow.emit()
    button.menu().actions()[2].trigger()
    chosen = getattr(first._flow.call, key)
    first._flow.close()
    assert getattr(open_window()._flow.call, key) is chosen


def test_another_new_call_leaves_the_undo_of_the_first(upset, qtbot):
    qtbot.keyClick(upset.notepad, Qt.Key.Key_N, CONTROL)
    qtbot.keyClick(upset.notepad, Qt.Key.Key_N, CONTROL)
    qtbot.keyClick(upset.notepad, Qt.Key.Key_R, CONTROL)
    assert upset.notepad.toPlainText() == UPSET


def test_a_key_that_is_held_counts_once(window):
    for again in (False, True, True, True):
        QTest.simulateEvent(window.notepad, True, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, "", again, -1)
        assert window._help.isVisible()


def test_the_second_page_of_keys_has_room_for_its_rows(window, qtbot):
    qtbot.keyClick(window.notepad, Qt.Key.Key_F1)
    qtbot.keyClick(window._help, Qt.Key.Key_F1)
    assert window._help.rect().contains(window._help._keys.geometry())
    assert window._help._keys.height() > window.notepad.fontMetrics().height() * 10


def test_the_phase_is_stepped_with_a_key_and_inferred_again_after_the_last(upset, qtbot):
    inferred = upset.strip.phase.text()
    seen = []
    for _step in range(len(Phase) + 1):
        qtbot.keyClick(upset.notepad, Qt.Key.Key_P, CONTROL)
        seen.append(upset._flow.call.phase)
        if seen[-1] is None:
            break
    assert seen[-1] is None
    assert len(seen) > 1
    assert upset.strip.phase.text() == inferred


def test_the_form_of_address_is_chosen_and_never_guessed(upset, qtbot):
    assert upset._flow.call.salutation == ""
    qtbot.keyClick(upset.notepad, Qt.Key.Key_B, CONTROL)
    assert upset._flow.call.salutation == "Bapak"
    first = next(row for row in rows(upset, RowKind.CARD) if row.name == "kartu#empati")
    assert "Bapak" in first.suggestion.text


def test_tab_walks_search_strip_notes_list(upset, qtbot):
    upset.search.setFocus()
    visited = []
    for _step in range(12):
        visited.append(upset.focusWidget())
        qtbot.keyClick(upset.focusWidget(), Qt.Key.Key_Tab)
    strip = upset.strip
    call = [strip.phase, strip.channel, strip.salutation, strip.name, strip.lang]
    assert visited[:8] == [upset.search, *call, upset.notepad, upset.cards]


def test_f1_shows_every_key_of_the_call_then_of_the_desk(window, qtbot):
    qtbot.keyClick(window.notepad, Qt.Key.Key_F1)
    words = []
    while window._help.isVisible():
        labels = window._help._keys.findChildren(QLabel)
        words.append({label.text() for label in labels})
        assert all(label.heightForWidth(label.width()) <= label.height() for label in labels if label.wordWrap())
        qtbot.keyClick(window._help, Qt.Key.Key_F1)
    assert ["Ctrl+N" in page for page in words] == [True, False]
    assert ["Ctrl+Enter" in page for page in words] == [False, True]
    assert window.notepad.hasFocus()
    qtbot.keyClick(window.notepad, Qt.Key.Key_F1)
    qtbot.keyClick(window._help, Qt.Key.Key_Escape)
    assert not window._help.isVisible()
    assert window.notepad.hasFocus()


def test_problems_are_shown_to_those_who_edit_alone(open_window, assistant, folder, tmp_path, qtbot):
    with Assistant((folder,), tmp_path / "cache", values={"agent": "Rani"}) as other:
        other.editors = frozenset({"dewi"})
        window = open_window(assistant=other)
        other.update()
        other.wait()
        qtbot.waitUntil(lambda: window._problems > 0)
        assert window.status._problems.isHidden()
        window._flow.become("Dewi")
        assert not window.status._problems.isHidden()
        window._flow.become("Rani")
        assert window.status._problems.isHidden()


def test_problems_are_listed_where_they_are(window, qtbot):
    window.status.problems_requested.emit()
    words = window.side.currentWidget().findChild(type(window.side._problems._list)).item(0).text()
    assert "rusak.md:" in words


def test_a_library_without_articles_is_said_with_one_action(open_window, tmp_path, qtbot):
    (tmp_path / "empty").mkdir()
    with Assistant((tmp_path / "empty",), tmp_path / "cache") as nothing:
        nothing.update()
        nothing.wait()
        window = open_window(assistant=nothing)
        assert window.status._library.text() == "No articles here yet"
        assert window.status._reload.isVisible()
        qtbot.keyClicks(window.notepad, "kartu hilang")
        assert window.notepad.toPlainText() == "kartu hilang"


def test_a_library_that_is_not_up_to_date_is_said_until_it_is(open_window, folder, tmp_path, qtbot):
    with Assistant((folder,), tmp_path / "cache") as serving:
        serving.update()
        serving.wait()
        window = open_window(assistant=serving)
        index = next((tmp_path / "cache/index").iterdir())
        index.rename(tmp_path / "away")
        index.write_text("no folder")
        serving.update()
        qtbot.waitUntil(lambda: window.status._library.text() == "Not up to date")
        assert window.status._library.toolTip() == failure(serving.failure, serving.failure_detail)
        qtbot.keyClicks(window.notepad, UPSET)
        assert "kartu#empati" in card_names(window)
        index.unlink()
        (tmp_path / "away").rename(index)
        qtbot.mouseClick(window.status._reload, Qt.MouseButton.LeftButton)
        assert serving.wait()
        qtbot.waitUntil(lambda: window.status._library.text() == "")
        assert not window.status._reload.isVisible()


def test_how_far_the_reading_is_stands_in_the_status_row(open_window, tmp_path, folder, qtbot):
    with Assistant((folder,), tmp_path / "cache") as fresh:
        window = open_window(assistant=fresh)
        qtbot.keyClicks(window.notepad, UPSET)
        assert not card_names(window)
        with qtbot.waitSignal(window.findChild(Bridge).library_changed, timeout=20_000):
            fresh.update()
            qtbot.waitUntil(lambda: window.status._library.text().startswith("Reading"))
        qtbot.waitUntil(lambda: "kartu#empati" in card_names(window))
        assert window.status._library.text() == ""


def test_an_empty_list_says_what_to_type_next(window, qtbot):
    assert "product" in window.cards._calm_words
    qtbot.keyClicks(window.notepad, "zzz qqq")
    assert "Ctrl+K" in window.cards._calm_words


def test_what_is_new_is_marked_for_a_moment(window, qtbot):
    with qtbot.waitSignal(window.cards._animation.finished):
        qtbot.keyClicks(window.notepad, UPSET)
        assert window.cards._delegate.fresh
    assert window.cards._delegate.mark == 0


def test_nothing_is_marked_where_motion_is_reduced(window, qtbot, theme):
    theme._reduced_motion = True
    qtbot.keyClicks(window.notepad, UPSET)
    assert not window.cards._delegate.fresh


def test_a_low_window_shows_fewer_cards_and_a_high_one_more(upset):
    few = len(card_names(upset))
    upset.resize(420, 500)
    assert len(card_names(upset)) <= few
    upset.resize(420, 1600)
    assert len(card_names(upset)) >= few


def test_alt_shows_the_titles_of_articles(upset, qtbot):
    qtbot.keyPress(upset.notepad, Qt.Key.Key_Alt)
    assert upset.cards._delegate.shows_titles
    qtbot.keyRelease(upset.notepad, Qt.Key.Key_Alt)
    assert not upset.cards._delegate.shows_titles


def test_cards_are_painted_in_both_themes(upset, theme):
    light = upset.grab().toImage()
    theme.choose("dark")
    dark = upset.grab().toImage()
    assert light.pixelColor(5, light.height() // 2).lightness() > 200
    assert dark.pixelColor(5, dark.height() // 2).lightness() < 60


def test_every_field_has_a_name_for_a_screen_reader(upset):
    for widget in (upset.search, upset.notepad, upset.cards, upset.strip.name, upset.strip.phase, upset.strip.mood):
        assert widget.accessibleName()


def test_a_closed_window_is_freed(open_window, qtbot):
    window = open_window()
    gone = weakref.ref(window.cards)
    window.close()
    window.deleteLater()
    del window
    qtbot.waitUntil(lambda: gone() is None or not QApplication.topLevelWidgets())


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_window_opens_in_each_language(language, open_window, qtbot):
    messages.use(language)
    window = open_window()
    qtbot.keyClicks(window.notepad, UPSET)
    assert window.search.placeholderText() == messages._("Search articles, fees, procedures")
    qtbot.keyClick(window.notepad, Qt.Key.Key_F1)


def test_a_note_that_is_not_saved_is_said_beside_everything_else(window, qtbot):
    window.status.show_lost()
    window.status.offer_back("Copied")
    assert window.status._saved.isVisible()
    assert window.status._message.isVisible()
