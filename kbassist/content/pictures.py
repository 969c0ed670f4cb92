"""The pictures of the library that articles show."""

import html
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from kbassist.content import writing
from kbassist.content.model import Article
from kbassist.content.render import Rendering

ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".svg"})
_SOURCE = re.compile(r'<img\b[^>]*\bsrc="([^"]*)"')


def find(source: str, article: Article, roots: Sequence[Path]) -> Path | None:
    """Return the file of a picture as a page names it in HTML; None for what is none within `roots`."""
    try:
        path = (Path(article.path).parent / unquote(html.unescape(source))).resolve()
        is_ours = path.is_file() and any(path.is_relative_to(root.resolve()) for root in roots)
    except (OSError, ValueError):
        return None
    return path if is_ours and path.suffix.lower() in ENDINGS else None


def copy_shown(article: Article, root: Path, folder: Path) -> None:
    """Copy what an article of the library `root` shows to the same places of another `folder`, over nothing there.

    Raises OSError.
    """
    for source in _SOURCE.findall(Rendering(article, lambda _name: "", str).whole()):
        path = find(source, article, (root,))
        target = folder / path.relative_to(root.resolve()) if path else None
        if path and target and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            writing.replace(target, path.read_bytes())
