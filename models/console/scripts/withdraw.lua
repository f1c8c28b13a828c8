-- A waiting job out of the queue: 'withdrawn', 'running' (then nothing is touched) or 'gone'.
-- KEYS: queue, job, in-progress  ARGV: job id
if redis.call('EXISTS', KEYS[3]) == 1 then return 'running' end
local was = redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2])
return was == 1 and 'withdrawn' or 'gone'
