"""Access for programs: tokens that the owner gives, and what programs ask for over HTTP."""
