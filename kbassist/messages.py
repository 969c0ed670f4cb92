"""The message catalogue: every word that window and command line show to people.

English sentences are the keys (gettext); `resources/locale` holds the catalogues.
"""

import gettext
import os

from kbassist import resources

LANGUAGES = ("id", "en")
_catalogues: dict[str, gettext.NullTranslations] = {"en": gettext.NullTranslations()}
_current = _catalogues["en"]


def use(language: str, *, for_argparse: bool = False) -> None:
    """Show words in `language` from now on; an unknown one means English.

    `for_argparse` makes it the language of the process, where argparse finds the words that it adds itself.
    """
    global _current  # noqa: PLW0603 - the one switch, as gettext's own textdomain is
    _current = _catalogue(language)
    if for_argparse:
        os.environ["LANGUAGE"] = language
        gettext.bindtextdomain("kbassist", _folder())
        gettext.textdomain("kbassist")


def _catalogue(language: str) -> gettext.NullTranslations:
    if language not in _catalogues:
        _catalogues[language] = gettext.translation("kbassist", _folder(), [language], fallback=True)
    return _catalogues[language]


def _folder() -> str:
    return str(resources.path("locale"))


def said_in(language: str, message: str) -> str:
    """Return the words of a marked message in the language of a customer."""
    return _catalogue(language if language in LANGUAGES else "en").gettext(message)


def language() -> str:
    """Return the language in use: `id` or `en`."""
    return next(language for language, catalogue in _catalogues.items() if catalogue is _current)


def system_language() -> str:
    """Return the language that the desktop asks for: Indonesian unless it plainly asks for English."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")]
    asked = next((name for name in names if name), "") or _system_locale()
    return "en" if asked.lower().startswith("en") else "id"


def _system_locale() -> str:
    import locale  # noqa: PLC0415 - only where the environment is silent, as on Windows

    return locale.getlocale()[0] or ""


def _(message: str) -> str:
    """Return the words of `message` in the language in use."""
    return _current.gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """Return the form of a message that fits `count`."""
    return _current.ngettext(one, many, count)


def mark(message: str) -> str:
    """Mark a constant for the catalogue; it is translated where it is shown."""
    return message


def in_context(context: str, message: str) -> str:
    """Return the words of a message that means different things in different places."""
    return _current.pgettext(context, message)


def mark_in(context: str, message: str) -> tuple[str, str]:
    """Mark a constant that needs its context; show it with `in_context(*marked)`."""
    return context, message
