#include "scanner/history.h"

namespace patrol {

Result<ScanNotes> scan_history(const HistoryRequest& /*request*/,
                               const Detector& /*detector*/,
                               Collector& /*collector*/,
                               ScanProgress& /*progress*/,
                               const std::atomic<bool>& /*stop*/) {
  return Error{"not built yet"};
}

}  // namespace patrol
