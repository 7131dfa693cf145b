// Where something stands. All arithmetic is done on byte offsets; lines and
// columns are computed once, for what is shown to a person.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace patrol {

// Bytes [begin, end).
//
//   k e y = " g h p _ . . . . . . . . . . . . "
//             ^ begin                           ^ end
struct Span {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  // one past the last byte

  std::uint64_t size() const { return end - begin; }
  bool contains(const Span& o) const {
    return begin <= o.begin && o.end <= end;
  }
  bool operator==(const Span&) const = default;
};

// As editors and SARIF count: the first byte of a blob is line 1, column 1. A
// column is one Unicode code point; a byte that is not UTF-8 counts as one. A
// line ends with LF, CR LF or CR.
struct Position {
  std::uint64_t line = 1;
  std::uint64_t column = 1;
  bool operator==(const Position&) const = default;
};

// Walks forward over a text and knows the position reached. Costs one look at
// each byte, so it runs over texts with a match, and over blobs that are read
// in pieces. Holds no bytes: a piece may be freed after advance().
class PositionCursor {
 public:
  Position position() const { return {line_, column_}; }

  // UTF-16 code units passed so far, had the text been UTF-16: what leads from
  // a place in transcoded text back to the file (see detect/utf16.h).
  std::uint64_t utf16_units() const { return units_; }

  // Moves past `bytes`, which continue what was passed before.
  void advance(std::string_view bytes);

 private:
  std::uint64_t line_ = 1;
  std::uint64_t column_ = 1;
  std::uint64_t units_ = 0;
  bool after_cr_ = false;  // a LF that comes next belongs to that line end
};

}  // namespace patrol
