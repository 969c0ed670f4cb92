"""Gives the pieces of an article their looks, row by row as they change."""

from PySide6.QtGui import QColor, QFont, QFontDatabase, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from kbassist.content.kinds import Group
from kbassist.gui.places import units
from kbassist.gui.studio import markup
from kbassist.gui.studio.markup import Look, State
from kbassist.gui.theme import Colours, Theme

_STATES: list[State] = []
_NUMBERS: dict[State, int] = {}


def state_of(number: int) -> State | None:
    """Return what a block's user state stands for; None before the first row."""
    return _STATES[number] if 0 <= number < len(_STATES) else None


class Highlighter(QSyntaxHighlighter):
    """Colours a document in the theme in use."""

    def __init__(self, theme: Theme, document: QTextDocument) -> None:
        """Begin with a document."""
        super().__init__(document)
        self._theme = theme
        self._forms = _forms(theme.colours)
        theme.changed.connect(self._dress)

    def highlightBlock(self, text: str) -> None:  # noqa: N802
        """Give a row its looks."""
        state, spans = markup.read(text, state_of(self.previousBlockState()))
        if state not in _NUMBERS:
            _NUMBERS[state] = len(_STATES)
            _STATES.append(state)
        self.setCurrentBlockState(_NUMBERS[state])
        group = markup.group(state.callout)
        for start, end, look in spans:
            at = units(text, start)
            self.setFormat(at, units(text, end) - at, self._forms[look, group if look in _GROUPED else None])

    def _dress(self) -> None:
        self._forms = _forms(self._theme.colours)
        self.rehighlight()


# What is coloured by the group of the line it belongs to.
_GROUPED = frozenset({Look.HEAD, Look.KEY})


def _forms(colours: Colours) -> dict[tuple[Look, Group | None], QTextCharFormat]:
    """Return the format of every look, and of those that differ by group one for each."""
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families()
    forms: dict[tuple[Look, Group | None], QTextCharFormat] = {(look, None): QTextCharFormat() for look in Look}
    for looks, colour in (
        ((Look.RULE, Look.REMARK, Look.SIGN), colours.muted),
        ((Look.KEY, Look.HEAD), colours.talk),
        ((Look.LINK,), colours.calm),
    ):
        for look in looks:
            forms[look, None].setForeground(QColor(colour))
    for look in (Look.KEY, Look.HEAD, Look.HEADING, Look.TITLE, Look.STRONG):
        forms[look, None].setFontWeight(QFont.Weight.DemiBold)
    for look in (Look.REMARK, Look.EMPHASIS):
        forms[look, None].setFontItalic(True)
    for look in (Look.CODE, Look.TABLE):
        forms[look, None].setFontFamilies(fixed)
    forms[Look.PLACEHOLDER, None].setBackground(QColor(colours.gap))
    forms[Look.CODE, None].setBackground(QColor(colours.veil))
    for look in _GROUPED:
        for group in Group:
            forms[look, group] = QTextCharFormat(forms[look, None])
            forms[look, group].setForeground(QColor(colours.of_group(group)))
    return forms
