"""The types of fields in forms, and what is wrong with an answer."""

from enum import StrEnum


class FieldType(StrEnum):
    """What a field of a form takes."""

    TEXT = "text"
    LONG_TEXT = "long text"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    PHONE = "phone"
    EMAIL = "email"
    NIK = "nik"
    NPWP = "npwp"
    ACCOUNT = "account"
    POSTCODE = "postcode"
    CHOICE = "choice"
    YES_NO = "yes/no"


class FieldError(Exception):
    """An answer that a field does not take; `code` and `values` are turned into words by `kbassist.words`."""

    def __init__(self, code: str, **values: str) -> None:
        """Keep what will be told."""
        super().__init__(code)
        self.code = code
        self.values = values
