// What gitleaks says of a place, in its words: the reports `gitleaks` and `csv`
// are read by what was made for gitleaks' own, such as DefectDojo, MegaLinter
// and spreadsheets. It reports each place by itself, so a finding becomes as
// many entries as it has places.
//
//   RuleID       azure-devops-pat: patrol's ids, not gitleaks'
//   StartColumn  from 1, in code points; EndColumn is that of the last one
//   File         lib.jar!inner/file
//   Fingerprint  commit:file:rule:line, or file:rule:line
//
// Unlike in gitleaks columns are right on every line (there they are one too
// high on all but the first), Match is the secret without what stands around
// it, and Message is empty: a report has no commit messages.
#pragma once

#include <cstdint>
#include <string>

#include "scanner/report/format.h"

namespace patrol {

struct GitleaksFields {
  const Rule& rule;
  std::uint64_t start_line;
  std::uint64_t end_line;
  std::uint64_t start_column;
  std::uint64_t end_column;
  std::string secret;  // redacted, unless the user asked for it whole
  std::string file;
  std::string commit;  // these four empty outside of a history
  std::string author;
  std::string email;
  std::string date;  // "2019-03-02T00:00:00Z"
  float entropy;     // Shannon's, bits a byte
  std::string fingerprint;
};

// Texts are as the bytes are: not safe to print.
GitleaksFields gitleaks_fields(const Finding&, const Location&, const RuleSet&,
                               bool show_secrets);

}  // namespace patrol
