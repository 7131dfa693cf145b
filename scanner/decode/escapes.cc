#include "scanner/decode/escapes.h"

#include <optional>

#include "scanner/core/hex_digits.h"
#include "scanner/decode/line_break.h"
#include "scanner/decode/substitution.h"

namespace patrol {
namespace {

// Unicode's scalar values: no halves of UTF-16 pairs.
bool is_character(std::uint32_t value) {
  return value < 0xD800 || (value >= 0xE000 && value <= 0x10FFFF);
}

Substitute hex_substitute(std::string_view text, std::uint64_t at,
                          std::uint64_t prefix, std::uint64_t digits) {
  const auto value = hex_number(text, at + prefix, digits);
  if (!value || !is_character(*value)) return {};
  return substitute(prefix + digits, *value);
}

Substitute octal_substitute(std::string_view text, std::uint64_t at) {
  std::uint32_t value = 0;
  for (std::uint64_t i = at + 1; i < at + 4; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '7') return {};
    value = value << 3 | static_cast<std::uint32_t>(text[i] - '0');
  }
  return value <= 0xFF ? substitute(4, value) : Substitute{};
}

struct Backslash {
  static constexpr Mark kMark = Mark::kBackslash;
  static bool is_mark(char c) { return c == '\\'; }

  static Substitute read(std::string_view text, std::uint64_t at) {
    if (at + 1 >= text.size()) return {};
    switch (const char c = text[at + 1]) {
      case 'u':
        return hex_substitute(text, at, 2, 4);
      case 'U':
        return hex_substitute(text, at, 2, 8);
      case 'x':
        return hex_substitute(text, at, 2, 2);
      case 'n':
        return plain(U'\n');
      case 'r':
        return plain(U'\r');
      case 't':
        return plain(U'\t');
      case '"':
      case '\'':
        return plain(static_cast<char32_t>(c));
      case '\\':
        return backslash(text, at);
      case '/':
      case '=':
      case ':':
      case '_':
      case '-':
        return substitute(2, static_cast<char32_t>(c));
      case '\n':
      case '\r':
        return continuation(text, at);
      default:
        return octal_substitute(text, at);
    }
  }

 private:
  static Substitute plain(char32_t character) {
    Substitute out = substitute(2, character);
    out.telling = false;
    return out;
  }

  // Telling if it hides an escape one level further in.
  static Substitute backslash(std::string_view text, std::uint64_t at) {
    Substitute out = plain(U'\\');
    const char next = at + 2 < text.size() ? text[at + 2] : '\0';
    out.telling = next == '/' || next == '=' ||
                  (next == 'u' && hex_number(text, at + 3, 4)) ||
                  (next == 'x' && hex_number(text, at + 3, 2));
    return out;
  }

  // A token that goes on in the next line, at its very beginning.
  static Substitute continuation(std::string_view text, std::uint64_t at) {
    const std::uint64_t end = at + line_break(text, at);
    const bool joins = at > 0 && end < text.size() &&
                       is_token_byte(text[at - 1]) &&
                       is_token_byte(text[end]) && text[end - 1] == '\n';
    return joins ? nothing(end - at) : Substitute{};
  }
};

struct Percent {
  static constexpr Mark kMark = Mark::kPercent;
  static bool is_mark(char c) { return c == '%'; }

  static Substitute read(std::string_view text, std::uint64_t at) {
    const auto value = hex_number(text, at + 1, 2);
    if (!value) return {};
    Substitute out;
    out.size = 3;
    out.bytes[0] = static_cast<char>(*value);
    out.count = 1;
    out.telling = is_token_byte(out.bytes[0]);
    return out;
  }
};

struct Entity {
  static constexpr Mark kMark = Mark::kAmpersand;
  static bool is_mark(char c) { return c == '&'; }

  static Substitute read(std::string_view text, std::uint64_t at) {
    constexpr std::uint64_t kLongest = 10;  // "&#x10FFFF;"
    const std::string_view from = text.substr(at, kLongest);
    const std::size_t end = from.find(';');
    if (end == std::string_view::npos || end < 2) return {};
    const std::string_view name = from.substr(1, end - 1);
    const auto value = name[0] == '#' ? number(name.substr(1)) : named(name);
    if (!value || *value == 0 || !is_character(*value)) return {};
    return substitute(end + 1, *value);
  }

 private:
  static std::optional<std::uint32_t> number(std::string_view digits) {
    if (digits.empty()) return std::nullopt;
    if (digits[0] == 'x' || digits[0] == 'X') {
      return digits.size() == 1 ? std::nullopt
                                : hex_number(digits, 1, digits.size() - 1);
    }
    std::uint32_t value = 0;
    for (char c : digits) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return value;
  }

  static std::optional<std::uint32_t> named(std::string_view name) {
    struct Named {
      std::string_view name;
      char character;
    };
    // XML's five, and HTML's for the marks that tokens hold.
    static constexpr std::array<Named, 12> kNamed = {{{"amp", '&'},
                                                      {"lt", '<'},
                                                      {"gt", '>'},
                                                      {"quot", '"'},
                                                      {"apos", '\''},
                                                      {"plus", '+'},
                                                      {"sol", '/'},
                                                      {"equals", '='},
                                                      {"lowbar", '_'},
                                                      {"colon", ':'},
                                                      {"semi", ';'},
                                                      {"commat", '@'}}};
    for (const Named& known : kNamed) {
      if (known.name == name) {
        return static_cast<std::uint32_t>(known.character);
      }
    }
    return std::nullopt;
  }
};

}  // namespace

const Decoder kBackslashEscapes =
    substitution_decoder<Backslash>("backslash-escapes");
const Decoder kPercentEscapes = substitution_decoder<Percent>("percent");
const Decoder kXmlEntities = substitution_decoder<Entity>("xml-entities");

}  // namespace patrol
