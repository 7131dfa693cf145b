#include "scanner/detect/locator.h"

#include "scanner/detect/utf16.h"

namespace patrol {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

}  // namespace

Locator::Locator(BlobClass blob_class, bool marked)
    : offset_(marked ? 2 : 0),
      utf16_(blob_class == BlobClass::kUtf16Le ||
             blob_class == BlobClass::kUtf16Be) {}

std::uint64_t Locator::offset_after(std::string_view text) const {
  return offset_ + (utf16_ ? 2 * utf16_units(text) : text.size());
}

void Locator::advance(std::string_view text) {
  if (text.empty()) return;
  offset_ = offset_after(text);
  // A byte order mark fills no column.
  if (at_start_ && text.starts_with(kUtf8Mark)) {
    text.remove_prefix(kUtf8Mark.size());
  }
  at_start_ = false;
  cursor_.advance(text);
}

}  // namespace patrol
