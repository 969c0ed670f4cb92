"""The assistant's events as Qt signals, delivered in the window's own thread."""

from PySide6.QtCore import QObject, Signal

from kbassist.assistant import Assistant, Event


class Bridge(QObject):
    """Turns each event into a signal; connect queued, since events may come from another thread.

    `state_changed(LibraryState)`, `progress(done, total)`, `library_changed()`, `problems_changed(errors)`.
    """

    state_changed = Signal(object)
    progress = Signal(int, int)
    library_changed = Signal()
    problems_changed = Signal(int)

    def __init__(self, assistant: Assistant, parent: QObject | None = None) -> None:
        """Subscribe to every event of `assistant`."""
        super().__init__(parent)
        assistant.subscribe(Event.STATE_CHANGED, self.state_changed.emit)
        assistant.subscribe(Event.PROGRESS, self.progress.emit)
        assistant.subscribe(Event.LIBRARY_CHANGED, self.library_changed.emit)
        assistant.subscribe(Event.PROBLEMS_CHANGED, self.problems_changed.emit)
