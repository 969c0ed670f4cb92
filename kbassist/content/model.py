"""The values that the rest of the app works with: articles, script lines, problems.

All are immutable. File positions are 1-based line numbers of the file as an editor shows it.
"""

from datetime import date
from typing import Any

from msgspec import Struct, field

from kbassist.content.kinds import ArticleKind, Channel, LineKind, Severity, Stage, Status, Tone
from kbassist.content.links import LINE_ANCHOR
from kbassist.text.fieldtypes import FieldType


class Problem(Struct, frozen=True):
    """A fault in a file; `code` and `values` are turned into words by `kbassist.words`."""

    code: str
    severity: Severity
    path: str
    line: int
    values: dict[str, str] = field(default_factory=dict)


class Cure(Struct, frozen=True):
    """A change that mends a problem: what stands from `start` to `end` in the file's text is replaced.

    `code` and `values` are turned into words by `kbassist.words`.
    """

    code: str
    start: int
    end: int
    replacement: str
    values: dict[str, str] = field(default_factory=dict)

    def applied(self, text: str) -> str:
        """Return the text with the change made."""
        return text[: self.start] + self.replacement + text[self.end :]


class FormField(Struct, frozen=True):
    """One field of a form: what is asked, and what an answer must be.

    `least` and `most` bound a number or an amount, the letters of a text, or a date in days from today. `digits` says
    that a text holds nothing else.
    """

    id: str
    label: str
    type: FieldType
    row: int
    required: bool = False
    least: int | None = None
    most: int | None = None
    digits: bool = False
    choices: tuple[str, ...] = ()


class Line(Struct, frozen=True):
    """One script line: what an agent can say or do, and when.

    `text` is the wording as written (Markdown, placeholders open), its facts filled in. `row` is the file line of the
    callout, the dates are those of the facts.
    Variants of one line share `id` and differ in `channels` or `tone`; empty `channels` means all.
    `documents` and `request` are what a department needs and is asked to do, `approve` who agrees to a favour that is
    given `once` in so many days; a form has a `purpose` and `fields`.
    """

    article: str
    id: str
    lang: str
    kind: LineKind
    text: str
    row: int
    title: str = ""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    stage: Stage | None = None
    channels: tuple[Channel, ...] = ()
    tone: Tone | None = None
    value: int = 0
    to: str = ""
    sla: str = ""
    due_in: str = ""
    limit: str = ""
    needs: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    request: str = ""
    approve: str = ""
    once: int = 0
    purpose: str = ""
    fields: tuple[FormField, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def name(self) -> str:
        """Return the name by which scripts, tests and records know the line."""
        return f"{self.article}#{self.id}"

    @property
    def anchor(self) -> str:
        """Return the anchor of the line on the page of its article."""
        return LINE_ANCHOR + self.id

    def is_current(self, today: date) -> bool:
        """Whether every fact in it holds on that day."""
        return _is_between(self.valid_from, today, self.valid_until)


class Fact(Struct, frozen=True):
    """A value that an article's text names: a fee, a rate, a limit, and from when until when it holds."""

    name: str
    value: str
    row: int
    label: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def is_over(self, today: date) -> bool:
        """Whether it held until a day before that one."""
        return self.valid_until is not None and self.valid_until < today


class Expectation(Struct, frozen=True):
    """One of an article's own tests: what a note must and must not bring.

    `locked` is either a wish about offers as a whole or the names of lines that must be locked.
    """

    note: str
    row: int
    first: str = ""
    any: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    mood: str = ""
    locked: bool | tuple[str, ...] | None = None


class Heading(Struct, frozen=True):
    """A heading of a body: its level 1 to 6, words, anchor and file line."""

    level: int
    text: str
    anchor: str
    row: int


class Link(Struct, frozen=True):
    """A reference to an article, as `[[target#fragment]]` or a relative Markdown link."""

    target: str
    fragment: str
    row: int


class Article(Struct, frozen=True):
    """One Markdown file, read. `path` is absolute; `body`, with its facts filled in, begins at line `body_row`.

    `suggestible` is false when the header could not be read: then the body is searched but no line is suggested.
    """

    id: str
    lang: str
    path: str
    title: str
    kind: ArticleKind = ArticleKind.GUIDE
    category: str = ""
    tags: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    status: Status = Status.PUBLISHED
    owner: str = ""
    review_by: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    bulletin: bool = False
    audience: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    related: tuple[str, ...] = ()
    expect: tuple[Expectation, ...] = ()
    facts: tuple[Fact, ...] = ()
    lines: tuple[Line, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    body: str = ""
    body_row: int = 1
    suggestible: bool = True
    explicit_id: bool = False
    other_keys: dict[str, Any] = field(default_factory=dict)

    def is_current(self, today: date) -> bool:
        """Whether its lines may be suggested on that day."""
        return (
            self.suggestible
            and self.status is Status.PUBLISHED
            and _is_between(self.valid_from, today, self.valid_until)
        )

    def anchor_of(self, place: str) -> str:
        """Return the anchor of a line or heading, named as links may name it; empty where there is none."""
        lines = (line.anchor for line in self.lines if place in {line.id, line.anchor})
        headings = (heading.anchor for heading in self.headings if place in {heading.anchor, heading.text})
        return next(lines, "") or next(headings, "")

    def facts_over(self, today: date) -> tuple[Fact, ...]:
        """Return the facts that no longer hold on that day."""
        return tuple(fact for fact in self.facts if fact.is_over(today))


def _is_between(start: date | None, day: date, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)


class Synonyms(Struct, frozen=True):
    """What the editors of a library say of words.

    `short` are meanings by short form, in lower case; `same` are groups of words and phrases that mean the same.
    """

    short: dict[str, str] = field(default_factory=dict)
    same: tuple[tuple[str, ...], ...] = ()
