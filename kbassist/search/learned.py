"""What is learned from the examples of a library's articles: made by the worker, kept beside the generations.

It outlives the generation that it was made for: articles are known by their keys, and while new ones wait for the
next training the old ones are still told apart.
"""

from pathlib import Path

import msgspec

from kbassist.search import store
from kbassist.search.ranker import Ranker


class Learned(msgspec.Struct, frozen=True):
    """A ranker, the keys of the articles that are its classes, and which examples it was trained on."""

    examples: bytes
    keys: list[str]
    ranker: Ranker | None


def load(root: Path, manifest: store.Manifest) -> Learned:
    """Return what was learned last, nothing where there is none or its file is damaged."""
    nothing = Learned(b"", [], None)
    if not manifest.ranker:
        return nothing
    try:
        return msgspec.msgpack.decode(store.map_file(root, manifest, manifest.ranker), type=Learned)
    except (store.Damaged, msgspec.DecodeError):
        return nothing
