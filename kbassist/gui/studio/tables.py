"""Tables helped along: walking from cell to cell aligns the columns, and the last cell opens a new row."""

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

_QUOTE = re.compile(r" {0,3}>[> ]*")
_RULE_CELL = re.compile(r":?-+:?$")
_PIPE = re.compile(r"(?<!\\)\|")
_RULE_ROW = 1
_LEAST = 3  # signs in a column, as its rule needs


class Table(NamedTuple):
    """The rows `first` to `last` of a text, which are a table, and its cells; `quote` stands before each row."""

    first: int
    last: int
    quote: str
    cells: list[list[str]]


class Walked(NamedTuple):
    """A table as it is after a step: its rows, and the row and columns to select, the row counted in the table."""

    rows: list[str]
    row: int
    start: int
    end: int


def find(rows: Sequence[str], at: int) -> Table | None:
    """Return the table that row `at` stands in; a single row may be the head of one that is begun."""
    if not _is_row(rows[at]):
        return None
    first = last = at
    while first and _is_row(rows[first - 1]):
        first -= 1
    while last + 1 < len(rows) and _is_row(rows[last + 1]):
        last += 1
    cells = [_cells(row) for row in rows[first : last + 1]]
    if len(cells) > _RULE_ROW and not all(map(_RULE_CELL.match, cells[_RULE_ROW])):
        return None
    quote = _QUOTE.match(rows[at])
    return Table(first, last, quote[0] if quote else "", cells)


def column_of(row: str, place: int) -> int:
    """Return the number of the cell at a place in a row."""
    return max(len(_PIPE.findall(row[:place])) - 1, 0)


def walk(table: Table, row: int, column: int, by: int) -> Walked | None:
    """Go so many cells on from one, over the rule, to a new row behind the last; None before the first cell."""
    cells = _whole(table.cells)
    width = len(cells[0])
    down, column = divmod(column + by, width)
    row += down
    if row == _RULE_ROW:
        row += 1 if by > 0 else -1
    if row < 0:
        return None
    return _at(table, [*cells, *([""] * width for _ in range(row + 1 - len(cells)))], row, column)


def add_row(table: Table, row: int) -> Walked:
    """Open an empty row below one, or below the rule where that one is the head."""
    cells = _whole(table.cells)
    below = max(row, _RULE_ROW) + 1
    return _at(table, [*cells[:below], [""] * len(cells[0]), *cells[below:]], below, 0)


def is_empty(table: Table, row: int) -> bool:
    """Whether no cell of a row below the rule holds anything."""
    return row > _RULE_ROW and not any(table.cells[row])


def _is_row(row: str) -> bool:
    quote = _QUOTE.match(row)
    return row[quote.end() if quote else 0 :].lstrip().startswith("|")


def _cells(row: str) -> list[str]:
    quote = _QUOTE.match(row)
    inner = row[quote.end() if quote else 0 :].strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip() for cell in _PIPE.split(inner)]


def _whole(cells: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the cells with a rule, as many in each row."""
    rows = [list(row) for row in cells]
    if len(rows) == _RULE_ROW:
        rows.append(["---"] * len(rows[0]))
    width = max(map(len, rows))
    return [row + ["---" if number == _RULE_ROW else ""] * (width - len(row)) for number, row in enumerate(rows)]


def _at(table: Table, cells: list[list[str]], row: int, column: int) -> Walked:
    columns = zip_longest(*(each for number, each in enumerate(cells) if number != _RULE_ROW), fillvalue="")
    widths = [max(_LEAST, *map(len, column)) for column in columns]
    padded = [
        [
            _rule(cell, width) if number == _RULE_ROW else cell.ljust(width)
            for cell, width in zip(each, widths, strict=True)
        ]
        for number, each in enumerate(cells)
    ]
    start = len(table.quote) + 2 + sum(width + 3 for width in widths[:column])
    rows = [f"{table.quote}| {' | '.join(each)} |" for each in padded]
    return Walked(rows, row, start, start + len(cells[row][column]))


def _rule(cell: str, width: int) -> str:
    left, right = cell.startswith(":"), cell.endswith(":")
    return ":" * left + "-" * (width - left - right) + ":" * right
