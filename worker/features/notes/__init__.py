"""Messages that no reader understood, kept until someone sorts them out."""
