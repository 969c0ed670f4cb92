"""Bodies as clean HTML: Python-Markdown for the text, our own blocks for callouts, nh3 against anything active.

Script lines become `<blockquote class="line KIND" id="line-ID">`; `[[links]]` become `kbassist:` links that the
reader opens inside the app.
"""

import html
import re
from collections.abc import Callable, Collection, Sequence
from urllib.parse import quote
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from kbassist.content import sections, vocabulary
from kbassist.content.links import ID_SUFFIX, WIKI_LINK
from kbassist.content.model import Article, Line
from kbassist.content.reader import MAX_DEPTH
from kbassist.content.scanner import LONGEST_ROW, Callout, Scan, change_prose, openings, scan
from kbassist.content.sections import Part, Section
from kbassist.text import tokens
from kbassist.text.passages import densest

# Words that stand further apart are no passage.
PASSAGE = 300

# The rows of a line that are shown below its wording.
_PARTICULARS = ("to", "documents", "request", "limit", "approve", "purpose")
_EXTENSIONS = ("tables", "fenced_code", "sane_lists", "pymdownx.tasklist")
_CONFIGS = {"tables": {"use_align_attribute": True}}
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
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|\\", re.IGNORECASE)
_WIDTH = re.compile(r"\d{1,4}")
_REFERENCE = re.compile(
    r" {0,3}\[([^\[\]]{1,300})\]:[ \t]*<?([^\s<>]{1,2000})>?(?:[ \t]+[\"'(](.{0,500})[\"')])?[ \t]*$"
)


class Rendering:
    """An article's body in sections, each rendered as HTML that is safe to show when it is first asked for.

    `title_of` gives the title of an article id (empty when there is none), `kind_word` the words for a kind of callout
    and for its rows.
    A body nested too deeply is shown as it was written.
    """

    def __init__(self, article: Article, title_of: Callable[[str], str], kind_word: Callable[[str], str]) -> None:
        """Cut the body into sections."""
        self.article = article
        self._title_of, self._kind_word = title_of, kind_word
        self._lines = {line.row - article.body_row + 1: line for line in article.lines}
        end = sections.beyond(article.body)
        body, rest = article.body[:end], article.body[end:]
        found = scan(body)
        if found.depth > MAX_DEPTH:
            self._sections, rest = [], article.body
        else:
            self._sections = sections.split(body, found)
        self._sections += (Section((part,), frozenset()) for part in sections.as_written(rest))
        self._references = _references(body, found)
        self._markdown: Markdown | None = None
        self._html: dict[int, str] = {}

    def __len__(self) -> int:
        """Return the number of sections."""
        return len(self._sections)

    def html(self, number: int) -> str:
        """Return a section as HTML."""
        if number not in self._html:
            self._html[number] = nh3.clean(
                "".join(self._part(part) for part in self._sections[number].parts),
                tags=_TAGS,
                attributes=_ATTRIBUTES,
                url_schemes=_SCHEMES,
                link_rel=None,
                attribute_filter=_harmless,
            )
        return self._html[number]

    def made(self) -> list[tuple[object, str]]:
        """Return what each section is made of, and its HTML, empty where it was not asked for."""
        return [(self._source(number), self._html.get(number, "")) for number in range(len(self))]

    def take_over(self, made: Sequence[tuple[object, str]]) -> None:
        """Keep what another rendering made of sections that are the same here: a draft changes little at a time."""
        for number, (source, done) in enumerate(made[: len(self)]):
            if done and source == self._source(number):
                self._html[number] = done

    def _source(self, number: int) -> object:
        parts = self._sections[number].parts
        return parts, [self._line(part) for part in parts], self._references

    def whole(self) -> str:
        """Return all of it as HTML."""
        return "".join(map(self.html, range(len(self))))

    def section_of(self, anchor: str) -> int | None:
        """Return the section that holds a heading's anchor or, as `line-ID`, a script line."""
        for number, section in enumerate(self._sections):
            if anchor in section.anchors or any(_anchor(self._line(part)) == anchor for part in section.parts):
                return number
        return None

    def section_with(self, stems: Collection[str]) -> int | None:
        """Return the section that holds most of the stems close together, the first such."""
        best, most = None, 0
        for number, section in enumerate(self._sections):
            found = tokens.read("\n".join(map(self._words, section.parts)))
            passage = densest([token for token in found if token.stem in stems], PASSAGE)
            different = len({token.stem for token in passage})
            if different > most:
                best, most = number, different
        return best

    def _line(self, part: Part) -> Line | None:
        return self._lines.get(part.callout.first) if part.callout else None

    def _words(self, part: Part) -> str:
        """Return what is read in a part."""
        if _is_phrase_list(part):
            return ""
        line = self._line(part)
        return line.text if line else part.text

    def _part(self, part: Part) -> str:
        if _is_phrase_list(part):
            return ""
        if part.callout:
            return self._callout(part.callout, self._line(part))
        return _as_written(part.text) if part.as_written else self._rendered(part.text)

    def _callout(self, callout: Callout, line: Line | None) -> str:
        kind = line.kind.value if line else ""
        text = _shown(line) if line else "\n".join(row.text for row in callout.rows)
        title = f" · {html.escape(callout.title)}" if callout.title else ""
        name = f"line {kind}" if kind else "callout"
        place = f' id="{_anchor(line)}"' if line else ""
        head = f'<p class="kind"><strong>{html.escape(self._kind_word(kind or callout.name))}</strong>{title}</p>'
        words = "".join(_as_written(part.text) for part in sections.as_written(text))
        body = words if sections.is_knotty(text) else self._rendered(text)
        told = self._particulars(line) if line else ""
        return f'<blockquote class="{name}"{place}>{head}{body}{told}</blockquote>'

    def _particulars(self, line: Line) -> str:
        """Return what stands below a wording: to whom it goes and what is needed for it."""
        values = {name: getattr(line, name) for name in _PARTICULARS}
        told = (
            f"{self._kind_word(name)}: {', '.join(value) if isinstance(value, tuple) else value}"
            for name, value in values.items()
            if value
        )
        text = "<br>".join(map(html.escape, told))
        return f'<p class="kind">{text}</p>' if text else ""

    def _rendered(self, text: str) -> str:
        linked = change_prose(text, lambda prose: WIKI_LINK.sub(self._wiki_link, prose)) if "[[" in text else text
        if self._markdown is None:
            self._markdown = Markdown(
                extensions=[*_EXTENSIONS, _Anchors()], extension_configs=_CONFIGS, output_format="html"
            )
        self._markdown.references = {}  # its reset empties them, and ours are of the whole body
        self._markdown.reset()
        self._markdown.references = self._references
        try:
            return self._markdown.convert(linked)
        except RecursionError:
            self._markdown = None  # what it was at is not undone by its reset
            return _as_written(text)

    def _wiki_link(self, found: re.Match[str]) -> str:
        target, fragment = found[1].strip(), (found[2] or "").strip()
        words = found[3] or (self._title_of(target) if target else "") or fragment or target
        label = words.replace("[", "").replace("]", "")
        place = f"#{quote(fragment)}" if fragment else ""
        return f"[{label}](kbassist:{quote(target)}{place})"


