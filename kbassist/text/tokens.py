"""Words of a text in their standard form, each with its place in the original."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from kbassist import resources
from kbassist.text.stems import respell, stem

_LONGEST_REMEMBERED = 40
_REMEMBERED = 30_000
_AROUND = ".,;:!?()[]{}\"“”‘'…"

_LETTERS = r"(?:[^\W\d_²][\u0300-\u036f]*)"
_CHUNK = re.compile(r"\S+")
_PIECE = re.compile(
    r"(?P<number>\d+(?:[.,:]\d+)*)"
    rf"|(?P<doubled>(?P<head>{_LETTERS}{{0,8}}?)(?P<base>{_LETTERS}{{3,20}})(?:[2²]|-(?i:(?P=base)))(?P<tail>{_LETTERS}*)(?!\d))"
    rf"|{_LETTERS}+(?:['’]{_LETTERS}+)*"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_STRETCHED = re.compile(r"(.)\1{2,}")
_STRETCHED_END = re.compile(r"(?<=..)(\w)\1$")
_AFFIXED = re.compile(r"(di|nge|)(\w{2,}?)(nya|)")
_CLITIC = re.compile(r"'(?:s|ve|ll|re|d|m)$")


class Token(NamedTuple):
    """A word or number: `surface` is `text[start:end]`, `word` its standard form, `stem` what inflections share.

    Shorthand for several words gives several tokens at one place.
    """

    start: int
    end: int
    surface: str
    word: str
    stem: str


# The tokens of a piece of text, as `Token` or as its plain fields.
Reading = tuple[tuple[int, int, str, str, str], ...]


@cache
def _shorthand() -> dict[str, str]:
    """Return the standard words for short forms; a form after "#" stands only behind a number."""
    rows = resources.read_text("words/shorthand.tsv").splitlines()
    return dict(row.split("\t") for row in rows)


def _plain(surface: str) -> str:
    if surface.isascii():
        return surface.lower()
    return unicodedata.normalize("NFKC", surface).lower().replace("’", "'")


def _number(surface: str) -> str:
    if _THOUSANDS.fullmatch(surface):
        return surface.replace(".", "").replace(",", "")
    return surface.replace(",", ".")


def _standard(word: str, *, behind_number: bool) -> str:
    shorthand = _shorthand()
    if behind_number and (unit := shorthand.get("#" + word)):
        return unit
    for form in (word, _STRETCHED_END.sub(r"\1", word), _STRETCHED.sub(r"\1", word)):
        if known := shorthand.get(form):
            return known
    affixed = _AFFIXED.fullmatch(form)
    if affixed and (known := shorthand.get(affixed[2])):
        return f"{affixed[1]}{known}{affixed[3]}"
    return respell(_CLITIC.sub("", form))


def _pieces(chunk: str) -> Iterator[tuple[int, int, str]]:
    core = chunk.strip(_AROUND)
    if known := _shorthand().get(_plain(core)):
        start = chunk.index(core)
        yield start, start + len(core), known
        return
    number_end = -1
    for match in _PIECE.finditer(chunk):
        start, end = match.span()
        if match["number"]:
            number_end = end
            yield start, end, _number(match[0])
            continue
        surface = match["head"] + match["base"] + match["tail"] if match["doubled"] else match[0]
        yield start, end, _standard(_plain(surface), behind_number=start == number_end)


def _parse(chunk: str) -> tuple[Token, ...]:
    return tuple(
        Token(start, end, chunk[start:end], word, stem(word))
        for start, end, words in _pieces(chunk)
        for word in words.split()
    )


_known_chunks: dict[str, Reading] = {}


def _tokens_of(chunk: str) -> Reading:
    tokens = _known_chunks.get(chunk)
    if tokens is None:
        tokens = _parse(chunk)
        if len(_known_chunks) >= _REMEMBERED:
            _known_chunks.clear()
        if len(chunk) <= _LONGEST_REMEMBERED:
            _known_chunks[chunk] = tokens
    return tokens


def words_and_stems(text: str) -> tuple[list[str], list[str]]:
    """Return every word of `text` and its stem, in order, where no places are needed."""
    words: list[str] = []
    stems: list[str] = []
    for chunk in _CHUNK.findall(text):
        for _, _, _, word, stem_ in _tokens_of(chunk):
            words.append(word)
            stems.append(stem_)
    return words, stems


def readings(text: str) -> dict[str, Reading]:
    """Return how each piece of text between blanks reads, for `remember`."""
    return {chunk: _tokens_of(chunk) for chunk in _CHUNK.findall(text)}


def remember(known: Mapping[str, Reading]) -> None:
    """Know beforehand how pieces of text read."""
    _known_chunks.update(known)


def forget() -> None:
    """Give back the memory of words read so far."""
    _known_chunks.clear()


def read(text: str) -> tuple[Token, ...]:
    """Return every word and number of `text`, in order, with its place in code points."""
    tokens: list[Token] = []
    new = tuple.__new__  # half the time of calling Token, at every word of every keystroke
    for chunk in _CHUNK.finditer(text):
        offset = chunk.start()
        for start, end, surface, word, stem_ in _tokens_of(chunk[0]):
            tokens.append(new(Token, (start + offset, end + offset, surface, word, stem_)))
    return tuple(tokens)
