// What a repository says is no secret (sources/allowances.h), read from where
// it can be believed:
//
//   history, staged, hooks   the work tree, as it lies there; of a bare
//                            repository HEAD
//   ci                       the commit before what is new, which the push or
//                            pull request that is judged cannot have written
#pragma once

#include <string>
#include <vector>

#include "scanner/findings/collector.h"
#include "scanner/git/repository.h"
#include "scanner/sources/allowances.h"

namespace patrol {

// Tells the collector. REQUIRES: called before anything is added to it.
void heed(Allowances&& allowances, Collector& collector);

// `commit`: a whole id; empty: the work tree, else HEAD. Returns warnings: a
// line for each file that cannot be read, and so counts for nothing.
std::vector<std::string> heed_repository(const Repository& repository,
                                         const std::string& commit,
                                         Collector& collector);

}  // namespace patrol
