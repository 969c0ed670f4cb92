"""The strip over the notepad: mood, phase, timer, channel; form of address, name, language of the lines."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from kbassist.assist.kinds import Phase
from kbassist.assist.model import Advice
from kbassist.content.kinds import Channel
from kbassist.gui.call import SALUTATIONS, Call, duration
from kbassist.gui.choice import ChoiceButton, Option
from kbassist.gui.flow import CallFlow
from kbassist.gui.holds import HoldRow
from kbassist.gui.keys import LANG_KEY, PHASE_KEY, SALUTATION_KEY
from kbassist.gui.mood import MoodBar
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _
from kbassist.words import LANGUAGES, word


class Strip(QWidget):
    """Shows the moment of the call and takes what the agent knows of the customer."""

    def __init__(self, flow: CallFlow, theme: Theme, parent: QWidget | None = None) -> None:
        """Show and change the call of `flow`."""
        super().__init__(parent)
        self._flow = flow
        self.setObjectName("strip")
        self.mood = MoodBar(theme, self)
        phases = [Option(None, _("Automatic")), *(Option(phase, word(phase)) for phase in Phase)]
        self.phase = ChoiceButton(_("Phase"), phases, theme, self)
        channels = [Option(channel, word(channel), channel.value) for channel in Channel]
        self.channel = ChoiceButton(_("Channel"), channels, theme, self)
        salutations = [Option(value, value or "–") for value in SALUTATIONS]
        self.salutation = ChoiceButton(_("Form of address"), salutations, theme, self)
        langs = [Option(None, _("Automatic")), *(Option(lang, name) for lang, name in LANGUAGES.items())]
        self.lang = ChoiceButton(_("Language of the lines"), langs, theme, self)
        self.timer = QLabel(self)
        self.name = QLineEdit(self)
        self.holds = HoldRow(flow, theme, self)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._show_time)
        self._set_up_fields()
        self._lay_out()
        self._connect()
        self.show_call()

    def show_call(self) -> None:
        """Show the form of the call in front."""
        call: Call = self._flow.call
        self.salutation.show_value(call.salutation, call.salutation or "Bapak/Ibu", by_hand=bool(call.salutation))
        self.channel.show_value(call.channel)
        if self.name.text() != call.name:
            self.name.setText(call.name)
        self._show_phase()
        self._show_lang()
        self._show_time()

    def show_advice(self, advice: Advice) -> None:
        """Show the reading of the moment."""
        self.mood.show_advice(advice)
        self._show_phase()
        self._show_lang()
        if self._flow.call.started and not self._second.isActive():
            self._second.start()
            self._show_time()

    def next_phase(self) -> None:
        """Go to the phase after the one shown; after the last the assistant infers it again."""
        shown = self._flow.call.phase or (self._flow.advice.phase if self._flow.advice else None)
        phases = [*Phase, None]
        self._flow.set_phase(phases[(phases.index(shown) + 1) % len(phases)])

    def _show_phase(self) -> None:
        advice, chosen = self._flow.advice, self._flow.call.phase
        shown = chosen or (advice.phase if advice else Phase.OPENING)
        self.phase.show_value(chosen, word(shown), by_hand=chosen is not None)

    def _show_lang(self) -> None:
        advice, chosen = self._flow.advice, self._flow.call.lang
        shown = chosen or (advice.lang if advice else "id")
        self.lang.show_value(chosen, shown.upper(), by_hand=chosen is not None)

    def _show_time(self) -> None:
        started = self._flow.call.started
        self.timer.setText(duration(datetime.now(UTC) - started if started else timedelta()))
        if not started:
            self._second.stop()

    def _set_up_fields(self) -> None:
        self.timer.setObjectName("timer")
        self.timer.setAccessibleName(_("Length of the call"))
        self.timer.setToolTip(_("Length of the call"))
        self.channel.setObjectName("channel")
        self.salutation.setObjectName("salutation")
        self.lang.setObjectName("lang")
        self.channel.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.name.setPlaceholderText(_("Customer's name"))
        self.name.setAccessibleName(_("Customer's name"))
        self.name.setMaxLength(80)
        for button, words, key in (
            (self.phase, _("Phase of the call"), PHASE_KEY),
            (self.salutation, _("Form of address"), SALUTATION_KEY),
            (self.lang, _("Language of the lines"), LANG_KEY),
        ):
            button.setToolTip(f"{words} ({key})")
        self.channel.setToolTip(_("Channel"))

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(GRID)
        first.setContentsMargins(GRID, 0, 0, 0)
        first.addWidget(self.mood)
        first.addStretch(1)
        for widget in (self.phase, self.timer, self.channel):
            first.addWidget(widget)
        second.setSpacing(GRID)
        second.addWidget(self.salutation)
        second.addWidget(self.name, 1)
        second.addWidget(self.lang)
        rows = QGridLayout(self)
        rows.setContentsMargins(GRID, 0, GRID, GRID)
        rows.setVerticalSpacing(GRID // 2)
        rows.addLayout(first, 0, 0)
        rows.addLayout(second, 1, 0)
        rows.addWidget(self.holds, 2, 0)

    def _connect(self) -> None:
        self.phase.chosen.connect(self._flow.set_phase)
        self.channel.chosen.connect(self._flow.set_channel)
        self.salutation.chosen.connect(self._flow.set_salutation)
        self.lang.chosen.connect(self._flow.set_lang)
        self.name.textEdited.connect(self._flow.set_name)
        self._flow.call_changed.connect(self.show_call)
        self._flow.advised.connect(self.show_advice)
