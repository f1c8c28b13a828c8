-- Puts a dead letter's update back into its lane, before every later update that still waits.
-- KEYS: update, lane, lanes, queue
-- ARGV: update id, lane name, payload, job template (@ID@), job ttl ms, now ms, job key prefix, job id prefix,
--       prefix of the keys that mark a job as running
local waiting = redis.call('LRANGE', KEYS[2], 0, -1)
local place = nil
for index, id in ipairs(waiting) do
  if id == ARGV[1] then return 'waiting' end
  -- The head is handled apart: it may be running, and the updates behind it are in order.
  if index > 1 and not place and tonumber(id) > tonumber(ARGV[1]) then place = index end
end
local head = waiting[1] and ARGV[8] .. waiting[1]
local first = not head
if head and tonumber(waiting[1]) > tonumber(ARGV[1]) and redis.call('EXISTS', ARGV[9] .. head) == 0 then
  -- A later update that is not running yet moves back behind this one.
  redis.call('ZREM', KEYS[4], head)
  redis.call('DEL', ARGV[7] .. head)
  first = true
end
redis.call('HSET', KEYS[1], 'payload', ARGV[3], 'received', ARGV[6])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
if first then redis.call('LPUSH', KEYS[2], ARGV[1])
elseif not place then redis.call('RPUSH', KEYS[2], ARGV[1])
else redis.call('LINSERT', KEYS[2], 'BEFORE', waiting[place], ARGV[1]) end
if not first then return 'parked' end
redis.call('ZADD', KEYS[3], ARGV[6], ARGV[2])
redis.call('SET', ARGV[7] .. ARGV[8] .. ARGV[1], (string.gsub(ARGV[4], '@ID@', ARGV[1])), 'PX', ARGV[5])
redis.call('ZADD', KEYS[4], ARGV[6], ARGV[8] .. ARGV[1])
return 'started'
