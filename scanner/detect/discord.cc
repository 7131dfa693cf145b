#include "scanner/detect/discord.h"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

#include "scanner/core/codec.h"
#include "scanner/detect/published_sample.h"

namespace patrol {
namespace {

std::string day_of(std::uint64_t id) {
  constexpr std::uint64_t kEpoch = 1420070400000;  // 2015-01-01, milliseconds
  const std::chrono::sys_time<std::chrono::milliseconds> time{
      std::chrono::milliseconds(
          static_cast<std::int64_t>((id >> 22) + kEpoch))};
  const std::chrono::year_month_day date(
      std::chrono::floor<std::chrono::days>(time));
  char text[32];
  std::snprintf(
      text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

}  // namespace

std::optional<Facts> read_discord(std::string_view secret, const Rule&) {
  const std::size_t dot = secret.find('.');
  if (dot == secret.npos || is_published_sample(secret)) return std::nullopt;
  const auto digits = decode_base64(secret.substr(0, dot));
  if (!digits || digits->size() < 17 || digits->size() > 20) {
    return std::nullopt;
  }
  std::uint64_t id = 0;
  const char* const end = digits->data() + digits->size();
  const auto [stop, error] = std::from_chars(digits->data(), end, id);
  if (error != std::errc{} || stop != end || digits->front() == '0') {
    return std::nullopt;
  }
  return Facts{{"account", *digits}, {"registered", day_of(id)}};
}

}  // namespace patrol
