"""Questions over HTTP: who may read what, at which moments, which rows, in which form."""
