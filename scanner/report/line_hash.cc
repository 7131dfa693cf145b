#include "scanner/report/line_hash.h"

#include <fmt/format.h>

#include <array>
#include <unordered_map>

#include "scanner/core/utf8.h"

namespace patrol {
namespace {

constexpr std::size_t kWindow = 100;  // units
constexpr std::uint64_t kFactor = 37;

constexpr std::uint64_t power(std::uint64_t base, std::size_t exponent) {
  std::uint64_t result = 1;
  while (exponent-- > 0) result *= base;
  return result;
}

// The hash of the last 100 units, as they come: what leaves the window is taken
// out of it again.
class LineHasher {
 public:
  explicit LineHasher(const std::set<std::uint64_t>& lines) : lines_(lines) {}

  void push(char16_t unit);
  std::map<std::uint64_t, std::string> take();

 private:
  struct Unit {
    char16_t value = 0;
    std::uint64_t line = 0;  // that starts with it; 0: none does
  };
  void emit(std::uint64_t line);

  const std::set<std::uint64_t>& lines_;
  std::array<Unit, kWindow> window_{};
  std::size_t oldest_ = 0;
  std::uint64_t hash_ = 0;
  std::uint64_t line_ = 0;
  bool at_start_ = true;
  std::unordered_map<std::uint64_t, std::uint64_t> seen_;
  std::map<std::uint64_t, std::string> hashes_;
};

void LineHasher::push(char16_t unit) {
  constexpr std::uint64_t kLeaving = power(kFactor, kWindow);
  Unit& oldest = window_[oldest_];
  if (oldest.line != 0) emit(oldest.line);
  hash_ = hash_ * kFactor + unit - kLeaving * oldest.value;
  oldest = {unit, at_start_ ? ++line_ : 0};
  at_start_ = unit == u'\n';
  oldest_ = (oldest_ + 1) % kWindow;
}

void LineHasher::emit(std::uint64_t line) {
  const std::uint64_t count = ++seen_[hash_];
  if (!lines_.contains(line)) return;
  hashes_[line] = fmt::format("{:x}:{}", hash_, count);
}

std::map<std::uint64_t, std::string> LineHasher::take() {
  push(0xFFFF);
  for (std::size_t i = 0; i < kWindow; ++i) push(0);
  return hashes_;
}

void push_point(char32_t point, LineHasher& hasher) {
  if (point < 0x10000) return hasher.push(static_cast<char16_t>(point));
  const auto bits = static_cast<std::uint32_t>(point) - 0x10000;
  hasher.push(static_cast<char16_t>(0xD800 + (bits >> 10)));
  hasher.push(static_cast<char16_t>(0xDC00 + (bits & 0x3FF)));
}

}  // namespace

std::map<std::uint64_t, std::string> line_hashes(
    std::string_view text, const std::set<std::uint64_t>& lines) {
  LineHasher hasher(lines);
  char32_t previous = 0;
  while (!text.empty()) {
    const CodePoint read = first_code_point(text);
    const char32_t point = read.valid ? read.value : 0xFFFD;
    text.remove_prefix(read.size);
    const bool blank = point == ' ' || point == '\t';
    const bool ended = point == '\n' && previous == '\r';
    previous = point;
    if (blank || ended) continue;
    push_point(point == '\r' ? U'\n' : point, hasher);
  }
  return hasher.take();
}

}  // namespace patrol
