#include "scanner/detect/bip39.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "scanner/core/digest.h"
#include "scanner/detect/bip39_words.h"
#include "scanner/detect/published_sample.h"

namespace patrol {
namespace {

constexpr std::size_t kFewest = 12;
constexpr std::size_t kMost = 24;
constexpr int kWordBits = 11;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// In lower case, with one blank between each two.
std::string normalized(std::string_view text) {
  std::string phrase;
  bool in_word = false;
  for (const char c : text) {
    if (is_letter(c)) {
      if (!in_word && !phrase.empty()) phrase += ' ';
      phrase += static_cast<char>(c | 0x20);
    }
    in_word = is_letter(c);
  }
  return phrase;
}

// Empty if this is no phrase.
std::vector<std::uint32_t> numbers_of(std::string_view phrase) {
  std::vector<std::uint32_t> numbers;
  while (!phrase.empty() && numbers.size() <= kMost) {
    const std::size_t end = std::min(phrase.find(' '), phrase.size());
    const auto number = bip39_number(phrase.substr(0, end));
    if (!number) return {};
    numbers.push_back(*number);
    phrase.remove_prefix(std::min(end + 1, phrase.size()));
  }
  const std::size_t size = numbers.size();
  if (size < kFewest || size > kMost || size % 3 != 0) return {};
  return numbers;
}

// The bits of all words, the first the highest; the last byte is filled up
// with zeros.
std::string bytes_of(const std::vector<std::uint32_t>& numbers) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const std::uint32_t number : numbers) {
    bits = bits << kWordBits | number;
    for (count += kWordBits; count >= 8; count -= 8) {
      bytes += static_cast<char>(bits >> (count - 8));
    }
  }
  if (count > 0) bytes += static_cast<char>(bits << (8 - count));
  return bytes;
}

bool is_nobodys(const std::vector<std::uint32_t>& numbers) {
  const std::set<std::uint32_t> different(numbers.begin(), numbers.end());
  return different.size() + 4 <= numbers.size() ||
         std::ranges::is_sorted(numbers);
}

}  // namespace

bool bip39_digits_hold(std::string_view secret, View<Text> /*seeds*/) {
  const auto numbers = numbers_of(normalized(secret));
  if (numbers.empty()) return false;
  const std::string bytes = bytes_of(numbers);
  const std::size_t digits = numbers.size() / 3;  // bits
  const Digest digest =
      sha256(std::string_view(bytes).substr(0, digits * 4));  // 32 bits each
  const auto told = static_cast<std::uint8_t>(bytes[digits * 4]);
  return told >> (8 - digits) == digest[0] >> (8 - digits);
}

std::optional<Facts> read_bip39(std::string_view secret, const Rule&) {
  const std::string phrase = normalized(secret);
  const auto numbers = numbers_of(phrase);
  if (numbers.empty() || is_nobodys(numbers)) return std::nullopt;
  if (is_published_sample(phrase)) return std::nullopt;
  return Facts{{"words", std::to_string(numbers.size())}};
}

}  // namespace patrol
