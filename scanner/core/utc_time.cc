#include "scanner/core/utc_time.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string_view>

namespace patrol {

std::string utc_time(std::int64_t seconds) {
  const std::chrono::sys_seconds time{
      std::chrono::seconds(std::clamp(seconds, kFirstTime, kLastTime))};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ",
                static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

std::optional<std::int64_t> parse_utc_time(std::string_view text) {
  constexpr std::string_view kForm = "2026-11-23T20:00:00Z";
  if (text.size() != kForm.size()) return std::nullopt;
  const auto number = [text](std::size_t at, std::size_t digits) {
    int value = 0;
    for (char c : text.substr(at, digits)) value = value * 10 + (c - '0');
    return value;
  };
  const std::chrono::year_month_day date(
      std::chrono::year(number(0, 4)),
      std::chrono::month(static_cast<unsigned>(number(5, 2))),
      std::chrono::day(static_cast<unsigned>(number(8, 2))));
  if (!date.ok()) return std::nullopt;
  const std::chrono::seconds time =
      std::chrono::sys_days(date).time_since_epoch() +
      std::chrono::hours(number(11, 2)) + std::chrono::minutes(number(14, 2)) +
      std::chrono::seconds(number(17, 2));
  // Whatever else has this length is written in another way.
  if (utc_time(time.count()) != text) return std::nullopt;
  return time.count();
}

}  // namespace patrol
