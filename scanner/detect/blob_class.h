// What kind of bytes a blob holds, told from its beginning, as git tells text
// from binary: a NUL among the first 8 KiB makes it binary, unless the NULs
// stand as in UTF-16. The class holds for the whole blob.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace patrol {

enum class BlobClass : std::uint8_t {
  kText,     // scanned by every rule; any 8-bit encoding
  kUtf16Le,  // transcoded first (detect/utf16.h)
  kUtf16Be,
  kBinary,  // scanned for tokens with a fixed part or check digits alone
};

// git looks at 8000 bytes; so do we.
inline constexpr std::size_t kClassifiedBytes = 8000;

// `beginning`: the blob's first kClassifiedBytes, or all of it. UTF-16 is told
// by its byte order mark, or without one by this: every other byte of at least
// 16 is NUL in nine of ten pairs, and no pair is NUL NUL.
BlobClass classify(std::string_view beginning);

}  // namespace patrol
