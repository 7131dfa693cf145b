// Where in a text may something be encoded? The question is put to 512 bytes at
// once and nearly always answered with "nowhere".
//
// Base64 of ASCII text is told from names and prose by the bit that is zero in
// each of its bytes. A group of four characters holds three of them:
//
//   character      first      second     third      fourth
//   value          0.......   ...0....   .....0..   ........
//                  (of the 8, 4, 2 and 6 bits that hold a byte's beginning)
//
// so that 'i' or '8' are never first, 'o' or '5' never second, 'b' or '3' never
// third, and + / - _ stand fourth alone. A stretch of 27 that keeps to it in
// one of the four ways to count is base64 of text; in other text it comes about
// once in 10 million characters.
//
// Most names and prose are told by less: no 27 base64 characters in a row, or
// + / - _ where they cannot be. Only what is left is asked for its places.
//
// For decode/survey.h alone, and for tests. Pure functions; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>

#include "scanner/decode/byte_classes.h"

namespace patrol {

// Groups that are looked at in one go.
inline constexpr std::size_t kMostGroups = 4;

// Bytes of plain text below which a stretch is not decoded: no token is
// shorter than an AWS key id.
inline constexpr std::uint64_t kLeastDecoded = 20;

// Base64 characters that they take, padding left out.
inline constexpr std::uint64_t kLeastBase64 = (kLeastDecoded * 4 + 2) / 3;

// Where kLeastBase64 characters in a row begin that are of a kind, a bit each.
// A row may go on in the next block, so there are two masks a block:
//
//   block     |  b - 1  |    b    |
//   astride        |    ·    |       astride[b]
//   within              |    ·    |  within[b]
struct Rows {
  BlockMasks astride{};  // by the byte 32 before block b and behind
  BlockMasks within{};   // by the first byte of block b and behind
};

// What 512 bytes hold.
struct alignas(64) Notes {
  bool any_row = false;  // else `text` and `plain` are not filled
  Rows text;             // base64 of text
  Rows plain;            // letters and digits
  BlockMasks marks{};    // escapes, and quotes that may end a piece of a token
};

// Fills out[0, groups) from the groups that begin at `at`. A row is noted in
// the group that it ends in. `before`: the kBlock bytes before `at`, zeros
// where a text begins. REQUIRES: groups <= kMostGroups.
void look_for_rows(const Classifiers& classify, const char* before,
                   const char* at, std::size_t groups, Notes* out);

}  // namespace patrol
