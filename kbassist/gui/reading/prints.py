"""Articles as PDF files, without a window."""

from collections.abc import Sequence
from pathlib import Path

from kbassist.assistant import Assistant
from kbassist.content.model import Article
from kbassist.gui.app import application
from kbassist.gui.reading import paper
from kbassist.gui.theme import Theme


def save(assistant: Assistant, articles: Sequence[Article], folder: Path) -> tuple[Path, ...]:
    """Write one PDF for each article, with its body, into the folder of its language; raises OSError."""
    theme = Theme("light", application())
    written = []
    for article in articles:
        path = folder / article.lang / f"{article.id}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        html = assistant.librarian.rendering(article).whole()
        if not paper.of_article(article, html, theme, assistant.folders).save_pdf(path):
            raise OSError(str(path))
        written.append(path)
    theme.deleteLater()
    return tuple(written)
