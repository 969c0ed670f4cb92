"""Images of the library for a page, and nothing else.

SVG is left out: it may refer to other files, and a few rows of it can ask for endless work.
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QImageReader

_FORMATS = {b"png", b"jpg", b"jpeg", b"gif", b"webp", b"bmp"}
LARGEST_FILE = 8 * 1024 * 1024  # bytes
_LARGEST = 16_000_000  # pixels


def find(url: QUrl, folder: Path | None, roots: Sequence[Path]) -> Path | None:
    """Return the file of an image that lies in the library, as it is named in an article of `folder`."""
    if folder is None or url.scheme() or url.host() or not url.path():
        return None
    try:
        path = (folder / unquote(url.path())).resolve()
        is_sound = path.is_file() and path.stat().st_size <= LARGEST_FILE
    except (OSError, ValueError):
        return None
    return path if is_sound and any(path.is_relative_to(root.resolve()) for root in roots) else None


def is_sound(path: Path | None) -> bool:
    """Whether a file is, by its first bytes, an image that we show and that has not too many pixels."""
    return path is not None and _is_sound(_reader(path))


def load(path: Path | None) -> QImage:
    """Return the image of a file, empty where it is none that we show."""
    if path is None:
        return QImage()
    reader = _reader(path)
    return reader.read() if _is_sound(reader) else QImage()


def _reader(path: Path) -> QImageReader:
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    return reader


def _is_sound(reader: QImageReader) -> bool:
    if reader.format().data() not in _FORMATS:  # before anything else is asked, which would read an SVG already
        return False
    size = reader.size()
    return 0 < size.width() * size.height() <= _LARGEST
