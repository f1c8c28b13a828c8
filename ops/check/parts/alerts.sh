# Alerts: the owner gets one message when backups cannot reach their bucket, and the same message says when that is over.
talk say /start --contains ""
for _ in 1 2; do
    if dc run --rm -T -e BACKUP_S3_BUCKET=away -e BACKUP_S3_ENDPOINT=http://127.0.0.1:9 -e BACKUP_S3_KEY_FILE= -e BACKUP_S3_KEY=a \
        -e BACKUP_S3_SECRET_FILE= -e BACKUP_S3_SECRET=b backup now >"$CHECK_DIR/alerts.log" 2>&1; then fail "a backup without its bucket"; fi
done
talk alert --contains "The last attempt failed: curl: (7)" --count 1 --seconds 180
dc run --rm -T backup now >"$CHECK_DIR/alerts.log" 2>&1 || { tail -5 "$CHECK_DIR/alerts.log" >&2; fail "a backup after the failures"; }
talk alert --contains "Over at" --count 1 --seconds 180
good "two failed backups were reported once, and their end in the same message"
