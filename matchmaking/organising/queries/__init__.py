"""What the organiser's desk asks of all apps below."""
