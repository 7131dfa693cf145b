// From an offset in the text that was scanned to the place a person is shown:
// line and column, and the bytes of the blob as it is stored, which are other
// ones where the text was transcoded. Walks forward only.
#pragma once

#include <cstdint>
#include <string_view>

#include "scanner/core/location.h"
#include "scanner/detect/blob_class.h"

namespace patrol {

class Locator {
 public:
  // `marked`: the blob begins with a UTF-16 byte order mark.
  Locator(BlobClass blob_class, bool marked);

  // Moves past `text`, which continues what was passed before.
  void advance(std::string_view text);

  Position position() const { return cursor_.position(); }
  std::uint64_t offset() const { return offset_; }  // bytes of the blob
  // The offset behind `text`, which comes next; lines are not counted.
  std::uint64_t offset_after(std::string_view text) const;

 private:
  PositionCursor cursor_;
  std::uint64_t offset_;
  bool utf16_;
  bool at_start_ = true;
};

}  // namespace patrol
