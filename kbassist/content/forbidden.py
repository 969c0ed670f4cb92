"""Words that must not be said to customers: `_forbidden.yml` beside `_library.yml`, one file for a library folder.

A row is a word or phrase and what to say instead. A broken row is left out and told; all others serve.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from kbassist import resources
from kbassist.content import header
from kbassist.content.header import Field
from kbassist.content.kinds import Severity
from kbassist.content.model import Problem
from kbassist.text import tokens
from kbassist.text.tokens import Token

FILE = "_forbidden.yml"
MAX_CHARACTERS = 100_000
MAX_WORDS = 10
# What ends a clause: what is denied before it is not denied behind it.
_CLAUSE_ENDS = frozenset(".,;:!?\n")

Stems = tuple[str, ...]


class Found(NamedTuple):
    """A forbidden phrase in a text: as it stands there, and what to say instead (empty where nobody says)."""

    text: str
    instead: str


class Forbidden(Struct, frozen=True):
    """What must not be said: what to say instead, by the stems of a phrase."""

    instead: dict[Stems, str] = {}

    def find(self, text: str) -> tuple[Found, ...]:
        """Return the phrases that stand in a text, each as often as it stands there; what is denied is allowed."""
        if not self.instead:
            return ()
        by_first: dict[str, list[Stems]] = {}
        for phrase in self.instead:
            by_first.setdefault(phrase[0], []).append(phrase)
        read = tokens.read(text)
        return tuple(_found(text, read, by_first, self.instead))


def read(folders: Sequence[Path]) -> tuple[Forbidden, tuple[Problem, ...]]:
    """Return what the files of all folders forbid together; a phrase of a later folder overrides an earlier one."""
    instead: dict[Stems, str] = {}
    problems: list[Problem] = []
    for folder in folders:
        instead.update(_read_file(folder / FILE, problems))
    return Forbidden(instead), tuple(problems)


def _found(
    text: str, read: Sequence[Token], by_first: Mapping[str, Sequence[Stems]], instead: Mapping[Stems, str]
) -> Iterator[Found]:
    stems = [token.stem for token in read]
    at = 0
    while at < len(stems):
        here = [phrase for phrase in by_first.get(stems[at], ()) if tuple(stems[at : at + len(phrase)]) == phrase]
        longest = max(here, key=len, default=())
        if longest and not _is_denied(text, read, at):
            yield Found(text[read[at].start : read[at + len(longest) - 1].end], instead[longest])
        at += max(len(longest), 1)


def _is_denied(text: str, read: Sequence[Token], at: int) -> bool:
    """Whether the clause says no before token `at`: "tidak ada investasi yang bebas risiko"."""
    for before in range(at - 1, -1, -1):
        if _CLAUSE_ENDS.intersection(text[read[before].end : read[before + 1].start]):
            return False
        if read[before].word in _denials():
            return True
    return False


@cache
def _denials() -> frozenset[str]:
    return frozenset(resources.read_text("words/denials.txt").split())


def _read_file(path: Path, problems: list[Problem]) -> dict[Stems, str]:
    def report(code: str, severity: Severity, row: int, **values: str) -> None:
        problems.append(Problem(code, severity, str(path), row, values))

    instead: dict[Stems, str] = {}
    for phrase, entry in _fields(path, report).items():
        stems = tuple(token.stem for token in tokens.read(phrase))
        if not isinstance(entry.value, str):
            report("forbidden-not-text", Severity.ERROR, entry.row, found=phrase)
        elif not stems:
            report("synonyms-no-word", Severity.ERROR, entry.row, found=phrase)
        elif len(stems) > MAX_WORDS:
            report("synonyms-too-long", Severity.ERROR, entry.row, found=phrase, limit=str(MAX_WORDS))
        elif stems in instead:
            report("synonyms-twice", Severity.ERROR, entry.row, found=phrase)
        else:
            instead[stems] = entry.value
    return instead


def _fields(path: Path, report: Callable[..., None]) -> Mapping[str, Field]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(MAX_CHARACTERS + 1)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        report("library-file-unreadable", Severity.ERROR, 1)
        return {}
    if len(text) > MAX_CHARACTERS:
        report("synonyms-too-large", Severity.ERROR, 1, limit=str(MAX_CHARACTERS))
        return {}
    try:
        return header.read(
            text, MAX_CHARACTERS, lambda key, row: report("synonyms-twice", Severity.ERROR, row, found=key)
        )
    except header.HeaderError as error:
        rows = text.splitlines()
        found = error.values.get("found") or (rows[error.row - 1].strip() if error.row <= len(rows) else "")
        report("forbidden-unreadable", Severity.ERROR, error.row, found=found)
        return {}
