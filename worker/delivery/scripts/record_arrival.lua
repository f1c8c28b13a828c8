-- A call has come back: its place is free one stretch after the latest instant at which its message can have arrived.
-- KEYS: the places, the last round trips, next free instant of the chat, log of the group
-- ARGV: the turn's id, its round trip (us), stretch of a place (us), stretch of the chat (us; 0: it may run ahead),
--       how many trips are kept, from how many on they are believed
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local trips, kept = tonumber(redis.call('LPUSH', KEYS[2], ARGV[2])), tonumber(ARGV[5])
redis.call('LTRIM', KEYS[2], 0, kept - 1)
redis.call('PEXPIRE', KEYS[2], 60000)

-- The shortest trip was delayed nowhere; what this one took longer, it may have lost on the way there.
local shortest = 0
if trips >= tonumber(ARGV[6]) then
  shortest = tonumber(ARGV[2])
  for _, trip in ipairs(redis.call('LRANGE', KEYS[2], 0, kept - 1)) do shortest = math.min(shortest, tonumber(trip)) end
end
local arrived = now - shortest
redis.call('ZADD', KEYS[1], 'XX', string.format('%.0f', arrived + tonumber(ARGV[3])), ARGV[1])
redis.call('ZADD', KEYS[4], 'XX', string.format('%.0f', arrived), ARGV[1])
if tonumber(ARGV[4]) > 0 then
  local next_at = math.max(tonumber(redis.call('GET', KEYS[3]) or '0'), arrived + tonumber(ARGV[4]))
  redis.call('SET', KEYS[3], string.format('%.0f', next_at), 'PX', math.ceil((next_at - now) / 1000) + 1)
end
return 1
