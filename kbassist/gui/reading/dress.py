"""Clean HTML as Qt's rich text can show it: script lines as cards, tables in their class, boxes, gaps.

Qt paints bars and backgrounds in tables alone, and knows boxes by the class of their item.
"""

import html
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from kbassist.content import placeholders
from kbassist.content.kinds import LineKind
from kbassist.gui import labels
from kbassist.gui.theme import GRID, Colours

_QUOTES = re.compile(r"(<blockquote\b[^>]*>|</blockquote>)")
_LINE = re.compile(rf'class="line (?P<kind>{"|".join(LineKind)})"(?:\s+id="(?P<anchor>[^"]*)")?')
_TASK = re.compile(r'<li class="task-list-item">\s*(<p>)?\s*<input type="checkbox"([^>]*)>\s*')
_IMAGE = re.compile(r"<img\b[^>]*>")
_TABLE = re.compile(r"<table\b[^>]*>")
_DATA_TABLE = f'<table class="data" cellspacing="0" cellpadding="{GRID}">'
_CARD = (
    '<table class="card {name}" width="100%" cellspacing="0" cellpadding="{pad}">'
    '<tr><td width="4" bgcolor="{colour}" style="padding: 0px"></td>'
    '<td bgcolor="{ground}"><a name="{anchor}"></a>'
)
_CARD_END = "</td></tr></table>"
_CODE = re.compile(r"<pre>(.*?)\n?((?:</code>)?)</pre>", re.DOTALL)
_CODE_CARD = (
    f'<table class="card" width="100%" cellspacing="0" cellpadding="{GRID}"><tr><td class="code"><pre>\\1\\2</pre>'
)
# Tables in tables take Qt long.
_DEEPEST = 3


class Dresser(NamedTuple):
    """How a page is dressed: colours, the line that stands out, which boxes are ticked, which images load.

    `values` fill placeholders.
    """

    colours: Colours
    target: str
    values: Mapping[str, str]
    is_ticked: Callable[[bool], bool]
    loads: Callable[[str], bool]

    def dress(self, section: str) -> str:
        """Return the HTML of a section as it is given to Qt."""
        section = _CODE.sub(_CODE_CARD + _CARD_END, _IMAGE.sub(self._image, _TABLE.sub(_DATA_TABLE, section)))
        return self._cards(_TASK.sub(self._box, section))

    def _box(self, task: re.Match[str]) -> str:
        state = "checked" if self.is_ticked("checked" in task[2]) else "unchecked"
        return f'<li class="{state}">{task[1] or ""}'

    def _image(self, image: re.Match[str]) -> str:
        """Leave an image that can be shown, else its words."""
        values = dict(re.findall(r'(\w+)="([^"]*)"', image[0]))
        if self.loads(html.unescape(values.get("src", ""))):
            return image[0]
        return f'<span class="missing">{values.get("alt", "")}</span>'

    def _cards(self, section: str) -> str:
        ends: list[str] = []
        pieces = _QUOTES.split(section)
        for at in range(1, len(pieces), 2):
            tag = pieces[at]
            if tag.startswith("</"):
                pieces[at] = ends.pop() if ends else tag
                continue
            if len(ends) >= _DEEPEST:
                ends.append("</blockquote>")
                continue
            ends.append(_CARD_END)
            if line := _LINE.search(tag):
                pieces[at] = self._card(self.colours.of_group(LineKind(line["kind"]).group), line["anchor"] or "")
                pieces[at + 1] = self._with_gaps(pieces[at + 1])
            else:
                pieces[at] = self._card(self.colours.rule, "", name="" if "class=" in tag else "quote")
        return "".join(pieces)

    def _card(self, colour: str, anchor: str, name: str = "") -> str:
        stands_out = anchor and anchor == self.target
        ground = self.colours.selection if stands_out else self.colours.surface if name else self.colours.window
        return _CARD.format(name=name, colour=colour, ground=ground, anchor=anchor, pad=GRID)

    def _with_gaps(self, text: str) -> str:
        """Fill defaults, and mark what an agent will be asked for."""
        filled, gaps = placeholders.fill(text, self.values)
        for name in gaps:
            words = labels.gap(name).replace(" ", "&nbsp;")
            marked = f'<span style="background-color: {self.colours.gap}">&nbsp;{words}&nbsp;</span>'
            filled = filled.replace(f"{{{name}}}", marked)
        return filled
