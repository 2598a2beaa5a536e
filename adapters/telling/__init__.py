"""How things are told, to people in two languages and to programs as JSON: what every door says alike."""
