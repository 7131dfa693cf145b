#include "scanner/detect/pkcs12.h"

#include <string>

#include "scanner/core/codec.h"

namespace patrol {
namespace {

constexpr std::size_t kHeader = 4;  // 30 82 and two bytes of length

// Without white space and "\n", "\r".
std::string joined(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      ++i;
    } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::optional<Facts> read_pkcs12(std::string_view secret, const Rule&) {
  const auto bytes = decode_base64(joined(secret));
  if (!bytes || bytes->size() < kHeader) return std::nullopt;
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>((*bytes)[i]));
  };
  if (byte(0) != 0x30 || byte(1) != 0x82) return std::nullopt;
  if (kHeader + (byte(2) << 8 | byte(3)) != bytes->size()) return std::nullopt;
  return Facts{};
}

}  // namespace patrol
