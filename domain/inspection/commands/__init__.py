"""Every command about an inspection, a file for each subject."""
