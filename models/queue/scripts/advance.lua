#!lua flags=allow-oom
-- Removes the handled head of a lane and enqueues the next update. Safe to repeat for the same update.
-- Allowed to write when memory is short: it frees more than it takes.
-- KEYS: lane, lanes, queue, update of the head
-- ARGV: update id, lane name, job template (@ID@), job ttl ms, now ms, job key prefix, update key prefix, job id prefix
if redis.call('LINDEX', KEYS[1], 0) == ARGV[1] then
  redis.call('LPOP', KEYS[1])
  redis.call('DEL', KEYS[4])
end
local head = redis.call('LINDEX', KEYS[1], 0)
if not head then
  redis.call('ZREM', KEYS[2], ARGV[2])
  return ''
end
redis.call('ZADD', KEYS[2], redis.call('HGET', ARGV[7] .. head, 'received') or ARGV[5], ARGV[2])
redis.call('SET', ARGV[6] .. ARGV[8] .. head, (string.gsub(ARGV[3], '@ID@', head)), 'PX', ARGV[4], 'NX')
redis.call('ZADD', KEYS[3], 'NX', ARGV[5], ARGV[8] .. head)
return head
