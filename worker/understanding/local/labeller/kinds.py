"""The labels: what a clause can be, and what a word is in it."""

# A clause: a new task, a report, a change or removal of an open task, a question, a request to plan, any other request,
# a note, what leads into other clauses, what is told beside a task, and talk.
KINDS = ("task", "done", "change", "drop", "ask", "plan", "request", "note", "head", "aside", "talk")
# A word: of the title (or of the open task's name), of the person who is to do it, or neither.
ROLES = ("title", "person", "other")
TITLE, PERSON, OTHER = range(3)
# Columns of a feature's weights for clauses: one per kind, one for "a clause begins here", one per kind that begins.
BEGINS = len(KINDS)
COLUMNS = 2 * len(KINDS) + 1
