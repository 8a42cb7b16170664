"""Letters to owners and authorities, and their words."""
