"""Reads one Markdown file into an article; whatever the file holds, the outcome is a value and located problems."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from kbassist.content import facts, header, vocabulary
from kbassist.content.fields import TypedHeader, read_fields
from kbassist.content.header import Field
from kbassist.content.kinds import Severity
from kbassist.content.library import Reading, Source
from kbassist.content.lines import phrase_list, read_lines
from kbassist.content.model import Article, Heading, Problem
from kbassist.content.scanner import LONGEST_ROW, MOST_ROWS, scan
from kbassist.content.slugs import slug
from kbassist.text import language, tokens

MAX_BYTES = 2_000_000
# Deeper nesting than any article needs; Python-Markdown would recurse at every level.
MAX_DEPTH = 60
# The rule that opens a header, or as much of it as was saved.
_OPENING = re.compile(r"---[ \t]*\n|-{1,3}\Z")
_GUESS_FROM = 2_000


@dataclass(slots=True)
class _Report:
    """Collects the problems of one file."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def __call__(self, code: str, severity: Severity, row: int, **values: str) -> None:
        self.problems.append(Problem(code, severity, self.path, row, values))


def read(source: Source) -> Reading:
    """Read the file of `source`; never raises for what the file holds or for a file that has gone."""
    report = _Report(source.path)
    text = _read_text(source, report)
    if text is None:
        return Reading(source, None, tuple(report.problems))
    article = read_text(text, source, report)
    return Reading(source, article, tuple(report.problems), article.suggestible and _is_finished(text))


def read_again(known: Article) -> Article | None:
    """Read the file of an article that is known already, its body too; None when it can no longer be read."""
    path = Path(known.path)
    return read(Source(known.path, 0, known.lang, 0, 0, path.name)).article


def read_body(known: Article) -> str:
    """Return the body of an article that is known already as its file has it now; empty when it can't be read."""
    return body_in(read_plain(known.path), known)


def read_plain(path: str) -> str:
    """Return the text of a file as articles are read from it; empty when it can't be read."""
    return _read_text(Source(path, 0, "", 0, 0, ""), _Report(path)) or ""


def body_in(text: str, known: Article) -> str:
    """Return the body of an article that is known already in the text of its file."""
    return facts.fill(header.split(text)[1], 1, known.facts, _Report(known.path)).body


def read_text(text: str, source: Source, report: Callable[..., None]) -> Article:
    """Read an article's text as if it stood in the file of `source` (for drafts and previews too)."""
    head, body, body_row = header.split(text)
    if header.is_unclosed(text):
        report("header-unclosed", Severity.WARNING, 1)
    typed = read_header(head, report)
    filled = facts.fill(body, body_row, typed.values.get("facts", ()), report)
    body = filled.body
    found = scan(body, body_row)
    if found.depth > MAX_DEPTH:
        report("body-too-deep", Severity.WARNING, body_row, limit=str(MAX_DEPTH))
    if body.count("\n") >= MOST_ROWS:
        report("body-too-long", Severity.WARNING, body_row + MOST_ROWS, limit=str(MOST_ROWS))
    for row in found.long_rows:
        report("row-too-long", Severity.WARNING, row, limit=str(LONGEST_ROW))
    values = typed.values
    lang = values.pop("lang", "") or source.lang or language.guess(tokens.read(body[:_GUESS_FROM]))
    stem = PurePosixPath(source.relative).stem
    article_id = values.pop("id", "")
    name = article_id or slug(stem) or slug(source.relative) or "article"
    values["title"] = values.get("title") or _first_heading(found.headings) or stem
    for key in (vocabulary.TRIGGERS, vocabulary.EXAMPLES):
        values[key] = (*values.get(key, ()), *phrase_list(found.callouts, key))
    if values.get("valid_from") and values.get("valid_until") and values["valid_from"] > values["valid_until"]:
        report("validity-reversed", Severity.ERROR, typed.rows["valid_until"])
    return Article(
        name,
        lang,
        source.path,
        lines=read_lines(found.callouts, name, lang, report, filled.used),
        headings=found.headings,
        links=found.links,
        body=body,
        body_row=body_row,
        suggestible=typed.sound,
        explicit_id=bool(article_id),
        other_keys=typed.other_keys,
        **values,
    )


def _read_text(source: Source, report: Callable[..., None]) -> str | None:
    try:
        with Path(source.path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        report("file-unreadable", Severity.ERROR, 0, reason=error.strerror or str(error))
        return None
    if len(data) > MAX_BYTES:
        report("file-too-large", Severity.ERROR, 0, limit=f"{MAX_BYTES // 1_000_000} MB")
        return None
    if b"\0" in data:
        report("file-not-text", Severity.ERROR, data.count(b"\n", 0, data.index(b"\0")) + 1)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report("file-not-utf8", Severity.WARNING, data.count(b"\n", 0, error.start) + 1)
        text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_finished(text: str) -> bool:
    return bool(text.strip()) and not (_OPENING.match(text) and header.split(text)[0] is None)


def read_header(head: str | None, report: Callable[..., None]) -> TypedHeader:
    """Type a header (without its rules, None for none); `report` gets its problems by the lines of the file."""
    if head is None:
        return TypedHeader()
    try:
        fields = header.read(head)
    except header.HeaderError as error:
        report(error.code, Severity.ERROR, error.row + 1, **error.values)
        return TypedHeader(sound=False)
    located = _in_file(fields)
    own = located.pop("facts", None)
    typed = read_fields(located, report)
    typed.values["facts"] = facts.read_facts(own, report) if own else ()
    return typed


def _in_file(fields: Mapping[str, Field]) -> dict[str, Field]:
    """Turn rows of the header into file lines: the opening rule is the first."""
    return {key: _shifted(entry) for key, entry in fields.items()}


def _shifted(entry: Field) -> Field:
    value = entry.value
    if isinstance(value, tuple):
        return Field(tuple(map(_shifted, value)), entry.row + 1)
    if isinstance(value, dict):
        return Field(_in_file(value), entry.row + 1)
    return Field(value, entry.row + 1)


def _first_heading(headings: tuple[Heading, ...]) -> str:
    return headings[0].text if headings else ""
