// The text encodings that tokens are made of, and the CRC that some carry.
//
// Strict where strictness tells tokens from other text: a character outside
// the alphabet, padding in the wrong place, an impossible length, or bits left
// over that are not zero (RFC 4648 section 3.5) give nullopt. Encoders write
// none of these, so a text that has them was not encoded but cut or made up.
//
// Pure functions; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace patrol {

// RFC 4648 section 4 and 5: '+' and '-' are 62, '/' and '_' are 63, also side
// by side. Padding may be left out; where it stands it must be complete.
std::optional<std::string> decode_base64(std::string_view text);

// The standard alphabet ('+', '/'), with padding.
std::string encode_base64(std::string_view bytes);

// The value of a base64 character of either alphabet, 0 to 63; nullopt for
// others, '=' included.
std::optional<unsigned> base64_value(char c);

// RFC 4648 section 6, A-Z2-7 in either case, without padding.
std::optional<std::string> decode_base32(std::string_view text);

// `value` in the alphabet 0-9A-Za-z, most significant digit first, padded with
// '0' on the left to at least `width` digits. Six digits hold every value.
std::string encode_base62(std::uint32_t value, std::size_t width);

// CRC-32 as zlib, gzip and PNG have it: polynomial 0xEDB88320 reflected,
// initial value and final exclusive-or 0xFFFFFFFF. crc32("123456789") is
// 0xCBF43926.
std::uint32_t crc32(std::string_view bytes);

}  // namespace patrol
