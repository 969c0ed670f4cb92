"""The judgement of what to say now."""
