#include "scanner/staged.h"

namespace patrol {

Result<ScanNotes> scan_staged(const StagedRequest& /*request*/,
                              const Detector& /*detector*/,
                              Collector& /*collector*/,
                              ScanProgress& /*progress*/,
                              const std::atomic<bool>& /*stop*/) {
  return Error{"not built yet"};
}

}  // namespace patrol
