-- A waiting job to the present: 'moved', 'running' or 'gone'. The queue's notification wakes a worker.
-- KEYS: queue, in-progress  ARGV: job id, now ms
if redis.call('EXISTS', KEYS[2]) == 1 then return 'running' end
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score then return 'gone' end
if tonumber(score) > tonumber(ARGV[2]) then redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1]) end
return 'moved'
