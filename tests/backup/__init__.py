"""Backups: what comes back is what was there, byte by byte, and writing goes on."""