class _Anchors(Extension):
    """Gives headings the anchors that are written behind them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        md.treeprocessors.register(_AnchorProcessor(md), "kbassist-anchors", 6)


class _AnchorProcessor(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in _HEADINGS:
                last = element[-1] if len(element) else None
                tail = (last.tail if last is not None else element.text) or ""
                if own := ID_SUFFIX.search(tail):
                    element.set("id", own[1].strip())
                    if last is not None:
                        last.tail = tail[: own.start()]
                    else:
                        element.text = tail[: own.start()]


def _is_phrase_list(part: Part) -> bool:
    """Whether a part is there for the search alone: a list of examples or triggers is no text to be read."""
    return part.callout is not None and part.callout.name in vocabulary.PHRASE_LISTS


def _anchor(line: Line | None) -> str | None:
    return line.anchor if line else None


def _shown(line: Line) -> str:
    """Return what is read in a line: its wording, and what a form asks for."""
    if not line.fields:
        return line.text
    asked = (
        "- "
        + field.label
        + ("\\*" if field.required else "")
        + (f": {' | '.join(field.choices)}" if field.choices else "")
        for field in line.fields
    )
    return "\n".join((line.text, "", *asked))


def _as_written(text: str) -> str:
    return f'<pre class="written">{html.escape(text)}</pre>'


def _references(body: str, found: Scan) -> dict[str, tuple[str, str]]:
    """Return the link definitions of a body, as Python-Markdown keeps them: a section may use those of another."""
    if "]:" not in body:
        return {}
    rows = body.split("\n")
    inside = {row for callout in found.callouts for row in range(callout.first, callout.last + 1)}
    definitions = (
        _REFERENCE.match(row)
        for number, (row, opening) in enumerate(zip(rows, openings(rows), strict=True), 1)
        if not opening and number not in inside and "]:" in row[:LONGEST_ROW]
    )
    return {found[1].strip().lower(): (found[2], found[3]) for found in definitions if found}


def _harmless(tag: str, attribute: str, value: str) -> str | None:
    """Keep images that lie in the library, nothing with a scheme, a host or an absolute path, and sane widths."""
    if tag == "img" and attribute == "src" and _ELSEWHERE.match(value):
        return None
    if attribute == "width" and not _WIDTH.fullmatch(value):
        return None
    return value
