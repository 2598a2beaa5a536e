"""Files over HTTP: evidence by its SHA-256, uploads that go on after a cut, and what devices recorded."""
