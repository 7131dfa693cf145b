#include "scanner/cli/review_command.h"

#include "scanner/cli/messages.h"
#include "scanner/cli/stored_reports.h"
#include "scanner/report/review.h"

namespace patrol {

int run_review(const ReviewOptions& options) {
  const Result<ReportSeries> series = read_report_series(options.files);
  if (!series) return fail(series.error().message);
  const auto secrets = review(series->reports);
  return print([&](std::ostream& out) {
    write_review(secrets, series->rules, options.format, out);
  });
}

}  // namespace patrol
