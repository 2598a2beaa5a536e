"""Tenders, by subject; stories.py has tenders at every stage."""
