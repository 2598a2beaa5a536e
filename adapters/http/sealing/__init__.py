"""The seal over HTTP: hashes and signed statements for everybody, entries and their proofs for those who may read."""
