"""Edit a rule profile while counts, hectares and the map follow."""
