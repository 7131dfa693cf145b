#include "scanner/git/object_id.h"

#include "scanner/core/hex_digits.h"

namespace patrol {

namespace {

// The value of each digit, and kNoDigit: a history has a million ids in its
// commits.
constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> make_digits() {
  std::array<std::uint8_t, 256> digits{};
  for (unsigned c = 0; c < digits.size(); ++c) {
    const auto value = hex_value(static_cast<char>(c));
    digits[c] = value ? static_cast<std::uint8_t>(*value) : kNoDigit;
  }
  return digits;
}

constexpr std::array<std::uint8_t, 256> kDigitValues = make_digits();

std::uint8_t digit(char c) {
  return kDigitValues[static_cast<unsigned char>(c)];
}

}  // namespace

std::optional<ObjectId> ObjectId::from_hex(std::string_view hex,
                                           HashKind kind) {
  if (hex.size() != 2 * id_size(kind)) return std::nullopt;
  ObjectId id;
  unsigned all = 0;
  for (std::size_t i = 0; i < id_size(kind); ++i) {
    const std::uint8_t high = digit(hex[2 * i]);
    const std::uint8_t low = digit(hex[2 * i + 1]);
    all |= high | low;
    id.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  if (all > 0xF) return std::nullopt;
  return id;
}

ObjectId ObjectId::least_with(std::string_view digits, HashKind kind) {
  std::string all(digits);
  all.resize(2 * id_size(kind), '0');
  return from_hex(all, kind).value_or(ObjectId{});
}

std::string ObjectId::hex(HashKind kind) const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < id_size(kind); ++i) {
    out += kDigits[bytes[i] >> 4];
    out += kDigits[bytes[i] & 15];
  }
  return out;
}

}  // namespace patrol
