"""The one door: every change to the ledger is a command handed to the engine here."""
