"""Queries as agents type them, over the starter library: the right article first, or among the first three.

Search is tuned by the half called `tune` alone. The `report` half is an honest measure only as long as nobody reads
which of its queries fail, so only its shares are told.
"""

from pathlib import Path
from typing import NamedTuple

from kbassist.search.query import Searcher


class Row(NamedTuple):
    half: str
    kind: str
    query: str
    articles: frozenset[str]


def rows():
    lines = (Path(__file__).parent / "queries.tsv").read_text(encoding="utf-8").splitlines()
    each = (line.split("\t") for line in lines if not line.startswith("#"))
    return [Row(half, kind, query, frozenset(articles.split())) for half, kind, query, articles in each]


def shares(half, search):
    """Return the share of queries whose first article is right, and of those with a right one in the first three."""
    asked = [(row.articles, search(row.query)) for row in rows() if row.half == half]
    return tuple(sum(not right.isdisjoint(ids[:most]) for right, ids in asked) / len(asked) for most in (1, 3))


def articles_found(compiled, query):
    """Return the ids of the articles found, best first; both languages of an article count once."""
    best = Searcher(compiled).search(query, limit=10).best
    return list(dict.fromkeys(compiled.article_keys[number].partition("/")[2] for number, _ in best))


def test_the_right_article_comes_first_or_among_the_first_three(starter_compiled):
    first, among_three = shares("report", lambda query: articles_found(starter_compiled, query))
    assert first >= 0.85
    assert among_three >= 0.95


def test_every_article_is_asked_for_and_no_query_twice(starter_articles):
    queries = [row.query for row in rows()]
    assert len(queries) == len(set(queries))
    # Agents do not look for what is there for editors.
    asked_for = {article.id for article in starter_articles if article.category != "studio"}
    assert frozenset().union(*(row.articles for row in rows())) == asked_for
    assert {row.half for row in rows()} == {"tune", "report"}
