"""Searching: the field at the top and what it finds."""
