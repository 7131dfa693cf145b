// What a repository says is no secret (sources/allowances.h), told to the
// collector.
#pragma once

#include <string>
#include <vector>

#include "scanner/findings/collector.h"
#include "scanner/sources/allowances.h"
#include "scanner/tree_files.h"

namespace patrol {

// Tells the collector. REQUIRES: called before anything is added to it.
void heed(Allowances&& allowances, Collector& collector);

// All of them that `read` has. Returns warnings: a line for each file that
// cannot be read, and so counts for nothing.
std::vector<std::string> heed_files(const ReadTreeFile& read,
                                    Collector& collector);

}  // namespace patrol
