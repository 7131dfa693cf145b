// Text of the scanned tree, made safe to print: a file may be named
// "a\e]52;c;…\a" to write to the clipboard of whoever lists it, or hold a
// right-to-left override that shows another name than it has.
//
// Shown as an escape: control characters (\n \r \t, else \x1b), what reorders
// or hides text (BiDi marks and overrides, zero-width characters, line
// separators: \u{202e}) and bytes that are not UTF-8 (\xff). A backslash is
// left alone: the text is for reading, not for parsing. Also broken up is what
// a CI runner would obey in its log: "##[" and "##vso[" of Azure Pipelines, and
// "::" at the start, white space before it or not, GitHub's.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {

std::string printable(std::string_view untrusted);

// What is not seen where it stands: controls from U+007F on, BiDi marks and
// overrides, zero-width characters, tags. (Those below U+0020 every format
// escapes anyway.)
bool is_unseen(char32_t point);

// One code point as it is shown, and the columns it takes. Wide and combining
// characters count as one.
struct Cell {
  std::string text;
  std::size_t width;
};

// printable() cell by cell, for text that must be cut to a width.
std::vector<Cell> printable_cells(std::string_view untrusted);

}  // namespace patrol
