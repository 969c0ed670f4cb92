"""The forms of links between articles and of the names that they lead to."""

import re

# How the anchor of a script line begins; that of a heading is its slug.
LINE_ANCHOR = "line-"
WIKI_LINK = re.compile(r"\[\[([^\[\]|#\\]*)(?:#([^\[\]|\\]*))?(?:\\?\|([^\[\]]*))?\]\]")
# The name of a heading or a line at the end of its row: `{#name}`.
ID_SUFFIX = re.compile(r"[ \t]*\{#([^{}]{0,200})\}[ \t]*$")
