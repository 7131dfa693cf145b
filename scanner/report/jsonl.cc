// --format jsonl: the objects of --format json, one a line, for programs that
// read a report as a stream. "type" tells them apart:
//
//   {"type":"scan","schema":…,"tool":{…},"mode":…,"target":…,"started":…}
//   {"type":"finding", the keys of one of "findings"}       none, or many
//   {"type":"summary", the keys of "scan"}                  the last line
//
// A stream without its summary was cut off.
#include <ostream>

#include "scanner/report/format.h"
#include "scanner/report/json_objects.h"

namespace patrol {

void write_jsonl(const ReportInput& input, const ReportOptions& options,
                 std::ostream& out) {
  constexpr JsonLayout kLayout = JsonLayout::kOneLine;
  out << stream_head_json(input) << '\n';
  for (const Finding& finding : input.report.findings) {
    out << with_type("finding", finding_json(finding, input.rules,
                                             options.show_secrets, kLayout))
        << '\n';
  }
  out << with_type("summary", scan_json(input.report.scan, kLayout)) << '\n';
}

}  // namespace patrol
