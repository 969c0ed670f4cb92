"""The articles of a library as a reader keeps them: encoded, with columns beside them for every keystroke.

An article is decoded when one of its lines is shown; what a list of articles tells of each stands in columns.
Articles stand in the order of their keys, and so do lines and examples: those of one article are neighbours.
"""

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

import msgspec
import numpy as np

from kbassist.content.kinds import ArticleKind, LineKind, Status
from kbassist.content.model import Article, Line
from kbassist.search.documents import article_key, keyed_lines
from kbassist.search.narrowing import Gatherer
from kbassist.search.packing import Array, strings, text
from kbassist.text import mood, tokens

_REMEMBERED = 1024
_ARTICLE_KINDS = {kind: number for number, kind in enumerate(ArticleKind)}
_LINE_KINDS = {kind: number for number, kind in enumerate(LineKind)}

_QUOTES = dict.fromkeys(map(ord, '"“”„'))

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Article)


def encoded(article: Article) -> bytes:
    """Return an article without its body as the shelf keeps it."""
    return _encoder.encode(msgspec.structs.replace(article, body=""))


def decoded(data: bytes | memoryview) -> Article:
    """Return the article of `encoded`."""
    return _decoder.decode(data)


def sorted_lines(article: Article) -> list[tuple[str, Line]]:
    """Return the lines of an article with their keys, in the order of the keys."""
    return sorted(keyed_lines(article), key=lambda keyed: keyed[0])


def pack(articles: Iterable[Article]) -> dict[str, Array]:
    """Return the arrays of articles given in the order of their keys."""
    keys: list[str] = []
    offsets, first_line, first_example = [0], [0], [0]
    data = bytearray()
    kinds, angry, line_kinds, conditional = bytearray(), bytearray(), bytearray(), bytearray()
    titles: list[str] = []
    review_by: list[int] = []
    retired = bytearray()
    facets = Gatherer()
    for article in articles:
        data += encoded(article)
        keys.append(article_key(article))
        offsets.append(len(data))
        lines = [line for _, line in sorted_lines(article)]
        first_line.append(first_line[-1] + len(lines))
        first_example.append(first_example[-1] + len(article.examples))
        kinds.append(_ARTICLE_KINDS[article.kind])
        titles.append(" ".join(article.title.split()) or article.id)
        review_by.append(_ordinal(article.review_by))
        retired.append(article.status is Status.RETIRED)
        facets.add(article)
        angry.append(article.kind is ArticleKind.SCRIPT and _reads_furious(". ".join(article.triggers)))
        line_kinds += bytes(_LINE_KINDS[line.kind] for line in lines)
        conditional += bytes(bool(line.when) for line in lines)
    return {
        "keys": text(keys),
        "data": np.frombuffer(data, np.uint8),
        "offsets": np.array(offsets, np.int64),
        "first_line": np.array(first_line, np.int32),
        "first_example": np.array(first_example, np.int32),
        "kinds": np.frombuffer(kinds, np.uint8),
        "angry": np.frombuffer(angry, np.uint8),
        "line_kinds": np.frombuffer(line_kinds, np.uint8),
        "conditional": np.frombuffer(conditional, np.uint8),
        "titles": text(titles),
        "title_codes": np.array([title_code(title) for title in titles], np.uint32),
        "review_by": np.array(review_by, np.int32),
        "retired": np.frombuffer(retired, np.uint8),
        **facets.arrays(),
    }


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def title_code(title: str) -> int:
    """Return the checksum of a title that is the same however it is written: large or small, blanks, quotes."""
    return zlib.crc32(" ".join(title.translate(_QUOTES).casefold().split()).encode())


def _reads_furious(triggers: str) -> bool:
    return mood.read(triggers, tokens.read(triggers)).level == "furious"


class Shelf:
    """The articles of one part of a library, by number."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Take over the arrays of `pack`."""
        self.keys = strings(arrays["keys"])
        self.columns = arrays
        self._data = arrays["data"].data
        self._offsets = arrays["offsets"]
        self._first_line = arrays["first_line"]
        self._known: dict[int, tuple[Article, list[Line]]] = {}

    @cached_property
    def titles(self) -> list[str]:
        """Return the titles of all articles, each on one row."""
        return strings(self.columns["titles"])

    def _decoded(self, number: int) -> Article:
        start, end = self._offsets[number : number + 2].tolist()
        return decoded(self._data[start:end])

    def _remembered(self, number: int) -> tuple[Article, list[Line]]:
        known = self._known.get(number)
        if known is None:
            article = self._decoded(number)
            known = article, [line for _, line in sorted_lines(article)]
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[number] = known
        return known

    def article(self, number: int) -> Article:
        """Return the article of a number."""
        return self._remembered(number)[0]

    def line(self, number: int, article: int) -> Line:
        """Return line `number`, which belongs to article number `article`."""
        return self._remembered(article)[1][number - int(self._first_line[article])]

    def by_key(self, key: str) -> Article | None:
        """Return the article of a key, or None; it is not kept."""
        number = self.place(key)
        return None if number is None else self._decoded(number)

    def place(self, key: str) -> int | None:
        """Return the number of the article of a key, or None."""
        number = bisect_left(self.keys, key)
        return number if number < len(self.keys) and self.keys[number] == key else None

    def line_numbers(self, article: int) -> range:
        """Return the numbers of the lines of an article."""
        start, end = self._first_line[article : article + 2].tolist()
        return range(start, end)

    def __iter__(self) -> Iterator[Article]:
        """Yield all articles without keeping them."""
        return (self._decoded(number) for number in range(len(self.keys)))
