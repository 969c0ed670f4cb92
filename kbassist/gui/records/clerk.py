"""Work on the desk's tables that the window does not wait for."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from kbassist.desk.store import Store
from kbassist.gui.aside import Aside

T = TypeVar("T")
U = TypeVar("U")


class Clerk(Aside):
    """Does jobs one after another in a thread of its own, each in a transaction."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        """Work on the tables of `store`."""
        super().__init__("clerk", parent)
        self._store = store

    def ask(self, job: Callable[[], T], then: Callable[[T], object] | None = None) -> None:
        """Have a job done at the tables and its result given to `then` in the window's thread; returns at once."""
        self.begin(partial(self._store.run, job), then)

    def work(self, read: Callable[[], T], work: Callable[[T], U], then: Callable[[U], object]) -> None:
        """As `ask`, for what takes long: what was read is worked on while the tables are free for others."""
        self.begin(lambda: work(self._store.run(read)), then)

    def tidy(self) -> None:
        """See to it that no bytes of what was deleted stay in the file; returns at once."""
        self.begin(self._store.rebuild)
