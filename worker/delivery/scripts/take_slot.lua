-- May this message leave now? Answers 0 and takes one of the places, or the microseconds until it may ask again.
-- KEYS: next free instant of all, mark of somebody urgent who waits, the places by the instant each is free again
-- ARGV: the turn's id, urgent (1/0), how many places, spacing (us), spacings that may be made up for,
--       how long a place is kept for one of whom nothing is heard (us)
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local urgent, places, spacing = ARGV[2] == '1', tonumber(ARGV[3]), tonumber(ARGV[4])

if not urgent and redis.call('EXISTS', KEYS[2]) == 1 then return 20000 end

local all_at = tonumber(redis.call('GET', KEYS[1]) or '0')
local wait = all_at - now
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
if redis.call('ZCARD', KEYS[3]) >= places then
  local soonest = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
  -- One on its way may land, and free its place, sooner than it is given up.
  wait = math.max(wait, math.min(tonumber(soonest[2]) - now, 500000))
end
if wait > 0 then
  if urgent then redis.call('SET', KEYS[2], '1', 'PX', math.ceil(math.min(wait, 1000000) / 1000) + 250) end
  return wait
end

local lost = tonumber(ARGV[6])
redis.call('ZADD', KEYS[3], string.format('%.0f', now + lost), ARGV[1])
redis.call('PEXPIRE', KEYS[3], math.ceil(lost / 1000) + 1000)
-- Evenly spaced; who woke up late does not cost the others, as far as there are places.
local from = math.max(all_at, now - tonumber(ARGV[5]) * spacing)
redis.call('SET', KEYS[1], string.format('%.0f', from + spacing), 'PX', math.ceil(spacing / 1000) + 1000)
if urgent then redis.call('DEL', KEYS[2]) end
return 0
