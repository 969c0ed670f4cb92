"""The form of a link between articles, with a place and words of its own where wanted."""

import re

WIKI_LINK = re.compile(r"\[\[([^\[\]|#\\]*)(?:#([^\[\]|\\]*))?(?:\\?\|([^\[\]]*))?\]\]")
