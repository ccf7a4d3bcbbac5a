"""What is done from the organiser's desk."""
