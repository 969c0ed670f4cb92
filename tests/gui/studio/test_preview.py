"""The preview: every line as its card in a sample call, what brings it, and the page; all of it follows the text."""

import pytest
from PySide6.QtCore import Qt
from writing import alone

from kbassist.content.kinds import Channel
from kbassist.content.library import Source
from kbassist.content.reader import read_text
from kbassist.gui.cards.arrange import RowKind
from kbassist.gui.cards.model import ROW
from kbassist.gui.studio.preview import Preview

VARIANTS = """
> [!answer] Lewat chat {#empati}
> - channel: chat
> - tone: friendly
>
> Halo {sapaan} {nama}, maaf ya menunggu.

> [!form] Antar ulang {#antar}
> - purpose: kirim ulang
>
> Saya catat alamatnya.
>
> - Alamat *: text
> - Waktu: choice, pagi | sore
"""


def read(text, folder):
    source = Source(str(folder / "id/kartu.md"), 0, "id", 0, 0, "kartu.md")
    return read_text(text.lstrip(), source, lambda *_args, **_values: None)


@pytest.fixture
def text(card):
    return card + VARIANTS


@pytest.fixture
def preview(qtbot, assistant, theme, host, text, folder):
    made = alone(qtbot, host, Preview(assistant, theme, host), 700)
    made.show_article(read(text, folder))
    made.page.finish()
    return made


def rows(preview):
    model = preview.cards.model()
    return [model.index(at).data(ROW) for at in range(model.rowCount())]


def cards(preview):
    return {row.name: row.suggestion.text for row in rows(preview) if row.kind is RowKind.CARD}


def choose(preview, name, words):
    """Choose a value from the menu of a button."""
    button = preview.choices[name]
    button.menu().aboutToShow.emit()
    next(action for action in button.menu().actions() if action.text().startswith(words)).trigger()


def test_each_line_is_the_card_that_an_agent_will_see(preview):
    shown = cards(preview)
    assert list(shown) == [
        "kartu#empati",
        "kartu#maaf",
        "kartu#cek-resi",
        "kartu#empati~2",
        "kartu#notifikasi",
        "kartu#ke-unit",
        "kartu#antar",
    ]
    assert shown["kartu#empati"].startswith("Saya paham, Ibu Ratna Wulandari,")
    resi = next(row.suggestion for row in rows(preview) if row.name == "kartu#cek-resi")
    assert resi.gaps == ("nomor_resi", "tanggal")
    assert "Ibu Ratna Wulandari" in preview.page.toPlainText()


def test_below_a_card_stands_what_brings_it(preview):
    captions = preview.cards.delegate.seen.captions
    assert captions["kartu#empati"] == "When: marah, menunggu lama"
    assert captions["kartu#empati~2"] == "Chat · friendly wording\nComes with its article"
    assert captions["kartu#notifikasi"].endswith("Waits while the customer is upset or a problem is open")
    assert captions["kartu#antar"].endswith("• Alamat *: Text\n• Waktu: pagi | sore")
    index = preview.cards.model().index_of(RowKind.CARD, "kartu#antar")
    plain = preview.cards.model().index_of(RowKind.CARD, "kartu#cek-resi")
    assert preview.cards.sizeHintForIndex(index).height() > preview.cards.sizeHintForIndex(plain).height()


def test_offers_wait_under_their_fold_for_an_upset_customer(qtbot, preview):
    choose(preview, "is_upset", "Upset")
    assert "kartu#notifikasi" not in cards(preview)
    kinds = [(row.kind, row.name) for row in rows(preview)][-2:]
    assert kinds == [(RowKind.FOLD, "locked"), (RowKind.LOCKED, "kartu#notifikasi")]
    preview.cards.setFocus()
    preview.cards.setCurrentIndex(preview.cards.model().index_of(RowKind.FOLD))
    qtbot.keyClick(preview.cards, Qt.Key.Key_Return)
    assert rows(preview)[-1].kind is RowKind.FOLD


def test_the_sample_call_can_be_another_one(preview):
    choose(preview, "salutation", "Bapak")
    assert cards(preview)["kartu#empati"].startswith("Saya paham, Bapak Ratna")
    assert "Bapak Ratna" in preview.page.toPlainText()
    choose(preview, "channel", "Chat")
    assert preview.choices["channel"].text() == "Chat"
    choose(preview, "channel", "Phone")
    assert "kartu#empati~2" not in cards(preview)
    assert preview._sample.channel == Channel.PHONE


def test_what_is_seen_stays_where_it_is_while_one_writes(preview, text, folder):
    bars = preview.cards.verticalScrollBar(), preview.page.verticalScrollBar()
    preview.cards.executeDelayedItemsLayout()
    for bar in bars:
        bar.setValue(bar.maximum() // 2)
    before = [bar.value() for bar in bars]
    assert all(before)
    preview.show_article(read(text.replace("Saya catat alamatnya.", "Saya catat alamat barunya."), folder))
    preview.page.finish()
    preview.cards.executeDelayedItemsLayout()
    assert "Saya catat alamat barunya." in cards(preview).values()
    assert preview.cards.verticalScrollBar().value() == before[0]
    assert preview.page.verticalScrollBar().value() == before[1]


def test_the_card_of_the_row_comes_into_sight(preview, text):
    row = text.lstrip().split("\n").index("> Saya catat alamatnya.") + 1
    preview.go_to(row)
    index = preview.cards.model().index_of(RowKind.CARD, "kartu#antar")
    assert preview.cards.viewport().rect().contains(preview.cards.visualRect(index))
    assert preview.cards.currentIndex() == index
    assert preview.page.verticalScrollBar().value() > 0
    preview.go_to(1)
    assert preview.page.verticalScrollBar().value() == 0


def test_an_article_without_lines_says_how_one_is_begun(preview, folder):
    preview.show_article(read("Isi.\n", folder))
    assert rows(preview) == []
    preview.cards.grab()
    preview.show_article(read("Isi.\n\n> [!ask]\n> Kapan?\n", folder))
    assert list(cards(preview)) == ["kartu#ask-1"]
