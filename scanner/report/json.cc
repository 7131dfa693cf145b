// --format json: one object, laid out for reading, written finding by finding
// so that a report of any size needs the memory of its largest finding. The
// schema is CONTRACT section 4.
#include <ostream>
#include <string>

#include "scanner/report/format.h"
#include "scanner/report/json_objects.h"

namespace patrol {
namespace {

// JSON text with each of its lines but the first moved right. Line ends inside
// of strings are escapes, so all that are found are between tokens.
std::string indented(const std::string& json, std::size_t by) {
  std::string text;
  for (char c : json) {
    text += c;
    if (c == '\n') text.append(by, ' ');
  }
  return text;
}

}  // namespace

void write_json(const ReportInput& input, const ReportOptions& options,
                std::ostream& out) {
  constexpr JsonLayout kLayout = JsonLayout::kIndented;
  const Report& report = input.report;
  out << "{\n  \"schema\": \"" << kSchema
      << "\",\n  \"tool\": " << indented(tool_json(input, kLayout), 2)
      << ",\n  \"scan\": " << indented(scan_json(report.scan, kLayout), 2)
      << ",\n  \"findings\": [";
  std::string_view separator = "\n    ";
  for (const Finding& finding : report.findings) {
    out << separator
        << indented(finding_json(finding, input.rules, options.show_secrets,
                                 kLayout),
                    4);
    separator = ",\n    ";
  }
  out << (report.findings.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

}  // namespace patrol
