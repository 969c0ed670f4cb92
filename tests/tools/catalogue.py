"""Bring the Indonesian catalogue up to date with the messages in the code, and compile it.

Run it after a change of messages, fill what it lists as missing, and run it again.
"""

import io
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
PO = ROOT / "resources/locale/id/LC_MESSAGES/kbassist.po"
KEYWORDS = {"_": None, "mark": None, "plural": (1, 2), "in_context": ((1, "c"), 2), "mark_in": ((1, "c"), 2)}
HEADER = "# The Indonesian words of kbassist. Change them here, then run tests/tools/catalogue.py."
# What would differ at every run, or says nothing.
VOLATILE = re.compile(r'"(POT-Creation|PO-Revision|Generated-By|Last-Translator|Language-Team|Report-Msgid).*\n')


def extract() -> Catalog:
    """Return every message of the code."""
    catalogue = Catalog(project="kbassist", version="1", fuzzy=False, charset="utf-8", header_comment=HEADER)
    catalogue.mime_headers = [
        ("Project-Id-Version", "kbassist"),
        ("Language", "id"),
        ("Plural-Forms", "nplurals=1; plural=0;"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    for _file, _line, message, _comments, context in extract_from_dir(ROOT / "kbassist", keywords=KEYWORDS):
        catalogue.add(message, context=context)
    return catalogue


def written() -> Catalog:
    """Return the catalogue as it stands in the repository."""
    return read_po(io.BytesIO(PO.read_bytes()))


def missing(catalogue: Catalog) -> list[str]:
    """Return the messages without a translation."""
    return [str(message.id) for message in catalogue if message.id and not all(_forms(message.string))]


def key(message: Message) -> str:
    """Return what a message is looked up by: its words, the singular of two forms."""
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(translation: str | Sequence[str] | None) -> Sequence[str]:
    return (translation or "",) if translation is None or isinstance(translation, str) else translation


def main() -> int:
    """Update, compile, and list what is missing."""
    catalogue = extract()
    old = written()
    for message in catalogue:
        before = old.get(key(message), message.context)
        if message.id and before:
            message.string = before.string
    buffer = io.BytesIO()
    write_po(buffer, catalogue, no_location=True, sort_output=True, width=118)
    PO.write_text(VOLATILE.sub("", buffer.getvalue().decode()), encoding="utf-8")
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, written())
    left = missing(written())
    for words in left:
        print("missing:", words)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
