"""The office: its people, roles, deputies and holds."""
