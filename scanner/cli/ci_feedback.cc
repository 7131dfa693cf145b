#include "scanner/cli/ci_feedback.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <string>
#include <system_error>

#include "scanner/cli/messages.h"
#include "scanner/report/output_file.h"
#include "scanner/report/printable.h"
#include "scanner/report/replaced.h"

namespace patrol {
namespace {

// Of all that a step appends. What is over it is not shown at all.
constexpr std::uintmax_t kLargestSummary = std::uintmax_t{1} << 20;

// Of what is printable, and so has no line ends to escape.
constexpr Replacement kInData[] = {{'%', "%AZP25"}};

bool is_for_programs(const CiOptions& options) {
  const bool is_printed = options.output.empty() || options.output == "-";
  return is_printed && options.format != "human";
}

Result<void> annotate(std::string_view format, const ReportInput& input) {
  const bool is_clean = input.report.findings.empty() &&
                        input.report.scan.status == ScanStatus::kComplete;
  if (is_clean) return {};
  return write_standard_output(
      [&](std::ostream& out) { find_format(format)->write(input, {}, out); });
}

Result<void> append_summary(const std::string& path, const ReportInput& input) {
  std::ostringstream page;
  find_format("markdown")->write(input, {}, page);
  std::error_code failed;
  const std::uintmax_t before = std::filesystem::file_size(path, failed);
  const std::string text = page.str();
  if (!failed && before + text.size() > kLargestSummary) {
    return Error{"summary: left out, the step has too long a one already"};
  }
  std::ofstream file(path, std::ios::binary | std::ios::app);
  file << text << std::flush;
  if (!file) return Error{path + ": cannot write the summary"};
  return {};
}

Result<void> upload_summary(const std::string& folder,
                            const ReportInput& input) {
  const std::string path =
      folder + "/patrol-summary-" + std::to_string(getpid()) + ".md";
  if (printable(path) != path) return Error{path + ": not a path to upload"};
  const Result<OutputFile> file = OutputFile::prepare(path);
  if (!file) return file.error();
  const Result<void> written = file->write([&](std::ostream& out) {
    find_format("markdown")->write(input, {}, out);
  });
  if (!written) return written.error();
  return write_standard_output([&](std::ostream& out) {
    out << "##vso[task.uploadsummary]" << replaced(path, kInData) << '\n';
  });
}

Result<void> summarise(const CiSystem& system, const CiInputs& inputs,
                       const ReportInput& input) {
  const std::string where = inputs[std::string(system.summary_variable)];
  if (where.empty()) return {};
  if (system.summary == SummaryWay::kAppended) {
    return append_summary(where, input);
  }
  return upload_summary(where, input);
}

bool is_too_shallow(const ScanSummary& scan) {
  return std::ranges::any_of(scan.unread, [](const Unread& entry) {
    return entry.reason.starts_with(kShallowReason);
  });
}

void warn_of(const Result<void>& done) {
  if (!done) warn(done.error().message);
}

}  // namespace

void give_feedback(const CiOptions& options, const CiSystem* system,
                   const CiInputs& inputs, const ReportInput& input) {
  if (is_too_shallow(input.report.scan)) {
    say("the clone is shallow, so not all was scanned: " +
        std::string(system ? system->deepen : "fetch the whole history"));
  }
  if (system == nullptr || is_for_programs(options)) return;
  if (!system->annotations.empty()) {
    warn_of(annotate(system->annotations, input));
  }
  warn_of(summarise(*system, inputs, input));
}

}  // namespace patrol
