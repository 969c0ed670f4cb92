"""Products side by side: what their facts and their tables of terms say, label by label."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kbassist.content import vocabulary
from kbassist.content.links import WIKI_LINK
from kbassist.content.model import Article
from kbassist.content.plain import plain
from kbassist.content.scanner import outside_code
from kbassist.text import tokens

NOTHING = "–"
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[ \t:|-]*-[ \t:|-]*$")


class Row(NamedTuple):
    """What each product says of one matter; `differs` when two of them say different things."""

    label: str
    cells: tuple[str, ...]
    differs: bool


class Table(NamedTuple):
    """Some products, one to a column; what all of them tell comes first."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]


def compare(articles: Sequence[Article], title_of: Callable[[str], str]) -> Table:
    """Return what the products say; `title_of` gives the title of an article that a cell leads to."""
    labels: dict[frozenset[str], str] = {}
    found: dict[frozenset[str], dict[int, str]] = {}
    for column, article in enumerate(articles):
        for label, value in _terms(article, title_of):
            matter = frozenset(token.stem for token in tokens.read(label)) or frozenset((label,))
            labels.setdefault(matter, label)
            found.setdefault(matter, {}).setdefault(column, value)
    rows = [_row(labels[matter], cells, len(articles)) for matter, cells in found.items()]
    rows.sort(key=lambda row: row.cells.count(NOTHING))
    return Table(tuple(article.title for article in articles), tuple(rows))


def as_text(table: Table) -> str:
    """Return a table as people read it in a chat or a mail."""
    blocks = []
    for row in table.rows:
        said = (f"• {title}: {cell}" for title, cell in zip(table.titles, row.cells, strict=True))
        blocks.append("\n".join((row.label, *said)))
    return "\n\n".join(blocks)


def _row(label: str, cells: dict[int, str], columns: int) -> Row:
    told = {" ".join(cell.casefold().split()) for cell in cells.values()}
    return Row(label, tuple(cells.get(column, NOTHING) for column in range(columns)), len(told) > 1)


def _terms(article: Article, title_of: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield the labels and values of an article: those of its tables, then the facts that no table tells."""
    terms = [(_words(label, title_of), _words(value, title_of)) for label, value in _tabled(article.body)]
    yield from terms
    for fact in article.facts:
        value = _words(fact.value, title_of)
        if not any(value in told for _, told in terms):
            yield fact.label, value


def _tabled(body: str) -> Iterator[tuple[str, str]]:
    """Yield the rows of two-column tables whose second column is headed as terms are."""
    rows = [_cells(row.text) for row in outside_code(body.split("\n"), 1)]
    is_inside = False
    for at, cells in enumerate(rows):
        if not is_inside:
            is_inside = len(cells) == 2 and cells[1].lower() in vocabulary.TERMS and _is_rule(rows, at + 1)  # noqa: PLR2004 - a label and its terms
        elif not cells:
            is_inside = False
        elif not _is_rule(rows, at):
            label, value = (*cells, "")[:2]
            if label and value:
                yield label, value


def _is_rule(rows: Sequence[Sequence[str]], at: int) -> bool:
    return at < len(rows) and bool(rows[at]) and all(map(_RULE.match, rows[at]))


def _cells(row: str) -> tuple[str, ...]:
    """Return the cells of a row of a table; none for any other row."""
    text = row.strip()
    if not text.startswith("|"):
        return ()
    return tuple(cell.replace("\\|", "|").strip() for cell in _BETWEEN_CELLS.split(text.strip("|")))


def _words(markdown: str, title_of: Callable[[str], str]) -> str:
    named = WIKI_LINK.sub(lambda link: link[3] or title_of(link[1].strip()) or link[2] or link[1], markdown)
    return plain(named)
