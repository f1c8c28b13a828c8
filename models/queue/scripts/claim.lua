#!lua flags=allow-oom
-- A lease on a due job, and its score; nothing when it is leased, not due, or gone.
-- KEYS: queue, in-progress  ARGV: job id, now ms, lease ms
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score or tonumber(score) > tonumber(ARGV[2]) then return nil end
if not redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[3]) then return nil end
return score
