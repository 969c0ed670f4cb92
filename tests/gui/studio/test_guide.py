"""What the editors' guide names is there: its keys work somewhere, and its words stand in the window."""

import re

import pytest

from kbassist import messages, resources
from kbassist.content.life import Step
from kbassist.gui import help as keys_page
from kbassist.gui import keys
from kbassist.messages import _, in_context
from kbassist.words import word

KEYS = re.compile(r"\b(?:(?:Ctrl|Alt|Shift)\+)+[A-Z]\w*\b|\bF\d{1,2}\b")
# Of any text, and of a page that says its own.
USUAL = {"Ctrl+Z", "Shift+F8", keys.SAVE_KEY}


def texts(lang):
    return [path.read_text(encoding="utf-8") for path in (resources.starter_library() / lang / "studio").glob("*.md")]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_its_keys_are_those_of_the_window(lang):
    messages.use(lang)
    pages = (
        keys_page.keys_of_call(),
        keys_page.keys_of_desk(),
        keys_page.keys_of_article(),
        keys_page.keys_of_studio(),
    )
    known = {key for page in pages for shown, _told in page for key in shown.split()} | USUAL
    named = {key for text in texts(lang) for key in KEYS.findall(text)}
    assert {keys.STUDIO_KEY, keys.LIFE_KEY, keys.TRY_KEY} <= named <= known


@pytest.mark.parametrize("lang", ["id", "en"])
def test_its_buttons_steps_and_filters_are_called_so_in_the_window(lang):
    messages.use(lang)
    guide = "\n".join(texts(lang))
    steps = (Step.SUBMIT, Step.PUBLISH, Step.REVISE)
    shown = [*map(word, steps), in_context("version", "Restore"), _("Discard")]
    shown += [_("Reported by agents"), _("With the draft"), _("Published now")]
    assert [words for words in shown if f"**{words}**" not in guide] == []
