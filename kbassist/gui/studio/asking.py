"""What is being written at a place in an article, so that it can be completed."""

import re

from kbassist.content import vocabulary
from kbassist.gui.studio import markup
from kbassist.gui.studio.markup import State, Zone
from kbassist.gui.studio.offers import Asked, What

# Keys of the header whose rows below have keys of their own.
_NESTED = frozenset({"expect", "facts"})
_HEADER_ROW = re.compile(r"(\s*(?:-\s+)*)(?:([\w-]+):\s+)?(.*)$")
_TOP_KEY = re.compile(r"([\w-]+):")
_LAST_ITEM = re.compile(r"[\[,]?\s*[\"']?([^,\[\]\"']*)$")
_CALLOUT = re.compile(r" {0,3}>\s*\[!([A-Za-z-]*)$")
_LINE_KEY = re.compile(r" {0,3}> ?[-*+]\s+([A-Za-z-]*)$")
_LINE_VALUE = re.compile(r" {0,3}> ?(?:[-*+]\s+)?([A-Za-z-]+)\s*:\s*(?:.*,\s*)?([^,]*)$")
_INLINE = (
    (re.compile(r"\[\[()([^\[\]|#]*)$"), What.ARTICLE),
    (re.compile(r"\[\[([^\[\]|#]*)#([^\[\]|]*)$"), What.PLACE),
    (re.compile(r"\{()(?:fact|fakta)\.([a-z_]*)$"), What.FACT),
    (re.compile(r"\{()([a-z_]*)$"), What.PLACEHOLDER),
)


def asked(text: str, place: int, before: State | None, lang: str) -> Asked | None:
    """Return what is being written at a place; `before` is what the rows above leave, `lang` that of the article."""
    start = text.rfind("\n", 0, place) + 1
    row = text[start:place]
    if before is not None and before.zone is Zone.HEADER:
        found = _in_header(row, text[:start])
    elif before is None or before.zone is Zone.BODY:
        found = _in_body(row, before)
    else:
        found = None
    return found and found._replace(text=text, lang=lang)


def _in_header(row: str, above: str) -> Asked | None:
    found = _HEADER_ROW.match(row)
    indent, key, rest = found.groups() if found else ("", "", "")
    top = _key_above(above) if indent else ""
    if key:
        return Asked(What.HEADER_VALUE, _last_item(rest), f"{top}.{key}" if top in _NESTED else key)
    if top and top not in _NESTED:
        return Asked(What.HEADER_VALUE, _last_item(rest), top)
    return Asked(What.HEADER_KEY, rest, top) if re.fullmatch(r"\w*", rest) else None


def _in_body(row: str, before: State | None) -> Asked | None:
    for form, what in _INLINE:
        if found := form.search(row):
            return Asked(what, found[2], found[1])
    if found := _CALLOUT.match(row):
        return Asked(What.CALLOUT, found[1]) if before is None or not before.is_quote else None
    if before is None or not before.takes_keys:
        return None
    if found := _LINE_KEY.match(row):
        return Asked(What.LINE_KEY, found[1], before.callout)
    if markup.key_end(row, before) and (found := _LINE_VALUE.match(row)):
        return Asked(What.LINE_VALUE, found[2], vocabulary.LINE_KEYS[found[1].lower()])
    return None


def _key_above(above: str) -> str:
    """Return the key that the last row without indentation names."""
    rows = reversed(above.split("\n"))
    found = next((key for row in rows if (key := _TOP_KEY.match(row))), None)
    return found[1] if found else ""


def _last_item(value: str) -> str:
    found = _LAST_ITEM.search(value)
    return found[1] if found else value
