"""Names for files, headings and lines that work in links on every system."""

import re
import unicodedata


def slug(text: str) -> str:
    """Return `text` in lower case, without accents, words joined by hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def anchor(text: str) -> str:
    """Return the anchor of a heading, also for scripts without ASCII letters."""
    return slug(text) or re.sub(r"\W+", "-", text.lower()).strip("-") or "section"
