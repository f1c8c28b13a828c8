-- A dead letter back into its lane, before every later update that still waits.
-- KEYS: update, lane, lanes, queue
-- ARGV: update id, lane name, payload, job template (@ID@), job ttl ms, now ms, job key prefix, job id prefix
local waiting = redis.call('LRANGE', KEYS[2], 0, -1)
local place = nil
for index, id in ipairs(waiting) do
  if id == ARGV[1] then return 'waiting' end
  if not place and tonumber(id) > tonumber(ARGV[1]) then place = index end
end
redis.call('HSET', KEYS[1], 'payload', ARGV[3], 'received', ARGV[6])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
-- The head may be running: the letter takes the place behind it, never before.
if place == 1 then place = 2 end
if #waiting == 0 then redis.call('RPUSH', KEYS[2], ARGV[1])
elseif not place or place > #waiting then redis.call('RPUSH', KEYS[2], ARGV[1])
else redis.call('LINSERT', KEYS[2], 'BEFORE', waiting[place], ARGV[1]) end
if #waiting > 0 then return 'parked' end
redis.call('ZADD', KEYS[3], ARGV[6], ARGV[2])
redis.call('SET', ARGV[7] .. ARGV[8] .. ARGV[1], (string.gsub(ARGV[4], '@ID@', ARGV[1])), 'PX', ARGV[5])
redis.call('ZADD', KEYS[4], ARGV[6], ARGV[8] .. ARGV[1])
return 'started'
