-- Enqueues one job unless a job with its id is waiting or running.
-- KEYS: queue, job
-- ARGV: job id, job, job ttl ms, run at ms
if redis.call('EXISTS', KEYS[2]) == 1 and redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
redis.call('ZADD', KEYS[1], ARGV[4], ARGV[1])
return 1
