"""Articles on paper and as PDF: always in the light colours, with title and day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSaveFile, QUrl
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from kbassist.content.model import Article
from kbassist.gui import labels
from kbassist.gui.reading import images
from kbassist.gui.reading.dress import Dresser
from kbassist.gui.theme import LIGHT, NOTE_SIZE, Theme, font

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_MARGIN_MM = 18
_DOTS = 96  # an inch, so that sizes in pixels are those of a screen


class Paper(QTextDocument):
    """An article set for paper; images are loaded by `load`, as on the page that it comes from."""

    def __init__(self, title: str, about: str, html: str, style: str, load: Callable[[int, QUrl], object]) -> None:
        """Set the title, a quiet row about the article and its body."""
        super().__init__()
        self._title, self._load = title, load
        self.setDefaultFont(font(NOTE_SIZE))
        self.setDefaultStyleSheet(style)
        self.setHtml(f'<h1>{escape(title)}</h1><p class="kind">{escape(about)}</p>{html}')

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802
        """Return an image of the library, and nothing else."""
        return self._load(kind, QUrl(name))

    def save_pdf(self, path: Path) -> bool:
        """Write a PDF in A4; false when the file can't be written."""
        file = QSaveFile(str(path))
        if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
            return False
        writer = QPdfWriter(file)
        writer.setTitle(self._title)
        set_up(writer)
        self.print_(writer)
        return file.commit()


def of_article(article: Article, html: str, theme: Theme, roots: Sequence[Path]) -> Paper:
    """Return an article, rendered as `html`, set for paper; its images are those within `roots`."""
    folder = Path(article.path).parent

    def find(name: QUrl) -> Path | None:
        return images.find(name, folder, roots)

    def load(kind: int, name: QUrl) -> object:
        is_image = kind == QTextDocument.ResourceType.ImageResource.value
        return images.load(find(name)) if is_image else None

    # Qt paints the ground of a card that goes over two pages into their margins too.
    dresser = Dresser(
        replace(LIGHT, window=LIGHT.surface), "", {}, bool, lambda name: images.is_sound(find(QUrl(name)))
    )
    style = theme.fill("article.css", LIGHT)
    return Paper(article.title, labels.about(article), dresser.dress(html), style, load)


def set_up(device: QPdfWriter | QPrinter) -> None:
    """Ask a printer or a file for A4 with margins for a binder."""
    device.setResolution(_DOTS)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    page = QPageSize(QPageSize.PageSizeId.A4)
    device.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
