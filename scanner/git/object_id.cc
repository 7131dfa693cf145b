#include "scanner/git/object_id.h"

#include "scanner/core/hex_digits.h"

namespace patrol {

std::optional<ObjectId> ObjectId::from_hex(std::string_view hex,
                                           HashKind kind) {
  if (hex.size() != 2 * id_size(kind)) return std::nullopt;
  ObjectId id;
  for (std::size_t i = 0; i < id_size(kind); ++i) {
    const auto byte = hex_number(hex, 2 * i, 2);
    if (!byte) return std::nullopt;
    id.bytes[i] = static_cast<std::uint8_t>(*byte);
  }
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
