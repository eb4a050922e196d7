package chat.tertulia.gateway.presence;

/** What happens inside Redis, each in one step. */
final class PresenceScripts {
  private PresenceScripts() {}

  /** The time in microseconds, the leases that hold, the best of one person's connections. */
  private static final String KIT =
      """
      local t = redis.call('TIME')
      local now = t[1] * 1000 + math.floor(t[2] / 1000)
      local at = t[1] .. string.format('%06d', t[2])
      local RANK = {invisible = 1, dnd = 2, online = 3, away = 4}
      local function held()
        local live = {}
        for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')) do
          live[id] = true
        end
        return live
      end
      local function best(key, live, prune)
        local all = redis.call('HGETALL', key)
        local top, said, seen, told = 9, '', '', ''
        for i = 1, #all, 2 do
          local field, value = all[i], all[i + 1]
          if field == '@seen' then
            seen = value
          elseif field == '@told' then
            told = value
          elseif live[field] then
            local rank = RANK[string.match(value, '^[^\\t]*')] or 8
            if rank < top or (rank == top and value > said) then
              top, said = rank, value
            end
          elseif prune then
            redis.call('HDEL', key, field)
          end
        end
        return (top == 1) and '' or said, seen, told
      end
      local function leave(key, lease, whenMs)
        local was = redis.call('HGET', key, lease)
        if was then
          redis.call('HDEL', key, lease)
          local state, secretly = string.match(was, '^([^\\t]*)\\t([^\\t]*)')
          if secretly ~= '' then
            redis.call('HDEL', key, '@seen')
          elseif state ~= 'invisible' then
            redis.call('HSET', key, '@seen', whenMs)
          end
        end
      end
      local function tell(out, key, user, live, keep)
        local said, seen, told = best(key, live, true)
        if said ~= told then
          redis.call('HSET', key, '@told', said)
          out[#out + 1] = {user, said, seen, at}
        end
        redis.call('EXPIRE', key, keep)
      end
      """;

  /** Keys: leases, claims, life. Arguments: lease, its span, a claim's span, begin?, a new life. */
  static final Script RENEW =
      new Script(
          KIT
              + """
              if redis.call('EXISTS', KEYS[3]) == 0 then
                redis.call('SET', KEYS[3], ARGV[5] .. ':' .. at)
              end
              local until_ms = redis.call('ZSCORE', KEYS[1], ARGV[1])
              local lost = (not until_ms or tonumber(until_ms) < now) and ARGV[4] == ''
              if lost then
                return {1, redis.call('GET', KEYS[3]), {}}
              end
              redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
              local mine = {}
              local ended = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. now, 'LIMIT', 0, 16)
              for _, id in ipairs(ended) do
                local claim = redis.call('ZSCORE', KEYS[2], id)
                if not claim or tonumber(claim) < now then
                  redis.call('ZADD', KEYS[2], now + tonumber(ARGV[3]), id)
                  mine[#mine + 1] = id
                end
              end
              return {0, redis.call('GET', KEYS[3]), mine}
              """);

  /**
   * Keys: leases, the lease's people, each person. Arguments: lease, seconds to keep, what each
   * says, each one's id. Writes nothing under a lease that does not hold.
   */
  static final Script WRITE =
      new Script(
          KIT
              + """
              local live, out, count = held(), {}, #KEYS - 2
              if not live[ARGV[1]] then
                return redis.error_reply('LEASE ran out')
              end
              for i = 1, count do
                local key, said, user = KEYS[2 + i], ARGV[2 + i], ARGV[2 + count + i]
                if said == '' then
                  leave(key, ARGV[1], now)
                  redis.call('SREM', KEYS[2], user)
                else
                  redis.call('HSET', key, ARGV[1], said)
                  redis.call('SADD', KEYS[2], user)
                end
                tell(out, key, user, live, ARGV[2])
              end
              return out
              """);

  /**
   * Keys: leases, the ended lease's people, claims. Arguments: that lease, seconds to keep, a
   * lease's span, how many people, a person's prefix. They were last seen when it was renewed last.
   */
  static final Script CLEAR =
      new Script(
          KIT
              + """
              local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
              if score and tonumber(score) >= now then
                redis.call('ZADD', KEYS[1], now - 1, ARGV[1])
                score = now + tonumber(ARGV[3])
              end
              local seen = score and tonumber(score) - tonumber(ARGV[3]) or now
              local live, out = held(), {}
              for _, user in ipairs(redis.call('SPOP', KEYS[2], ARGV[4])) do
                local key = ARGV[5] .. user
                leave(key, ARGV[1], string.format('%.0f', seen))
                tell(out, key, user, live, ARGV[2])
              end
              local left = redis.call('SCARD', KEYS[2])
              if left == 0 then
                redis.call('ZREM', KEYS[1], ARGV[1])
                redis.call('ZREM', KEYS[3], ARGV[1])
              end
              return {left, out}
              """);

  /** Keys: leases, each person. */
  static final Script READ =
      new Script(
          KIT
              + """
              local live, out = held(), {at}
              for i = 2, #KEYS do
                local said, seen = best(KEYS[i], live, false)
                out[#out + 1] = {said, seen}
              end
              return out
              """);
}
