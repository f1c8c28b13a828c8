"""Files that stay with tasks: photos, documents, recordings; kept by Telegram, sent back on request."""
