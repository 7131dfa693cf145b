// An audit of a repository that stands as it did at the one before: what was
// found then is read again, and nothing else. The report is the same.
#pragma once

#include <atomic>
#include <optional>

#include "scanner/core/result.h"
#include "scanner/detect/detector.h"
#include "scanner/findings/collector.h"
#include "scanner/git/repository.h"
#include "scanner/history.h"
#include "scanner/history/audit_record.h"
#include "scanner/scan_notes.h"

namespace patrol {

// REQUIRES: is_as_before(), and record.has_places. nullopt: something of the
// record cannot be read where it was; nothing was collected, and the audit is
// to be made anew.
std::optional<ScanNotes> repeat_audit(
    const HistoryRequest& request, const Repository& repository,
    const AuditRecord& record, const Detector& detector, Collector& collector,
    ScanProgress& progress, const std::atomic<bool>& stop);

}  // namespace patrol
