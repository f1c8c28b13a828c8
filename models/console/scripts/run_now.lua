-- A waiting job to the present: 'moved', 'running' or 'gone'. The queue's notification wakes a worker.
-- KEYS: queue, in-progress  ARGV: job id, now ms, where background work begins (models/queue/priority.py)
if redis.call('EXISTS', KEYS[2]) == 1 then return 'running' end
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score then return 'gone' end
local place, background = tonumber(ARGV[2]), tonumber(ARGV[3])
if tonumber(score) >= background then place = place + background end
-- As text: Lua's own has 14 digits, which may be too few here.
if tonumber(score) > place then redis.call('ZADD', KEYS[1], string.format('%.0f', place), ARGV[1]) end
return 'moved'
