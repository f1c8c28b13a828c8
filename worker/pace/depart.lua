-- Does a message leave now? Answers 0 and notes it, or the microseconds until one more may: never more in any second.
-- KEYS: the last departures of all
-- ARGV: most in a stretch, its length (us)
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local count, stretch = tonumber(ARGV[1]), tonumber(ARGV[2])
local first = redis.call('LINDEX', KEYS[1], count - 1)
if first and tonumber(first) + stretch > now then return tonumber(first) + stretch - now end
redis.call('LPUSH', KEYS[1], string.format('%.0f', now))
redis.call('LTRIM', KEYS[1], 0, count - 1)
redis.call('PEXPIRE', KEYS[1], math.ceil(stretch / 1000) + 1000)
return 0
