"""The entry point: the window without arguments, else the command line.

The window must be there at once, so even the parser of arguments is imported only where there are some.
"""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kbassist import messages, paths, settings
from kbassist.messages import _

_CANNOT_START = 2
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the app and return its exit status."""
    # The sums of one note are small, and the threads that OpenBLAS starts for large ones wait at full speed.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    given = sys.argv[1:] if arguments is None else list(arguments)
    values = settings.load(paths.settings_file())
    messages.use(_language(given, values), for_argparse=True)
    if not given:
        return _open_window(values, paths.library(tuple(values["shared_folders"])))
    from kbassist import commands  # noqa: PLC0415 - see the module

    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return commands.run(given, values, lambda folders: _open_window(values, folders))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _language(given: Sequence[str], values: dict[str, Any]) -> str:
    """Find the language of our words before the parser, whose help is made of them."""
    chosen = values["language"]
    for number, part in enumerate(given):
        if part == "--language":
            chosen = (*given[number + 1 :], "")[0]
        elif part.startswith("--language="):
            chosen = part.partition("=")[2]
    return chosen if chosen in messages.LANGUAGES else messages.system_language()


def _open_window(values: dict[str, Any], folders: Sequence[Path]) -> int:
    from kbassist.gui import display  # noqa: PLC0415

    if display.missing():
        message = _('There is no display for the window. Try the assistant here: {command} suggest "kartu blm dtg"')
        command = sys.argv[0] if sys.argv[0].endswith("kbassist") else "kbassist"
        print(message.format(command=command), file=sys.stderr)  # noqa: T201 - the command line speaks to its user
        return _CANNOT_START
    # What is made while starting lasts as long as the window; looking for garbage among it costs a tenth of the start.
    gc.disable()
    try:
        from kbassist.gui import app  # noqa: PLC0415
    except ImportError as error:
        message = _("The window cannot open: {reason}. README.md lists the system packages that Qt needs.")
        print(message.format(reason=error), file=sys.stderr)  # noqa: T201
        return _CANNOT_START
    from kbassist.assistant import Assistant, DeskFiles  # noqa: PLC0415

    desk = DeskFiles(paths.history(), paths.habits(), paths.journal(), paths.drafts())
    assistant = Assistant.from_settings(folders, paths.cache(), values, desk)
    return app.run(assistant, paths.journal(), values)
