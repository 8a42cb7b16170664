"""The fictional town of the sample project, part by part."""
