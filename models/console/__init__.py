"""What an operator asks and orders; the dashboard and the command line use it."""
