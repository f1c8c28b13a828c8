-- May one message leave now? Answers {0, ''} and books it, or {microseconds to wait, what it waits for}.
-- KEYS: next free instant of all, mark of somebody urgent who waits, next free instant of the chat, log of the group,
--       the last instants of all
-- ARGV: spacing of all (us), spacing of a chat (us), how far a chat may run ahead (us), urgent (1/0),
--       most in a group's minute (0: no group), an id that nothing else has, most in a stretch, its length (us)
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local spacing, chat_spacing, ahead = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local urgent, most = ARGV[4] == '1', tonumber(ARGV[5])

if not urgent and redis.call('EXISTS', KEYS[2]) == 1 then return {20000, 'urgent'} end

local chat_at = math.max(tonumber(redis.call('GET', KEYS[3]) or '0'), now)
local wait = chat_at - ahead - now
if most > 0 then
  redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now - 60000000)
  if redis.call('ZCARD', KEYS[4]) >= most then
    local oldest = redis.call('ZRANGE', KEYS[4], 0, 0, 'WITHSCORES')
    wait = math.max(wait, tonumber(oldest[2]) + 60000000 - now)
  end
end
if wait > 0 then return {wait, 'chat'} end

-- Evenly spaced, and never more in any stretch than it may hold.
local all_at = tonumber(redis.call('GET', KEYS[1]) or '0')
local count, stretch = tonumber(ARGV[7]), tonumber(ARGV[8])
local first = redis.call('LINDEX', KEYS[5], count - 1)
if first then all_at = math.max(all_at, tonumber(first) + stretch) end
if all_at > now then
  if urgent then redis.call('SET', KEYS[2], '1', 'PX', 250) end
  return {all_at - now, 'all'}
end

redis.call('LPUSH', KEYS[5], string.format('%.0f', now))
redis.call('LTRIM', KEYS[5], 0, count - 1)
redis.call('PEXPIRE', KEYS[5], math.ceil(stretch / 1000) + 1000)
-- Who woke up late does not cost the others: some spacings are made up for, within the stretch's limit.
local from = math.max(all_at, now - 8 * spacing)
redis.call('SET', KEYS[1], string.format('%.0f', from + spacing), 'PX', math.ceil(spacing / 1000) + 1000)
local next_at = chat_at + chat_spacing
redis.call('SET', KEYS[3], string.format('%.0f', next_at), 'PX', math.ceil((next_at - now) / 1000) + 1)
if most > 0 then
  redis.call('ZADD', KEYS[4], now, ARGV[6])
  redis.call('PEXPIRE', KEYS[4], 61000)
end
if urgent then redis.call('DEL', KEYS[2]) end
return {0, ''}
