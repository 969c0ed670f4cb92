"""New articles from templates, read and checked as editors will have them."""

from datetime import date

import pytest

from kbassist.assistant import Assistant
from kbassist.content import header, reader, templates
from kbassist.content.kinds import ArticleKind, Severity, Status
from kbassist.content.library import Source

TODAY = date(2028, 2, 29)
SALUTATIONS = {"id": "{sapaan", "en": "{salutation"}


def read(text, lang):
    found = []
    source = Source(f"/{lang}/new.md", 0, lang, 0, 0, "new.md")
    article = reader.read_text(text, source, lambda code, *_rest, **_values: found.append(code))
    assert not found
    return article


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("kind", list(ArticleKind))
def test_a_new_article_is_a_draft_with_lines_in_its_language(kind, lang):
    title = 'Kartu: "baru" #2 — ñ'
    article = read(templates.make(kind, lang, title, "kartu & PIN", TODAY), lang)
    assert (article.kind, article.title, article.category) == (kind, title, "kartu & PIN")
    assert (article.status, article.review_by) == (Status.DRAFT, date(2029, 2, 28))
    assert len(article.lines) >= 2
    assert any(SALUTATIONS[lang] in line.text for line in article.lines)
    assert len(article.examples) == 2


def test_the_same_kind_has_the_same_lines_in_both_languages():
    for kind in ArticleKind:
        both = [read(templates.make(kind, lang, "x"), lang).lines for lang in SALUTATIONS]
        assert len({tuple((line.kind, line.channels) for line in lines) for lines in both}) == 1


def test_a_region_takes_the_words_of_its_language_and_other_languages_take_english():
    assert templates.make(ArticleKind.GUIDE, "en-GB", "x") == templates.make(ArticleKind.GUIDE, "en", "x")
    assert templates.make(ArticleKind.GUIDE, "ja", "x") == templates.make(ArticleKind.GUIDE, "en", "x")


def test_a_library_of_new_articles_has_no_errors(tmp_path):
    for lang in ("id", "en"):
        for kind in ArticleKind:
            path = templates.place(tmp_path, lang, "Baru", f"{kind} baru")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(templates.make(kind, lang, f"{kind} baru", "Baru"), encoding="utf-8")
    with Assistant((tmp_path,), tmp_path / "_cache") as assistant:
        assistant.update()
        assistant.wait()
        assert assistant.article_count() == 2 * len(ArticleKind)
        assert not [problem for problem in assistant.check() if problem.severity is Severity.ERROR]


def test_a_new_file_takes_no_name_that_is_taken(tmp_path):
    first = templates.place(tmp_path, "id", "Kartu & PIN", "Kartu hilang?")
    assert first == tmp_path / "id" / "kartu-pin" / "kartu-hilang.md"
    first.parent.mkdir(parents=True)
    first.touch()
    assert templates.place(tmp_path, "id", "Kartu & PIN", "Kartu hilang").name == "kartu-hilang-2.md"
    assert templates.place(tmp_path, "id", "", "カード").relative_to(tmp_path).as_posix() == "id/article.md"


def test_the_header_keeps_its_advice():
    assert "\n# " in (header.split(templates.make(ArticleKind.PROBLEM, "id", "x"))[0] or "")
