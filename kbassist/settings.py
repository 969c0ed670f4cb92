"""One table of settings: each with its name, default, check and words; read from a TOML file, repaired in use."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from kbassist import messages
from kbassist.assist.kinds import THRESHOLD
from kbassist.messages import mark

_MOST_DAYS = 3650


class Setting(NamedTuple):
    """One row of the table; `sound` says whether a value can be used."""

    name: str
    default: Any
    sound: Callable[[Any], bool]
    words: str


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_theme(value: object) -> bool:
    return value in {"system", "light", "dark"}


def _is_language(value: object) -> bool:
    return value in {"system", *messages.LANGUAGES}


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


def _is_days(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_DAYS


TABLE = (
    Setting("language", "system", _is_language, mark("Language of the window: system, id or en.")),
    Setting("theme", "system", _is_theme, mark("Colours of the window: system, light or dark.")),
    Setting("shared_folders", [], _is_texts, mark("Folders of articles between the starter library and your own.")),
    Setting("threshold", THRESHOLD, _is_share, mark("Lines with a lower score are not shown, 0 to 1.")),
    Setting("bank", "", _is_text, mark("The name of the bank as agents say it.")),
    Setting("agent", "", _is_text, mark("Your name as you say it to customers.")),
    Setting("branch", "", _is_text, mark("The name of your branch.")),
    Setting("editors", [], _is_texts, mark("Names of those who edit articles; none means everyone at this desk.")),
    Setting("desk_rules", "", _is_text, mark("The bank's own rules of the desk, where they are not beside this file.")),
    Setting("learning", True, _is_switch, mark("Learn from the lines that you copy and take away, on this computer.")),
    Setting(
        "refusal_days", 0, _is_days, mark("Days for which an offer that a customer refused stays away, 0 to 3650.")
    ),
    Setting("search_follows_note", True, _is_switch, mark("Let the words of the note move what a search finds.")),
    Setting("breath", True, _is_switch, mark("Offer a minute's breath after a call with a furious customer.")),
    Setting("reduced_motion", False, _is_switch, mark("Show changes without motion.")),
)


def load(path: Path) -> dict[str, Any]:
    """Return every setting by its name; what the file lacks or spoils has its default, with a word in the log."""
    values = {setting.name: setting.default for setting in TABLE}
    if not path.exists():
        return values
    import logging  # noqa: PLC0415 - most people have no such file, and the window is waiting
    import tomllib  # noqa: PLC0415

    log = logging.getLogger(__name__)

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        log.warning("%s cannot be read, defaults are used: %s", path, error)
        return values
    table = {setting.name: setting for setting in TABLE}
    for name, value in found.items():
        if name in table and table[name].sound(value):
            values[name] = value
        else:
            log.warning("%s: %s = %r is not used", path, name, value)
    return values
