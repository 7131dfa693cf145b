#include "scanner/history.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scanner/git/refs.h"
#include "scanner/git/repository.h"
#include "scanner/history/audit_cache.h"
#include "scanner/history/range_audit.h"
#include "scanner/history/repeated_audit.h"
#include "scanner/history/standing.h"
#include "scanner/history/whole_audit.h"
#include "scanner/packs/job_limit.h"

namespace patrol {

namespace {

Result<ScanNotes> audit(const HistoryRequest& request,
                        const Repository& repository, const Detector& detector,
                        Collector& collector, ScanProgress& progress,
                        const std::atomic<bool>& stop) {
  if (request.range) {
    return audit_range(request, repository, detector, collector, progress,
                       stop);
  }
  const Result<Refs> refs = read_refs(repository);
  if (!refs) return Error{request.repository + ": " + refs.error().message};
  for (const ObjectId& id : repository.shallow) {
    collector.add_unread({id.hex(repository.hash())}, kShallowBorder);
  }
  const Standing standing = standing_of(repository, *refs);
  const auto cache = request.no_cache || request.no_delta_scan
                         ? std::nullopt
                         : AuditCache::open(repository.common_dir,
                                            settings_of(request, detector));
  const auto before = cache ? cache->load() : std::nullopt;
  if (before && before->has_places && request.is_of_all() &&
      is_as_before(standing, *before)) {
    auto notes = repeat_audit(request, repository, *before, detector, collector,
                              progress, stop);
    if (notes) return *std::move(notes);
  }
  const JobLimit limit(request.jobs);
  WholeAudit audit(request, repository, *refs, before ? &*before : nullptr,
                   detector, collector, progress, stop);
  Result<ScanNotes> notes = audit.run();
  if (!notes || !cache) return notes;
  if (auto record = audit.record(standing)) cache->store(*std::move(record));
  return notes;
}

}  // namespace

Result<ScanNotes> scan_history(const HistoryRequest& request,
                               const Detector& detector, Collector& collector,
                               ScanProgress& progress,
                               const std::atomic<bool>& stop) {
  const Result<Repository> repository =
      Repository::open_as_git(request.repository);
  if (!repository) {
    return Error{request.repository + ": " + repository.error().message};
  }
  return audit(request, *repository, detector, collector, progress, stop);
}

}  // namespace patrol
