"""What is worth mending in one article: lines that never come, dates that are over, what is too long or not to be said.

Rows of the header are 1 here, rows of lines those of their callouts; `places.located` finds the true ones.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from kbassist import resources
from kbassist.content import placeholders
from kbassist.content.forbidden import Forbidden
from kbassist.content.kinds import ArticleKind, Channel, LineKind, Severity, Status
from kbassist.content.model import Article, Line, Problem
from kbassist.text import stopwords, tokens
from kbassist.text.phrases import Phrases

# Read aloud at 140 words a minute that is a minute: no customer listens longer without a word of their own.
MOST_WORDS_SPOKEN = 140
# An agent skims some 400 words a minute with a customer waiting; what takes four minutes is not read on a call.
MOST_WORDS_READ = 1_600
# Guides and practice calls are read between calls.
_READ_AT_LEISURE = frozenset({ArticleKind.GUIDE, ArticleKind.SCENARIO})
_WRITTEN = frozenset({Channel.CHAT, Channel.EMAIL, Channel.TEXT})
_NOT_SPOKEN = frozenset({LineKind.STEPS, LineKind.FORM})
_DAYS_OF_MONTH = 31


def check(article: Article, today: date, forbidden: Forbidden) -> Iterator[Problem]:
    """Yield what is worth mending in an article; rows of lines are those of their callouts."""
    if article.status is not Status.RETIRED:
        yield from _validity(article, today)
        yield from _dates(article, today)
        yield from _length(article)
    for found in forbidden.find(article.title):
        values = {"found": found.text, "instead": found.instead}
        yield Problem("word-forbidden", Severity.WARNING, article.path, 1, values)
    for line in article.lines:
        yield from _never(line, article)
        yield from _spoken(line, article.path, forbidden)
    yield from _same_wording(article)


def _validity(article: Article, today: date) -> Iterator[Problem]:
    if article.valid_until and article.valid_until < today and article.status is Status.PUBLISHED:
        values = {"date": f"{article.valid_until}"}
        yield Problem("validity-over", Severity.WARNING, article.path, 1, values)


def _length(article: Article) -> Iterator[Problem]:
    count = len(article.body.split())
    if count > MOST_WORDS_READ and article.kind not in _READ_AT_LEISURE:
        values = {"title": article.title, "count": str(count), "limit": str(MOST_WORDS_READ)}
        yield Problem("article-too-long", Severity.WARNING, article.path, 1, values)


def _never(line: Line, article: Article) -> Iterator[Problem]:
    """Yield why a line, or one of its conditions, can never bring it."""
    silent = [phrase for phrase in line.when if not _speaks(phrase)]
    if len(silent) == len(line.when):
        for phrase in silent:
            yield Problem("when-says-nothing", Severity.WARNING, article.path, line.row, {"found": phrase})
    vetoes = Phrases((_stems(phrase), number) for number, phrase in enumerate(line.unless))
    asked = line.when or article.triggers
    hits = {phrase: [match.payload for match in vetoes.find(tokens.read(phrase))] for phrase in asked}
    ruled_out = {phrase: found for phrase, found in hits.items() if found}
    if line.when or len(ruled_out) == len(asked):
        for phrase, found in ruled_out.items():
            values = {"found": line.unless[found[0]], "condition": phrase}
            yield Problem("line-vetoes-itself", Severity.WARNING, article.path, line.row, values)
    asked_elsewhere = {
        found.name for other in article.lines if other.id != line.id for found in placeholders.find(other.text)
    }
    for name in line.needs:
        if name not in placeholders.FROM_CALL and name not in asked_elsewhere:
            yield Problem("needs-never-known", Severity.WARNING, article.path, line.row, {"name": name})


def _speaks(phrase: str) -> bool:
    """Whether a condition says anything; two everyday words together do: "tidak bisa"."""
    read = tokens.read(phrase)
    return len(read) > 1 or any(token.stem not in stopwords.stems() for token in read)


def _spoken(line: Line, path: str, forbidden: Forbidden) -> Iterator[Problem]:
    count = len(line.text.split())
    written = bool(line.channels) and _WRITTEN.issuperset(line.channels)
    if count > MOST_WORDS_SPOKEN and line.kind not in _NOT_SPOKEN and not written:
        values = {"id": line.id, "count": str(count), "limit": str(MOST_WORDS_SPOKEN)}
        yield Problem("line-too-long-to-say", Severity.WARNING, path, line.row, values)
    for found in dict.fromkeys((*forbidden.find(line.title), *forbidden.find(line.text))):
        values = {"found": found.text, "instead": found.instead}
        yield Problem("word-forbidden", Severity.WARNING, path, line.row, values)


def _same_wording(article: Article) -> Iterator[Problem]:
    first: dict[str, Line] = {}
    for line in article.lines:
        wording = " ".join(line.text.casefold().split())
        other = first.setdefault(wording, line)
        if other is not line and other.id != line.id:
            values = {"id": line.id, "other": other.id}
            yield Problem("line-same-wording", Severity.WARNING, article.path, line.row, values)


def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(token.stem for token in tokens.read(phrase))


def _dates(article: Article, today: date) -> Iterator[Problem]:
    """Yield what is told of the future, "berlaku sampai 31 Desember 2025", and lies in the past."""
    for number, row in enumerate(article.body.split("\n"), article.body_row):
        for found in _until().finditer(row):
            last = _last_day(found)
            if last and last < today:
                values = {"found": found[0], "date": f"{last}"}
                yield Problem("date-over", Severity.WARNING, article.path, number, values)


@cache
def _months() -> dict[str, int]:
    rows = (row.split("\t") for row in resources.read_text("words/months.tsv").splitlines())
    return {name: int(number) for number, names in rows for name in names.split()}


@cache
def _until() -> re.Pattern[str]:
    """Return what finds a last day behind a word that announces one; a bare year stands behind all of them."""
    cues = "|".join(re.escape(row) for row in resources.read_text("words/until.txt").splitlines())
    months = "|".join(sorted(_months(), key=len, reverse=True))
    return re.compile(
        rf"\b(?:{cues})[ \t]+(?:(?P<iso>20\d\d-\d\d-\d\d)|(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>20\d\d)"
        rf"|(?:(?P<day>\d{{1,2}})[ \t]+)?(?P<month>{months})\.?(?:[ \t]+(?P<day_behind>\d{{1,2}}),)?"
        r"[ \t]+(?P<year>20\d\d)"
        rf"|(?P<bare>20\d\d))\b(?![.,:/-]?\d)|\b(?:per|as of)[ \t]+(?P<state>20\d\d)\b(?![.,:/-]?\d)",
        re.IGNORECASE,
    )


def _last_day(found: re.Match[str]) -> date | None:
    """Return the last day of what was found; None for an impossible one."""
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["y"]:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        if bare := found["bare"] or found["state"]:
            return date(int(bare), 12, _DAYS_OF_MONTH)
        year, month = int(found["year"]), _months()[found["month"].lower()]
        if day := found["day"] or found["day_behind"]:
            return date(year, month, int(day))
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None
