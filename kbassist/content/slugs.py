"""Names for files, headings and lines that work in links on every system."""

import re
import unicodedata

_LONGEST_NAME = 80
# What Windows keeps for its devices, whatever ending follows.
_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d")


def slug(text: str) -> str:
    """Return `text` in lower case, without accents, words joined by hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def file_name(text: str, otherwise: str = "") -> str:
    """Return a name, without ending, for the file or folder of what is called `text`, which every system takes."""
    name = slug(text)[:_LONGEST_NAME].rstrip("-") or otherwise
    return f"{name}-file" if _RESERVED.fullmatch(name) else name


def anchor(text: str) -> str:
    """Return the anchor of a heading, also for scripts without ASCII letters."""
    return slug(text) or re.sub(r"\W+", "-", text.lower()).strip("-") or "section"
