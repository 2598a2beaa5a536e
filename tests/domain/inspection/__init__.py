"""Inspections, by subject; stories.py has inspections at every stage."""
