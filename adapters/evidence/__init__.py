"""Files by their SHA-256: taken as streams, never overwritten, in a folder or a bucket."""
