#include "scanner/sources/allowances.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "scanner/core/hex_digits.h"

namespace patrol {
namespace {

struct IgnoredPlace {
  std::string commit;
  std::string path;
  std::uint64_t line = 0;
};

bool is_commit(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) && all_hex(text);
}

std::string_view trimmed(std::string_view line) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t begin = line.find_first_not_of(kBlanks);
  if (begin == line.npos) return {};
  return line.substr(begin, line.find_last_not_of(kBlanks) + 1 - begin);
}

// What stands behind the last colon, which is taken with it. nullopt: none.
std::optional<std::string_view> take_last(std::string_view& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  const std::string_view last = text.substr(colon + 1);
  text = text.substr(0, colon);
  return last;
}

// "commit:file:rule:line" or "file:rule:line".
std::optional<IgnoredPlace> ignored_place(std::string_view text) {
  const auto digits = take_last(text);
  const auto rule = digits ? take_last(text) : std::nullopt;
  if (!rule) return std::nullopt;
  IgnoredPlace place;
  const char* end = digits->data() + digits->size();
  const auto [stop, failed] = std::from_chars(digits->data(), end, place.line);
  if (failed != std::errc() || stop != end || text.empty()) {
    return std::nullopt;
  }
  const std::size_t colon = text.find(':');
  if (colon != text.npos && is_commit(text.substr(0, colon))) {
    place.commit = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  place.path = text;
  std::ranges::replace(place.path, '\\', '/');
  return place;
}

}  // namespace

void Allowances::add(std::string_view prefix, std::string_view name,
                     std::string_view text) {
  if (name == kAllowanceFiles[0]) {
    AllowFile file(text);
    fingerprints_.insert(file.fingerprints().begin(),
                         file.fingerprints().end());
    paths_.emplace_back(prefix, std::move(file));
    return;
  }
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, size);
    text.remove_prefix(size);
    const auto place =
        ignored_place(trimmed(line.substr(0, line.find_first_of("#\n"))));
    if (!place) continue;
    places_.emplace(std::string(prefix) + place->path,
                    Place{place->line, place->commit});
  }
}

bool Allowances::allows(std::string_view path, std::uint64_t line,
                        std::string_view commit) const {
  const auto [begin, end] = places_.equal_range(path);
  const bool is_place = std::any_of(begin, end, [&](const auto& named) {
    const Place& place = named.second;
    return place.line == line &&
           (place.commit.empty() || place.commit == commit);
  });
  return is_place || std::ranges::any_of(paths_, [&](const auto& named) {
           const auto& [prefix, file] = named;
           return path.starts_with(prefix) &&
                  file.allows_path(path.substr(prefix.size()));
         });
}

bool Allowances::empty() const {
  return fingerprints_.empty() && paths_.empty() && places_.empty();
}

}  // namespace patrol
