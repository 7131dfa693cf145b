// The hash by which GitHub's code scanning knows a line again after the lines
// above it have changed: "primaryLocationLineHash" of SARIF. GitHub makes it
// from the sources where a report lacks it (upload-sarif), or not at all (the
// upload by API), and then an alert is closed and opened anew with every line
// that is inserted above. A report with another value than GitHub would make
// is warned about, so it is the same to the bit:
//
// The text as UTF-16, without blanks and tabs, each line end a LF, with 0xFFFF
// behind it and 100 zeros. The hash of a line folds the 100 units from its
// start on, h = 37 * h + unit modulo 2^64, and is written in hexadecimal with
// the count of that hash in the file so far: "a7f2ff13bc495cf2:1".
//
// A byte that is not UTF-8 counts as one U+FFFD, where GitHub makes one of
// several that are the beginning of a character; such lines may differ.
//
// https://github.com/github/codeql-action, documented by its test vectors.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace patrol {

// Of the `lines` of `text` that there are. Lines count from 1; what follows
// the last line end is a line, empty or not.
std::map<std::uint64_t, std::string> line_hashes(
    std::string_view text, const std::set<std::uint64_t>& lines);

}  // namespace patrol
