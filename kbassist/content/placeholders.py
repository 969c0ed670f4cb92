"""Placeholders in a wording: `{name}` and `{name:default}`; all other braces are text."""

import re
from collections.abc import Mapping
from typing import NamedTuple

_PLACEHOLDER = re.compile(r"\{([a-z][a-z_]*)(?::([^{}\n]*))?\}")

# The names that the call itself fills, in both languages, and the one that the app uses inside.
FROM_CALL = {
    "sapaan": "salutation",
    "salutation": "salutation",
    "nama": "name",
    "name": "name",
    "produk": "product",
    "product": "product",
    "tiket": "ticket",
    "ticket": "ticket",
    "agen": "agent",
    "agent": "agent",
    "cabang": "branch",
    "branch": "branch",
    "bank": "bank",
}


class Placeholder(NamedTuple):
    """One placeholder: its name as written, and its default (None where it has none)."""

    name: str
    default: str | None


def find(text: str) -> list[Placeholder]:
    """Return the placeholders of a wording in their order, repeated ones too."""
    return [Placeholder(match[1], match[2]) for match in _PLACEHOLDER.finditer(text)]


def spoken(text: str) -> str:
    """Return a wording without the names of its placeholders; their defaults are words that are said."""
    return _PLACEHOLDER.sub(r"\2", text)


def fill(text: str, values: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the wording with what is known, and the names still open.

    A name from the call may be given in either language. What has no value takes its default; what has
    neither stays as `{name}` and is listed once.
    """
    known = {FROM_CALL.get(name, name): value for name, value in values.items() if value}
    gaps: dict[str, None] = {}

    def replace(match: re.Match[str]) -> str:
        name, default = match[1], match[2]
        value = known.get(FROM_CALL.get(name, name)) or default
        if value:
            return value
        gaps[name] = None
        return f"{{{name}}}"

    return _PLACEHOLDER.sub(replace, text), tuple(gaps)
