"""The wording of a line for one call: its language, channel and tone, and what must be known to say it."""

from datetime import date
from typing import NamedTuple

from kbassist.assist.evidence import Evidence
from kbassist.assist.model import CallNote
from kbassist.assist.refusals import PRODUCTS
from kbassist.assist.sheet import Verdict
from kbassist.content import placeholders
from kbassist.content.kinds import Group, LineKind
from kbassist.content.model import Article, Line

_REMEMBERED = 4_000


class Wording(NamedTuple):
    """One twin or variant of a line, with what is asked of it at every key.

    `is_sale` says that it sells or, as a question about a product, leads to it; `is_foreign` that it is not in the
    language of the customer.
    """

    line: Line
    article: Article
    name: str
    group: Group
    lockable: bool
    of_product: bool
    is_sale: bool
    is_foreign: bool


class Speaker:
    """Picks the wordings for calls in one language, channel and tone, with the same things known, on one day."""

    def __init__(self, evidence: Evidence, call: CallNote, lang: str, today: date) -> None:
        """Take `lang` for the language of the customer."""
        self._evidence = evidence
        self._channel, self._tone = call.channel, call.tone
        self._lang = lang.partition("-")[0]
        self._today = today
        self._known = _known(call)
        self._picked: dict[str, Wording | None] = {}

    def suits(self, call: CallNote, lang: str, today: date) -> bool:
        """Whether it would pick the same for another note."""
        asked = (call.channel, call.tone, lang.partition("-")[0], today, _known(call))
        return asked == (self._channel, self._tone, self._lang, self._today, self._known)

    def pick(self, name: str) -> Wording | None:
        """Return the wording of a line that fits language, channel and tone best, if any may be said."""
        if name not in self._picked:
            evidence = self._evidence
            wordings = [
                self._wording(evidence.lines[number], evidence.article(number)) for number in evidence.named(name)
            ]
            if len(self._picked) >= _REMEMBERED:
                self._picked.clear()
            self._picked[name] = min(filter(self._may_be_said, wordings), key=self._distance, default=None)
        return self._picked[name]

    def _wording(self, line: Line, article: Article) -> Wording:
        group, of_product = line.kind.group, article.kind in PRODUCTS
        return Wording(
            line,
            article,
            line.name,
            group,
            line.kind.lockable,
            of_product,
            is_sale=group is Group.OFFER or (of_product and line.kind is LineKind.ASK),
            is_foreign=line.lang.partition("-")[0] != self._lang,
        )

    def _may_be_said(self, wording: Wording) -> bool:
        return self.hindrance(wording.line, wording.article) is None

    def hindrance(self, line: Line, article: Article) -> Verdict | None:
        """Return why a line may not be said in these calls, or None."""
        channels = line.channels or article.channels
        if not article.is_current(self._today):
            return Verdict.NOT_IN_FORCE
        if not line.is_current(self._today):
            return Verdict.FACT_NOT_IN_FORCE
        if self._channel is not None and channels and self._channel not in channels:
            return Verdict.OTHER_CHANNEL
        return Verdict.NEEDS if self.missing(line) else None

    def missing(self, line: Line) -> tuple[str, ...]:
        """Return the placeholders that must be known before a line is said, and are not."""
        return tuple(name for name in line.needs if placeholders.FROM_CALL.get(name, name) not in self._known)

    def _distance(self, wording: Wording) -> tuple[bool, bool, bool, str, int]:
        line = wording.line
        return (
            wording.is_foreign,
            bool(line.channels) is not bool(self._channel),
            line.tone is not None and line.tone is not self._tone,
            line.lang,
            line.row,
        )


def _known(call: CallNote) -> frozenset[str]:
    """Return the names of the placeholders that a call can fill."""
    given = {placeholders.FROM_CALL.get(name, name) for name, value in call.values.items() if value}
    return frozenset(given | {name for name in ("salutation", "name") if getattr(call, name)})
