// What SARIF says of the tool and of its rules. Only the rules that found
// something are there: all of them are half a megabyte, which nobody reads.
//
//   "driver": { "name": "patrol", …, "rules": [ { "id": "azure-devops-pat",
//     "shortDescription": …, "fullDescription": …, "help": …,
//     "properties": { "tags": ["security", …], "precision": "very-high",
//                     "security-severity": "9.5" } } ] }
//
// "security-severity" is what makes GitHub show a security alert, and a text
// that holds a number: over 9.0 is critical, from 7.0 high, from 4.0 medium.
#pragma once

#include <cstddef>
#include <map>
#include <string_view>

#include "scanner/report/format.h"
#include "scanner/report/json_writer.h"

namespace patrol {

// "error", "warning" or "note"
std::string_view sarif_level(Severity);

class SarifRules {
 public:
  explicit SarifRules(const ReportInput&);

  // Position in "rules". REQUIRES: a finding of the report has it.
  std::size_t position(RuleIndex rule) const { return used_.at(rule); }

  // "tool": {…}
  void write_tool(JsonWriter& json) const;

 private:
  const ReportInput& input_;
  std::map<RuleIndex, std::size_t> used_;
};

}  // namespace patrol
