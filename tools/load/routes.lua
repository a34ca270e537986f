-- Load of `slowtrain serve`: routes between many pairs, one after the other.
--
--   slowtrain serve &
--   wrk -t1 -c16 -d30s --latency -s tools/load/routes.lua http://127.0.0.1:8484
--
-- The pairs are made of surveyed stations, so that no answer comes from the sketch of the world.
local names = {
  "kp-pyongyang", "kp-tumangang", "kp-hamhung", "kp-rajin", "ru-vladivostok", "ru-khasan", "ru-ussuriysk",
  "ru-khabarovsk-1", "cn-beijing", "cn-shenyang", "cn-dandong", "cn-tianjin", "cn-harbin",
}
local pairs_ = {}
for i = 1, #names do
  for j = 1, #names do
    if i ~= j then
      pairs_[#pairs_ + 1] = "/api/route?from=" .. names[i] .. "&to=" .. names[j]
    end
  end
end
local at = 0

request = function()
  at = at % #pairs_ + 1
  return wrk.format("GET", pairs_[at], { Host = "localhost" })
end
