// Reads reports of --format json and jsonl back: the objects of CONTRACT 4.
//
// A report may come from anywhere, so nothing of it is believed: each field is
// checked for being there, its type and its range, and the first that is wrong
// is the error, by its place: "findings[3].locations[0].line: is not a number".
// What is read is what json_objects.h writes: a report comes out of this and
// write_json() as the same bytes.
//
// A report may say more than this patrol knows, for patrol-report/1 grows. That
// is left out, and has_more tells the user so. Secrets come back as they were
// shown: Secret::reported().
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/core/result.h"
#include "scanner/rules/told_rules.h"

namespace patrol {

struct StoredReport {
  Report report;
  std::string version;  // of the patrol that scanned
  std::size_t rules = 0;
  std::string rules_digest;
  bool has_more = false;  // some of it is left out here
};

// The report in `text`, its rules added to `rules`; findings have the numbers
// that these give. A stream that was cut off is read as partial. Error: one
// line that begins with `name`, the file's.
Result<StoredReport> read_stored_report(std::string_view text,
                                        const std::string& name,
                                        ToldRules& rules);

}  // namespace patrol
