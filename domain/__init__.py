"""The business and its law: what may happen to a publicly paid social service, and what it means."""
