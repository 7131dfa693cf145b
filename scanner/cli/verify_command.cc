// A report has no secrets, or shows them redacted. So each is read again where
// the report says that it stands, and known by its fingerprint:
//
//   report     fingerprint 3a1f…  in src/a.py, in blob 5d6e…
//   read       src/a.py, or that blob: a scan of these alone
//   asked      of what has that fingerprint
//   written    the report with the answers; what is gone is unknown
#include "scanner/cli/verify_command.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scanner/cli/messages.h"
#include "scanner/cli/outputs.h"
#include "scanner/cli/scan_command.h"
#include "scanner/cli/scanning.h"
#include "scanner/cli/stop.h"
#include "scanner/cli/stored_reports.h"
#include "scanner/cli/verifying.h"
#include "scanner/detect/rule_check.h"
#include "scanner/engine.h"
#include "scanner/findings/collector.h"
#include "scanner/git/files.h"
#include "scanner/git/object_lookup.h"
#include "scanner/git/repository.h"
#include "scanner/outcome_sink.h"
#include "scanner/scan.h"
#include "scanner/settings.h"
#include "scanner/stored_blobs.h"

namespace patrol {
namespace {

using ByFingerprint = std::map<std::string, Verification>;

// The files and blobs that a report's findings stand in.
struct Places {
  std::set<std::string> files;
  std::map<std::string, std::string> blobs;  // ids, each with a path
};

Places places_of(const Report& report) {
  Places places;
  for (const Finding& finding : report.findings) {
    for (const Location& location : finding.locations) {
      const auto& introduction = location.provenance.introduction;
      if (location.provenance.kind != LocationKind::kBlob) continue;
      if (introduction && !introduction->blob.empty()) {
        places.blobs.emplace(introduction->blob, location.path);
      } else if (!location.path.empty()) {
        places.files.insert(location.path);
      }
    }
  }
  return places;
}

std::string folder_of(const VerifyCommandOptions& options,
                      const ScanSummary& scan) {
  if (!options.repository.empty()) return options.repository;
  return scan.target.empty() ? "." : scan.target;
}

Result<void> read_files(const VerifyCommandOptions& options,
                        const std::string& folder,
                        const std::set<std::string>& files,
                        const Detector& detector, Collector& collector) {
  ScanRequest request;
  for (const std::string& file : files) {
    std::string path = folder;
    path.append("/").append(file);
    if (exists(path)) request.paths.push_back(path);
  }
  if (request.paths.empty()) return {};
  set_limits(options, request);
  request.no_ignore = true;
  request.no_config = true;
  ScanProgress progress;
  const Result<ScanNotes> notes =
      scan(request, detector, collector, progress, stop_requested());
  if (!notes) return notes.error();
  return {};
}

Result<void> read_blobs(const VerifyCommandOptions& options,
                        const std::string& folder,
                        const std::map<std::string, std::string>& blobs,
                        const Detector& detector, Collector& collector) {
  const Result<Repository> repository = Repository::open_as_git(folder);
  if (!repository) return Error{folder + ": " + repository.error().message};
  std::vector<StoredBlob> stored;
  for (const auto& [id, path] : blobs) {
    if (const auto object = ObjectId::from_hex(id, repository->hash())) {
      stored.push_back({path, *object});
    }
  }
  const ObjectLookup objects(*repository);
  ScanProgress progress;
  OutcomeSink sink(collector, progress, false);
  scan_stored_blobs(
      stored, {options.max_archive_depth, options.max_file_size, options.jobs},
      detector, objects, sink, stop_requested());
  return {};
}

// What the findings of `report` stand for, with their secrets.
Result<Report> read_again(const VerifyCommandOptions& options,
                          const Report& report, const Engine& engine) {
  const Places places = places_of(report);
  const std::string folder = folder_of(options, report.scan);
  Collector collector(*engine.rules, {Confidence::kLow, Severity::kLow, true});
  const auto& detector = *engine.detector;
  if (!places.files.empty()) {
    auto read = read_files(options, folder, places.files, detector, collector);
    if (!read) return read.error();
  }
  if (!places.blobs.empty()) {
    auto read = read_blobs(options, folder, places.blobs, detector, collector);
    if (!read) return read.error();
  }
  return collector.take({});
}

void keep_wanted(const Report& wanted, Report& found) {
  std::set<std::string> fingerprints;
  for (const Finding& finding : wanted.findings) {
    fingerprints.insert(finding.fingerprint);
  }
  std::erase_if(found.findings, [&](const Finding& finding) {
    return !fingerprints.contains(finding.fingerprint);
  });
}

void set_verdicts(const Report& asked, Report& report) {
  ByFingerprint verdicts;
  for (const Finding& finding : asked.findings) {
    verdicts.emplace(finding.fingerprint, finding.verification);
  }
  for (Finding& finding : report.findings) {
    const auto at = verdicts.find(finding.fingerprint);
    finding.verification =
        at != verdicts.end()
            ? at->second
            : Verification{.status = LiveStatus::kUnknown,
                           .detail = "it is not where the report says"};
  }
}

Result<void> verify_stored(const VerifyCommandOptions& options,
                           Report& report) {
  const auto settings =
      find_settings({.has_a_say = false}, options.rules.config,
                    load_options(RuleOrigin::kConfig));
  if (!settings) return settings.error();
  const auto engine =
      make_engine(options.rules, {.heeds_markers = false},
                  settings->config ? &*settings->config : nullptr);
  if (!engine) return engine.error();
  Result<Report> found = read_again(options, report, *engine);
  if (!found) return found.error();
  keep_wanted(report, *found);
  VerifyFlags flags = options.verify;
  flags.only_live = false;  // what is left out is left out of the report
  if (auto ok = verify_report(flags, *engine->rules, *found); !ok) return ok;
  set_verdicts(*found, report);
  return {};
}

int verify_stored_report(const VerifyCommandOptions& options) {
  const Result<Outputs> outputs = Outputs::prepare(options);
  if (!outputs) return fail(outputs.error().message);
  handle_signals();
  Result<JoinedReport> joined = read_reports({options.report});
  if (!joined) return fail(joined.error().message);
  if (auto ok = verify_stored(options, joined->report); !ok) {
    return fail(ok.error().message);
  }
  if (options.verify.only_live) keep_working(joined->report);
  const Result<void> written = outputs->write(joined->input());
  if (!written) return fail(written.error().message);
  if (stopped_by_signal() != 0) die_by_signal();
  return exit_status(joined->report, joined->rules, options.exit);
}

}  // namespace

int run_verify(const VerifyCommandOptions& options) {
  if (!options.report.empty()) return verify_stored_report(options);
  ScanOptions scan;
  static_cast<CommonScanOptions&>(scan) =
      static_cast<const CommonScanOptions&>(options);
  scan.paths = {"-"};
  return run_scan(scan);
}

}  // namespace patrol
