// Baselines that other tools left, and reports in place of a baseline, so that
// nobody has to look at everything again who changes to patrol:
//
//   a report of patrol's (json)   its fingerprints
//   a report of gitleaks          [{"Secret", "File", "StartLine", "Commit"}]:
//                                 the secret's hash; where that is redacted,
//                                 file, line and commit
//   a baseline of detect-secrets  {"results": {FILE: [{"type", "hashed_secret",
//                                 "line_number"}]}}: the hash, in that file; of
//                                 a private key, of which it hashes the head
//                                 alone, the line
//
// Of a field that has another type than expected nothing is known.
#pragma once

#include <string>
#include <string_view>

#include "scanner/baseline/baseline.h"
#include "scanner/core/result.h"

namespace patrol {

// Error: `text` is none of these; a line that begins with `name`, the file's.
Result<void> read_baseline_json(std::string_view text, const std::string& name,
                                Baseline& baseline);

}  // namespace patrol
