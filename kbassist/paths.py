"""Where files live, by the rules of each system (platformdirs)."""

from pathlib import Path

import platformdirs

from kbassist import resources

_NAME = "kbassist"


def cache() -> Path:
    """Return the folder for what can be rebuilt: the index."""
    return platformdirs.user_cache_path(_NAME, appauthor=False)


def data() -> Path:
    """Return the folder for what must not be lost: calls and the user's own articles."""
    return platformdirs.user_data_path(_NAME, appauthor=False)


def settings_file() -> Path:
    """Return the file that the user's settings are read from."""
    return platformdirs.user_config_path(_NAME, appauthor=False) / "settings.toml"


def desk_rules(named: str = "") -> Path | None:
    """Return the file of the bank's own rules of the desk: the named one, else one beside the settings, if any."""
    if named:
        return Path(named).expanduser()
    beside = settings_file().with_name("desk.toml")
    return beside if beside.exists() else None


def own_articles() -> Path:
    """Return the folder of the user's own articles; it need not exist."""
    return data() / "articles"


def journal() -> Path:
    """Return the file of the call record."""
    return data() / "calls.sqlite3"


def history() -> Path:
    """Return the file of what was learned from the lines that were used and taken away."""
    return data() / "learning.sqlite3"


def habits() -> Path:
    """Return the file of what is read, and of what was looked for in vain."""
    return data() / "habits.sqlite3"


def drafts() -> Path:
    """Return the folder of what editors typed and have not saved."""
    return data() / "drafts"


def own_words() -> Path:
    """Return the file of the words that an editor of articles takes for right."""
    return data() / "words.txt"


def library(shared: tuple[str, ...] = ()) -> tuple[Path, ...]:
    """Return the standard library: the starter library, shared folders, then the user's own where there is one."""
    own = own_articles()
    return (
        resources.starter_library(),
        *(Path(folder).expanduser() for folder in shared),
        *((own,) if own.is_dir() else ()),
    )
