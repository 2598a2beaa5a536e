"""Every event of an inspection, a file for each subject."""
