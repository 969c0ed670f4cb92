"""Pure functions on strings: reading notes, mood, language and privacy."""
