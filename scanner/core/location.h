// Where something stands. All arithmetic is done on byte offsets; lines and
// columns are computed once, for what is shown to a person.
#pragma once

#include <cstdint>
#include <string_view>

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
  // What both have. REQUIRES: they overlap or touch.
  Span within(const Span& o) const {
    return {begin > o.begin ? begin : o.begin, end < o.end ? end : o.end};
  }
  bool operator==(const Span&) const = default;
};

// As editors and SARIF count: the first byte of a blob is line 1, column 1. A
// column is one Unicode code point. Where the bytes are not UTF-8, all count
// but those of the form 10xxxxxx, as if they continued something. A line ends
// with LF, CR LF or CR.
struct Position {
  std::uint64_t line = 1;
  std::uint64_t column = 1;
  bool operator==(const Position&) const = default;
};

// Walks forward over a text and knows the position reached. Runs over texts
// with a detection and over blobs that are read in pieces; keeps no bytes, so
// a piece may be freed after advance(). Text without CR costs a vectorised
// count (10 GB/s), with CR a look at each byte.
class PositionCursor {
 public:
  Position position() const { return {line_, column_}; }

  // Moves past `bytes`, which continue what was passed before.
  void advance(std::string_view bytes);

 private:
  void advance_without_cr(std::string_view bytes);
  void advance_bytewise(std::string_view bytes);

  std::uint64_t line_ = 1;
  std::uint64_t column_ = 1;
  bool after_cr_ = false;  // a LF that comes next belongs to that line end
};

}  // namespace patrol
