"""How well the mask keeps what our notes mark: private_notes.tsv and harmless_notes.tsv beside the tests of the text.

Rows are half, language, note. In private notes `<...>` stands round what must be masked, `{...}` round a secret.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kbassist.text import privacy

_FOLDER = Path(__file__).parents[1] / "text"
_MARKED = re.compile(r"<([^>]+)>|\{([^}]+)\}")
_SIGN = re.compile(r"[<>{}]")
_NUMBER = re.compile(r"\d+")
_PIECE = 6
HALVES, LANGUAGES = ("tune", "report"), ("id", "en")


class Tally(NamedTuple):
    """What became of one half in one language; the notes that went wrong are told with what stands there now."""

    private: int
    private_shown: list[str]
    secrets: int
    secrets_shown: list[str]
    numbers: int
    numbers_masked: list[str]


def plain(text: str) -> str:
    """Return letters and digits alone, in lower case: separators hide nothing."""
    return "".join(filter(str.isalnum, text)).lower()


def survives(hidden: str, text: str) -> bool:
    """Whether six characters in a row of what must be hidden stand in a text, or all of it where it is shorter."""
    inside, there = plain(hidden), plain(text)
    size = min(_PIECE, len(inside))
    return any(inside[at : at + size] in there for at in range(len(inside) - size + 1))


def notes(name: str, half: str, lang: str) -> Iterator[str]:
    """Yield the notes of a file that belong to a half and a language."""
    for row in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        row_half, row_lang, note = row.split("\t")
        if (row_half, row_lang) == (half, lang):
            yield note


def tally(half: str, lang: str) -> Tally:
    """Count what becomes of one half in one language."""
    counted = Tally(0, [], 0, [], 0, [])
    private = secrets = numbers = 0
    for marked in notes("private_notes.tsv", half, lang):
        stored = privacy.clean(_SIGN.sub("", marked))
        for number, secret in _MARKED.findall(marked):
            private, secrets = private + bool(number), secrets + bool(secret)
            if survives(number or secret, stored):
                (counted.private_shown if number else counted.secrets_shown).append(f"{marked}  ->  {stored}")
    for note in notes("harmless_notes.tsv", half, lang):
        stored = privacy.mask(note)
        for number in _NUMBER.finditer(note):
            numbers += 1
            if stored[number.start() : number.end()] != number[0]:
                counted.numbers_masked.append(f"{note}  ->  {stored}")
    return counted._replace(private=private, secrets=secrets, numbers=numbers)
