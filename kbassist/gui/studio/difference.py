"""Two texts shown as what differs between them: signs and grounds for rows, marks for words."""

from collections.abc import Sequence
from html import escape

from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from kbassist.content import differences
from kbassist.content.differences import Row, Sign, Spans
from kbassist.gui.theme import GRID, NOTE_SIZE, Colours, Theme, font
from kbassist.messages import _, plural

_SHOWN = {Sign.SAME: " ", Sign.OUT: "−", Sign.IN: "+"}
_MARKS = {Sign.OUT: "text-decoration: line-through", Sign.IN: "font-weight: 600; text-decoration: underline"}


class DifferenceView(QTextBrowser):
    """Shows how a text came out of another; a screen reader reads the signs too."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with nothing to show."""
        super().__init__(parent)
        self._theme = theme
        self._rows: Sequence[Row] = ()
        self._words = ""
        self.setObjectName("difference")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Differences"))
        self.setTabChangesFocus(True)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(2 * GRID)
        self.setFont(font(NOTE_SIZE))
        self.setTabStopDistance(2 * GRID)  # which lets the rows begin below each other, whatever the sign
        theme.changed.connect(self._paint)

    def show_texts(self, before: str, after: str) -> None:
        """Show what differs."""
        self._rows = differences.rows(before, after)
        self._words = "" if before != after else _("Nothing differs.")
        self._paint()

    def say(self, words: str) -> None:
        """Say something where there is nothing to compare."""
        self._rows, self._words = (), words
        self._paint()

    def _paint(self) -> None:
        colours = self._theme.colours
        said = f'<p style="color: {colours.muted}">{escape(self._words)}</p>'
        self.setHtml(said if self._words else "".join(_paragraph(row, colours) for row in self._rows))


def marked(text: str, spans: Spans, sign: Sign) -> str:
    """Return a text as HTML, with the words that changed marked."""
    html, at = [], 0
    for start, end in spans:
        html += [escape(text[at:start]), f'<span style="{_MARKS[sign]}">{escape(text[start:end])}</span>']
        at = end
    return "".join([*html, escape(text[at:])])


def _paragraph(row: Row, colours: Colours) -> str:
    if row.sign is Sign.FOLD:
        words = plural("{count} row alike", "{count} rows alike", row.count).format(count=row.count)
        return f'<p style="margin: {GRID // 2}px 0; color: {colours.muted}">⋯ {words}</p>'
    ground = {Sign.IN: colours.selection, Sign.OUT: colours.veil}.get(row.sign)
    style = f"margin: 0 0 0 {2 * GRID}px; text-indent: -{2 * GRID}px; white-space: pre-wrap"
    if ground:
        style += f"; background-color: {ground}"
    return f'<p style="{style}">{_SHOWN[row.sign]}\t{marked(row.text, row.changed, row.sign)}</p>'
