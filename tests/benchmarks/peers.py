"""Plain search engines over the same texts, each asked for the best few: the extra `bench` brings tantivy.

With `analysed` texts are words with spaces between, taken as they are; else each engine analyses in its own way.
"""

import math
import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

_WORD = re.compile(r"\w+")


class Peer(Protocol):
    """A search engine over numbered texts."""

    def search(self, text: str, limit: int) -> list[int]:
        """Return the numbers of the texts with most in common with a text, best first."""


class Whoosh:
    """Whoosh's BM25F with its stemming analyzer, any word will do."""

    name = "Whoosh BM25F"

    def __init__(self, texts: Sequence[str], *, analysed: bool = False) -> None:
        from whoosh.analysis.analyzers import StemmingAnalyzer
        from whoosh.analysis.tokenizers import SpaceSeparatedTokenizer
        from whoosh.fields import STORED, TEXT, Schema
        from whoosh.index import create_in

        self._folder = TemporaryDirectory()
        analyzer = SpaceSeparatedTokenizer() if analysed else StemmingAnalyzer()
        self._field = TEXT(analyzer, phrase=False)
        index = create_in(self._folder.name, Schema(number=STORED, text=self._field))
        writer = index.writer(limitmb=512)
        for number, text in enumerate(texts):
            writer.add_document(number=number, text=text)
        writer.commit()
        self._searcher = index.searcher()

    def search(self, text: str, limit: int) -> list[int]:
        from whoosh.query.compound import Or
        from whoosh.query.terms import Term

        words = dict.fromkeys(self._field.process_text(text, mode="query"))
        found = self._searcher.search(Or([Term("text", word) for word in words]), limit=limit)
        return [hit["number"] for hit in found]


class Fts5:
    """SQLite's FTS5 with bm25(), any word will do."""

    name = "SQLite FTS5"

    def __init__(self, texts: Sequence[str], *, analysed: bool = False) -> None:
        self._base = sqlite3.connect(":memory:")
        tokenizer = "unicode61 remove_diacritics 0" if analysed else "porter unicode61"
        self._base.execute(f'CREATE VIRTUAL TABLE texts USING fts5(text, tokenize="{tokenizer}")')
        self._base.executemany("INSERT INTO texts(rowid, text) VALUES (?, ?)", enumerate(texts))

    def search(self, text: str, limit: int) -> list[int]:
        words = " OR ".join(f'"{word}"' for word in dict.fromkeys(_WORD.findall(text)))
        query = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
        return [number for (number,) in self._base.execute(query, (words, limit))] if words else []


class Tantivy:
    """Tantivy's BM25, any word will do; it is not asked to count, which lets it skip what cannot be among the best."""

    name = "tantivy"

    def __init__(self, texts: Sequence[str], *, analysed: bool = False) -> None:
        import tantivy

        self._tantivy, self._analysed = tantivy, analysed
        builder = tantivy.SchemaBuilder().add_integer_field("number", stored=True)
        tokenizer = "whitespace" if analysed else "en_stem"
        self._schema = builder.add_text_field("text", tokenizer_name=tokenizer, index_option="freq").build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(50_000_000, 1)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(number=number, text=text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self.searcher = self._index.searcher()

    def hits(self, words: Sequence[str], limit: int) -> list[Any]:
        """Return the hits for words taken as they are, without fetching anything of them."""
        query, should = self._tantivy.Query, self._tantivy.Occur.Should
        terms = [(should, query.term_query(self._schema, "text", word, "freq")) for word in words]
        found: list[Any] = self.searcher.search(query.boolean_query(terms), limit, False).hits
        return found

    def search(self, text: str, limit: int) -> list[int]:
        if self._analysed:
            hits = self.hits(list(dict.fromkeys(text.split())), limit)
        else:
            query = self._index.parse_query(" ".join(_WORD.findall(text.lower())), ["text"])
            hits = self.searcher.search(query, limit, False).hits
        return [self.searcher.doc(address)["number"][0] for _score, address in hits]


class BagOfWords:
    """Nearest centroid of TF-IDF vectors of words (1 + ln of their count, cosine): the common baseline for intents."""

    name = "bag of words"

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        counts = [[Counter(_WORD.findall(text.lower())) for text in group] for group in texts]
        found_in = Counter(word for group in counts for count in group for word in count)
        total = sum(map(len, counts))
        self._column = {word: number for number, word in enumerate(found_in)}
        self._rarity = np.array([math.log((1 + total) / (1 + count)) + 1 for count in found_in.values()])
        self._centroids = np.stack([self._unit(sum(map(self._vector, group))) for group in counts])

    def _vector(self, count: Counter[str]) -> npt.NDArray[np.float64]:
        vector = np.zeros(len(self._column))
        for word, times in count.items():
            if word in self._column:
                vector[self._column[word]] = 1 + math.log(times)
        return self._unit(vector * self._rarity)

    @staticmethod
    def _unit(vector: Any) -> npt.NDArray[np.float64]:
        return np.asarray(vector / (np.linalg.norm(vector) or 1))

    def search(self, text: str, limit: int) -> list[int]:
        alike = self._centroids @ self._vector(Counter(_WORD.findall(text.lower())))
        return [int(number) for number in np.argsort(-alike, kind="stable")[:limit]]
