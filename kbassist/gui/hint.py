"""The quiet row above the list: one word about how the call is going."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from kbassist.assist.kinds import Hint
from kbassist.content.kinds import Group
from kbassist.gui import icons
from kbassist.gui.theme import GRID, Theme, set_state
from kbassist.words import word

# Each hint with its sign and the group of cards in which its cure stands.
_LOOKS = {
    Hint.ABUSE_WARN: ("hint", Group.CALM),
    Hint.ABUSE_PAUSE: ("pause", Group.CALM),
    Hint.ABUSE_SUPERVISOR: ("pass", Group.HAND_OVER),
    Hint.ACKNOWLEDGE_FIRST: ("hint", Group.CALM),
    Hint.REACH_THE_PROBLEM: ("hint", Group.TALK),
}


class HintRow(QFrame):
    """Shows one hint, or nothing and takes no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin without a hint."""
        super().__init__(parent)
        self._theme = theme
        self._look = ("hint", Group.TALK)
        self._sign, self._words = QLabel(self), QLabel(self)
        self.setObjectName("hint")
        set_state(self, "group", Group.TALK.value)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        row.setSpacing(GRID)
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        theme.changed.connect(self._tint)
        self.hide()

    @property
    def words(self) -> str:
        """Return what it says, empty while it is away."""
        return "" if self.isHidden() else self._words.text()

    def show_hint(self, hint: Hint | None) -> None:
        """Show what would mend the call, or nothing."""
        self._show(word(hint) if hint else "", _LOOKS[hint] if hint else self._look)

    def remind(self, words: str) -> None:
        """Show a word about the call before."""
        self._show(words, ("hint", Group.TALK))

    def show_discretion(self, words: str) -> None:
        """Show a word about what is masked or not kept."""
        self._show(words, ("lock", Group.TALK))

    def _show(self, words: str, look: tuple[str, Group]) -> None:
        if words and words != self._words.text():
            self._look = look
            self._words.setText(words)
            self._words.setToolTip(words)
            set_state(self, "group", look[1].value)
            self._tint()
        self.setVisible(bool(words))

    def _tint(self) -> None:
        name, group = self._look
        self._sign.setPixmap(icons.icon(name, self._theme.colours.of_group(group)).pixmap(icons.SIZE, icons.SIZE))
