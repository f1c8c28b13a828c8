"""World: making, listing, renaming and archiving businesses, projects and people, by commands, taps and plain words."""
