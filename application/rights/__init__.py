"""Who may do and read what: roles given by a table and by the office, and how far each reaches."""
