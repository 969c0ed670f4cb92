"""The schemas of the Whoosh indexes, and the fingerprint of all that an index depends on."""

import hashlib
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.system import pack_uint

from kbassist import resources
from kbassist.search.documents import KEY, KINDS
from kbassist.text import tokens


class StemAnalyzer(Analyzer):
    """Gives Whoosh the stems of a text, the same for articles, notes and queries."""

    def __call__(self, value: str, **_options: object) -> Iterator[Token]:
        """Yield one Whoosh token, the same object each time as Whoosh's own do, for each stem."""
        token = Token()
        token.boost = 1.0
        token.stopped = False
        for token.text in (word.stem for word in tokens.read(value)):
            yield token


class Stems(list[str]):
    """The words of a field for a writer that counts them itself."""


class StemField(TEXT):
    """A text field of stems and how often they occur: no positions, nothing stored."""

    def __init__(self) -> None:
        """Set up the field."""
        super().__init__(analyzer=StemAnalyzer(), phrase=False)

    def index(  # type: ignore[override]
        self, value: str | Sequence[str], **_options: object
    ) -> Generator[tuple[bytes | Stems, int, float, bytes], None, None]:
        """Yield (stem, frequency, weight, packed frequency) for a text, or for its stems as already read.

        It is what TEXT yields, without a Whoosh token for each word; or else all `Stems` as one.
        """
        if isinstance(value, Stems):
            yield value, len(value), 1.0, b""
            return
        counts = Counter(tokens.words_and_stems(value)[1] if isinstance(value, str) else value)
        for stem, count in counts.items():
            yield stem.encode(), count, float(count), pack_uint(count)


def schemas() -> Mapping[str, Schema]:
    """Return the schema of each kind of document."""
    return {
        kind: Schema(**{KEY: ID(unique=True, stored=True)}, **{name: StemField() for name in fields})
        for kind, fields in KINDS.items()
    }


def fingerprint() -> str:
    """Return a hash of all that an index depends on besides the articles, so that any change of it rebuilds.

    That is Whoosh and the stemmer, our code that reads and indexes, and the word lists.
    """
    known = hashlib.blake2b(digest_size=16)
    for package in ("whoosh3", "PyStemmer"):
        known.update(f"{package} {version(package)}\n".encode())
    code = Path(__file__).parents[1]
    folders = (code / "content", code / "text", code / "search", resources.path("words"))
    for path in sorted(path for folder in folders for path in folder.iterdir() if path.is_file()):
        known.update(path.name.encode())
        known.update(path.read_bytes())
    return known.hexdigest()
