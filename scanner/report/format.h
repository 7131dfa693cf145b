// The formats of a report. A format is one file with one function, and one
// line of the table in formats.cc. It shows what it is given: it neither
// filters nor sorts nor asks for more.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// What there is to show. All of it outlives the call it is given to.
struct ReportInput {
  const Report& report;
  const RuleSet& rules;  // those the report's findings point into
  std::string_view version;
  std::string_view rules_digest;  // rules.digest(), which is not free
  // How many rules were looked for, where `rules` are but those of a report
  // that was read; 0: all of `rules`.
  std::size_t rules_told = 0;

  std::size_t rule_count() const {
    return rules_told == 0 ? rules.size() : rules_told;
  }
};

struct ReportOptions {
  bool color = false;         // ANSI colours: human only
  bool show_secrets = false;  // else redacted
  std::size_t width = 80;     // columns of the terminal: human only
};

// Writes a report as it goes, finding by finding: what it holds in memory is
// one finding's text. Failures of `out` are left in its state.
using WriteReport = void (*)(const ReportInput&, const ReportOptions&,
                             std::ostream& out);

struct Format {
  std::string_view name;  // of --format
  std::string_view help;  // one line, no full stop
  WriteReport write;
};

// Sorted as the help lists them; the first is the default.
View<Format> formats();

// nullptr: there is no format of that name.
const Format* find_format(std::string_view name);

void write_human(const ReportInput&, const ReportOptions&, std::ostream&);
void write_json(const ReportInput&, const ReportOptions&, std::ostream&);
void write_jsonl(const ReportInput&, const ReportOptions&, std::ostream&);
void write_sarif(const ReportInput&, const ReportOptions&, std::ostream&);
void write_gitlab(const ReportInput&, const ReportOptions&, std::ostream&);
void write_gitleaks(const ReportInput&, const ReportOptions&, std::ostream&);
void write_junit(const ReportInput&, const ReportOptions&, std::ostream&);
void write_csv(const ReportInput&, const ReportOptions&, std::ostream&);
void write_markdown(const ReportInput&, const ReportOptions&, std::ostream&);
void write_github(const ReportInput&, const ReportOptions&, std::ostream&);
void write_azure(const ReportInput&, const ReportOptions&, std::ostream&);
void write_html(const ReportInput&, const ReportOptions&, std::ostream&);

}  // namespace patrol
