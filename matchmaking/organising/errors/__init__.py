"""What the desk refuses, and the words for it."""
