"""The content studio: where articles are written, tried and published."""
