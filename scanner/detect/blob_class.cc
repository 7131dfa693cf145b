#include "scanner/detect/blob_class.h"

#include <array>

namespace patrol {
namespace {

// ASCII text in UTF-16 has NUL in every pair; nine of ten leaves room for a
// little of another script.
constexpr std::size_t kTenthsOfPairs = 9;
constexpr std::size_t kLeastPairs = 8;

// Counts the NULs at even and at odd offsets.
BlobClass classify_by_nuls(std::string_view text) {
  const std::size_t pairs = text.size() / 2;
  std::array<std::size_t, 2> nuls = {0, 0};
  for (std::size_t i = 0; i < pairs * 2; ++i) nuls[i % 2] += text[i] == '\0';
  if (pairs >= kLeastPairs) {
    const std::size_t enough = pairs * kTenthsOfPairs / 10;
    if (nuls[0] == 0 && nuls[1] >= enough) return BlobClass::kUtf16Le;
    if (nuls[1] == 0 && nuls[0] >= enough) return BlobClass::kUtf16Be;
  }
  return BlobClass::kBinary;
}

}  // namespace

BlobClass classify(std::string_view beginning) {
  const std::string_view text = beginning.substr(0, kClassifiedBytes);
  // FF FE 00 00 is UTF-32, which nobody writes: binary.
  if (text.starts_with(std::string_view("\xFF\xFE\0\0", 4))) {
    return BlobClass::kBinary;
  }
  if (text.starts_with("\xFF\xFE")) return BlobClass::kUtf16Le;
  if (text.starts_with("\xFE\xFF")) return BlobClass::kUtf16Be;
  if (text.find('\0') == text.npos) return BlobClass::kText;
  return classify_by_nuls(text);
}

}  // namespace patrol
