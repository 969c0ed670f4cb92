"""Plain search engines over articles with titles, as each would be asked while one types.

All words are required, the last one is the beginning of one, and a hit in the title counts three times.
"""

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kbassist.search.compiled import Compiled
from kbassist.search.documents import ARTICLE_FIELDS
from kbassist.text import tokens

_WORD = re.compile(r"\w+")
_TITLE = 3.0


class TitledFts5:
    """SQLite's FTS5 with an index of prefixes, bm25() with a weight for each column."""

    name = "SQLite FTS5, prefix index"

    def __init__(self, articles: Sequence[tuple[str, str]]) -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE texts USING fts5(title, body, prefix='2 3')")
        self._base.executemany(
            "INSERT INTO texts(rowid, title, body) VALUES (?, ?, ?)",
            ((number, *article) for number, article in enumerate(articles)),
        )
        self._base.execute("INSERT INTO texts(texts, rank) VALUES ('rank', ?)", (f"bm25({_TITLE}, 1.0)",))

    def search(self, query: str, limit: int) -> list[int]:
        """Return the numbers of the best articles."""
        words = _WORD.findall(query.lower())
        if not words:
            return []
        asked = " ".join(f'"{word}"' for word in words) + ("" if query.endswith(" ") else "*")
        found = self._base.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (asked, limit))
        return [number for (number,) in found]


class TitledTantivy:
    """Tantivy's BM25 with a regular expression for the last word; it is not asked to count."""

    name = "tantivy"

    def __init__(self, articles: Sequence[tuple[str, str]]) -> None:
        import tantivy

        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder().add_integer_field("number", stored=True)
        for field in ("title", "body"):
            builder = builder.add_text_field(field, index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(50_000_000, 1)
        for number, (title, body) in enumerate(articles):
            writer.add_document(tantivy.Document(number=number, title=title, body=body))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, query: str, limit: int) -> list[int]:
        """Return the numbers of the best articles."""
        words = _WORD.findall(query.lower())
        if not words:
            return []
        begun = [] if query.endswith(" ") else [words.pop()]
        make, must = self._tantivy.Query, self._tantivy.Occur.Must
        asked = [self._either(lambda field, word=word: make.term_query(self._schema, field, word)) for word in words]
        asked += [self._either(lambda field, word=word: self._beginning(field, word)) for word in begun]
        hits = self._searcher.search(make.boolean_query([(must, part) for part in asked]), limit, False).hits
        return [self._searcher.doc(address)["number"][0] for _score, address in hits]

    def _beginning(self, field: str, word: str) -> Any:
        return self._tantivy.Query.regex_query(self._schema, field, f"{word}.*")

    def _either(self, ask: Any) -> Any:
        make, should = self._tantivy.Query, self._tantivy.Occur.Should
        return make.boolean_query([(should, make.boost_query(ask("title"), _TITLE)), (should, ask("body"))])


class OwnWhoosh:
    """Whoosh over the app's own index: And of Or over all fields, the last word as all words that begin so."""

    name = "Whoosh"

    def __init__(self, index: Path, compiled: Compiled) -> None:
        from whoosh.index import open_dir

        self._searcher = open_dir(str(index), "articles").searcher()
        self._compiled = compiled

    def search(self, query: str, limit: int) -> list[int]:
        """Return Whoosh's numbers of the best articles."""
        from whoosh.collectors import TopCollector
        from whoosh.query.compound import And, Or
        from whoosh.query.terms import Term

        words = [{token.stem} for token in tokens.read(query)]
        if words and not query.endswith(" "):
            words[-1] |= self._compiled.completions(query.rsplit(maxsplit=1)[-1])
        every = [
            Or([Term(name, stem, weight) for name, weight in ARTICLE_FIELDS.items() for stem in stems])
            for stems in words
        ]
        collector = TopCollector(limit, usequality=True, replace=0)  # type: ignore[no-untyped-call]
        self._searcher.search_with_collector(And(every), collector)
        return [number for _score, number in collector.results().top_n]
