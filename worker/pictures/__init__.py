"""Text and boxes on a picture; the fonts."""
