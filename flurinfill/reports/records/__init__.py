"""A folder for the document system: papers with what a records office wants to know about each."""
