"""The reader: articles as pages, and what one can do with them."""
