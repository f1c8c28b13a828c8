-- May one more message go to this chat? Answers {0, ''} and books it, or {microseconds to wait, what it waits for}.
-- KEYS: next free instant of all, next free instant of the chat, log of the group
-- ARGV: spacing of a chat (us), how far a chat may run ahead (us), most in a group's minute (0: no group), the turn's id
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local spacing, ahead, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

-- Everybody rests after refusals: no row is to be claimed for so long.
local rest = tonumber(redis.call('GET', KEYS[1]) or '0') - now
if rest > 1000000 then return {rest, 'all'} end

local chat_at = math.max(tonumber(redis.call('GET', KEYS[2]) or '0'), now)
local wait = chat_at - ahead - now
if most > 0 then
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - 60000000)
  if redis.call('ZCARD', KEYS[3]) >= most then
    local oldest = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
    wait = math.max(wait, tonumber(oldest[2]) + 60000000 - now)
  end
end
if wait > 0 then return {wait, 'chat'} end

local next_at = chat_at + spacing
redis.call('SET', KEYS[2], string.format('%.0f', next_at), 'PX', math.ceil((next_at - now) / 1000) + 1)
if most > 0 then
  redis.call('ZADD', KEYS[3], now, ARGV[4])
  redis.call('PEXPIRE', KEYS[3], 61000)
end
return {0, ''}
