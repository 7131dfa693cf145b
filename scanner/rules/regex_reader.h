// The text of a regular expression, read from left to right by the parser
// (rules/regex_syntax.h), with the bytes that escapes stand for.
//
//   gh[po]_\x41{2,}
//   read . .|rest . .
//
// A failure ends the text: whoever reads on comes to its end, so no step of the
// parser has to ask whether the one before it failed. The first failure stays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace patrol {

// The text must outlive it.
class RegexReader {
 public:
  explicit RegexReader(std::string_view regex) : rest_(regex) {}

  void fail(std::string_view what);
  const std::string& error() const { return error_; }  // empty: none

  std::size_t left() const { return rest_.size(); }
  bool at_end() const { return rest_.empty(); }
  // The character `ahead` of the next one, which stays; NUL beyond the end.
  char peek(std::size_t ahead = 0) const {
    return ahead < rest_.size() ? rest_[ahead] : '\0';
  }

  // Whether this is what comes next; if so it is read.
  bool take(char c);
  bool take(std::string_view text);

  // The next character. Fails at the end, and gives NUL.
  char next();

  // REQUIRES: count <= left().
  void skip(std::size_t count) { rest_.remove_prefix(count); }
  // Reads up to and including the first `c`. Fails if there is none.
  void skip_past(char c);
  // What stands before `mark`; both are read. Empty, and nothing read: there is
  // no such mark.
  std::string_view take_until(std::string_view mark);

  // Up to six decimal digits. nullopt: none comes next.
  std::optional<std::uint32_t> number();

  // The byte that an escape stands for. The backslash and `c`, which follows
  // it, are read already.
  char escaped_byte(char c);

 private:
  char hex_byte();
  char octal_byte(char first);

  std::string_view rest_;
  std::string error_;
};

}  // namespace patrol
