"""The export dialog: who is it for, which fields, what leaves, which files."""
