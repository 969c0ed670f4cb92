"""Words that only the window needs."""

from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from kbassist import messages
from kbassist.assist.model import Suggestion
from kbassist.content.model import Article
from kbassist.content.placeholders import FROM_CALL
from kbassist.content.standing import Caution, Doubt
from kbassist.messages import _, in_context, mark, plural
from kbassist.words import word

_GAPS = {
    "salutation": mark("form of address"),
    "name": mark("customer's name"),
    "product": mark("product"),
    "ticket": mark("ticket number"),
    "agent": mark("your name"),
    "branch": mark("branch"),
    "bank": mark("name of the bank"),
}


def card_kind(suggestion: Suggestion) -> str:
    """Return the word on a card: the stage of a calming line, else the kind."""
    return word(suggestion.stage or suggestion.kind)


def gap(name: str) -> str:
    """Return what an open placeholder asks for."""
    canonical = FROM_CALL.get(name)
    return _(_GAPS[canonical]) if canonical else name.replace("_", " ")


def number(value: float, digits: int) -> str:
    """Return a number with so many decimals as people write it."""
    return f"{value:.{digits}f}".replace("-", "−").replace(".", in_context("decimal sign", "."))


def day(when: date) -> str:
    """Return a day as people write it: 31 Desember 2026."""
    return _dated(when, "d MMMM yyyy")


def short_day(when: date) -> str:
    """Return a day where there is little room: 31 Des 2026."""
    return _dated(when, "d MMM yyyy")


def moment(when: datetime) -> str:
    """Return a local moment as people write it: Sen 30 Nov, 10.00."""
    at = QDateTime(QDate(when.year, when.month, when.day), QTime(when.hour, when.minute))
    return QLocale(messages.language()).toString(at, in_context("date and time", "ddd d MMM, HH:mm"))


def about(article: Article) -> str:
    """Return the quiet row about an article: its kind, category and language, and when it is reviewed."""
    review = _("review {day}").format(day=short_day(article.review_by)) if article.review_by else ""
    return " · ".join(filter(None, (word(article.kind), article.category, article.lang.upper(), review)))


def _dated(when: date, form: str) -> str:
    return QLocale(messages.language()).toString(QDate(when.year, when.month, when.day), form)


_DOUBTS = {
    Caution.RETIRED: (mark("Retired: do not use it any more."), mark("retired")),
    Caution.NOT_RELEASED: (mark("Not released yet: say nothing of it to customers."), mark("not released")),
    Caution.OVER: (mark("No longer in force after {day}."), mark("no longer in force")),
    Caution.NOT_YET: (mark("In force from {day} on."), mark("not yet in force")),
    Caution.FACT_OVER: (mark("{fact}: held until {day}, check before you say it."), mark("a figure is out of date")),
    Caution.REVIEW_DUE: (mark("Review was due on {day}: check before you promise."), mark("to be reviewed")),
}


def doubt(found: Doubt) -> str:
    """Return what speaks against an article, as a sentence."""
    return _(_DOUBTS[found.caution][0]).format(day=found.day and day(found.day), fact=found.fact)


def short_doubt(found: Doubt) -> str:
    """Return what speaks against an article where there is little room."""
    return _(_DOUBTS[found.caution][1])


def unsaid(count: int) -> str:
    """Return that so many lines must still be said, empty for none."""
    words = plural("{count} required line not said yet", "{count} required lines not said yet", count)
    return words.format(count=count) if count else ""
