"""Actions: what each proposed action does to rows, in one transaction, and how it is taken back."""
