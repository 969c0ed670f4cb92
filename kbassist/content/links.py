"""The form of a link between articles, with a place and words of its own where wanted."""
"""The form of a link between articles: `[[article]]`, `[[article#place|words]]`; in a table cell the bar is escaped."""
import re

WIKI_LINK = re.compile(r"\[\[([^\[\]|#\\]*)(?:#([^\[\]|\\]*))?(?:\\?\|([^\[\]]*))?\]\]")
