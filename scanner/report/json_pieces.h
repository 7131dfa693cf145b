// A report's JSON, cut where its findings begin and end, before it is parsed.
//
// A parser makes a tree of all that it is given, ten times as large as the
// text. Cut first, a report of any size costs the tree of its largest finding:
//
//   { "schema": …, "scan": {…}, "findings": [ {…}, {…} ] }
//                                             ^^^  ^^^  pieces
//   { "schema": …, "scan": {…}, "findings": [ 0, 0 ] }   the frame
//
// Both layouts are known: --format json is one object, of --format jsonl each
// line is one. Text that is no JSON is cut somewhere; the parser refuses the
// parts. What would cost a parser more than time in proportion to its text is
// refused here: nesting, and keys by the thousand in one object.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"

namespace patrol {

struct JsonPieces {
  bool is_stream = false;  // jsonl
  std::string frame;       // json: all but the findings, each a 0
  // json: the findings; jsonl: all lines. Views into the text.
  std::vector<std::string_view> objects;
};

// Error: nested or keyed beyond what a report is; without the file's name.
Result<JsonPieces> cut_json(std::string_view text);

}  // namespace patrol
