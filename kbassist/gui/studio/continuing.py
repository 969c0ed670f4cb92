"""Lists and quotes helped along: what Enter and Tab do in their rows."""

import re
from typing import NamedTuple

from kbassist.content import vocabulary
from kbassist.gui.studio.markup import State, Zone

_ROW = re.compile(
    r"(?P<quote>(?: {0,3}> ?)+)?(?P<indent>[ \t]*)"
    r"(?P<item>(?P<sign>[-*+]|(?P<number>\d{1,9})(?P<dot>[.)]))[ \t]+(?P<box>\[[ xX]\][ \t]+)?)?"
)
_KEY = re.compile(r"[\w-]+:(?:\s|$)")
_STEP, _HEADER_STEP = 4, 2  # blanks that nest an item in Markdown, and in a header


class Typed(NamedTuple):
    """What a key does: so many code points before the cursor go, then a text comes."""

    gone: int
    text: str


def entered(row: str, column: int, before: State, after: State) -> Typed | None:
    """Return what Enter does in a row; None where it only begins a new one.

    `before` and `after` are what the rows above and the row itself leave. An empty item ends its list.
    """
    found = _ROW.match(row)
    if found is None or column < found.end() or not {before.zone, after.zone} <= {Zone.BODY, Zone.HEADER}:
        return None
    quote, indent, item = (found[name] or "" for name in ("quote", "indent", "item"))
    in_header = before.zone is Zone.HEADER
    if not row[found.end() :].strip():
        return _ended(quote, item, column, before)
    if after.callout and not before.is_quote:
        takes_items = after.takes_keys or after.callout in vocabulary.PHRASE_LISTS
        return Typed(0, "\n> - " if takes_items else "\n> ")
    if in_header and item and _KEY.match(row, found.end()):
        return Typed(0, "\n" + indent + " " * len(item))
    if quote or item or (in_header and indent):
        return Typed(0, f"\n{quote.rstrip()} {indent}" + _next(found) if quote else f"\n{indent}{_next(found)}")
    return None


def indented(row: str, before: State, *, back: bool) -> str | None:
    """Return a list item one level deeper, or one less deep with `back`; None for what is no item."""
    found = _ROW.match(row)
    if found is None or not found["item"] or before.zone not in {Zone.BODY, Zone.HEADER}:
        return None
    step = _HEADER_STEP if before.zone is Zone.HEADER else _STEP
    indent = found["indent"].expandtabs(_STEP)
    indent = indent[: max(len(indent) - step, 0)] if back else indent + " " * step
    return (found["quote"] or "") + indent + row[found.start("item") :]


def _ended(quote: str, item: str, column: int, before: State) -> Typed | None:
    if not quote and not item:
        return None
    if quote and item:
        # Below the keys of a line an empty row stands before its wording.
        return Typed(column, ">\n> " if before.takes_keys else "> ")
    return Typed(column, "")


def _next(found: re.Match[str]) -> str:
    if not found["item"]:
        return ""
    sign = f"{int(found['number']) + 1}{found['dot']}" if found["number"] else found["sign"]
    return f"{sign} [ ] " if found["box"] else f"{sign} "
