"""Synthetic regions: lawful, repeatable, marked."""
