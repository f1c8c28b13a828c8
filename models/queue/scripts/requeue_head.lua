#!lua flags=allow-oom
-- Puts a lane's head back into the queue if a crash or an eviction removed it.
-- KEYS: lane, lanes, queue
-- ARGV: lane name, job template (@ID@), job ttl ms, now ms, job key prefix, update key prefix, job id prefix, result prefix, retry prefix
local head = redis.call('LINDEX', KEYS[1], 0)
if not head then
  redis.call('ZREM', KEYS[2], ARGV[1])
  return ''
end
local id = ARGV[7] .. head
if redis.call('ZSCORE', KEYS[3], id) and redis.call('EXISTS', ARGV[5] .. id) == 1 then return '' end
redis.call('DEL', ARGV[8] .. id, ARGV[9] .. id)
redis.call('SET', ARGV[5] .. id, (string.gsub(ARGV[2], '@ID@', head)), 'PX', ARGV[3])
redis.call('ZADD', KEYS[3], 'NX', ARGV[4], id)
redis.call('ZADD', KEYS[2], redis.call('HGET', ARGV[6] .. head, 'received') or ARGV[4], ARGV[1])
return head
