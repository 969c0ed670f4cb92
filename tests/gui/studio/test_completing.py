"""What is offered while an article is written, by the library of a real assistant."""

import pytest

from kbassist.content import fields, vocabulary
from kbassist.gui.studio import abouts
from kbassist.gui.studio.choices import Choices
from kbassist.gui.studio.library_words import LibraryCompletions


@pytest.fixture
def words(assistant):
    return LibraryCompletions(assistant.librarian)


@pytest.fixture
def offered(editor):
    """Return a function that tells what is offered now."""
    editor.lang = "id"
    return lambda: [offer.text for offer in editor.findChild(Choices).offered]


HEAD = "---\ntitle: A\nfacts:\n  biaya:\n    nilai: Rp5.000\n---\n"


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        ("> [!t¦", "id", {"tenangkan", "tawarkan", "tanya"}),
        ("> [!a¦", "en", {"ask", "answer"}),
        ("> [!wajib]\n> - k¦", "id", {"kapan", "kecuali"}),
        ("> [!form]\n> - purp¦", "en", {"purpose"}),
        ("> [!tenangkan]\n> - tahap: ¦", "id", {"akui", "empati", "maaf"}),
        ("> [!deescalate]\n> - stage: ¦", "en", {"acknowledge", "empathise"}),
        ("> [!ask]\n> - channel: phone, c¦", "en", {"chat", "counter"}),
        ("> [!ask]\n>\n> Halo {na¦", "id", {"nama"}),
        ("> [!ask]\n>\n> Hello {sal¦", "en", {"salutation"}),
        ("Lihat {resi} {r¦", "id", {"resi"}),
        (HEAD + "Biaya {fact.¦", "id", {"biaya"}),
        (HEAD + "Biaya {fa¦", "id", {"fact.biaya"}),
        ("Lihat [[tutup¦", "id", {"tutup-rekening"}),
        ("Lihat [[belum diter¦", "id", {"kartu"}),
        ("Lihat [[tutup-rekening#¦", "id", {"tanya-alasan", "syarat"}),
        ("---\nkind: pro¦\n---", "id", {"problem", "product"}),
        ("---\nstatus: ¦\n---", "id", {"draft", "review", "published", "retired"}),
        ("---\ncategory: ¦\n---", "id", {"kartu"}),
        ("---\nrelated: [kartu, tut¦\n---", "id", {"tutup-rekening"}),
        ("---\nrelated:\n  - tut¦\n---", "id", {"tutup-rekening"}),
        ("---\nexpect:\n  - note: a\n    fi¦\n---", "id", {"first"}),
        ("---\nexpect:\n  - note: a\n    first: ¦\n---\n> [!ask] A {#tanya}\n>\n> B", "id", {"tanya"}),
        ("---\ntitle: a\nst¦\n---", "id", {"status"}),
    ],
)
def test_ctrl_space_offers_what_may_stand_at_a_place(put, press, offered, text, lang, wanted):
    put(text, lang)
    press("Ctrl+Space")
    assert wanted <= set(offered())


@pytest.mark.parametrize(
    "text",
    [
        "Kata¦",
        "```\n[[¦\n```",
        "---\ntitle: ¦\n---",
        "> [!ask]\n>\n> - ka¦",
        "---\ntitle: a\ntit¦\n---",
        "> [!ask] b\n> [!a¦",
    ],
)
def test_elsewhere_nothing_is_offered(put, press, offered, text):
    put(text)
    press("Ctrl+Space")
    assert offered() == []


def test_keys_of_another_kind_are_not_offered(put, press, offered):
    put("> [!ask]\n> - ¦")
    press("Ctrl+Space")
    assert "kapan" in offered()
    assert not {"tujuan", "dokumen", "when"} & set(offered())


def test_names_from_the_call_come_in_the_order_in_which_they_are_said(put, press, offered):
    put("{¦")
    press("Ctrl+Space")
    assert offered()[:2] == ["sapaan", "nama"]


def test_a_key_is_offered_by_its_name_alone(put, press, offered):
    put("---\nst¦\n---")
    press("Ctrl+Space")
    assert offered() == ["status"]


def test_a_line_is_written_with_what_is_offered_while_one_types(editor, press, offered, qtbot):
    qtbot.keyClicks(editor, "> [!tenan")
    assert offered() == ["tenangkan"]
    press("Return")
    qtbot.keyClicks(editor, "Akui")
    press("Return")
    qtbot.keyClicks(editor, "tah")
    assert offered() == ["tahap"]
    press("Tab")
    assert offered()[:2] == ["akui", "empati"]
    press("Down", "Return", "Return", "Return")
    qtbot.keyClicks(editor, "Saya paham, {na")
    press("Return")
    qtbot.keyClicks(editor, ".")
    assert editor.text() == "> [!tenangkan] Akui\n> - tahap: empati\n>\n> Saya paham, {nama}."


def test_a_link_is_closed_once(editor, put, press, offered):
    put("Lihat [[tut¦]].")
    press("Ctrl+Space", "Return")
    assert editor.text() == "Lihat [[tutup-rekening]]."
    press("Ctrl+Z")
    assert editor.text() == "Lihat [[tut]]."


def test_esc_puts_it_away_and_what_is_whole_is_not_offered(editor, press, offered, qtbot):
    qtbot.keyClicks(editor, "[[tut")
    assert offered()
    press("Esc")
    assert not offered()
    qtbot.keyClicks(editor, "up-rekening")
    assert not offered()


def test_every_key_is_explained():
    assert set(abouts.HEADER_KEYS) | {"pengumuman"} == set(fields.KEYS)
    assert set(abouts.LINE_KEYS) == set(vocabulary.LINE_KEYS.values())


def test_it_goes_away_when_the_cursor_does(put, press, offered):
    put("Lihat [[tut¦")
    press("Ctrl+Space")
    assert offered()
    press("Left")
    assert not offered()


def test_without_a_library_the_words_of_the_format_are_offered(tmp_path):
    from kbassist.assistant import Assistant
    from kbassist.gui.studio.offers import Asked, What

    with Assistant((tmp_path,), tmp_path / "cache") as empty:
        words = LibraryCompletions(empty.librarian)
        assert words.offers(Asked(What.ARTICLE, "")) == []
        assert words.offers(Asked(What.PLACE, "", "kartu", lang="id")) == []
        assert words.offers(Asked(What.HEADER_VALUE, "", "tags", lang="id")) == []
        assert words.offers(Asked(What.CALLOUT, "tenang", lang="id"))
