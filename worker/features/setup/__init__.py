"""The first steps of a new member: zone, businesses, people, hours, first task."""
