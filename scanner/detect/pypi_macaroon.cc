#include "scanner/detect/pypi_macaroon.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "scanner/core/codec.h"

namespace patrol {
namespace {

enum Type : unsigned char {
  kEnd = 0,
  kLocation = 1,
  kIdentifier = 2,  // of the macaroon, or the text of a caveat
  kSignature = 6
};

// Takes fields off the front of `bytes`.
class Fields {
 public:
  explicit Fields(std::string_view bytes) : rest_(bytes) {}

  bool done() const { return rest_.empty(); }

  bool take_byte(unsigned char byte) {
    if (rest_.empty() || static_cast<unsigned char>(rest_[0]) != byte) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  // The bytes of a field of `type`; nullopt: another stands there.
  std::optional<std::string_view> take(Type type) {
    if (!take_byte(type)) return std::nullopt;
    const std::optional<std::size_t> length = take_varint();
    if (!length || *length > rest_.size()) return std::nullopt;
    const std::string_view field = rest_.substr(0, *length);
    rest_.remove_prefix(*length);
    return field;
  }

 private:
  // Two bytes hold 16383, more than a token is long.
  std::optional<std::size_t> take_varint() {
    std::size_t value = 0;
    for (unsigned shift = 0; shift <= 7 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_[0]);
      rest_.remove_prefix(1);
      value |= static_cast<std::size_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    return std::nullopt;
  }

  std::string_view rest_;
};

std::optional<std::vector<std::string_view>> caveats_of(
    std::string_view macaroon) {
  constexpr unsigned char kVersion = 2;
  constexpr std::size_t kSignatureBytes = 32;
  Fields fields(macaroon);
  if (!fields.take_byte(kVersion) || !fields.take(kLocation) ||
      !fields.take(kIdentifier) || !fields.take_byte(kEnd)) {
    return std::nullopt;
  }
  std::vector<std::string_view> caveats;
  while (!fields.take_byte(kEnd)) {
    const auto caveat = fields.take(kIdentifier);
    if (!caveat || !fields.take_byte(kEnd)) return std::nullopt;
    caveats.push_back(*caveat);
  }
  const auto signature = fields.take(kSignature);
  if (!signature || signature->size() != kSignatureBytes || !fields.done()) {
    return std::nullopt;
  }
  return caveats;
}

// The strings of a JSON list from `text` on, joined by ", ". Names of projects
// have no escapes.
std::string strings_in(std::string_view text) {
  std::string joined;
  for (;;) {
    const std::size_t begin = text.find('"');
    if (begin == text.npos) return joined;
    const std::size_t end = text.find('"', begin + 1);
    if (end == text.npos) return joined;
    if (!joined.empty()) joined += ", ";
    joined += text.substr(begin + 1, end - begin - 1);
    text.remove_prefix(end + 1);
  }
}

// "2026-11-23" for seconds since 1970; empty where no such number stands.
std::string day_of(std::string_view number) {
  constexpr std::int64_t kYear10000 = 253402300800;
  number.remove_prefix(std::min(number.find_first_not_of(' '), number.size()));
  std::int64_t seconds = 0;
  const auto [stop, error] =
      std::from_chars(number.data(), number.data() + number.size(), seconds);
  if (error != std::errc{} || seconds < 0 || seconds >= kYear10000) return {};
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds(std::chrono::seconds(seconds))));
  char text[32];
  std::snprintf(
      text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

// The projects that a caveat restricts to; empty: it does not.
std::string projects_of(std::string_view caveat) {
  constexpr std::string_view kOldList = "\"projects\":";
  if (caveat.starts_with("[1,") || caveat.starts_with("[2,")) {
    return strings_in(caveat);
  }
  const std::size_t list = caveat.find(kOldList);
  if (list == caveat.npos) return {};
  return strings_in(caveat.substr(list + kOldList.size()));
}

Facts facts_of(const std::vector<std::string_view>& caveats) {
  std::string projects;
  std::string expires;
  for (std::string_view caveat : caveats) {
    if (projects.empty()) projects = projects_of(caveat);
    if (caveat.starts_with("[0,")) expires = day_of(caveat.substr(3));
  }
  Facts facts;
  facts.emplace_back(
      "scope", projects.empty() ? "whole account" : "projects: " + projects);
  if (!expires.empty()) facts.emplace_back("expires", std::move(expires));
  return facts;
}

}  // namespace

std::optional<Facts> read_pypi_macaroon(std::string_view secret, const Rule&) {
  constexpr std::string_view kPrefix = "pypi-";
  if (!secret.starts_with(kPrefix)) return std::nullopt;
  const auto macaroon = decode_base64(secret.substr(kPrefix.size()));
  if (!macaroon) return std::nullopt;
  const auto caveats = caveats_of(*macaroon);
  if (!caveats) return std::nullopt;
  return facts_of(*caveats);
}

}  // namespace patrol
