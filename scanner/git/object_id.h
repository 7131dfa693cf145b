// The name of an object: SHA-1 or SHA-256 of its kind, size and bytes.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace patrol {

// What a repository names its objects with: extensions.objectFormat.
enum class HashKind : std::uint8_t { kSha1, kSha256 };

// Bytes of an id: 20 or 32.
constexpr std::size_t id_size(HashKind kind) {
  return kind == HashKind::kSha1 ? 20 : 32;
}

// A SHA-1 is followed by zeros.
struct ObjectId {
  std::array<std::uint8_t, 32> bytes{};

  // REQUIRES: raw.size() is 20 or 32.
  static ObjectId from_raw(std::string_view raw) {
    ObjectId id;
    std::memcpy(id.bytes.data(), raw.data(), raw.size());
    return id;
  }
  // A view of *this.
  std::string_view raw(HashKind kind) const {
    return {reinterpret_cast<const char*>(bytes.data()), id_size(kind)};
  }
  // 40 or 64 hexadecimal digits, as `kind` has them; nullopt: anything else.
  static std::optional<ObjectId> from_hex(std::string_view hex, HashKind kind);

  // The least id whose digits begin with these: where those that do begin in a
  // sorted list. REQUIRES: hexadecimal digits, and not more than an id has.
  static ObjectId least_with(std::string_view digits, HashKind kind);

  std::string hex(HashKind kind) const;

  auto operator<=>(const ObjectId&) const = default;
  bool operator==(const ObjectId& other) const {
    return std::memcmp(bytes.data(), other.bytes.data(), sizeof bytes) == 0;
  }
};

enum class ObjectKind : std::uint8_t {  // the numbers that packs use
  kCommit = 1,
  kTree = 2,
  kBlob = 3,
  kTag = 4,
};

}  // namespace patrol
