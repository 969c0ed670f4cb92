"""The query language: phrases, what is left out, alternatives, and what an article must be.

    biaya "kartu kredit" -iuran            all words, the phrase, and nothing of the last one
    debit or kredit                        either (`or`, `atau`, `|`)
    title:kartu tag:biaya category:kartu   words of the title, tags, categories
    kind:product lang:id                   kinds and languages, by their words too
    before:2027 after:2026-06              the day by which the article is to be reviewed

Whatever is not of this form is read as plain words, and what is still being typed at the end is left aside.
"""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kbassist.content import vocabulary
from kbassist.text import tokens


class Field(StrEnum):
    """Where an article must have what is asked."""

    ANYWHERE = ""
    TITLE = "title"
    TAG = "tag"
    KIND = "kind"
    CATEGORY = "category"
    LANG = "lang"
    BEFORE = "before"
    AFTER = "after"


class Clause(NamedTuple):
    """One thing asked; `text` stands at `start` of the query.

    `values` are the kinds or languages that it names, `day` the first or last day that it leaves out.
    """

    field: Field
    start: int
    text: str
    is_phrase: bool = False
    is_begun: bool = False
    values: frozenset[str] = frozenset()
    day: date | None = None


class Query(NamedTuple):
    """A query as it was read.

    `words` are its plain words where they stand in the query, with blanks for all else. Of each group of `required`
    one clause must hold, and none of `excluded`.
    """

    words: str
    required: tuple[tuple[Clause, ...], ...] = ()
    excluded: tuple[Clause, ...] = ()


_FIELDS = {field.value: field for field in Field if field} | {
    "judul": Field.TITLE,
    "jenis": Field.KIND,
    "kategori": Field.CATEGORY,
    "bahasa": Field.LANG,
    "sebelum": Field.BEFORE,
    "sesudah": Field.AFTER,
}
_OR = {"or", "atau", "|"}
_QUOTES = '"“”„'
_ITEM = re.compile(
    rf"(?P<minus>-?)(?:(?P<field>[^\W\d_]+):)?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]+)[{_QUOTES}]|(?P<word>[^\s|]+))|\|"
)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_BEGUN_DAY = re.compile(r"[\d-]*")
_LAST_MONTH = 12


class _Item(NamedTuple):
    """A piece of a query; one without a clause is still being typed."""

    start: int
    end: int
    clause: Clause | None
    is_plain: bool = False
    is_excluded: bool = False
    is_or: bool = False


def read(text: str) -> Query:
    """Return what a query asks for."""
    groups = _groups([_item(found, text) for found in _ITEM.finditer(text)])
    words = list(text)
    for group in groups:
        if len(group) > 1 or not group[0].is_plain:
            start, end = group[0].start, group[-1].end
            words[start:end] = " " * (end - start)
    asked = [group for group in groups if len(group) > 1 or not group[0].is_plain]
    clauses = [tuple(item.clause for item in group if item.clause) for group in asked if not group[0].is_excluded]
    excluded = tuple(group[0].clause for group in asked if group[0].is_excluded and group[0].clause)
    return Query("".join(words), tuple(filter(None, clauses)), excluded)


def _groups(items: Sequence[_Item]) -> list[list[_Item]]:
    """Return the items, those with `or` between them together; an `or` that joins nothing is a plain word."""
    groups: list[list[_Item]] = []
    joins = False
    for place, item in enumerate(items):
        if joins:
            groups[-1].append(item)
            joins = False
        elif item.is_or and groups and groups[-1][-1].clause and not groups[-1][-1].is_excluded:
            following = items[place + 1] if place + 1 < len(items) else None
            if following is None:
                groups.append([item._replace(clause=None, is_plain=False)])
            elif following.is_or or following.is_excluded:
                groups.append([item])
            else:
                joins = True
        else:
            groups.append([item])
    return groups


def _item(found: re.Match[str], text: str) -> _Item:
    start, end = found.span()
    is_begun = end == len(text) and found["word"] is not None
    part = "phrase" if found["phrase"] else "word"
    value = (found[part] or "").strip(_QUOTES)
    field = _FIELDS.get((found["field"] or "").lower())
    is_operator = bool(field or found["phrase"] or found["minus"]) and (field or not found["field"])
    if is_operator and tokens.read(value):
        place = found.start(part) + found[part].index(value)
        clause = Clause(field or Field.ANYWHERE, place, value, part == "phrase", is_begun)
        if (typed := _typed(clause)) or (is_begun and _is_unfinished(clause)):
            if typed and found["minus"]:
                # What is still being typed leaves nothing out before its time.
                typed = typed._replace(is_begun=False)
            return _Item(start, end, typed, is_excluded=bool(found["minus"]))
    if found["word"] and found["word"][-1:] == ":" and end == len(text) and found["word"][:-1].lower() in _FIELDS:
        return _Item(start, end, None)
    own = found[0]
    return _Item(
        start,
        end,
        Clause(Field.ANYWHERE, start, own, is_begun=is_begun) if tokens.read(own) else None,
        is_plain=True,
        is_or=own.lower() in _OR,
    )


def _typed(clause: Clause) -> Clause | None:
    """Return a clause with what its text stands for; None where it is no kind, language or day."""
    match clause.field:
        case Field.KIND:
            kinds = _named(vocabulary.ARTICLE_KINDS, clause)
            return clause._replace(values=kinds) if kinds else None
        case Field.LANG:
            tag = vocabulary.language_tag(clause.text)
            languages = _named(vocabulary.LANGUAGES, clause) | ({tag} if tag else frozenset())
            return clause._replace(values=languages) if languages else None
        case Field.BEFORE | Field.AFTER:
            day = _day(clause)
            return clause._replace(day=day) if day else None
    return clause


def _named(names: Mapping[str, str], clause: Clause) -> frozenset[str]:
    """Return what a name stands for, or all that one which is still being typed may stand for."""
    text = clause.text.lower()
    return frozenset(
        value for name, value in names.items() if name == text or (clause.is_begun and name.startswith(text))
    )


def _day(clause: Clause) -> date | None:
    """Return the first or the last day that a year, a month or a day leaves out."""
    found = _DAY.fullmatch(clause.text)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        if clause.field is Field.BEFORE:
            return date(year, month or 1, day or 1)
        last = month or _LAST_MONTH
        return date(year, last, day or monthrange(year, last)[1])
    except ValueError:
        return None


def _is_unfinished(clause: Clause) -> bool:
    return clause.field in {Field.BEFORE, Field.AFTER} and _BEGUN_DAY.fullmatch(clause.text) is not None
