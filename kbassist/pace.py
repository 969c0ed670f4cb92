"""Lets work that nobody waits for go aside while the answer to a key is put on the screen.

Threads take turns with the interpreter: whatever works beside a key doubles what the key takes.
"""

import time

# So long after its question an answer is on the screen, on a slow machine too.
_SHOWN = 0.02  # s
_PATIENCE = 0.04  # s for which somebody who never stops typing is let go first


class Pace:
    """Knows when somebody last asked."""

    def __init__(self) -> None:
        """Begin with nobody having asked."""
        self._asked = 0.0

    def asked(self) -> None:
        """Know that an answer is made and shown now."""
        self._asked = time.monotonic()

    def give_way(self) -> None:
        """Wait until the last answer is shown; to be called between steps of a few milliseconds, never by who asks."""
        until = time.monotonic() + _PATIENCE
        while (now := time.monotonic()) < min(until, self._asked + _SHOWN):
            time.sleep(min(until, self._asked + _SHOWN) - now)
