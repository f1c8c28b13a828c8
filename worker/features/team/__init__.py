"""Who may talk to the planner: invitations, members' accounts, unknown senders."""
