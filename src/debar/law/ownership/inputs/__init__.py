"""Ownership data in the forms that registers and publishers give it."""
