"""Takes in canned replies from a table: each row becomes a script with one line to say, as a draft."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from kbassist import resources
from kbassist.content import header, reader
from kbassist.content.importing import Outcome, UnfitError, read_text, unfit, write_new
from kbassist.content.kinds import ArticleKind, Severity
from kbassist.content.library import Source
from kbassist.content.model import Problem
from kbassist.content.placeholders import FROM_CALL
from kbassist.content.slugs import file_name

SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
_SEPARATORS = ",;\t"
_SEPARATOR_ROW = re.compile(r"sep=.\n", re.IGNORECASE)
_LARGEST_CELL = 1_000_000
_BETWEEN_TAGS = re.compile(r"[,;|]")
_DOUBLE = re.compile(r"\{\{\s*([A-Za-z][A-Za-z ._-]{0,60}?)\s*\}\}")
# Links, boxes and callouts have square brackets too.
_SQUARE = re.compile(r"(?<![\[\\!])\[([A-Za-z][A-Za-z ._-]{0,60})\](?![\](:\[])")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_INDONESIAN = {canonical: name for name, canonical in FROM_CALL.items() if name != canonical}


def run(table: Path, library: Path, lang: str) -> tuple[Outcome, ...]:
    """Take in the rows of a table; each goes into a folder of the table's name, within that of its language.

    Raises OSError when the library can't be written to.
    """
    folder = library / lang / file_name(table.stem, "replies")
    taken: set[Path] = set()
    outcomes: list[Outcome] = []
    try:
        for row, cells in _rows(table):
            source = f"{table}:{row}"
            try:
                target = _free(folder / f"{file_name(cells['title'], 'reply')}.md", taken)
                write_new(target, _article(cells, lang, table, row).encode(errors="replace"))
                taken.add(target)
                outcomes.append(Outcome(source, str(target)))
            except UnfitError as error:
                outcomes.append(Outcome(source, problem=error.problem))
    except UnfitError as error:
        outcomes.append(Outcome(str(table), problem=error.problem))
    return tuple(outcomes)


def _free(path: Path, taken: set[Path]) -> Path:
    """Return a name that no other row of the table has taken."""
    number, free = 1, path
    while free in taken:
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _rows(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows by the number of the file's row on which each begins; raises UnfitError."""
    text = read_text(table)
    skipped = 0
    if found := _SEPARATOR_ROW.match(text):
        text, skipped = text[found.end() :], 1
    separator, names = _heading(text, table)
    before = csv.field_size_limit(_LARGEST_CELL)
    lines = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    row = skipped + 1
    try:
        for number, cells in enumerate(lines):
            if number and any(cell.strip() for cell in cells):
                yield row, _named(names, cells)
            row = skipped + lines.line_num + 1
    except csv.Error as error:
        raise unfit("replies-unreadable", table, row, reason=str(error)) from error
    finally:
        csv.field_size_limit(before)


def _heading(text: str, table: Path) -> tuple[str, list[str]]:
    """Return the separator under which the first row names the columns, and what each holds."""
    first = text.partition("\n")[0]
    for separator in _SEPARATORS:
        names = [
            _columns().get(cell.strip().lower(), "") for cell in next(csv.reader([first], delimiter=separator), [])
        ]
        if "title" in names and "text" in names:
            return separator, names
    raise unfit("replies-no-columns", table, 1, found=first[:80])


def _named(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    named: dict[str, str] = {"too_many": "".join(cells[len(names) :]).strip()}
    for name, cell in zip(names, cells, strict=False):
        named.setdefault(name, cell.strip())
    return named


def _article(cells: Mapping[str, str], lang: str, table: Path, row: int) -> str:
    """Return the text of a row's article, in the category of the table; raises UnfitError."""
    if cells["too_many"]:
        raise unfit("replies-too-many-cells", table, row)
    if not cells.get("title"):
        raise unfit("replies-no-title", table, row)
    if not cells.get("text"):
        raise unfit("replies-no-text", table, row)
    tags = [tag.strip("# \t") for tag in _BETWEEN_TAGS.split(cells.get("tags", "")) if tag.strip("# \t")]
    wording = _placeholders(cells["text"], lang)
    quoted = "\n".join(f"> {line}".rstrip() for line in wording.split("\n"))
    text = f"---\nkind: {ArticleKind.SCRIPT}\nstatus: draft\n---\n\n> [!answer]\n>\n{quoted}\n"
    text = header.set_key(text, "title", " ".join(cells["title"].split()))
    text = header.set_key(text, "category", table.stem)
    if tags:
        text = header.set_key(text, "tags", tags)
    _check(text, wording, table, row)
    return text


def _check(text: str, wording: str, table: Path, row: int) -> None:
    """Raise UnfitError unless the text is an article that says the wording and nothing else."""
    problems: list[Problem] = []

    def report(code: str, severity: Severity, _row: int, **values: str) -> None:
        problems.append(Problem(code, severity, str(table), row, values))

    lines = reader.read_text(text, Source(str(table), 0, "id", 0, 0, "reply.md"), report).lines
    for problem in problems:
        if problem.severity is Severity.ERROR:
            raise UnfitError(problem)
    if [line.text for line in lines] != [wording]:
        raise unfit("replies-read-otherwise", table, row)


def _placeholders(text: str, lang: str) -> str:
    """Return a wording with the placeholders of other programs as ours; in square brackets only those we know."""
    ours = _INDONESIAN if lang.partition("-")[0] == "id" else {}

    def known(found: re.Match[str]) -> str:
        canonical = _known_placeholders().get(_plain(found[1]), "")
        return f"{{{ours.get(canonical, canonical)}}}" if canonical else found[0]

    def any_name(found: re.Match[str]) -> str:
        shown = known(found)
        return shown if shown != found[0] else f"{{{_plain(found[1])}}}"

    return _SQUARE.sub(known, _DOUBLE.sub(any_name, text))


def _plain(name: str) -> str:
    return _NOT_LETTERS.sub("_", name.lower()).strip("_")


@cache
def _columns() -> dict[str, str]:
    return _pairs("words/reply_columns.tsv")


@cache
def _known_placeholders() -> dict[str, str]:
    return _pairs("words/reply_placeholders.tsv")


def _pairs(name: str) -> dict[str, str]:
    rows = (row.split("\t") for row in resources.read_text(name).splitlines() if row and row[0] != "#")
    return {row[0]: row[1] for row in rows}
