#include "scanner/detect/assignment.h"

#include <algorithm>
#include <string_view>

#include "scanner/detect/entropy.h"
#include "scanner/detect/placeholder.h"

namespace patrol {
namespace {

constexpr std::size_t kShortest = 16;

enum class Kind { kLower, kUpper, kDigit, kSign };

Kind kind_of(char c) {
  if (c >= 'a' && c <= 'z') return Kind::kLower;
  if (c >= 'A' && c <= 'Z') return Kind::kUpper;
  if (c >= '0' && c <= '9') return Kind::kDigit;
  return Kind::kSign;
}

// What tells words from draws.
struct Rhythm {
  std::size_t digits = 0;
  std::size_t signs = 0;
  std::size_t changes = 0;          // stretches of one kind
  std::size_t longest_letters = 0;  // the longest such stretches
  std::size_t longest_digits = 0;
  std::size_t in_words = 0;  // letters in stretches of kWord or more
  std::size_t lower = 0;
  std::size_t upper = 0;
};
constexpr std::size_t kWord = 4;

void add_stretch(Kind kind, std::size_t length, Rhythm& r) {
  ++r.changes;
  if (kind == Kind::kSign) r.signs += length;
  if (kind == Kind::kDigit) {
    r.digits += length;
    r.longest_digits = std::max(r.longest_digits, length);
  }
  if (kind != Kind::kLower && kind != Kind::kUpper) return;
  (kind == Kind::kLower ? r.lower : r.upper) += length;
  r.longest_letters = std::max(r.longest_letters, length);
  if (length >= kWord) r.in_words += length;
}

Rhythm rhythm_of(std::string_view text) {
  Rhythm r;
  for (std::size_t begin = 0; begin < text.size();) {
    const Kind kind = kind_of(text[begin]);
    std::size_t end = begin + 1;
    while (end < text.size() && kind_of(text[end]) == kind) ++end;
    add_stretch(kind, end - begin, r);
    begin = end;
  }
  return r;
}

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF-:") == text.npos;
}

// Where both cases occur, words show as stretches of one case; where only one
// does, nearly all letters of random text stand in such stretches as well.
bool is_drawn(std::string_view text) {
  const Rhythm r = rhythm_of(text);
  const std::size_t size = text.size();
  const bool mixed = r.lower >= 2 && r.upper >= 2;
  return r.digits >= 2 && r.lower + r.upper >= 4 && r.changes * 3 >= size &&
         r.longest_letters <= 6 && r.longest_digits <= 5 &&
         r.signs * 8 <= size && (!mixed || r.in_words * 3 <= size);
}

bool is_generated(std::string_view text, const Rule& rule) {
  return !is_placeholder(text) && looks_random(text, rule.entropy);
}

std::string_view without_padding(std::string_view text) {
  return text.substr(0, text.find_last_not_of('=') + 1);
}

}  // namespace

std::optional<Facts> read_assignment(std::string_view secret,
                                     const Rule& rule) {
  const std::string_view value = without_padding(secret);
  if (value.size() < kShortest || is_hex(value) || !is_drawn(value) ||
      !is_generated(value, rule)) {
    return std::nullopt;
  }
  return Facts{};
}

std::optional<Facts> read_opaque_token(std::string_view secret,
                                       const Rule& rule) {
  constexpr std::size_t kShortestHex = 32;
  const std::string_view value = without_padding(secret);
  const bool hex = is_hex(value) && value.size() >= kShortestHex;
  if (!hex && (value.size() < kShortest || !is_drawn(value))) {
    return std::nullopt;
  }
  if (!is_generated(value, rule)) return std::nullopt;
  return Facts{};
}

}  // namespace patrol
