"""The catalogue: complete, compiled, and with the same placeholders in both languages."""

import ast
import gettext
import string
from enum import StrEnum
from pathlib import Path

import catalogue
import pytest

import kbassist
from kbassist import messages, resources, words
from kbassist.assist import kinds as assist
from kbassist.content import kinds as content

PACKAGE = Path(kbassist.__file__).parent


def placeholders(text):
    return sorted(name for _before, name, _spec, _conversion in string.Formatter().parse(text) if name is not None)


def test_every_message_of_the_code_has_its_indonesian_words():
    written = catalogue.written()
    lacking = [
        message.id
        for message in catalogue.extract()
        if message.id and written.get(catalogue.key(message), message.context) is None
    ]
    assert not lacking
    assert not catalogue.missing(written)


def test_no_message_stands_within_a_formatted_text_where_it_would_not_be_found():
    for path in PACKAGE.rglob("*.py"):
        for text in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.JoinedStr)):
            calls = (node.func for node in ast.walk(text) if isinstance(node, ast.Call))
            asked = {call.id for call in calls if isinstance(call, ast.Name)}
            assert not asked & catalogue.KEYWORDS.keys(), f"{path}:{text.lineno}"


def test_the_compiled_catalogue_is_that_of_the_written_one():
    with catalogue.PO.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogue.written():
        if isinstance(message.id, str) and message.id:
            found = compiled.pgettext(message.context, message.id) if message.context else compiled.gettext(message.id)
            assert found == message.string


def test_translations_keep_every_placeholder():
    for message in catalogue.written():
        foreign = any(sign in catalogue.key(message) for sign in ("%(", '{"'))
        if isinstance(message.id, str) and message.id and not foreign:
            assert placeholders(message.id) == placeholders(message.string), message.id


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_value_of_the_core_has_a_word(language):
    messages.use(language)
    for module in (assist, content):
        for kind in vars(module).values():
            if (
                isinstance(kind, type)
                and issubclass(kind, StrEnum)
                and kind not in {StrEnum, content.Status, content.Tone}
            ):
                assert all(words.word(value).strip() for value in kind)


def test_every_problem_that_the_core_tells_has_words():
    told = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0] if node.args else None
            if name in {"Problem", "report", "HeaderError", "_FieldError", "_BadFieldError", "unfit"} and isinstance(
                first, ast.Constant
            ):
                told.add(first.value)
    assert told - {"header-misspelt-key"} <= words.problem_codes()
    assert words.problem_codes() <= told | {"header-misspelt-key", "header-unknown-key"}


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LC_ALL": "en_GB"}, "en"),
        ({"LANG": "fr_FR"}, "id"),
    ],
)
def test_the_system_says_which_language(monkeypatch, environment, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.setenv(name, environment.get(name, ""))
    assert messages.system_language() == language


@pytest.mark.parametrize("name", ["/etc/passwd", "../pyproject.toml", "words/../../x", "C:/x", "a\\b"])
def test_resources_give_nothing_from_elsewhere(name):
    with pytest.raises(ValueError, match="not a resource"):
        resources.path(name)
