#include "scanner/decode/quiet.h"

#include <algorithm>
#include <cstring>

#include "scanner/core/base64_alphabet.h"
#include "scanner/decode/rows.h"

namespace patrol {
namespace {

// As far as decode/joined.cc looks from one literal to the next.
constexpr std::uint64_t kMostBetween = 1024;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

bool is_space(char c) { return is_blank(c) || c == '\n'; }

bool is_base64(char c) {
  return kBase64Values[static_cast<unsigned char>(c)] != kNoBase64;
}

// Behind the last byte before `at` that is none of `blank`; 0: all are.
template <typename Blank>
std::uint64_t behind_last(std::string_view text, std::uint64_t at,
                          Blank blank) {
  while (at > 0 && blank(text[at - 1])) --at;
  return at;
}

// std::string_view::rfind looks at one byte after the other.
std::size_t last_place(std::string_view text, char c) {
  const void* found = ::memrchr(text.data(), c, text.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) -
                                  text.data());
}

bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

// Two literals may be joined over blanks, ends of lines, and one or two of
// these between them.
bool may_join_literals(std::string_view text, std::uint64_t last,
                       std::uint64_t at) {
  constexpr std::string_view kJoints = "\"'+.&\\_";
  if (!is_one_of(text[last - 1], kJoints)) return false;
  const std::uint64_t end =
      std::min<std::uint64_t>(text.size(), at + kMostBetween);
  while (at < end && is_space(text[at])) ++at;
  return at < end && is_one_of(text[at], kJoints);
}

// The line that ends before `end` may be one of wrapped base64: its last
// characters are, and they begin the line, follow a written end of line, or
// are enough to begin a text.
bool may_be_wrapped(std::string_view text, std::uint64_t end) {
  std::uint64_t begin = end;
  while (begin > 0 && is_base64(text[begin - 1])) {
    --begin;
    if (end - begin >= kLeastBase64) return true;
  }
  if (begin == end) return false;
  const std::uint64_t before =
      behind_last(text, begin, [](char c) { return c == ' ' || c == '\t'; });
  if (before == 0 || is_one_of(text[before - 1], "\r\n\\")) return true;
  return is_one_of(text[before - 1], "rn") && before > 1 &&
         text[before - 2] == '\\';
}

}  // namespace

bool is_quiet(std::string_view text, std::uint64_t at) {
  if (at == 0 || at == text.size()) return true;
  if (text[at - 1] != '\n') return false;
  const std::uint64_t end = behind_last(text, at - 1, is_blank);
  if (end > 0 && text[end - 1] == '\\') return false;
  if (may_be_wrapped(text, end)) return false;
  const std::uint64_t last = behind_last(text, end, is_space);
  return last == 0 || !may_join_literals(text, last, at);
}

std::optional<std::uint64_t> quiet_before(std::string_view text,
                                          std::uint64_t at) {
  const std::uint64_t limit = at - std::min(at, kFurthestQuiet);
  while (!is_quiet(text, at)) {
    const std::size_t line_end = last_place(text.substr(0, at - 1), '\n');
    at = line_end == std::string_view::npos ? 0 : line_end + 1;
    if (at < limit) return std::nullopt;
  }
  return at;
}

std::optional<std::uint64_t> quiet_behind(std::string_view text,
                                          std::uint64_t at) {
  const std::uint64_t limit =
      std::min<std::uint64_t>(text.size(), at + kFurthestQuiet);
  while (!is_quiet(text, at)) {
    const std::size_t line_end = text.find('\n', at);
    at = line_end == std::string_view::npos ? text.size() : line_end + 1;
    if (at > limit) return std::nullopt;
  }
  return at;
}

}  // namespace patrol
