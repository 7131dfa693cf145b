// How a repository stands: what its objects are and where its references are,
// told from names and a few last bytes. Where that is as it was at an audit
// before, nothing has to be read but what was found then.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/core/digest.h"
#include "scanner/detect/detector.h"
#include "scanner/git/object_id.h"
#include "scanner/git/refs.h"
#include "scanner/git/repository.h"
#include "scanner/history.h"
#include "scanner/history/audit_record.h"

namespace patrol {

struct Standing {
  std::vector<std::string> packs;  // checksums, sorted
  std::vector<ObjectId> loose;     // sorted
  std::optional<ObjectId> head;
  Digest refs{};  // of all references, logs and shallow borders
};

// Costs a look at each pack's index, 0.1 ms, and the listing of loose objects.
Standing standing_of(const Repository& repository, const Refs& refs);

// Everything besides the repository that decides what an audit finds.
std::string settings_of(const HistoryRequest& request,
                        const Detector& detector);

bool is_as_before(const Standing& standing, const AuditRecord& record);

}  // namespace patrol
