"""What may stand in an article, from the words of the format and from the library in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from kbassist.assist.kinds import MoodLevel
from kbassist.content import header, placeholders, scanner, vocabulary
from kbassist.content.kinds import ArticleKind, Channel, LineKind, Status, Tone
from kbassist.gui.studio.abouts import HEADER_KEYS, LINE_KEYS
from kbassist.gui.studio.offers import Asked, Offer, What
from kbassist.librarian import Facet
from kbassist.messages import _
from kbassist.words import word

if TYPE_CHECKING:
    from kbassist.content.model import Article
    from kbassist.librarian import Librarian

_Value = TypeVar("_Value", bound=StrEnum | str)
_OF_EXPECT = ("note", "first", "any", "not", "mood", "locked")
_OF_FACT = {"id": ("nilai", "nama", "mulai", "sampai"), "en": ("value", "label", "from", "until")}
_TRUTH = {"id": ("ya", "tidak"), "en": ("yes", "no")}
_MOST = 50
# What people know by other words than those to be written.
_KNOWN_BY_TITLE = frozenset({What.ARTICLE, What.PLACE, What.CALLOUT, What.HEADER_VALUE, What.LINE_VALUE})


class LibraryCompletions:
    """Knows the words of the format in both languages, and what the articles of a library have."""

    def __init__(self, librarian: Librarian) -> None:
        """Ask `librarian` for articles, tags and categories."""
        self._librarian = librarian
        self._read: tuple[str, str, Article | None] | None = None
        self._of: dict[What, Callable[[Asked], Iterable[Offer]]] = {
            What.HEADER_KEY: _header_keys,
            What.HEADER_VALUE: self._header_values,
            What.CALLOUT: _callouts,
            What.LINE_KEY: _line_keys,
            What.LINE_VALUE: _line_values,
            What.ARTICLE: self._articles,
            What.PLACE: self._places,
            What.PLACEHOLDER: _placeholders,
            What.FACT: _facts,
        }

    def offers(self, asked: Asked) -> list[Offer]:
        """Return what may stand there: what begins as was typed first, then what holds it."""
        typed = asked.typed.casefold()
        found = dict.fromkeys(self._of[asked.what](asked))
        fitting = [offer for offer in found if typed in offer.text.casefold() or _is_about(asked, typed, offer)]
        return sorted(fitting, key=lambda offer: not offer.text.casefold().startswith(typed))[:_MOST]

    def _header_values(self, asked: Asked) -> Iterable[Offer]:
        truth = map(Offer, _TRUTH[_language(asked.lang)])
        values: dict[str, Callable[[], Iterable[Offer]]] = {
            "kind": lambda: _named(ArticleKind),
            "status": lambda: map(Offer, Status),
            "channels": lambda: _named(Channel),
            "lang": lambda: map(Offer, ("id", "en")),
            "category": lambda: map(Offer, sorted(self._librarian.values(Facet.CATEGORY), key=str.casefold)),
            "tags": lambda: map(Offer, sorted(self._librarian.values(Facet.TAG), key=str.casefold)),
            "related": lambda: self._articles(asked),
            "bulletin": lambda: truth,
            "pengumuman": lambda: truth,
            "expect.mood": lambda: _named(MoodLevel),
            "expect.locked": lambda: truth,
            **dict.fromkeys(("expect.first", "expect.any", "expect.not"), lambda: _own_lines(asked.text)),
        }
        return values[asked.of]() if asked.of in values else ()

    def _articles(self, asked: Asked) -> Iterable[Offer]:
        return (Offer(found.article, found.title) for found in self._librarian.named(asked.typed, asked.lang, _MOST))

    def _places(self, asked: Asked) -> Iterable[Offer]:
        name = asked.of.strip()
        if not name:
            return _own_lines(asked.text)
        if self._read is None or self._read[:2] != (name, asked.lang):
            self._read = name, asked.lang, self._librarian.article(name, asked.lang)
        article = self._read[2]
        if article is None:
            return ()
        lines = (Offer(line.id, line.title or word(line.kind)) for line in article.lines)
        return *lines, *(Offer(heading.anchor, heading.text) for heading in article.headings)


def _is_about(asked: Asked, typed: str, offer: Offer) -> bool:
    return asked.what in _KNOWN_BY_TITLE and typed in offer.about.casefold()


def _language(lang: str) -> str:
    return "id" if lang.partition("-")[0] == "id" else "en"


def _in_language(names: Mapping[str, _Value], lang: str) -> dict[_Value, str]:
    """Return the name of each value in a language; ours stand after the English ones, which may be all there is."""
    ordered = list(names.items()) if _language(lang) == "id" else list(names.items())[::-1]
    name_of = {value: name for name, value in ordered}
    return {value: name_of[value] for value in names.values()}


def _named(values: Iterable[StrEnum]) -> Iterable[Offer]:
    return (Offer(value.value, word(value)) for value in values)


def _translated(names: Mapping[str, StrEnum], lang: str) -> Iterable[Offer]:
    return (Offer(name, word(value)) for value, name in _in_language(names, lang).items())


def _header_keys(asked: Asked) -> Iterable[Offer]:
    if asked.of == "expect":
        return map(Offer, _OF_EXPECT)
    if asked.of == "facts":
        return map(Offer, _OF_FACT[_language(asked.lang)])
    written = (header.split(asked.text)[0] or "").split("\n")
    there = {row.partition(":")[0] for row in written if ":" in row}
    return (Offer(key, _(HEADER_KEYS[key])) for key in HEADER_KEYS if key not in there)


def _callouts(asked: Asked) -> Iterable[Offer]:
    kinds = sorted(
        _in_language(vocabulary.LINE_KINDS, asked.lang).items(), key=lambda kind: list(LineKind).index(kind[0])
    )
    lists = _in_language(vocabulary.PHRASE_LISTS, asked.lang)
    return *(Offer(name, word(kind)) for kind, name in kinds), *map(Offer, lists.values())


def _line_keys(asked: Asked) -> Iterable[Offer]:
    kind = vocabulary.LINE_KINDS.get(asked.of)
    keys = _in_language(vocabulary.LINE_KEYS, asked.lang)
    return (
        Offer(name, _(LINE_KEYS[key])) for key, name in keys.items() if vocabulary.KEYS_OF_KIND.get(key, kind) is kind
    )


def _line_values(asked: Asked) -> Iterable[Offer]:
    if asked.of == "stage":
        return _translated(vocabulary.STAGES, asked.lang)
    if asked.of == "channel":
        return _named(Channel)
    if asked.of == "tone":
        return map(Offer, Tone)
    return _placeholders(asked) if asked.of == "needs" else ()


def _placeholders(asked: Asked) -> Iterable[Offer]:
    ours = placeholders.FROM_CALL
    # Here the Indonesian names stand first.
    known = _in_language(ours, "id" if _language(asked.lang) == "en" else "en")
    used = (found.name for found in placeholders.find(asked.text) if found.name not in ours)
    facts = () if asked.what is What.LINE_VALUE else (f"fact.{fact.text}" for fact in _facts(asked))
    return map(Offer, (*known.values(), *used, *facts))


def _facts(asked: Asked) -> Iterable[Offer]:
    try:
        entry = header.read(header.split(asked.text)[0] or "").get("facts")
    except header.HeaderError:
        return ()
    if entry is None or not isinstance(entry.value, dict):
        return ()
    return (Offer(name, _value(fact)) for name, fact in entry.value.items())


def _value(fact: header.Field) -> str:
    if isinstance(fact.value, dict):
        return next((_value(each) for key, each in fact.value.items() if key in {"value", "nilai"}), "")
    return fact.value if isinstance(fact.value, str) else ""


def _own_lines(text: str) -> Iterable[Offer]:
    callouts = scanner.scan(header.split(text)[1]).callouts
    return (Offer(callout.id, callout.title) for callout in callouts if callout.id)
