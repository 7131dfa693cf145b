#include "scanner/cli/date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <ctime>

#include "scanner/core/ascii.h"
#include "scanner/core/utc_time.h"

namespace patrol {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month_day;

// Reads a text from the left. What is not there moves nothing.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }

  bool skip(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  bool skip_one_of(std::string_view characters) {
    if (at_end() || characters.find(rest_.front()) == characters.npos) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  // A number of `least` to `most` decimal digits.
  std::optional<int> number(std::size_t least, std::size_t most) {
    std::size_t size = 0;
    while (size < rest_.size() && size < most && is_digit(rest_[size])) ++size;
    if (size < least) return std::nullopt;
    int value = 0;
    std::from_chars(rest_.data(), rest_.data() + size, value);
    rest_.remove_prefix(size);
    return value;
  }

  // Two digits, `most` at the most.
  std::optional<int> part(int most) {
    const auto value = number(2, 2);
    return value && *value <= most ? value : std::nullopt;
  }

 private:
  std::string_view rest_;
};

std::optional<sys_days> read_day(Reader& reader) {
  const auto year = reader.number(4, 4);
  if (!year || !reader.skip("-")) return std::nullopt;
  const auto month = reader.part(12);
  if (!month || !reader.skip("-")) return std::nullopt;
  const auto day = reader.part(31);
  if (!day) return std::nullopt;
  const year_month_day date{std::chrono::year(*year),
                            std::chrono::month(static_cast<unsigned>(*month)),
                            std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return sys_days(date);
}

// "20:15", "20:15:30"
std::optional<seconds> read_clock(Reader& reader) {
  const auto hour = reader.part(23);
  if (!hour || !reader.skip(":")) return std::nullopt;
  const auto minute = reader.part(59);
  if (!minute) return std::nullopt;
  const auto time = hours(*hour) + minutes(*minute);
  if (!reader.skip(":")) return time;
  const auto second = reader.part(59);
  if (!second) return std::nullopt;
  return time + seconds(*second);
}

// "", "Z", "+02:00", "-0800", "+02": how much it is ahead of UTC.
std::optional<seconds> read_zone(Reader& reader) {
  if (reader.at_end() || reader.skip("Z")) return seconds(0);
  const bool is_behind = reader.skip("-");
  if (!is_behind && !reader.skip("+")) return std::nullopt;
  const auto hour = reader.part(23);
  if (!hour) return std::nullopt;
  const bool has_minutes = reader.skip(":") || !reader.at_end();
  const auto minute = has_minutes ? reader.part(59) : 0;
  if (!minute) return std::nullopt;
  const seconds ahead = hours(*hour) + minutes(*minute);
  return is_behind ? -ahead : ahead;
}

std::optional<sys_seconds> parse_absolute(std::string_view text) {
  Reader reader(text);
  const auto day = read_day(reader);
  if (!day) return std::nullopt;
  if (reader.at_end()) return sys_seconds(*day);
  if (!reader.skip_one_of("T ")) return std::nullopt;
  const auto clock = read_clock(reader);
  if (!clock) return std::nullopt;
  const auto ahead = read_zone(reader);
  if (!ahead || !reader.at_end()) return std::nullopt;
  return *day + *clock - *ahead;
}

struct Unit {
  std::string_view name;
  int days;
  int months;
};
// A year of <chrono> has sixteen bits.
constexpr int kMostMonths = 12 * 9999;
constexpr std::array<Unit, 4> kUnits = {
    {{"day", 1, 0}, {"week", 7, 0}, {"month", 0, 1}, {"year", 0, 12}}};

sys_seconds before(sys_seconds now, int count, const Unit& unit) {
  const auto today = std::chrono::floor<days>(now);
  const year_month_day date(today);
  auto then = date - months(std::int64_t{count} * unit.months);
  if (!then.ok()) then = then.year() / then.month() / std::chrono::last;
  return sys_days(then) - days(std::int64_t{count} * unit.days) + (now - today);
}

std::optional<sys_seconds> parse_relative(std::string_view text,
                                          sys_seconds now) {
  Reader reader(text);
  const auto count = reader.number(1, 5);
  if (!count || !reader.skip_one_of(" .")) return std::nullopt;
  for (const Unit& unit : kUnits) {
    if (!reader.skip(unit.name)) continue;
    reader.skip("s");
    if (reader.skip_one_of(" .") && !reader.skip("ago")) return std::nullopt;
    if (!reader.at_end() || *count * unit.months > kMostMonths)
      return std::nullopt;
    return before(now, *count, unit);
  }
  return std::nullopt;
}

}  // namespace

std::int64_t current_time() {
  if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH")) {
    char* end = nullptr;
    const long long time = std::strtoll(epoch, &end, 10);
    if (end != epoch && *end == '\0') {
      return std::clamp<std::int64_t>(time, kFirstTime, kLastTime);
    }
  }
  return std::time(nullptr);
}

std::optional<std::int64_t> parse_date(std::string_view text,
                                       std::int64_t now) {
  auto time = parse_absolute(text);
  if (!time) time = parse_relative(text, sys_seconds(seconds(now)));
  if (!time) return std::nullopt;
  const std::int64_t since_epoch = time->time_since_epoch().count();
  if (since_epoch < kFirstTime || since_epoch > kLastTime) return std::nullopt;
  return since_epoch;
}

}  // namespace patrol
