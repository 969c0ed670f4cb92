"""By what the articles found can be narrowed."""

from enum import StrEnum


class Facet(StrEnum):
    """A side of an article whose values are counted among those found."""

    KIND = "kind"
    CATEGORY = "category"
    TAG = "tag"
    LANG = "lang"
    CHANNEL = "channel"
