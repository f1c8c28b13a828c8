#!lua flags=allow-oom
-- Takes a lease on a due job and returns its score; nil when it is leased, not due, or gone.
-- KEYS: queue, in-progress  ARGV: job id, now ms, lease ms, the lowest score of background jobs (models/queue/priority.py)
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score then return nil end
local due, background = tonumber(score), tonumber(ARGV[4])
if due >= background then due = due - background end
if due > tonumber(ARGV[2]) then return nil end
if not redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[3]) then return nil end
return score
