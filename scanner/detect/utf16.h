// UTF-16 text as UTF-8, on the fly, and the way back.
//
// PowerShell and older Visual Studio write UTF-16. The rules see bytes, so
// such a blob is transcoded as it is read, and what is found is mapped back:
// a code point of one to three UTF-8 bytes was one unit of two bytes, one of
// four was two units. No table is needed: counting forward is enough.
//
//   file   FF FE | 6B 00 65 00 79 00 | AC 20 ...     k e y €
//   text         | 6B    65    79    | E2 82 AC ...
//
// A unit that is half of a pair becomes U+FFFD (three bytes for one unit), so
// the count holds for broken text too. A byte order mark is left out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/core/input.h"

namespace patrol {

enum class ByteOrder : std::uint8_t { kLittle, kBig };

// Reads `source` as UTF-16 and gives UTF-8. The source must outlive it. An odd
// byte at the end becomes U+FFFD.
class Utf16Input : public Input {
 public:
  Utf16Input(Input& source, ByteOrder order) : source_(source), order_(order) {}

  // REQUIRES: capacity >= 4.
  Result<std::size_t> read(char* to, std::size_t capacity) override;

 private:
  Result<bool> refill();
  void transcode(std::string_view pairs);
  void put_unit(std::uint16_t unit);

  Input& source_;
  ByteOrder order_;
  std::string pending_;          // UTF-8 that was not handed out yet
  std::size_t handed_out_ = 0;   // of pending_
  std::uint16_t high_half_ = 0;  // of a pair whose other half is to come
  std::string odd_byte_;         // half of a unit
  bool at_start_ = true;
  bool at_end_ = false;
};

// UTF-16 code units that `utf8`, the beginning or a whole number of code
// points of what a Utf16Input gave, came from.
std::uint64_t utf16_units(std::string_view utf8);

}  // namespace patrol
