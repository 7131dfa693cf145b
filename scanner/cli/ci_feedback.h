// What a CI is told besides the report: annotations, which it shows beside the
// lines of a change, a summary of the step, and, for whoever reads the log of
// it, what would make a shallow clone deep enough.
//
//   GitHub Actions    annotations on standard output; the summary is appended
//                     to the file that GITHUB_STEP_SUMMARY names
//   Azure Pipelines   both on standard output; the summary is a file below
//                     AGENT_TEMPDIRECTORY, which a line there names
//   others            read reports: --report junit:FILE, gitlab:FILE
//
// Never with secrets, whatever --show-secrets says: annotations and summaries
// stay when logs are deleted. Where standard output is a report for programs
// (--format json without --output) no annotations are added to it.
#pragma once

#include "scanner/ci/ci_system.h"
#include "scanner/cli/options.h"
#include "scanner/report/format.h"

namespace patrol {

// `system` may be null: none is known. What fails is a warning: the report is
// written.
void give_feedback(const CiOptions& options, const CiSystem* system,
                   const CiInputs& inputs, const ReportInput& input);

}  // namespace patrol
