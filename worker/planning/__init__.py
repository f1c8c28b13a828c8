"""Planning: which task when: a day's facts in, blocks that fit and the reason for each out."""
