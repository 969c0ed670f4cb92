"""A page over articles that a test writes."""

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from kbassist.content.library import Source
from kbassist.content.reader import read_text
from kbassist.content.render import Rendering
from kbassist.gui.reading.find import FindBar
from kbassist.gui.reading.page import Page
from kbassist.gui.ticks import Ticks


@pytest.fixture
def render(tmp_path):
    """Return a function that renders a body."""

    def render_one(body, name="a"):
        source = Source(str(tmp_path / f"library/id/{name}.md"), 0, "id", 0, 0, f"{name}.md")
        article = read_text(body, source, lambda *_args, **_values: None)
        return Rendering(article, lambda name: {"biaya": "Biaya admin"}.get(name, ""), str.capitalize)

    return render_one


@pytest.fixture
def ticks():
    """Return what is ticked."""
    return Ticks()


@pytest.fixture
def page(host, theme, ticks, tmp_path, qtbot):
    """Return a page in a window, with a find bar below and a field to go to."""
    made = Page(theme, ticks, host)
    made.roots = (tmp_path / "library",)
    made.folder = tmp_path / "library/id"
    made.folder.mkdir(parents=True)
    column = QVBoxLayout(host)
    column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
    for widget in (made, FindBar(made, theme, host), QLineEdit(host)):
        column.addWidget(widget)
    with qtbot.waitActive(host):
        host.activateWindow()
    made.setFocus()
    return made


@pytest.fixture
def bar(page, host):
    """Return the find bar of the page."""
    return host.findChild(FindBar)
