"""The lines of an article as an agent would see them in a sample call, and what brings each, in words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from msgspec import structs

from kbassist import resources
from kbassist.assist.kinds import Lock, MoodLevel, Phase
from kbassist.assist.model import Advice, CallNote, Suggestion
from kbassist.assistant import Assistant
from kbassist.content.kinds import Channel, Group, Tone
from kbassist.content.model import Article, FormField, Line
from kbassist.messages import _, mark
from kbassist.words import word

_LANGUAGES = ("id", "en")
_TONES = {Tone.FORMAL: mark("formal wording"), Tone.FRIENDLY: mark("friendly wording")}


class Sample(NamedTuple):
    """The call in which lines are looked at; without a language it is that of the article, without a channel any."""

    lang: str | None = None
    salutation: str = "Ibu"
    channel: Channel | None = None
    is_upset: bool = False


class Seen(NamedTuple):
    """What an agent would see: the advice, the lines by the names of their cards, and what stands below each card."""

    advice: Advice
    lines: Mapping[str, Line]
    captions: Mapping[str, str]


def call_note(article: Article, sample: Sample) -> CallNote:
    """Return the sample call, with something known for all that a call fills."""
    lang = (sample.lang or article.lang).partition("-")[0]
    values = dict(_values(lang if lang in _LANGUAGES else "en"))
    name = values.pop("name")
    return CallNote("", lang=lang, channel=sample.channel, salutation=sample.salutation, name=name, values=values)


def look(article: Article, sample: Sample, assistant: Assistant, today: date) -> Seen:
    """Return what an agent would see of an article's lines, group by group in the order of a call."""
    note = call_note(article, sample)
    shown: list[Suggestion] = []
    lines, captions = {}, {}
    for name, line in _named(_said(article, sample.channel)):
        locked = sample.is_upset and line.kind.lockable
        shown.append(structs.replace(assistant.suggestion(line, note), line=name, locked=locked))
        lines[name], captions[name] = line, caption(line, today)
    shown.sort(key=lambda suggestion: list(Group).index(suggestion.group))
    locks = (Lock.UPSET,) if sample.is_upset else ()
    advice = Advice(
        "",
        note.lang or "",
        0.0,
        MoodLevel.UPSET if sample.is_upset else MoodLevel.CALM,
        Phase.SOLVING,
        offers_locked=bool(locks),
        lock_reasons=locks,
        suggestions=tuple(shown),
    )
    return Seen(advice, lines, captions)


def caption(line: Line, today: date) -> str:
    """Return what brings a line and what keeps it away, one thing in a row."""
    comes = _("When: {words}").format(words=", ".join(line.when)) if line.when else _("Comes with its article")
    rows = [" · ".join(_variant(line)), comes]
    if line.unless:
        rows.append(_("Not when: {words}").format(words=", ".join(line.unless)))
    if line.needs:
        rows.append(_("Once known: {words}").format(words=", ".join(line.needs)))
    if line.kind.lockable:
        rows.append(_("Waits while the customer is upset or a problem is open"))
    if not line.is_current(today):
        rows.append(_("Not suggested today: a fact in it does not hold"))
    rows += (f"• {_field(field)}" for field in line.fields)
    return "\n".join(filter(None, rows))


def _variant(line: Line) -> Iterator[str]:
    yield from map(word, line.channels)
    if line.tone:
        yield _(_TONES[line.tone])


def _field(field: FormField) -> str:
    """Return what a form asks, and of what kind the answer is."""
    asked = f"{field.label} *" if field.required else field.label
    return f"{asked}: {' | '.join(field.choices) or word(field.type)}"


def _said(article: Article, channel: Channel | None) -> Iterable[Line]:
    """Return the lines that a channel has: of the variants of one, that which is worded for it."""
    if channel is None:
        return article.lines
    best: dict[tuple[str, Tone | None], Line] = {}
    for line in article.lines:
        channels = line.channels or article.channels
        if not channels or channel in channels:
            known = best.get((line.id, line.tone))
            if known is None or (line.channels and not known.channels):
                best[line.id, line.tone] = line
    return best.values()


def _named(lines: Iterable[Line]) -> Iterator[tuple[str, Line]]:
    """Give each line a name of its own: variants of one share theirs."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.name] = counts.get(line.name, 0) + 1
        yield line.name if counts[line.name] == 1 else f"{line.name}~{counts[line.name]}", line


@cache
def _values(lang: str) -> tuple[tuple[str, str], ...]:
    rows = (row.split("\t") for row in resources.read_text("words/samples.tsv").splitlines() if not row.startswith("#"))
    return tuple((row[0], row[1 + _LANGUAGES.index(lang)]) for row in rows)
