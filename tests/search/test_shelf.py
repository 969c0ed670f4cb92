import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.kinds import Channel, LineKind
from kbassist.content.model import Article, Line
from kbassist.search import documents, shelf
from kbassist.search.shelf import Shelf
from kbassist.text import tokens

CARD = """---
title: Kartu hilang
triggers: [kartu hilang]
examples: [dompet dicuri kemarin, kartu tertelan mesin]
---
Segera blokir.

> [!answer] Singkat {#jawab}
> - channel: chat
>
> Blokir lewat aplikasi saja.

> [!ask] Tanya {#alamat}
> Apakah alamatnya sama?

> [!answer] Panjang {#jawab}
> - channel: phone
>
> Saya bantu pemblokiran melalui telepon sekarang.
"""


@pytest.fixture
def cards(shelf):
    shelf.write_text("id/kartu-hilang.md", CARD)
    shelf.write_text("en/kartu-hilang.md", "# Lost card\n\n> [!answer] Block {#jawab}\n> Blocked in a minute.\n")
    shelf.write_text("id/kartu.md", "---\nexamples: [kartu apa saja]\n---\n# Kartu\n")
    shelf.write_text("id/kartu-hilang-dua.md", "# Dua\n\n> [!ask] Apa {#a}\n> Apa yang dua?\n")
    shelf.update()
    return shelf


def one_with(scores: np.ndarray) -> int:
    (number,) = np.flatnonzero(scores).tolist()
    return int(number)


def test_the_numbers_of_lines_and_examples_agree_with_the_keys_that_whoosh_holds(cards):
    compiled = cards.compiled()
    numbers = range(len(compiled.article_keys))
    lines = [
        (key, compiled.line(line))
        for number in numbers
        for line, (key, _) in zip(
            compiled.line_numbers(number), shelf.sorted_lines(compiled.article(number)), strict=True
        )
    ]
    assert [key for key, _ in lines] == cards.keys("lines")
    assert all(key.split("#")[1].split("~")[0] == line.id for key, line in lines)
    assert compiled.article_of.tolist() == [compiled.article_keys.index(key.split("#")[0]) for key, _ in lines]
    examples = cards.keys("examples")
    owners = np.repeat(np.arange(compiled.alive.size), np.diff(compiled.first_examples))
    assert owners.tolist() == [compiled.article_keys.index(key.split("!")[0]) for key in examples]


@pytest.mark.parametrize(
    ("word", "language", "channels", "title"),
    [
        ("aplikasi", "id", (Channel.CHAT,), "Singkat"),
        ("telepon", "id", (Channel.PHONE,), "Panjang"),
        ("minute", "en", (), "Block"),
    ],
)
def test_variants_and_translations_of_a_line_keep_apart(cards, word, language, channels, title):
    compiled = cards.compiled()
    line = compiled.line(one_with(compiled.weigh("lines", {tokens.read(word)[0].stem: 1.0})))
    assert (line.name, line.lang, line.channels, line.title) == ("kartu-hilang#jawab", language, channels, title)


def test_an_example_belongs_to_its_article(cards):
    compiled = cards.compiled()
    number = one_with(compiled.weigh("examples", {tokens.read("tertelan")[0].stem: 1.0}))
    owner = int(np.searchsorted(compiled.first_examples, number, "right")) - 1
    assert compiled.article_keys[owner] == "id/kartu-hilang"


def test_an_article_is_found_by_its_name_in_each_language(cards):
    compiled = cards.compiled()
    assert [compiled.article_keys[number] for number in compiled.numbers("kartu-hilang")] == [
        "en/kartu-hilang",
        "id/kartu-hilang",
    ]
    assert compiled.numbers("kartu-hil") == []
    assert compiled.by_key("fr/kartu-hilang") is None


def test_articles_come_without_their_bodies_and_with_all_else(cards):
    article = cards.compiled().by_key("id/kartu-hilang")
    assert article is not None
    assert article.body == ""
    assert article.examples == ("dompet dicuri kemarin", "kartu tertelan mesin")
    assert [line.id for line in article.lines] == ["jawab", "alamat", "jawab"]


NAMES = st.text(st.sampled_from("ab-1"), min_size=1, max_size=4)
LINES = st.lists(NAMES, max_size=14)


@given(articles=st.dictionaries(st.tuples(st.sampled_from(["en", "en-GB", "id"]), NAMES), LINES, max_size=6))
def test_any_articles_are_found_again_by_number_and_key(articles: dict[tuple[str, str], list[str]]):
    made = [
        Article(name, lang, "/x", name, lines=tuple(Line(name, own, lang, LineKind.ASK, own, 1) for own in lines))
        for (lang, name), lines in articles.items()
    ]
    made.sort(key=documents.article_key)
    packed = Shelf(shelf.pack(made))
    assert list(packed) == made
    keys: list[str] = []
    for number, article in enumerate(made):
        assert packed.place(documents.article_key(article)) == number
        assert packed.by_key(documents.article_key(article)) == packed.article(number) == article
        for line, (key, expected) in zip(packed.line_numbers(number), shelf.sorted_lines(article), strict=True):
            assert (line, packed.line(line, number)) == (len(keys), expected)
            keys.append(key)
    assert keys == sorted(set(keys))
    assert packed.place("zz/nothing") is None
