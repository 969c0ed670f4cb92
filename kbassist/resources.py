"""The one door to the files that ship with the app: icons, style, word lists, catalogues, the starter library."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path, PurePosixPath


@cache
def _root() -> Path:
    spec = find_spec("kbassist")
    if spec is None or spec.origin is None:
        message = "kbassist is not installed as files"
        raise RuntimeError(message)
    package = Path(spec.origin).parent
    shipped = package / "_shipped"
    return shipped if shipped.is_dir() else package.parent


def path(name: str) -> Path:
    """Return the file `resources/<name>`; `name` is relative, with forward slashes.

    Raises ValueError for absolute names and names with `..`.
    """
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts or "\\" in name or ":" in name:
        message = f"not a resource name: {name!r}"
        raise ValueError(message)
    return _root() / "resources" / parts


def read_text(name: str) -> str:
    """Return the text of a resource."""
    return path(name).read_text(encoding="utf-8")


def starter_library() -> Path:
    """Return the folder of the articles that ship with the app."""
    return _root() / "articles"
