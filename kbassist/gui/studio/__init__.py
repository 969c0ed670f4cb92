"""The studio: where editors write articles, and see what a line will do before an agent says it."""
