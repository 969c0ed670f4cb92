"""A wording as it is said or pasted: Markdown signs taken off, list items one to a row."""

import re
from collections.abc import Callable

from kbassist.content import placeholders
from kbassist.content.links import ID_SUFFIX, WIKI_LINK
from kbassist.content.vocabulary import LINE_KEYS, PHRASE_LISTS

_TASK = re.compile(r"[-*+][ \t]+\[[ xX]\][ \t]+")
_BULLET = re.compile(r"[-*+][ \t]+")
_NUMBERED = re.compile(r"\d+[.)][ \t]+")
ITEM_SIGNS = re.compile(f"{_TASK.pattern}|{_BULLET.pattern}|{_NUMBERED.pattern}")
_QUOTE = re.compile(r"^(?:[ \t]*>)+[ \t]?")
_PHRASE_LIST = re.compile(
    rf"^ {{0,3}}> ?\[!(?:{'|'.join(PHRASE_LISTS)})\].*\n(?: {{0,3}}>.*\n?)*", re.MULTILINE | re.IGNORECASE
)
_HEAD = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|\[![A-Za-z-]+\][+-]?[ \t]*)")
_FENCE = re.compile(r"^[ \t]*(?:`{3}|~{3})")
_CONDITION = re.compile(r"^[ \t]*(?:[-*+][ \t]+)?(?:" + "|".join(LINE_KEYS) + r")[ \t]*:")
# Every repetition is bounded, so that no text takes more than a moment.
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()]{0,500}\)")
_EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3})(?=\S)(.{1,300}?)(?<=\S)\1(?![\w*])|(?<!\w)(_{1,2})(?=\S)(.{1,300}?)(?<=\S)\3(?!\w)"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|<!--.{0,500}?-->")
_GAP = "…"
_CODE = re.compile(r"(`{1,3})([^`].{0,300}?)\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>-])")


def plain(markdown: str) -> str:
    """Return a wording as plain text: paragraphs on one row each, items with a box or a dot."""
    rows: list[str] = []
    joins = False
    for raw in markdown.split("\n"):
        text = raw.strip()
        if not text:
            joins = False
            continue
        item = _item(text)
        if item is None and joins:
            rows[-1] += f" {text}"
        else:
            rows.append(item or text)
        joins = True
    return "\n".join(_inline(row) for row in rows)


def readable(body: str, title_of: Callable[[str], str]) -> str:
    """Return a body as text to be read in passages: without examples, signs of Markdown, tags and placeholders.

    `title_of` gives the title of an article that a link without words leads to, empty when there is none.
    """
    text = WIKI_LINK.sub(lambda link: link[3] or title_of(link[1].strip()) or link[1] or link[2] or "", body)
    text, gaps = placeholders.fill(_TAG.sub("", _PHRASE_LIST.sub("", text)), {})
    text, _gaps = placeholders.fill(text, dict.fromkeys(gaps, _GAP))
    return plain("\n".join(_without_signs(row) for row in text.split("\n")))


def _without_signs(quoted: str) -> str:
    row = _QUOTE.sub("", quoted)
    is_rule = "---" in row and not row.strip(" \t:|-")
    if is_rule or _FENCE.match(row) or (row != quoted and _CONDITION.match(row)):
        return ""
    if head := _HEAD.match(row):
        return ID_SUFFIX.sub("", row[head.end() :])
    return row.strip().strip("|").replace("|", " · ") if row.lstrip().startswith("|") else row


def _item(text: str) -> str | None:
    for pattern, sign in ((_TASK, "☐ "), (_BULLET, "• ")):
        if found := pattern.match(text):
            return sign + text[found.end() :]
    return text if _NUMBERED.match(text) else None


def _inline(text: str) -> str:
    text = WIKI_LINK.sub(lambda found: found[3] or found[1] or found[2] or "", text)
    text = _LINK.sub(r"\1", text)
    text = _CODE.sub(r"\2", text)
    text = _EMPHASIS.sub(lambda found: found[2] or found[4], text)
    return _ESCAPE.sub(r"\1", text)
