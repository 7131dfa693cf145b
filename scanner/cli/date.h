// What time it is, and which time the user means.
//
// Dates are those of RFC 3339, as patrol prints them, or a distance from now.
// git's own dates know much more ("yesterday noon") and read anything: what git
// does not understand means "now" to it, so that a misspelt --since finds
// nothing. Here it is an error. A date without a time is the beginning of that
// day, and a time without a zone is UTC; git takes the time of day that it is,
// and the machine's zone, so that a pipeline depends on when and where it runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace patrol {

// Seconds since the Unix epoch, within the years 0 to 9999. Reports made twice
// from the same input are the same bytes where the user says what time it is,
// in SOURCE_DATE_EPOCH (reproducible-builds.org).
std::int64_t current_time();

// `text` as seconds since the Unix epoch, within the years 0 to 9999:
//
//   2026-07-01
//   2026-07-01T20:15  2026-07-01 20:15:30Z  2026-07-01T20:15:30+02:00
//   90 days ago  2 weeks  1.month.ago  3.years
//
// A month or a year ago is the same day of that month, or its last where it is
// shorter. nullopt: `text` is none of these. REQUIRES: `now` is a
// current_time().
std::optional<std::int64_t> parse_date(std::string_view text, std::int64_t now);

}  // namespace patrol
