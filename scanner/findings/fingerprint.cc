#include "scanner/findings/fingerprint.h"

#include <charconv>
#include <optional>

#include "scanner/core/digest.h"
#include "scanner/core/utf8.h"

namespace patrol {
namespace {

constexpr int kEscapeLayers = 3;
constexpr std::size_t kFingerprintDigits = 32;

// Keep what is hashed here apart from every other use of the same functions.
// A change of the scheme gets a new number.
constexpr std::string_view kGeneratedDomain = "patrol fingerprint/1 generated:";
constexpr std::string_view kHumanSalt = "patrol fingerprint/1 human-chosen";
constexpr ScryptCost kHumanCost = {.n = 1 << 14, .r = 8, .p = 1};

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// What a one-letter escape stands for.
std::optional<char> unescaped(char letter) {
  switch (letter) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '"':
    case '/':
    case '\\':
      return letter;
    default:
      return std::nullopt;
  }
}

// The XXXX of a \uXXXX at the front of `text`.
std::optional<char32_t> unicode_escape(std::string_view text) {
  if (text.size() < 6 || !text.starts_with("\\u")) return std::nullopt;
  std::uint32_t value = 0;
  const char* end = text.data() + 6;
  const auto parsed = std::from_chars(text.data() + 2, end, value, 16);
  if (parsed.ptr != end) return std::nullopt;
  return value;
}

bool is_high_surrogate(char32_t unit) { return unit >> 10 == 0xD800 >> 10; }
bool is_low_surrogate(char32_t unit) { return unit >> 10 == 0xDC00 >> 10; }

// Undoes the \uXXXX, or the pair of them, at the front of `text`. Returns the
// bytes used; 0: there is none, or half a surrogate pair.
std::size_t undo_unicode(std::string_view text, std::string& out) {
  const auto unit = unicode_escape(text);
  if (!unit || is_low_surrogate(*unit)) return 0;
  if (!is_high_surrogate(*unit)) {
    append_utf8(*unit, out);
    return 6;
  }
  const auto low = unicode_escape(text.substr(6));
  if (!low || !is_low_surrogate(*low)) return 0;
  append_utf8(0x10000 + ((*unit & 0x3FF) << 10) + (*low & 0x3FF), out);
  return 12;
}

// Undoes the escape at the front of `text`. Returns the bytes used; 0: none.
std::size_t undo_escape(std::string_view text, std::string& out) {
  if (text.size() < 2 || text[0] != '\\') return 0;
  if (const auto letter = unescaped(text[1])) {
    out += *letter;
    return 2;
  }
  return undo_unicode(text, out);
}

std::string without_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::size_t used = undo_escape(text, out);
    if (used == 0) {
      out += text.front();
      used = 1;
    }
    text.remove_prefix(used);
  }
  return out;
}

}  // namespace

std::string normalized_secret(std::string_view secret) {
  std::string text(secret);
  for (int layer = 0; layer < kEscapeLayers; ++layer) {
    if (text.find('\\') == text.npos) break;
    text = without_escapes(text);
  }
  std::erase_if(text, is_space);
  return text;
}

std::string fingerprint(const Secret& secret, bool human_chosen) {
  const Secret text(normalized_secret(secret.reveal()));
  if (human_chosen) {
    const Digest slow = scrypt(text.reveal(), kHumanSalt, kHumanCost);
    return to_hex(slow).substr(0, kFingerprintDigits);
  }
  const Secret input(std::string(kGeneratedDomain).append(text.reveal()));
  return sha256_hex(input.reveal()).substr(0, kFingerprintDigits);
}

}  // namespace patrol
