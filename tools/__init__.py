"""What the developers of Kronika run: documents, mutations, locks."""
