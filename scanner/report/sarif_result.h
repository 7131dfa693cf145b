// One result of SARIF: a finding with its places.
//
//   { "ruleId": "azure-devops-pat", "ruleIndex": 0, "level": "error",
//     "message": { "text": "Azure DevOps … JkLq…2yi3 in 2 places. …" },
//     "locations": [ { "physicalLocation": {
//       "artifactLocation": { "uri": "ci/build.yml", … },
//       "region": { "startLine": 3, … } }, "properties": {…} } ],
//     "partialFingerprints": { "primaryLocationLineHash": "a7f2…:1",
//                              "patrol/v1": "0123…" } }
//
// GitHub shows the first location alone, so that is one of the checkout, if
// there is any. A message names no file: readers make links of what stands in
// brackets there. A place in an archive has no line, for the archive has none;
// its member is a logical location.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "scanner/report/checkout.h"
#include "scanner/report/format.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/sarif_rules.h"
#include "scanner/report/source_hashes.h"

namespace patrol {

// What GitHub and Azure DevOps keep of a result.
inline constexpr std::size_t kSarifLocations = 100;

// What GitHub and Azure DevOps call the root of the repository.
inline constexpr std::string_view kSarifSourceRoot = "%SRCROOT%";

struct SarifContext {
  const ReportInput& input;
  const Checkout& checkout;
  const SarifRules& rules;
  const SourceHashes& hashes;
};

void write_sarif_result(const Finding&, const SarifContext&, JsonWriter&);

// "artifactLocation": {…}, of a path as the bytes are
void write_sarif_artifact(const std::string& path, JsonWriter&);

}  // namespace patrol
