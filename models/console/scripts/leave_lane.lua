-- A waiting update that is not its lane's head leaves the lane: 'left', 'head' (then nothing is touched) or 'gone'.
-- KEYS: lane, update  ARGV: update id
if redis.call('LINDEX', KEYS[1], 0) == ARGV[1] then return 'head' end
local removed = redis.call('LREM', KEYS[1], 0, ARGV[1])
if removed > 0 then redis.call('DEL', KEYS[2]) end
return removed > 0 and 'left' or 'gone'
