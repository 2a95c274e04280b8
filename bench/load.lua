-- wrk -t N -c N -s load.lua URL -- METHOD BODY [HEADER VALUE]...
--
-- One connection per thread, so that a thread's times are those of one client: from one
-- response to the next. They include connecting, which wrk's own latencies leave out.
local ffi = require("ffi")
ffi.cdef("int gettimeofday(long *time, void *zone);")
local time = ffi.new("long[2]")
local threads = {}

local function now()
   ffi.C.gettimeofday(time, nil)
   return tonumber(time[0]) + tonumber(time[1]) / 1e6
end

function setup(thread)
   table.insert(threads, thread)
end

function init(args)
   wrk.method, wrk.body = args[1], args[2]
   for n = 3, #args, 2 do
      wrk.headers[args[n]] = args[n + 1]
   end
   times, failed, last = {}, 0, now()
end

function response(status)
   local seconds = now()
   times[#times + 1], last = seconds - last, seconds
   if status >= 300 then
      failed = failed + 1
   end
end

function done(summary)
   local all, failed, errors = {}, 0, summary.errors
   for _, thread in ipairs(threads) do
      for _, seconds in ipairs(thread:get("times")) do
         all[#all + 1] = seconds
      end
      failed = failed + thread:get("failed")
   end
   failed = failed + errors.connect + errors.read + errors.write + errors.timeout
   table.sort(all)
   local p99 = all[math.ceil(0.99 * #all)] or 0
   print(string.format("LOAD %d %f %f %d", #all, summary.duration / 1e6, p99, failed))
end
