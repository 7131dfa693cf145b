#include "scanner/report/summary.h"

#include <fmt/format.h>

#include <ostream>
#include <string>

#include "scanner/report/printable.h"
#include "scanner/report/severity_order.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

// Enough to see what kind of trouble it is; a report has them all.
constexpr std::size_t kNamed = 10;

// "12,345 files, 94.2 MiB", of a history "98 commits, 1,234 blobs, 94.2 MiB"
std::string read(const ScanSummary& scan) {
  const std::string things =
      is_of_history(scan.mode)
          ? counted(scan.commits, "commit") + ", " + counted(scan.blobs, "blob")
          : counted(scan.files, "file");
  return things + ", " + readable_bytes(scan.bytes);
}

// "13 skipped: 10 binary, 3 ignored"
std::string skipped(const ScanSummary& scan) {
  std::string text = fmt::format("{} skipped", scan.skipped_count);
  std::string_view separator = ": ";
  for (const auto& [reason, count] : scan.skipped_reasons) {
    text += fmt::format("{}{} {}", separator, count, printable(reason));
    separator = ", ";
  }
  return text;
}

std::string suppressed(const ScanSummary& scan) {
  std::string text = fmt::format("{} suppressed", scan.suppressed_count);
  if (scan.suppressed_by_repository > 0) {
    text += fmt::format(", {} of them by files of the repository",
                        scan.suppressed_by_repository);
  }
  return text;
}

void print_unread(const ScanSummary& scan, const Painter& paint,
                  std::ostream& err) {
  const std::string head =
      fmt::format("incomplete: {} not read", scan.unread_count);
  err << paint(Style::kAlarm, head) << ":\n";
  const std::size_t named = std::min(kNamed, scan.unread.size());
  for (std::size_t i = 0; i < named; ++i) {
    const Unread& entry = scan.unread[i];
    const std::string blob = to_text(BlobName{entry.path, entry.member});
    err << "  " << paint(Style::kPlace, printable(blob))
        << (entry.path.empty() ? "" : ": ") << printable(entry.reason) << '\n';
  }
  if (scan.unread_count > named) {
    err << "  and " << scan.unread_count - named
        << " more; --format json lists them\n";
  }
}

}  // namespace

void print_summary(const ReportInput& input, const ReportOptions& options,
                   std::ostream& err) {
  const ScanSummary& scan = input.report.scan;
  const Painter paint(options.color);
  err << paint(Style::kStrong, found_text(input)) << '\n'
      << read(scan) << " read in " << readable_duration(scan.duration_ms)
      << '\n';
  if (scan.skipped_count > 0) err << skipped(scan) << '\n';
  if (scan.suppressed_count > 0) err << suppressed(scan) << '\n';
  if (scan.unread_count > 0) {
    print_unread(scan, paint, err);
  } else if (scan.status != ScanStatus::kComplete) {
    err << paint(Style::kAlarm, "incomplete: the scan was ended early") << '\n';
  }
}

}  // namespace patrol
