"""What the api reads for programs: their access, tasks, plans, and what came of their requests. No ORM, for its memory."""
