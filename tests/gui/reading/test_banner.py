from datetime import date

import pytest

from kbassist import messages
from kbassist.content.kinds import Status
from kbassist.content.model import Article, Fact
from kbassist.content.standing import Caution, Doubt, doubts
from kbassist.gui import labels
from kbassist.gui.reading.banner import Banner

TODAY = date(2026, 11, 26)
YESTERDAY, TOMORROW = date(2026, 11, 25), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({}, []),
        ({"valid_until": TODAY, "valid_from": TODAY, "review_by": TODAY}, []),
        ({"valid_until": YESTERDAY}, ["No longer in force after 25 November 2026."]),
        ({"valid_from": TOMORROW}, ["In force from 27 November 2026 on."]),
        ({"review_by": YESTERDAY}, ["Review was due on 25 November 2026: check before you promise."]),
        ({"facts": (Fact("rate", "3 %", 2, "Rate", None, TODAY),)}, []),
        (
            {"facts": (Fact("rate", "3 %", 2, "Rate", None, YESTERDAY),)},
            ["Rate: held until 25 November 2026, check before you say it."],
        ),
        ({"status": Status.DRAFT}, ["Not released yet: say nothing of it to customers."]),
        ({"status": Status.RETIRED}, ["Retired: do not use it any more."]),
    ],
)
def test_an_article_past_its_dates_says_so(known, words):
    assert list(map(labels.doubt, doubts(Article("a", "id", "/a.md", "A", **known), TODAY))) == words


def told(**known):
    return labels.doubt(doubts(Article("a", "id", "/a.md", "A", **known), TODAY)[0])


def test_the_day_is_told_in_the_words_of_the_window():
    messages.use("id")
    assert "25 November 2026" in told(review_by=YESTERDAY)
    assert "1 Mei 2026" in told(review_by=date(2026, 5, 1))


def test_the_banner_is_away_while_there_is_nothing_to_say(host):
    banner = Banner(host)
    banner.show_doubts((Doubt(Caution.RETIRED), Doubt(Caution.OVER, YESTERDAY)))
    assert banner.isVisible()
    assert banner.text == "Retired: do not use it any more.\nNo longer in force after 25 November 2026."
    banner.show_doubts(())
    assert not banner.isVisible()
