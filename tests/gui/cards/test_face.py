import pytest
from PySide6.QtWidgets import QApplication

from kbassist.assist.kinds import Source
from kbassist.assist.model import Reason, Suggestion
from kbassist.content.kinds import LineKind
from kbassist.gui.cards import face
from kbassist.gui.theme import LIGHT

WIDTH = 356.0  # px, of a card in a window of 420


def why(*words):
    """Return the texts of the row that says why, for reasons with these words."""
    because = tuple(
        Reason(shown, Source.SYNONYM if same else Source.TEXT, at * 100, at * 100 + len(shown), same)
        for at, (shown, _sep, same) in enumerate(word.partition(" = ") for word in words)
    )
    line = Suggestion("a#b", "a", LineKind.ANSWER, "b", "Say this.", 0.5, "id", because=because)
    block = face.why(face.kind_of(line, "id"), face.words_of(line), WIDTH, LIGHT.talk)
    return [paragraph.text() for paragraph in block._paragraphs], block.height


@pytest.fixture(autouse=True)
def app(qapp):
    assert isinstance(qapp, QApplication)


def test_a_synonym_stands_beside_the_words_of_the_note():
    texts, _height = why("Simpanan Berjangka = Deposito", "bunga")
    assert texts == ["Answer · simpanan berjangka = deposito · bunga"]


@pytest.mark.parametrize("words", [["kata " * 40], ["simpanan berjangka", "yang " * 30, "bunga"]])
def test_reasons_never_take_more_than_one_row(words):
    texts, height = why(*words)
    assert height == why("bunga")[1]
    assert texts[0].startswith("Answer · ")
    assert "bunga" not in texts[0]


def test_a_first_reason_that_is_too_long_is_shortened_rather_than_left_out():
    (text,), _height = why("kata " * 40)
    assert text.startswith("Answer · kata kata")
    assert text.endswith("…")
