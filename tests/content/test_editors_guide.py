"""The guide for editors: whole, alike in both languages, and silent during calls."""

from pathlib import Path

import pytest

from kbassist import resources
from kbassist.content import fields, reader, vocabulary
from kbassist.content.kinds import ArticleKind, LineKind
from kbassist.content.library import Source


def guide(lang):
    folder = resources.starter_library() / lang / "studio"
    sources = (Source(str(path), 0, lang, 0, 0, path.name) for path in sorted(folder.glob("*.md")))
    read = [reader.read(source) for source in sources]
    assert not [each.problems for each in read if each.problems]
    return {Path(each.source.path).stem: each.article for each in read}


@pytest.mark.parametrize("lang", ["id", "en"])
def test_nothing_of_it_is_ever_suggested(lang):
    for article in guide(lang).values():
        assert (article.kind, article.category) == (ArticleKind.GUIDE, "studio")
        assert not article.lines
        assert not article.triggers
        assert not article.examples


def test_both_languages_have_the_same_parts():
    parts = [{name: len(article.headings) for name, article in guide(lang).items()} for lang in ("id", "en")]
    assert parts[0] == parts[1]
    assert len(parts[0]) == 8


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_kind_key_and_command_is_told(lang):
    articles = guide(lang)
    lines, head = articles["studio-baris"].body, articles["studio-kepala"].body
    for kind in LineKind:
        names = [name for name, value in vocabulary.LINE_KINDS.items() if value is kind]
        assert all(f"`{name}`" in lines for name in names)
        assert any(f"> [!{name}]" in lines for name in names)
    keys = set(fields._TYPES) - {"pengumuman"} | {"facts"}
    assert not [key for key in keys if f"`{key}`" not in head and f"{key}:" not in head]
    assert all(f"`{kind}`" in head for kind in ArticleKind)
    told = articles["studio-berkas"].body
    assert all(f"kbassist {command}" in told for command in ("new", "import", "export", "check --replay"))
