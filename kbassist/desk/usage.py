"""The name by which the page of a search still asks for `Used`."""

from kbassist.desk.habits import Used

__all__ = ["Used"]
