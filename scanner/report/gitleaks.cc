// --format gitleaks: an array as gitleaks 8 writes it, for what reads that:
//
//   [
//    {
//     "RuleID": "azure-devops-pat",
//     "Description": "Azure DevOps personal access token",
//     "StartLine": 3,
//     …
//     "Fingerprint": "ci/build.yml:azure-devops-pat:3"
//    }
//   ]
//
// An entry a place; gitleaks_fields.h says what differs. Neither what was not
// read nor whether the scan is complete has a place in it. A baseline of
// gitleaks' own does not match these entries: it compares descriptions.
//
// https://github.com/gitleaks/gitleaks, "report" in its README.
#include <ostream>

#include "scanner/report/format.h"
#include "scanner/report/gitleaks_fields.h"
#include "scanner/report/json_writer.h"

namespace patrol {
namespace {

void write_entry(const GitleaksFields& fields, JsonWriter& json) {
  json.object([&] {
    json.text("RuleID", fields.rule.id);
    json.text("Description", fields.rule.name);
    json.number("StartLine", fields.start_line);
    json.number("EndLine", fields.end_line);
    json.number("StartColumn", fields.start_column);
    json.number("EndColumn", fields.end_column);
    json.text("Match", fields.secret);
    json.text("Secret", fields.secret);
    json.text("File", fields.file);
    json.text("SymlinkFile", "");
    json.text("Commit", fields.commit);
    json.number("Entropy", fields.entropy);
    json.text("Author", fields.author);
    json.text("Email", fields.email);
    json.text("Date", fields.date);
    json.text("Message", "");
    json.array("Tags", [&] {
      for (const Text tag : fields.rule.tags) json.text(tag);
    });
    json.text("Fingerprint", fields.fingerprint);
  });
}

}  // namespace

void write_gitleaks(const ReportInput& input, const ReportOptions& options,
                    std::ostream& out) {
  JsonWriter json(out, {.indent = 1, .escape_html = true});
  json.array([&] {
    for (const Finding& finding : input.report.findings) {
      for (const Location& location : finding.locations) {
        write_entry(gitleaks_fields(finding, location, input.rules,
                                    options.show_secrets),
                    json);
      }
    }
  });
}

}  // namespace patrol
