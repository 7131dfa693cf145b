// Bitmaps, compressed as git writes them: in the index (which entries of the
// other half are gone) and in packs.
//
//   size in bits | number of words | word ... | where the last marker is
//
//   marker   bit 0: the value of a run | 32 bits: words of the run |
//            31 bits: words that follow and are not compressed
//
// All numbers are big-endian, 4 bytes and for words 8; bit 0 is the lowest.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace patrol {

// Takes a bitmap from the front of `bytes`. nullopt: it is cut off, holds more
// than `most` bits, or sets bits behind its end; `bytes` is then undefined.
// Takes memory for what the bitmap holds, whatever its words say.
std::optional<std::vector<bool>> take_ewah(std::string_view& bytes,
                                           std::size_t most);

}  // namespace patrol
