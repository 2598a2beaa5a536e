"""The seal on a ledger of ours: whose key signs, what the signer remembers, and how entries are read to be sealed."""
