"""Rights of one person: information, correction, restriction, erasure."""
