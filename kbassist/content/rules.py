"""What `_library.yml` says of a library folder: its language, whose it is, and how articles are published."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from kbassist.content import header, vocabulary
from kbassist.content.fields import TRUTH
from kbassist.content.header import Field
from kbassist.content.kinds import Severity
from kbassist.content.model import Problem

LIBRARY_FILE = "_library.yml"
_LANGUAGE_KEYS = ("language", "lang")
_Report = Callable[[str, int, dict[str, str]], None]


class Rules(Struct, frozen=True):
    """The rules of one library folder; `owner` fills `{bank}`.

    With `four_eyes` an article is published by another than the one who last changed its words.
    """

    language: str = ""
    owner: str = ""
    four_eyes: bool = False


def read(folder: Path, problems: list[Problem] | None = None) -> Rules:
    """Return the rules of a folder; what cannot be read is told and left out."""
    path = folder / LIBRARY_FILE
    told = [] if problems is None else problems

    def report(code: str, row: int, values: dict[str, str]) -> None:
        told.append(Problem(code, Severity.ERROR, str(path), row, values))

    fields = _fields(path, report)
    return Rules(_language(fields, report), _text(fields, "owner"), _four_eyes(fields, report))


def owner(folders: Sequence[Path]) -> str:
    """Return whose library it is, as the last `_library.yml` with an `owner` says."""
    names = [name for folder in folders if (name := read(folder).owner)]
    return names[-1] if names else ""


def _fields(path: Path, report: _Report) -> Mapping[str, Field]:
    try:
        return header.read(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        pass
    except (OSError, UnicodeDecodeError):
        report("library-file-unreadable", 1, {})
    except header.HeaderError as error:
        report(error.code, error.row, error.values)
    return {}


def _text(fields: Mapping[str, Field], key: str) -> str:
    value = fields[key].value if key in fields else ""
    return value if isinstance(value, str) else ""


def _language(fields: Mapping[str, Field], report: _Report) -> str:
    for key in _LANGUAGE_KEYS:
        if value := _text(fields, key):
            if tag := vocabulary.language_tag(value):
                return tag
            report("header-bad-value", fields[key].row, {"key": key, "found": value, "wanted": "id, en, en-GB"})
    return ""


def _four_eyes(fields: Mapping[str, Field], report: _Report) -> bool:
    value = _text(fields, "four_eyes").lower()
    if value and value not in TRUTH:
        values = {"key": "four_eyes", "found": value, "wanted": ", ".join(TRUTH)}
        report("header-bad-value", fields["four_eyes"].row, values)
    # A rule that was meant and misspelt still holds.
    return TRUTH.get(value, bool(value))
