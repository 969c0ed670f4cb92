"""The forms of links between articles and of the names that they lead to."""

import re

WIKI_LINK = re.compile(r"\[\[([^\[\]|#\\]*)(?:#([^\[\]|\\]*))?(?:\\?\|([^\[\]]*))?\]\]")
# The name of a heading or a line at the end of its row: `{#name}`.
ID_SUFFIX = re.compile(r"[ \t]*\{#([^{}]{0,200})\}[ \t]*$")
