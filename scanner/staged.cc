#include "scanner/staged.h"
namespace patrol {
Result<ScanNotes> scan_staged(const StagedRequest&, const Detector&, Collector&, ScanProgress&, const std::atomic<bool>&) { return Error{"not built yet"}; }
}
