"""The look: two tables of colours under one set of names, three sizes, one grid, one radius."""

import os
import re
from dataclasses import asdict, dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from kbassist import resources
from kbassist.assist.kinds import MoodLevel
from kbassist.content.kinds import Group

GRID = 8
RADIUS = 6
LINE_SIZE, NOTE_SIZE, SMALL_SIZE = 15, 14, 12  # px
_NAME = re.compile(r"@([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Colours:
    """One table of colours; `surface` (cards, fields) lies on `window`, and is `hover` or `selection` when touched."""

    window: str
    surface: str
    hover: str
    selection: str
    rule: str
    text: str
    muted: str
    gap: str
    veil: str
    calm: str
    talk: str
    offer: str
    hand_over: str
    alarm: str

    def of_group(self, group: Group) -> str:
        """Return the colour that stands for a group of cards."""
        return {
            Group.CALM: self.calm,
            Group.TALK: self.talk,
            Group.OFFER: self.offer,
            Group.HAND_OVER: self.hand_over,
        }[group]

    def of_mood(self, level: MoodLevel) -> str:
        """Return the colour of the mood bar: alarm for a furious customer alone."""
        return {MoodLevel.CALM: self.calm, MoodLevel.FURIOUS: self.alarm}.get(level, self.talk)


LIGHT = Colours(
    window="#f3f5f6",
    surface="#ffffff",
    hover="#f7f9fa",
    selection="#e1eff0",
    rule="#d5dbdf",
    text="#1a2227",
    muted="#56626a",
    gap="#fdebc4",
    veil="#e9edef",
    calm="#0b6b66",
    talk="#44566a",
    offer="#825500",
    hand_over="#6a3fa6",
    alarm="#b3261e",
)
DARK = Colours(
    window="#14181b",
    surface="#1e2428",
    hover="#242b30",
    selection="#21393c",
    rule="#343d43",
    text="#e7ebed",
    muted="#a3afb7",
    gap="#4d3b12",
    veil="#2f383e",
    calm="#5fcbc2",
    talk="#adbccb",
    offer="#e3b057",
    hand_over="#c4a8f3",
    alarm="#ff9086",
)


class Theme(QObject):
    """The colours in use; follows the system unless one was chosen by hand.

    `changed` tells every painter to look at `colours` again.
    """

    changed = Signal()

    def __init__(
        self, choice: str | None = None, parent: QObject | None = None, *, reduced_motion: bool = False
    ) -> None:
        """Choose `light` or `dark`, or follow the system; `reduced_motion` lets nothing move."""
        super().__init__(parent)
        self._reduced_motion = reduced_motion
        self._choice = choice or os.environ.get("KBASSIST_THEME", "")
        self.colours = self._pick()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def moves(self) -> bool:
        """Whether things may move: neither our setting nor the system says no."""
        hints = getattr(QGuiApplication.styleHints(), "accessibility", None)
        preference = getattr(hints(), "motionPreference", None) if hints else None  # from Qt 6.11 on
        return not self._reduced_motion and (preference is None or preference().name == "NoPreference")

    def choose(self, choice: str) -> None:
        """Set `light` or `dark` by hand; anything else follows the system."""
        self._choice = choice
        self._follow_system()

    def fill(self, name: str, colours: Colours | None = None) -> str:
        """Return the style sheet `style/<name>` with its @names replaced: colours, those in use, sizes, a folder."""
        values = asdict(colours or self.colours) | {
            "radius": f"{RADIUS}px",
            "grid": f"{GRID}px",
            "line_size": f"{LINE_SIZE}px",
            "note_size": f"{NOTE_SIZE}px",
            "small_size": f"{SMALL_SIZE}px",
            "icons": resources.path("icons").as_posix(),
        }
        return _NAME.sub(lambda found: values[found[1]], resources.read_text(f"style/{name}"))

    def apply(self) -> None:
        """Give the application our palette."""
        QApplication.setPalette(palette(self.colours))

    def _pick(self) -> Colours:
        if self._choice in {"light", "dark"}:
            return DARK if self._choice == "dark" else LIGHT
        return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def _follow_system(self) -> None:
        picked = self._pick()
        if picked is not self.colours:
            self.colours = picked
            self.apply()
            self.changed.emit()


def palette(colours: Colours) -> QPalette:
    """Return the palette of a table, for what no style sheet reaches."""
    made = QPalette()
    role = QPalette.ColorRole
    for names, value in (
        ((role.Window, role.Button, role.AlternateBase), colours.window),
        ((role.Base, role.ToolTipBase), colours.surface),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.HighlightedText), colours.text),
        ((role.Highlight,), colours.selection),
        ((role.PlaceholderText,), colours.muted),
        ((role.Link, role.LinkVisited, role.Accent), colours.calm),
        ((role.Mid, role.Dark, role.Midlight), colours.rule),
    ):
        for name in names:
            made.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.muted))
    return made


def font(size: int, *, bold: bool = False) -> QFont:
    """Return the system font in one of the three sizes."""
    made = QFont(QApplication.font())
    made.setPixelSize(size)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def set_state(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks for, and dress the widget anew where it changed."""
    before = widget.property(name)
    widget.setProperty(name, value)
    if before is not None and before != value:
        for dressed in (widget, *widget.findChildren(QWidget)):
            dressed.style().unpolish(dressed)
            dressed.style().polish(dressed)
