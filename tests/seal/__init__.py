"""The seal: its arithmetic, its texts, and what becomes of it in a database."""
