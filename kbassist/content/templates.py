"""New articles: a text to begin with for each kind, and a place for its file."""

from datetime import date, timedelta
from itertools import count
from pathlib import Path

from kbassist import resources
from kbassist.content import header
from kbassist.content.kinds import ArticleKind
from kbassist.content.slugs import file_name

# The languages that templates are written in; others begin with the first.
LANGUAGES = ("en", "id")
_REVIEWED_AFTER = timedelta(days=365)
_NO_DAY = "\nreview_by:\n"


def make(kind: ArticleKind, lang: str, title: str, category: str = "", today: date | None = None) -> str:
    """Return the text of a new article: a draft with the lines that its kind needs, to be reviewed in a year."""
    written_in = lang.partition("-")[0]
    text = resources.read_text(f"templates/{written_in if written_in in LANGUAGES else LANGUAGES[0]}/{kind}.md")
    for key, value in {"title": title, "category": category}.items():
        if value:
            text = header.set_key(text, key, value.encode(errors="replace").decode())
    day = (today or date.today()) + _REVIEWED_AFTER  # noqa: DTZ011 - the editor's own day
    return text.replace(_NO_DAY, f"{_NO_DAY.rstrip()} {day}\n", 1)


def place(folder: Path, lang: str, category: str, title: str) -> Path:
    """Return a file name for a new article in a folder of the library that no file has yet."""
    within = folder / lang / file_name(category)
    name = file_name(title, "article")
    return next(path for n in count(1) if not (path := within / f"{name if n == 1 else f'{name}-{n}'}.md").exists())
