"""Bodies as clean HTML: Python-Markdown for the text, our own blocks for callouts, nh3 against anything active.

Script lines become `<blockquote class="line KIND" id="line-ID">`; `[[links]]` become `kbassist:` links that the
reader opens inside the app.
"""

import html
import re
from collections.abc import Callable
from urllib.parse import quote
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from kbassist.content import vocabulary
from kbassist.content.links import ID_SUFFIX, WIKI_LINK
from kbassist.content.model import Article, Line
from kbassist.content.reader import MAX_DEPTH
from kbassist.content.scanner import Callout, scan, unique
from kbassist.content.slugs import anchor

_EXTENSIONS = ("tables", "fenced_code", "toc", "sane_lists", "pymdownx.tasklist")
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_TAGS = nh3.ALLOWED_TAGS | {"input", "section"}
_ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width"},
    "input": {"type", "checked", "disabled"},
    "td": {"align"},
    "th": {"align"},
    "ol": {"start"},
}
_SCHEMES = {"http", "https", "mailto", "kbassist"}


def render(article: Article, title_of: Callable[[str], str], kind_word: Callable[[str], str]) -> str:
    """Return the article's body as HTML that is safe to show.

    `title_of` gives the title of an article id (empty when there is none), `kind_word` the words for a kind of callout.
    A body nested too deeply is shown as it was written.
    """
    found = scan(article.body)
    if found.depth > MAX_DEPTH:
        return f"<pre>{html.escape(article.body)}</pre>"
    lines = {line.row - article.body_row + 1: line for line in article.lines}
    rows = article.body.split("\n")
    blocks: dict[str, str] = {}
    for number, callout in reversed(list(enumerate(found.callouts))):
        token = f"kbassistcallout{number}x"
        rows[callout.first - 1 : callout.last] = ["", token, ""]
        blocks[f"<p>{token}</p>"] = _callout(callout, lines.get(callout.first), title_of, kind_word)
    page = _markdown("\n".join(rows), title_of)
    for token, block in blocks.items():
        page = page.replace(token, block)
    return nh3.clean(
        page, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None, attribute_filter=_local_image
    )


def _callout(
    callout: Callout, line: Line | None, title_of: Callable[[str], str], kind_word: Callable[[str], str]
) -> str:
    kind = line.kind.value if line else vocabulary.PHRASE_LISTS.get(callout.name)
    text = line.text if line else "\n".join(row.text for row in callout.rows)
    title = f" · {html.escape(callout.title)}" if callout.title else ""
    name = f"line {kind}" if kind else "callout"
    place = f' id="line-{line.id}"' if line else ""
    head = f'<p class="kind"><strong>{html.escape(kind_word(kind or callout.name))}</strong>{title}</p>'
    return f'<blockquote class="{name}"{place}>{head}{_markdown(text, title_of)}</blockquote>'


class _Anchors(Extension):
    """Gives headings the same anchors as the scanner does, before `toc` gives them others."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        md.treeprocessors.register(_AnchorProcessor(md), "kbassist-anchors", 6)


class _AnchorProcessor(Treeprocessor):
    def run(self, root: Element) -> None:
        taken: set[str] = set()
        for element in root.iter():
            if element.tag in _HEADINGS:
                last = element[-1] if len(element) else None
                tail = (last.tail if last is not None else element.text) or ""
                own = ID_SUFFIX.search(tail)
                if own and last is not None:
                    last.tail = tail[: own.start()]
                elif own:
                    element.text = tail[: own.start()]
                element.set("id", unique(own[1].strip() if own else anchor("".join(element.itertext())), taken))


def _markdown(text: str, title_of: Callable[[str], str]) -> str:
    linked = WIKI_LINK.sub(lambda found: _wiki_link(found, title_of), text)
    try:
        return Markdown(extensions=[*_EXTENSIONS, _Anchors()], output_format="html").convert(linked)
    except RecursionError:
        return f"<pre>{html.escape(text)}</pre>"


def _wiki_link(found: re.Match[str], title_of: Callable[[str], str]) -> str:
    target, fragment = found[1].strip(), (found[2] or "").strip()
    words = found[3] or (title_of(target) if target else "") or fragment or target
    label = words.replace("[", "").replace("]", "")
    place = f"#{quote(fragment)}" if fragment else ""
    return f"[{label}](kbassist:{quote(target)}{place})"


def _local_image(tag: str, attribute: str, value: str) -> str | None:
    """Keep only images that lie in the library: nothing with a scheme, a host or an absolute path."""
    if tag == "img" and attribute == "src" and re.match(r"[a-z][a-z0-9+.-]*:|//|/|\\", value, re.IGNORECASE):
        return None
    return value
