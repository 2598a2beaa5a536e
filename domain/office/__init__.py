"""The office that keeps the ledger: its people by reference, their roles, what is held."""
