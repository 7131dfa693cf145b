#include "scanner/cli/read_again.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scanner/cli/scanning.h"
#include "scanner/cli/stop.h"
#include "scanner/detect/rule_check.h"
#include "scanner/findings/collector.h"
#include "scanner/git/files.h"
#include "scanner/git/repository.h"
#include "scanner/outcome_sink.h"
#include "scanner/packs/object_lookup.h"
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

Result<void> scan_all(const VerifyCommandOptions& options, ScanRequest request,
                      const Detector& detector, Collector& collector) {
  set_limits(options, request);
  request.no_ignore = true;
  request.no_config = true;
  ScanProgress progress;
  const Result<ScanNotes> notes =
      scan(request, detector, collector, progress, stop_requested());
  if (!notes) return notes.error();
  return {};
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
  return scan_all(options, std::move(request), detector, collector);
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

// By the user's configuration alone: what was scanned has no say.
Result<Engine> make_own_engine(const VerifyCommandOptions& options) {
  const auto settings =
      find_settings({.has_a_say = false}, options.rules.config,
                    load_options(RuleOrigin::kConfig));
  if (!settings) return settings.error();
  return make_engine(options.rules, {.heeds_markers = false},
                     settings->config ? &*settings->config : nullptr);
}

}  // namespace

Result<void> ask_about_stored(const VerifyCommandOptions& options,
                              Report& report, const Ask& ask) {
  const auto engine = make_own_engine(options);
  if (!engine) return engine.error();
  Result<Report> found = read_again(options, report, *engine);
  if (!found) return found.error();
  keep_wanted(report, *found);
  if (auto ok = ask(*found, *engine->rules); !ok) return ok;
  set_verdicts(*found, report);
  return {};
}

Result<ReadInput> read_standard_input(const VerifyCommandOptions& options) {
  auto engine = make_own_engine(options);
  if (!engine) return engine.error();
  Collector collector(*engine->rules,
                      {options.min_confidence, options.min_severity, true});
  ScanRequest request;
  request.paths = {"-"};
  auto read =
      scan_all(options, std::move(request), *engine->detector, collector);
  if (!read) return read.error();
  ScanSummary summary;
  summary.mode = ScanMode::kStdin;
  summary.target = "-";
  Report report = collector.take(std::move(summary));
  return ReadInput{*std::move(engine), std::move(report)};
}

}  // namespace patrol
