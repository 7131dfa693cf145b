// What is said of a finding, or of there being none, in words that more than
// one format uses:
//
//   Cloud personal access token QwEr…ErTy      headline
//   ci/build.yml:3:16 and 6 more places        spread
//   Confidence certain: its check …. Revoke …  advice
//
// Unless said otherwise safe to print (printable.h); a format still escapes
// what its own syntax gives a meaning to.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// Redacted, unless the user asked for it whole. Not safe to print.
std::string shown(const Secret&, bool show_secrets);

// Why this is believed to be a secret, strongest reason first. Check digits
// that hold need no other.
std::string why(const Finding&, const Rule&);

std::string headline(const Finding&, const Rule&, bool show_secrets);

std::string spread(const Finding&);

// "Asked about: live, HTTP 200, account ada. ", to stand ahead of what follows;
// empty: nobody was asked.
std::string verdict_text(const Verification&);

// With the verdict, if there is one.
std::string advice(const Finding&, const Rule&);

// "No findings.", or that this says little.
std::string_view nothing_found(const ScanSummary&);

// "incomplete: 12 not read: a: permission denied; … and 9 more", with the
// first `named`; with 0 of them the number alone. REQUIRES: the scan is not
// complete.
std::string incomplete_text(const ScanSummary&, std::size_t named);

}  // namespace patrol
