"""Markdown articles as immutable values, read with every fault located."""
