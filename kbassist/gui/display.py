"""Whether there is a screen to show a window on; asked before Qt is imported."""

import os
import sys


def missing() -> bool:
    """Whether a window would find no display."""
    if not sys.platform.startswith(("linux", "freebsd", "openbsd")):
        return False
    return not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def use_none() -> None:
    """Let Qt draw without a display."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
