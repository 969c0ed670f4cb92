"""The form of a header: both ways, one key at a time, with all else left as it is written."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from writing import alone

from kbassist.content import header
from kbassist.content.kinds import ArticleKind, Channel
from kbassist.gui.studio.headform import HeaderForm

TEXT = """---
# Ditulis oleh tim kartu
title: "Kartu belum diterima"   # judul
kind: problem
category: kartu
tags: [kartu, 'pengiriman']
triggers:
  - kartu belum sampai  # yang paling sering
  - resi kartu
owner: tim-kartu
review_by: 2027-03-31
facts:
  # yang lama masih tercetak
  biaya: {nilai: "Rp25.000", mulai: 2026-01-01}
  lama: 7 hari
expect:
  - note: kartu blm dtg
    first: empati
warna: biru
---

Isi.
"""


pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def form(qtbot, theme, host):
    made = alone(qtbot, host, HeaderForm(host), 860)
    made.show_known({"kartu", "tabungan"}, {"kartu", "kurir"}, {"blokir-kartu": "Blokir kartu", "biaya": "Biaya admin"})
    made.show_text(TEXT)
    return made


@pytest.fixture
def texts(form):
    """Return the texts that the form handed back."""
    found: list[str] = []
    form.text_changed.connect(found.append)
    return found


def put(qtbot, form, key, words):
    field = form.field(key).field
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    for at, row in enumerate(words.split("\n")):
        if at:
            qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.keyClicks(field, row)


def cell(qtbot, form, place, words):
    table = form.field("facts").table
    table.setFocus()
    table.setCurrentCell(*place)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, words)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_it_shows_what_the_header_says(form):
    values = {key: form.field(key).value() for key in ("title", "kind", "category", "tags", "triggers", "review_by")}
    assert values == {
        "title": "Kartu belum diterima",
        "kind": ArticleKind.PROBLEM,
        "category": "kartu",
        "tags": ["kartu", "pengiriman"],
        "triggers": ["kartu belum sampai", "resi kartu"],
        "review_by": "2027-03-31",
    }
    assert form.field("review_by").field.text() == "31 Mar 2027"
    assert "expect, warna" in form.kept.text()


@pytest.mark.parametrize(
    ("key", "words", "swap"),
    [
        ("title", "Kartu: hilang", ('"Kartu belum diterima"', "'Kartu: hilang'")),
        ("tags", "kartu, kurir", ("'pengiriman'", "kurir")),
        ("triggers", "kartu belum sampai\nnomor resi", ("  - resi kartu", "  - nomor resi")),
        ("owner", "", ("owner: tim-kartu\n", "")),
        ("review_by", "1/12/2027", ("2027-03-31", "2027-12-01")),
        ("review_by", "", ("review_by: 2027-03-31\n", "")),
        ("valid_until", "31 Dec 2027", ("facts:", "valid_until: 2027-12-31\nfacts:")),
        ("related", "blokir-kartu", ("facts:", "related: [blokir-kartu]\nfacts:")),
    ],
)
def test_a_field_changes_the_rows_of_its_key_alone(qtbot, form, texts, key, words, swap):
    put(qtbot, form, key, words)
    qtbot.keyClick(form.field(key).field, Qt.Key.Key_Tab)
    assert texts[-1] == TEXT.replace(swap[0], swap[1], 1)


def test_kind_channels_and_bulletin_are_chosen_by_keys(qtbot, form, texts):
    for key, digit in (("kind", "1"), ("channels", "3"), ("bulletin", "1")):
        form.field(key).setFocus()
        qtbot.keyClicks(form.field(key), digit)
    changed = TEXT.replace("kind: problem", f"kind: {ArticleKind.PRODUCT}")
    added = f"bulletin: 'true'\nchannels: [{Channel.CHAT}]\nfacts:"
    assert texts[-1] == changed.replace("facts:", added, 1)


@pytest.mark.parametrize(
    ("place", "words", "swap"),
    [
        ((0, 1), "Rp30.000", ('"Rp25.000"', "Rp30.000")),
        ((0, 4), "31/12/2027", ("2026-01-01}", "2026-01-01, until: 2027-12-31}")),
        ((1, 2), "Lama kirim", ("lama: 7 hari", "lama: {value: 7 hari, label: Lama kirim}")),
        ((1, 0), "lama_kirim", ("lama:", "lama_kirim:")),
        ((1, 0), "", ("  lama: 7 hari\n", "")),
    ],
)
def test_a_cell_of_the_facts_changes_its_value_alone(qtbot, form, texts, place, words, swap):
    cell(qtbot, form, place, words)
    assert texts[-1] == TEXT.replace(swap[0], swap[1], 1)


def test_a_fact_is_added_in_the_last_row(qtbot, form, texts):
    cell(qtbot, form, (2, 0), "batas")
    assert not texts
    cell(qtbot, form, (2, 1), "Rp5.000.000")
    assert texts[-1] == TEXT.replace("  lama: 7 hari\n", "  lama: 7 hari\n  batas: Rp5.000.000\n")


def test_the_cursor_stays_where_one_types(qtbot, form):
    field = form.field("title").field
    form.text_changed.connect(form.show_text)
    field.setFocus()
    field.setCursorPosition(5)
    qtbot.keyClicks(field, " debit ")
    assert field.text() == "Kartu debit  belum diterima"
    assert field.cursorPosition() == 12


def test_a_day_that_is_none_is_said_and_not_written(qtbot, form, texts):
    put(qtbot, form, "review_by", "kapan-kapan")
    qtbot.keyClick(form.field("review_by").field, Qt.Key.Key_Tab)
    assert not texts
    assert "Write a day" in form._problems["review_by"].text()
    put(qtbot, form, "review_by", "2/1/2028")
    assert form._problems["review_by"].isHidden()


def test_what_is_proposed_ends_the_last_word(qtbot, form, texts):
    field = form.field("related").field
    field.setFocus()
    qtbot.keyClicks(field, "x, blok")
    popup = field.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == "x, blokir-kartu"
    assert form.field("related").value() == ["x", "blokir-kartu"]
    assert form.titles.text() == "x: not in the library\nBlokir kartu"
    assert "related: [x, blokir-kartu]" in texts[-1]


@pytest.mark.parametrize(
    ("broken", "row"),
    [
        (TEXT.replace("kind: problem", "kind: *888#"), "Row 4"),
        (TEXT.replace("owner: tim-kartu", "title: lagi"), "Row 10"),
        ("---\ntitle: x\nIsi.\n", "Row 1"),
    ],
)
def test_a_header_that_cannot_be_read_is_said_and_waited_for(form, broken, row):
    form.show_text(broken)
    assert form.trouble.text().startswith(row)
    assert not form.field("title").isEnabled()
    form.show_text(TEXT)
    assert form.trouble.isHidden()
    assert form.field("title").isEnabled()


def test_what_is_wrong_with_a_value_stands_below_its_field(form):
    form.show_text(TEXT.replace("kind: problem", "kind: masalahnya").replace("2027-03-31", "2027-02-31"))
    assert "masalahnya" in form._problems["kind"].text()
    assert "2027-02-31" in form._problems["review_by"].text()
    assert form.field("review_by").field.text() == "2027-02-31"
    assert form._problems["title"].isHidden()


def test_a_text_without_header_gets_one(qtbot, form, texts):
    form.show_text("Isi.\n")
    qtbot.keyClicks(form.field("title").field, "A")
    assert texts[-1] == "---\ntitle: A\n---\n\nIsi.\n"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Zl", "Zp"]), max_size=30))
def test_whatever_is_typed_into_a_title_only_its_row_changes(form, texts, words):
    form.show_text(TEXT)
    field = form.field("title").field
    field.setText(words)
    field.textEdited.emit(words)
    rows = (texts or [TEXT])[-1].split("\n")
    kept = [row for row in rows if not row.startswith("title:")]
    assert kept == [row for row in TEXT.split("\n") if not row.startswith("title:")]
    head = header.split("\n".join(rows))[0]
    assert head is not None
    title = header.read(head).get("title")
    assert (title.value if title else "") == form.field("title").value()
