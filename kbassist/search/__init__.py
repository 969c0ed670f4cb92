"""The Whoosh index over articles and lines, and the arrays compiled from it."""
