// Where the reports of a command go: the one of --format, and those of
// --report.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <vector>

#include "scanner/cli/options.h"
#include "scanner/core/result.h"
#include "scanner/report/format.h"
#include "scanner/report/output_file.h"

namespace patrol {

// What a report passes on its way to standard output: it writes to `out` what
// `report` writes. Empty: as it is.
using PassThrough =
    std::function<void(const WriteBody& report, std::ostream& out)>;

class Outputs {
 public:
  // Error: what would fail after a scan, said before it. Changes nothing.
  static Result<Outputs> prepare(const OutputOptions& options);

  // Writes one report after the other. Error: of the first that failed; those
  // before it are there.
  Result<void> write(const ReportInput& input,
                     const PassThrough& through = {}) const;

 private:
  struct Output {
    const Format* format;
    std::optional<OutputFile> file;  // none: standard output
  };

  Outputs(bool show_secrets, When color)
      : show_secrets_(show_secrets), color_(color) {}
  Result<void> write(const Output& output, const ReportInput& input,
                     const PassThrough& through) const;

  std::vector<Output> outputs_;
  bool show_secrets_;
  When color_;
};

}  // namespace patrol
