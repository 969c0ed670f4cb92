"""The page of an article. It loads nothing but images of the article's own library."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import QByteArray, QUrl, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from kbassist.gui.theme import GRID, NOTE_SIZE, font
from kbassist.messages import _

_LARGEST_IMAGE = 8 * 1024 * 1024  # bytes
_IMAGES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp"}


class Page(QTextBrowser):
    """The rendered text; `link_followed(QUrl)` hands every link to its owner."""

    link_followed = Signal(QUrl)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with an empty page that may load nothing."""
        super().__init__(parent)
        self.folder: Path | None = None
        self.roots: Sequence[Path] = ()
        self.setObjectName("page")
        self.setFont(font(NOTE_SIZE))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAccessibleName(_("Article"))
        self.document().setDocumentMargin(2 * GRID)
        self.anchorClicked.connect(self.link_followed)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802
        """Return an image that lies in the library, and nothing else."""
        url = QUrl(name)
        is_image = kind == QTextDocument.ResourceType.ImageResource.value
        if not is_image or self.folder is None or url.scheme() or url.host():
            return QByteArray()
        path = (self.folder / unquote(url.path())).resolve()
        readable = path.suffix.lower() in _IMAGES and path.is_file() and path.stat().st_size <= _LARGEST_IMAGE
        inside = any(path.is_relative_to(root.resolve()) for root in self.roots)
        return QByteArray(path.read_bytes()) if readable and inside else QByteArray()
