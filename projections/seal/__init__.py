"""The seal: a Merkle tree over the ledger and signed statements of its root, by which outsiders can tell an alteration.

`leaf` says which bytes of an entry are sealed, `tree` is the arithmetic of RFC 6962, `tiles` how its hashes are kept,
`note` the signed statement, `follower` what seals new entries, `fsck` what derives everything again and compares.
"""
