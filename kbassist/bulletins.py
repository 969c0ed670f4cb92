"""Bulletins: which past calls one touches, and the message that tells each customer of it first."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from kbassist import outreach
from kbassist.content.model import Article
from kbassist.content.plain import plain
from kbassist.desk import follow_ups, outbound, reach
from kbassist.desk.follow_ups import FollowUp
from kbassist.desk.outbound import Bar, Consent, Permission
from kbassist.desk.reach import PastCall
from kbassist.desk.rules import OutboundRules
from kbassist.desk.workdays import Workdays
from kbassist.messages import _
from kbassist.text import tokens
from kbassist.text.phrases import Phrases

DAYS = 30
_PURPOSE = "service-news"
_LEAST_WORDS = 2  # one word alone is about too much
_AT_LEAST = timedelta(hours=1)


class News(NamedTuple):
    """A bulletin as it is told: its article's name, its title, what its matter is called, its words by language."""

    name: str
    title: str
    phrases: tuple[str, ...]
    wordings: Mapping[str, str]


class Past(NamedTuple):
    """Past calls, the newest first, and what was promised because of a bulletin already."""

    calls: list[PastCall]
    promised: list[FollowUp]


class Touched(NamedTuple):
    """A past call that a bulletin touches: the message, what stands against it, and whether it is on the list.

    `opens` is when the hours allow to call, `due` by when the customer is told.
    """

    call: PastCall
    message: str
    permission: Permission
    opens: datetime
    due: datetime
    is_made: bool

    @property
    def is_wanted(self) -> bool:
        """Whether it may be put on the list: it is not there yet, and the customer did not say no."""
        return not self.is_made and Bar.WITHDRAWN not in self.permission.bars


def news(versions: Iterable[Article]) -> News:
    """Return a bulletin from its article and the translations of it, the one that is shown first."""
    first, *others = versions
    every = (first, *others)
    named = [phrase for article in every for phrase in article.triggers]
    named += [phrase for article in every for line in article.lines for phrase in line.when]
    wordings = {article.lang: plain(article.lines[0].text) for article in every if article.lines}
    return News(first.id, first.title, tuple(dict.fromkeys(named)), wordings)


def read(name: str, now: datetime) -> Past:
    """Return the calls of the last days, and whom the bulletin of this name has a promise for."""
    return Past(reach.past_calls(now - timedelta(days=DAYS)), follow_ups.of_bulletin(name))


def find(
    bulletin: News, now: datetime, lang: str, rules: OutboundRules, workdays: Workdays, past: Past
) -> list[Touched]:
    """Return the past calls that a bulletin touches, the newest first, of each customer one; needs no tables."""
    made = {each.call for each in past.promised}
    known = {each.customer for each in past.promised if each.customer}
    phrases = Phrases((tuple(tokens.words_and_stems(phrase)[1]), 0) for phrase in _telling(bulletin.phrases))
    found: dict[str, Touched] = {}
    for call in past.calls:
        key = call.customer or call.id
        if key in found or not phrases.find(tokens.read(call.note)):
            continue
        wording = bulletin.wordings.get(call.whom.lang or lang) or next(iter(bulletin.wordings.values()), "")
        allowed = outbound.permission(
            now, call.channel, call.consents, rules=rules, workdays=workdays, purpose=_PURPOSE
        )
        opens = _opens(call, now, rules, workdays)
        due = max(workdays.due(opens, "0d"), opens + _AT_LEAST)
        is_made = call.id in made or call.customer in known
        found[key] = Touched(call, outreach.news(wording, call.whom, lang), allowed, opens, due, is_made)
    return list(found.values())


def promises(bulletin: News, touched: Iterable[Touched], now: datetime, agent: str) -> list[FollowUp]:
    """Return a promise for each customer who is to be told."""
    promise = _("Tell the customer: {title}").format(title=bulletin.title)
    return [
        FollowUp(
            due=each.due,
            promise=promise,
            made=now,
            call=each.call.id,
            customer=each.call.customer,
            name=each.call.name,
            agent=agent,
            bulletin=bulletin.name,
        )
        for each in touched
        if each.is_wanted
    ]


def _telling(phrases: Iterable[str]) -> list[str]:
    """Return the phrases that tell what a call was about; single words only where there is nothing else."""
    every = list(phrases)
    return [phrase for phrase in every if len(tokens.read(phrase)) >= _LEAST_WORDS] or every


def _opens(call: PastCall, now: datetime, rules: OutboundRules, workdays: Workdays) -> datetime:
    """Return when the hours allow to tell a customer, who is taken to have agreed."""
    agreed = [Consent(_PURPOSE, now.date())]
    allowed = outbound.permission(now, call.channel, agreed, rules=rules, workdays=workdays, purpose=_PURPOSE)
    return allowed.opens or now
