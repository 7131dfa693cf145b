// How facts say when: "2026-11-23T20:00:00Z" (RFC 3339, in UTC).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace patrol {

// The beginning of the year 0, and the end of the year 9999.
inline constexpr std::int64_t kFirstTime = -62'167'219'200;
inline constexpr std::int64_t kLastTime = 253'402'300'799;

// `seconds` since the Unix epoch. Of what lies outside the years 0 to 9999, the
// nearest second within: a commit may carry any number for its date.
std::string utc_time(std::int64_t seconds);

// What `text` is the utc_time() of; nullopt: of nothing.
std::optional<std::int64_t> parse_utc_time(std::string_view text);

}  // namespace patrol
