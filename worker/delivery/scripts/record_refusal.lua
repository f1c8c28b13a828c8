-- Telegram said 429: the chat rests as long as it says; three refusals within a second let everybody rest.
-- KEYS: next free instant of all, next free instant of the chat, count of refusals
-- ARGV: seconds to rest, in us
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local rest = tonumber(ARGV[1])
local until_at = string.format('%.0f', now + rest)
redis.call('SET', KEYS[2], until_at, 'PX', math.ceil(rest / 1000) + 1)
local count = redis.call('INCR', KEYS[3])
redis.call('PEXPIRE', KEYS[3], 1000)
if count >= 3 then redis.call('SET', KEYS[1], until_at, 'PX', math.ceil(rest / 1000) + 1) end
return count
