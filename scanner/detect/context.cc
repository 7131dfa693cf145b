#include "scanner/detect/context.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "scanner/core/ascii.h"
#include "scanner/core/hex_digits.h"

namespace patrol {
namespace {

bool is_hex(char c) { return hex_value(c).has_value(); }

bool is_word(char c) { return is_alnum(c) || c == '_'; }

bool joins_base64(char c) { return c == '+' || c == '/' || c == '-'; }

bool contains_any(std::string_view text, View<Text> words) {
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  for (Text word : words) {
    if (std::search(text.begin(), text.end(), word.begin(), word.end(), same) !=
        text.end()) {
      return true;
    }
  }
  return false;
}

// Whether `text` ends with `mark` and `digits` hex digits: "%3A".
bool ends_with_hex(std::string_view text, std::string_view mark,
                   std::size_t digits) {
  if (text.size() < digits) return false;
  const std::string_view hex = text.substr(text.size() - digits);
  text.remove_suffix(digits);
  return text.ends_with(mark) && std::all_of(hex.begin(), hex.end(), is_hex);
}

bool ends_with_escape(std::string_view text) {
  return text.ends_with("\\n") || text.ends_with("\\r") ||
         text.ends_with("\\t") || ends_with_hex(text, "%", 2) ||
         ends_with_hex(text, "\\x", 2) || ends_with_hex(text, "\\u", 4);
}

// Whether the kSliceBytes at `text`'s begin are all of base64.
template <typename Iterator>
bool is_slice(Iterator begin, Iterator end) {
  if (end - begin < static_cast<std::ptrdiff_t>(kSliceBytes)) return false;
  return std::all_of(begin, begin + kSliceBytes,
                     [](char c) { return is_word(c) || joins_base64(c); });
}

bool free_on_the_left(std::string_view before) {
  if (before.empty()) return true;
  const char neighbour = before.back();
  if (is_word(neighbour)) return ends_with_escape(before);
  return !joins_base64(neighbour) || !is_slice(before.rbegin(), before.rend());
}

bool free_on_the_right(std::string_view after) {
  if (after.empty()) return true;
  const char neighbour = after.front();
  if (is_word(neighbour) || neighbour == '=') return false;
  return !joins_base64(neighbour) || !is_slice(after.begin(), after.end());
}

}  // namespace

bool has_word_near(const Place& place, View<Text> words) {
  const auto& [text, where, around] = place;
  const std::uint64_t left = std::min(where.begin, kNearBytes);
  return contains_any(text.substr(where.begin - left, left), words) ||
         contains_any(text.substr(where.end, kNearBytes), words) ||
         (around && has_word_near(*around, words));
}

bool stands_alone(std::string_view text, Span where) {
  return free_on_the_left(text.substr(0, where.begin)) &&
         free_on_the_right(text.substr(where.end));
}

}  // namespace patrol
