"""How the phrases read that are needed before the first answer: the worker reads them, a window knows them."""

from collections.abc import Iterable

import msgspec
import numpy as np

from kbassist import resources
from kbassist.search.packing import Array
from kbassist.text import tokens

_LISTS = ("moments.tsv", "stopwords.txt")
# What stands between the phrases of a list.
_SEPARATORS = str.maketrans(",\t", "  ")


def pack(phrases: Iterable[str]) -> Array:
    """Return how the shipped lists and some phrases of the library's own read."""
    lists = (resources.read_text(f"words/{name}").translate(_SEPARATORS) for name in _LISTS)
    return np.frombuffer(msgspec.msgpack.encode(tokens.readings(" ".join((*lists, *phrases)))), np.uint8)


def remember(array: Array) -> None:
    """Know from now on how what was packed reads."""
    tokens.remember(msgspec.msgpack.decode(array.data, type=dict[str, tokens.Reading]))
