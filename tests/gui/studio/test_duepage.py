"""What is due, by keys."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kbassist import messages
from kbassist.content.life import due
from kbassist.content.model import Article
from kbassist.gui.studio.duepage import DuePage

TODAY = date.today()  # noqa: DTZ011 - as the page
ARTICLES = [
    Article("a", "id", "/x/a.md", "Biaya", category="tabungan", owner="Tim Produk", review_by=TODAY - timedelta(12)),
    Article("b", "id", "/x/b.md", "Kartu", review_by=TODAY + timedelta(3)),
    Article("c", "en", "/x/c.md", "Year-end offer", valid_from=TODAY + timedelta(5), valid_until=TODAY + timedelta(9)),
]


@pytest.fixture
def page(host, theme):
    messages.use("en")
    made = DuePage(theme, host)
    made.resize(host.size())
    made.show()
    made.show_due(due(ARTICLES, TODAY, 30))
    made.setFocus()
    return made


def press(qtbot, key):
    qtbot.keyClick(QApplication.focusWidget(), key)


def titles(page):
    return [row.title for row in page.rows.rows]


def test_what_is_due_is_listed_soonest_first_with_when_and_whose(page):
    assert titles(page) == ["Biaya", "Kartu", "Year-end offer", "Year-end offer"]
    late, soon, begins, _ends = page.rows.rows
    assert late.below.startswith("review was due")
    assert late.below.endswith("12 days ago · tabungan · Tim Produk · ID")
    assert late.side == "!!"
    assert "in 3 days" in soon.below
    assert begins.below.startswith("in force from")


def test_it_is_narrowed_by_digits_and_arrows(page, qtbot):
    press(qtbot, Qt.Key.Key_2)
    assert titles(page) == ["Biaya"]
    press(qtbot, Qt.Key.Key_Right)
    assert titles(page) == ["Kartu"]
    press(qtbot, Qt.Key.Key_1)
    assert len(titles(page)) == 4


def test_enter_opens_the_article(page, qtbot):
    press(qtbot, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.chosen) as chosen:
        press(qtbot, Qt.Key.Key_Return)
    assert chosen.args == ["/x/b.md"]


def test_what_is_no_longer_due_goes_and_what_is_looked_at_stays_so(page, qtbot):
    press(qtbot, Qt.Key.Key_3)
    page.show_due(due(ARTICLES[1:], TODAY, 30))
    assert titles(page) == ["Kartu"]
    page.show_due([])
    assert titles(page) == []
    assert page._nothing.isVisible()
