-- Appends an update to its lane and enqueues its job when it is the head. Writes everything or nothing.
-- KEYS: seen, update, lane, lanes, queue, job
-- ARGV: update id, lane name, payload, job, job ttl ms, seen ttl ms, now ms, lane limit, job id
if redis.call('EXISTS', KEYS[1]) == 1 then return 'duplicate' end
local waiting = redis.call('LLEN', KEYS[3])
if waiting >= tonumber(ARGV[8]) then return 'full' end
redis.call('SET', KEYS[1], '1', 'PX', ARGV[6])
redis.call('HSET', KEYS[2], 'payload', ARGV[3], 'received', ARGV[7])
redis.call('PEXPIRE', KEYS[2], ARGV[5])
redis.call('RPUSH', KEYS[3], ARGV[1])
if waiting > 0 then return 'parked' end
redis.call('ZADD', KEYS[4], ARGV[7], ARGV[2])
redis.call('SET', KEYS[6], ARGV[4], 'PX', ARGV[5])
redis.call('ZADD', KEYS[5], ARGV[7], ARGV[9])
return 'started'
