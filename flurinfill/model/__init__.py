"""The words of the program: plain Python, no Qt, no SQL, no geometry library."""
