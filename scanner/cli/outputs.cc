#include "scanner/cli/outputs.h"

#include <ostream>
#include <utility>

#include "scanner/cli/terminal.h"

namespace patrol {

Result<Outputs> Outputs::prepare(const OutputOptions& options) {
  std::vector<ReportTarget> targets = options.reports;
  if (!options.format.empty()) {
    targets.insert(targets.begin(), {options.format, options.output});
  }
  Outputs outputs(options.show_secrets, options.color);
  for (const ReportTarget& target : targets) {
    outputs.outputs_.push_back({find_format(target.format), {}});
    if (target.file.empty() || target.file == "-") continue;
    Result<OutputFile> file = OutputFile::prepare(target.file);
    if (!file) return file.error();
    outputs.outputs_.back().file = *std::move(file);
  }
  return outputs;
}

Result<void> Outputs::write(const ReportInput& input,
                            const PassThrough& through) const {
  for (const Output& output : outputs_) {
    if (auto ok = write(output, input, through); !ok) return ok;
  }
  return {};
}

Result<void> Outputs::write(const Output& output, const ReportInput& input,
                            const PassThrough& through) const {
  ReportOptions look;
  look.show_secrets = show_secrets_;
  const WriteBody report = [&](std::ostream& out) {
    output.format->write(input, look, out);
  };
  if (output.file) return output.file->write(report);
  look.color = use_color(color_, Stream::kOut);
  look.width = terminal_width(Stream::kOut);
  if (!through) return write_standard_output(report);
  return write_standard_output(
      [&](std::ostream& out) { through(report, out); });
}

}  // namespace patrol
