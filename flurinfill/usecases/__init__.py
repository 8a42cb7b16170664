"""What a user does, across several rooms, with progress and cancel. No Qt, no terminal."""
