"""What the list of a search page shows."""

from kbassist.gui.finding.model import ROW
from kbassist.gui.finding.page import SearchPage
from kbassist.gui.finding.rows import Row


def rows(page: SearchPage) -> list[Row]:
    """Return its rows."""
    found = page.results.model()
    return [found.data(found.index(at, 0), ROW) for at in range(found.rowCount())]


def titles(page: SearchPage) -> list[str]:
    """Return the titles of its articles."""
    return [row.hit.title for row in rows(page) if row.hit]


def headings(page: SearchPage) -> list[str]:
    """Return its headings."""
    return [row.heading for row in rows(page) if row.heading]
