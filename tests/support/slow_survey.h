// The survey of a text, byte by byte: slow and obvious. What the fast one
// (decode/survey.h) is held against.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/decode/survey.h"

namespace patrol {

inline bool is_plain(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         (c >= '0' && c <= '9');
}

inline bool is_special(char c) {
  return c == '+' || c == '/' || c == '-' || c == '_';
}

inline bool is_base64(char c) { return is_plain(c) || is_special(c); }

// The six bits that a character stands for.
inline unsigned value_of(char c) {
  constexpr std::string_view kCharacters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (c == '-') c = '+';
  if (c == '_') c = '/';
  return static_cast<unsigned>(kCharacters.find(c));
}

// Does the byte that begins in the character say that it is ASCII, if the
// character has place `place` in its group of four?
inline bool may_stand(char c, std::size_t place) {
  constexpr unsigned kFirstBitOfByte[] = {0b100000, 0b001000, 0b000010, 0};
  return (value_of(c) & kFirstBitOfByte[place]) == 0;
}

// Are there kLeastBase64 characters in a row that may be text?
inline bool may_be_text(std::string_view run) {
  for (std::size_t way = 0; way < 4; ++way) {
    std::size_t stretch = 0;
    for (std::size_t i = 0; i < run.size(); ++i) {
      stretch = may_stand(run[i], (i + way) % 4) ? stretch + 1 : 0;
      if (stretch == kLeastBase64) return true;
    }
  }
  return false;
}

// Byte by byte: slow and obvious.
template <typename Belongs>
inline std::vector<Span> slow_runs(std::string_view text, Belongs belongs) {
  std::vector<Span> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && belongs(text[i])) continue;
    if (i - begin >= kLeastBase64) out.push_back({begin, i});
    begin = i + 1;
  }
  return out;
}

inline std::vector<Span> slow_text_runs(std::string_view text) {
  std::vector<Span> out = slow_runs(text, is_base64);
  std::erase_if(out, [&](const Span& run) {
    return !may_be_text(text.substr(run.begin, run.size()));
  });
  return out;
}

// Behind blanks and brackets a quote opens a literal.
inline bool opens_none(char c) {
  return is_plain(c) || is_special(c) || (c >= '.' && (c & 0x80) == 0);
}

inline bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

inline bool is_marked(std::string_view text, std::size_t i, Mark mark) {
  if (i + 1 == text.size()) return false;
  const char next = text[i + 1];
  switch (mark) {
    case Mark::kBackslash:
      return text[i] == '\\' && is_one_of(next, "uUx01234567\\/=:_-\n\r");
    case Mark::kPercent:
      return text[i] == '%' && std::isxdigit(static_cast<unsigned char>(next));
    case Mark::kAmpersand:
      return text[i] == '&' && is_one_of(next, "#aceglpqs");
    case Mark::kLess:
      return text[i] == '<' && (next == '/' || next == 't');
    case Mark::kQuote:
      return is_one_of(text[i], "\"'") && i > 0 && opens_none(text[i - 1]) &&
             is_one_of(next, " \t\n\r+.&\\_");
  }
  return false;
}

inline std::vector<std::uint32_t> slow_marks(std::string_view text, Mark mark) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_marked(text, i, mark)) out.push_back(static_cast<std::uint32_t>(i));
  }
  return out;
}

}  // namespace patrol
