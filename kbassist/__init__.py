"""kbassist: the lines worth saying, beside the phone."""

__version__ = "0.1.0"
