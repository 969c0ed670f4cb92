"""The record of the call: notes, kept clean and safe."""
