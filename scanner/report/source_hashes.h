// The line hashes (line_hash.h) of a report's findings, from the files that
// were scanned. Each file is read once more, whole, and may have changed since;
// so what is not there, is no file, or is large has no hash, and GitHub makes
// its own. Nothing is read of a history, whose lines are not those of the
// checkout, nor of an archive.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "scanner/core/finding.h"
#include "scanner/report/checkout.h"

namespace patrol {

class SourceHashes {
 public:
  SourceHashes(const Report&, const Checkout&);

  // Of the line in which the primary location of a finding begins; empty:
  // there is none.
  std::string of(const Location& primary) const;

 private:
  std::map<std::pair<std::string, std::uint64_t>, std::string> hashes_;
};

}  // namespace patrol
